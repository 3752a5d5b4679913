"""The dialect in which the text model is written: a small part of Python that runs as it is or as machine code.

``compiled`` marks a function of the text model, ``inlined`` one that is small and runs for every character or token.
They stay plain functions, which call each other directly: that is Python mode. What the rest of the package calls is an
``entry`` (``masthead.native.entries``), and that runs as machine code where it is at hand, with the same result.

A function of the dialect takes numbers, groups, arrays and rows, allocates nothing, and calls only functions so marked,
``min``, ``max``, ``int``, ``len``, ``range`` and the operations below. A place is never counted from the end, and a
number has 64 bits: where more could come out, one of the operations says what is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

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


OPERATIONS = (prefetch, eight_bytes, wrapped_sum, wrapped_product, wrapped_shift, leading_zeros)
"""What machine code has instructions of its own for."""
