"""Modules that libraries import without need: they are loaded when something of them is used, which is hardly ever."""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from importlib.util import LazyLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_LATER = frozenset({"numpy.f2py", "numpy.testing"})
"""SciPy asks for whatever NumPy has."""


def load_later() -> None:
    """Have these modules loaded on use in this process."""
    sys.meta_path.insert(0, _Later)


class _Later:
    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Where a module of these is, with a loader that waits; None for any other."""
        spec = PathFinder.find_spec(name, path) if name in _LATER else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec
