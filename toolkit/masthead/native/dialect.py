"""How the kernel is compiled, and where the machine code is kept.

``compiled`` marks a function of the kernel, ``inlined`` one that is small and runs for every character or token, and
``entry`` one that Python calls. An entry is compiled with all that it calls on its first call; the machine code goes
into the cache under the hash of everything it was made from, and later runs load it in milliseconds.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import os
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from masthead.native.structs import NUMBER, Placed, Rows, rows_of
from masthead.storage.cache import Cache, cache_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.native.structs import Group

Function = TypeVar("Function", bound="Callable[..., Any]")
CHECKED = "MASTHEAD_BOUNDS"
"""Set to 1, it makes the machine code check that every place is inside its array, at a third of the speed."""
_SOURCES = ("native", "text", "plain_text", "features/counting")
_CODE = "kernel.o"
NOTES: list[str] = []
"""Where the cache could not be used, and why."""


class Part:
    """A function of the kernel, for others of the kernel to call."""

    def __init__(self, function: Callable[..., Any], *, inline: bool) -> None:
        self.function = function
        self.inline = inline


class Entry:
    """A function of the kernel that Python calls, with placed groups, arrays and whole numbers; it returns a number."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.part = Part(function, inline=False)
        self._loaded: dict[tuple[Rows | Group | str, ...], Callable[..., int]] = {}
        self._lock = Lock()

    def __call__(self, *args: Placed | np.ndarray[Any, Any] | int) -> int:
        """Call it; the first call compiles it, or loads it from the cache."""
        kinds = tuple(_kind(arg) for arg in args)
        call = self._loaded.get(kinds)
        if call is None:
            with self._lock:
                call = self._loaded[kinds] = self._loaded.get(kinds) or self._load(kinds)
        return call(*(word for arg in args for word in _words(arg)))

    @property
    def name(self) -> str:
        """Module and name of the function."""
        return f"{self.part.function.__module__}.{self.part.function.__qualname__}"

    @property
    def loaded(self) -> int:
        """For how many kinds of arguments there is machine code in this process."""
        return len(self._loaded)

    def kept(self) -> bool:
        """Whether machine code of these very files for this machine is in the cache."""
        return any(cache_root().glob(f"{self._key()}-*/{_CODE}"))

    def _key(self) -> str:
        from masthead.native.loading import machine_name  # noqa: PLC0415

        source = inspect.getsource(self.part.function)
        made_from = (source_hash(), source, self.name, machine_name(), _checked())
        return f"kernel-{hashlib.sha256(repr(made_from).encode()).hexdigest()[:24]}"

    def _load(self, kinds: tuple[Rows | Group | str, ...]) -> Callable[..., int]:
        """The machine code for some kinds of arguments, from the cache or made anew."""
        from masthead.native.loading import load  # noqa: PLC0415

        def build(folder: Path) -> None:
            from masthead.native.backend.build import build as compile_part  # noqa: PLC0415

            (folder / _CODE).write_bytes(compile_part(self.part, kinds, self.name, checked=_checked()))

        keeper = Cache()
        key = f"{self._key()}-{hashlib.sha256(repr(kinds).encode()).hexdigest()[:8]}"
        code = (keeper.get_or_build(key, build) / _CODE).read_bytes()
        NOTES.extend(keeper.notes)
        arguments: list[Any] = []
        for kind in kinds:
            size = kind.dimensions if isinstance(kind, Rows) else 0
            address = ctypes.c_int64 if kind == NUMBER else ctypes.c_void_p
            arguments += [address, *[ctypes.c_int64] * size]
        return load(code, self.name, arguments)


def compiled(function: Function) -> Function:
    """Mark a function of the kernel. It allocates nothing and calls nothing but functions so marked."""
    return cast("Function", Part(function, inline=False))


def inlined(function: Function) -> Function:
    """Mark a function whose code goes into each of its callers."""
    return cast("Function", Part(function, inline=True))


def entry(function: Callable[..., int]) -> Entry:
    """Mark a function that Python calls; only its positional arguments count."""
    return Entry(function)


def prefetch(rows: Any, at: int) -> None:
    """Ask for a row from memory, to be read a little later; in compiled code only."""
    raise NotImplementedError


def eight_bytes(data: Any, at: int) -> int:
    """The bytes ``data[at:at + 8]`` as one number, the first of them the highest; in compiled code only."""
    raise NotImplementedError


def wrapped_sum(one: Any, other: Any) -> Any:
    """The lowest 64 bits of a sum, which for ``+`` must not be more than there are; in compiled code only."""
    raise NotImplementedError


def wrapped_product(one: Any, other: Any) -> Any:
    """The lowest 64 bits of a product, likewise; in compiled code only."""
    raise NotImplementedError


def leading_zeros(number: int) -> int:
    """The zero bits before the first set one of 64; in compiled code only."""
    raise NotImplementedError


def _kind(arg: Placed | np.ndarray[Any, Any] | int) -> Rows | Group | str:
    if isinstance(arg, Placed):
        return arg.layout
    return rows_of(arg) if isinstance(arg, np.ndarray) else NUMBER


def _words(arg: Placed | np.ndarray[Any, Any] | int) -> tuple[int, ...]:
    if isinstance(arg, Placed):
        return (arg.address,)
    return (arg.ctypes.data, *arg.shape) if isinstance(arg, np.ndarray) else (int(arg),)


def _checked() -> bool:
    return os.environ.get(CHECKED) == "1"


@cache
def source_hash() -> str:
    """SHA-256 of all files whose functions and constants the machine code is made from, and of Numba's version."""
    digest = hashlib.sha256(metadata.version("numba").encode())
    root = Path(__file__).parents[1]
    for path in sorted(path for folder in _SOURCES for path in (root / folder).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
