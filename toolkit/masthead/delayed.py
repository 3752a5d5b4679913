"""Packages whose names are imported when they are first used, so that a command loads only what it needs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def homes_of(names: Mapping[str, str]) -> dict[str, str]:
    """The module of each name; ``names`` are the names of each module, with spaces between them."""
    return {name: module for module, listed in names.items() for name in listed.split()}


def delayed(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package whose names are in these modules of it.

    No name may be that of a module of the package: once imported, the module would stand under it.
    """

    def found(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return found
