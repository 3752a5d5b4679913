"""The dialect in which the text model is written: a small part of Python that runs as it is or as machine code.

``compiled`` marks a function of the text model, ``inlined`` one that is small and runs for every character or token.
They stay plain functions, which call each other directly: that is Python mode. What the rest of the package calls is an
``entry`` (``masthead.native.entries``), and that runs as machine code where it is at hand, with the same result.

A function of the dialect takes numbers, groups, arrays and rows, allocates nothing, and calls only functions so marked,
``min``, ``max``, ``int``, ``len``, ``range`` and the operations below. A place is never counted from the end, and a
number has 64 bits: where more could come out, one of the operations says what is kept, and a shift is one of 0 to 63.
A value must fit the field or array that it is put into, and ``int`` is of whole numbers.

A row is declared as a class whose annotations are the numbers of this module, and ``dtype_of`` makes its memory layout:
so a type checker knows every field, and a field stands in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar, get_type_hints, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

T_co = TypeVar("T_co", covariant=True)
Int8 = Annotated[int, np.int8]
Int16 = Annotated[int, np.int16]
Int32 = Annotated[int, np.int32]
Int64 = Annotated[int, np.int64]
Float32 = Annotated[float, np.float32]
Float64 = Annotated[float, np.float64]


class Array(Protocol[T_co]):
    """An array of one dimension, of numbers or rows."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> T_co: ...
    def __setitem__(self, place: int, value: Any, /) -> None: ...


class Grid(Protocol[T_co]):
    """An array of two dimensions, by row or by row and column."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, place: tuple[int, int], /) -> T_co: ...
    @overload
    def __getitem__(self, place: int, /) -> Array[T_co]: ...
    def __setitem__(self, place: tuple[int, int], value: Any, /) -> None: ...


Ints = Array[int]
Floats = Array[float]


Function = TypeVar("Function", bound="Callable[..., Any]")

INLINED: dict[Any, bool] = {}
"""Every function of the dialect, and whether its code goes into each of its callers."""
_MASK = (1 << 64) - 1
_SIGN = 1 << 63


def compiled(function: Function) -> Function:
    """Mark a function of the text model."""
    INLINED[function] = False
    return function


def inlined(function: Function) -> Function:
    """Mark a function whose machine code goes into each of its callers."""
    INLINED[function] = True
    return function


def prefetch(rows: Any, at: int) -> None:
    """Ask for a row from memory, to be read a little later."""


def eight_bytes(data: Any, at: int) -> int:
    """The bytes ``data[at:at + 8]`` as one number, the first of them the highest."""
    return int.from_bytes(data[at : at + 8], "big", signed=True)


def wrapped_sum(one: int, other: int) -> int:
    """The lowest 64 bits of a sum."""
    return ((one + other + _SIGN) & _MASK) - _SIGN


def wrapped_product(one: int, other: int) -> int:
    """The lowest 64 bits of a product."""
    return ((one * other + _SIGN) & _MASK) - _SIGN


def wrapped_shift(number: int, bits: int) -> int:
    """The lowest 64 bits of a number moved up."""
    return (((number << bits) + _SIGN) & _MASK) - _SIGN


def leading_zeros(number: int) -> int:
    """The zero bits before the first set one of 64."""
    return 64 - (number & _MASK).bit_length()


def dtype_of(row: type[Any]) -> np.dtype[Any]:
    """The layout of rows of a declared kind."""
    hints = get_type_hints(row, include_extras=True)
    return np.dtype([(name, kind.__metadata__[0]) for name, kind in hints.items()], align=True)
