"""A process that does nothing but masthead's work: the command line, and the workers of several processes."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

_OBJECTS = 200_000
_WITHOUT = "pandas"


def own_process() -> None:
    """Spare this process what its work does not need; not for programs that masthead is a library of.

    Nearly all that lives long is reference-counted or outside Python, so that cycles are looked for less often. Arrow
    imports pandas when it makes its first array of a list, only to ask whether that is a Series, which here it never
    is; it is made to ask while pandas can't be found, and does not ask again.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, 50, 1000)
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
