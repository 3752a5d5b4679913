"""Memory that was freed inside the process and is not given back to the system by itself."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable


def give_back_memory() -> None:
    """Give back what Arrow and the C library keep of freed memory in case it is needed again.

    It is worth its few milliseconds where large tables were made and freed, and other large ones follow.
    """
    pa.default_memory_pool().release_unused()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """The call of the GNU C library, None with another one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
