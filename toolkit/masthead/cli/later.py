"""Spare a command what libraries import without need."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import LazyLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_LATER = frozenset({"numpy.f2py", "numpy.testing"})
"""Loaded when something of them is used, which is hardly ever: SciPy asks for whatever NumPy has."""

_ABSENT = frozenset({"pandas"})
"""Libraries only ask whether they were given one of its data frames, which no command has."""

_TRUSTED = "skops.io._trusted_types"
_LISTING = (("sklearn.utils", "all_estimators"), ("skops.io._utils", "get_public_type_names"))
"""What skops lists the estimators and functions with that it trusts by itself."""


def load_later() -> None:
    """Have these modules loaded on use in this process, or not at all."""
    sys.meta_path.insert(0, _Later)


class _Later:
    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Where a module of these is, with a loader that spares what is not needed; None for any other."""
        if name in _ABSENT:
            raise ModuleNotFoundError(name, name=name)
        spec = PathFinder.find_spec(name, path) if name in _LATER or name == _TRUSTED else None
        if spec is not None and spec.loader is not None:
            own = isinstance(spec.loader, SourceFileLoader) and name == _TRUSTED
            spec.loader = _Unlisted(name, str(spec.origin)) if own else LazyLoader(spec.loader)
        return spec


class _Unlisted(SourceFileLoader):
    """Has skops trust no estimator by itself: to list them it imports all of scikit-learn, and all that this imports.

    What a model may hold is in ``classifiers.store.TRUSTED``.
    """

    def exec_module(self, module: ModuleType) -> None:
        """Make the module while there is nothing to list."""
        with ExitStack() as stack:
            for owner, function in _LISTING:
                stack.enter_context(_giving_nothing(import_module(owner), function))
            super().exec_module(module)


@contextmanager
def _giving_nothing(owner: ModuleType, name: str) -> Iterator[None]:
    kept = getattr(owner, name, None)
    if kept is None:  # this version of skops does without
        yield
        return
    setattr(owner, name, lambda *_, **__: [])
    try:
        yield
    finally:
        setattr(owner, name, kept)
