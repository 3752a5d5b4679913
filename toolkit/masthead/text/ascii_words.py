"""Words of up to fifteen letters of ASCII with nothing beside them that a rule asks for, eight letters at a time.

Nearly all words of an English text are such. ``words.read_word`` reads any word letter by letter, and gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, eight_bytes, inlined, leading_zeros, wrapped_shift, wrapped_sum
from masthead.text import records
from masthead.text.words import STRAIGHT, key_of_packed

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.records import Token


_ONES = 0x0101010101010101
_TOPS = -0x7F7F7F7F7F7F7F80  # the highest bit of each byte
CASE = 0x20 * _ONES
_FROM_A, _AFTER_Z = (0x80 - 0x61) * _ONES, (0x80 - 0x7B) * _ONES
_LOWER_BITS = 0x7F * _ONES
_LOWEST_SIGN = 2**63 - 1
_WIDE, _DOT = 0x80, 0x2E
_PLAIN = records.PLAIN | records.LETTERS


@inlined
def _letters_in(eight: int) -> int:
    """The highest bit of each byte that is a letter."""
    lower = (eight | CASE) & _LOWER_BITS
    return wrapped_sum(lower, _FROM_A) & ~wrapped_sum(lower, _AFTER_Z) & ~eight & _TOPS


@inlined
def _run(letters: int) -> int:
    """How many letters there are before anything else."""
    return leading_zeros(~letters & _TOPS) >> 3


@inlined
def _ends_alone(low: Ints, end: int, length: int) -> bool:
    """Whether no character beyond ASCII and no apostrophe follows, and no stop one letter."""
    following = low[end]
    return following < _WIDE and following != STRAIGHT and (length > 1 or following != _DOT)


@compiled
def read_plain(low: Ints, at: int, token: Token) -> int:
    """Read a plain word into a token; returns its length, 0 where the word is not known to be one."""
    first = eight_bytes(low, at)
    letters = _letters_in(first)
    length = _run(letters)
    upper = letters & ~wrapped_shift(first, 2)
    if length < 8:
        if length == 0 or not _ends_alone(low, at + length, length):
            return 0
        token.key = token.tail = _high_bytes(first | CASE, length)
        _describe(token, at, length, upper, _high_bytes(upper ^ _TOPS, length) == 0)
        return length
    return _read_longer(low, at, token, first, upper)


@inlined
def _high_bytes(eight: int, count: int) -> int:
    """The first bytes of eight, fewer than these, as a number."""
    return (eight >> 1 & _LOWEST_SIGN) >> (63 - 8 * count)


@compiled
def _read_longer(low: Ints, at: int, token: Token, first: int, upper: int) -> int:
    """Read a word of eight to fifteen letters."""
    second = eight_bytes(low, at + 8)
    letters = _letters_in(second)
    more = _run(letters)
    if more == 8 or not _ends_alone(low, at + 8 + more, 8):
        return 0
    shouted = upper == _TOPS
    first |= CASE
    if more:
        token.tail = wrapped_shift(first, 8 * more) | _high_bytes(second | CASE, more)
        token.key = key_of_packed(first, token.tail, 8 + more)
        shouted = shouted and _high_bytes((letters & ~wrapped_shift(second, 2)) ^ _TOPS, more) == 0
    else:
        token.key = token.tail = first
    _describe(token, at, 8 + more, upper, shouted)
    return 8 + more


@inlined
def _describe(token: Token, at: int, length: int, upper: int, shouted: bool) -> None:
    token.start, token.end, token.length = at, at + length, length
    flags = _PLAIN
    if upper < 0:
        flags |= records.CAPITAL
    if shouted:
        flags |= records.SHOUTED
    token.flags = flags | (records.LONG if length > 1 else 0)
