"""A process that masthead has to itself."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

_OBJECTS = 200_000
_WITHOUT = "pandas"


def collect_rarely() -> None:
    """Have this process look for cycles less often: what lives long is reference-counted or outside Python."""
    gc.set_threshold(_OBJECTS, 50, 1000)


def own_process() -> None:
    """Spare this process what its work does not need; not for programs that masthead is a library of.

    Arrow imports pandas when it makes its first array of a list, only to ask whether that is a Series, which here it
    never is; it is made to ask while pandas can't be found, and does not ask again.
    """
    import pyarrow as pa  # noqa: PLC0415 - it is slow to load

    gc.freeze()
    collect_rarely()
    if _WITHOUT in sys.modules:
        return
    sys.meta_path.insert(0, _Absent)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(_Absent)


class _Absent:
    """Lets imports find anything but pandas."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for pandas."""
        if name == _WITHOUT:
            raise ModuleNotFoundError(name, name=name)
