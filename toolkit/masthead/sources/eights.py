"""Eight bytes at a time: the letters at many places of a column's data as numbers that are compared and hashed at once.

The first byte is the lowest. What is asked of each byte is answered in its high bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from masthead.sources.texts import Integers, Truths

    Words = NDArray[np.uint64]

HIGH = np.uint64(0x8080808080808080)
SPACES = np.uint64(0x2020202020202020)
"""Eight spaces; also the bit by which small ASCII letters differ from capitals."""
_LOW = np.uint64(0x7F7F7F7F7F7F7F7F)
_ZERO_TO_HIGH = np.uint64(0x5050505050505050)
_PAST_NINE_TO_HIGH = np.uint64(0x4646464646464646)
_SPACE_TO_HIGH = np.uint64(0x6060606060606060)
_ONES = np.uint64(0xFFFFFFFFFFFFFFFF)
_BYTE, _ONE, _SEVEN, _EIGHT, _LAST_BYTE = (np.uint64(number) for number in (0xFF, 1, 7, 8, 56))
_LOWEST = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def eight(data: NDArray[np.uint8], places: Integers) -> Words:
    """The eight bytes from each place on; zeros where there is no data."""
    if len(data) < 8:
        data = np.concatenate([data, np.zeros(8, np.uint8)])
    # Every eight bytes that follow each other as a number, without a copy.
    windows: Words = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))
    if places.size and places.min() >= 0 and places.max() < len(windows):
        return windows[places]  # as nearly always
    at = np.clip(places, 0, len(windows) - 1)
    words = windows[at]
    missing = 8 * (places - at)
    shifted = np.flatnonzero(missing)
    if len(shifted):
        # A shift by 64 or more is not defined, so that what is wholly missing is done apart.
        after = np.clip(missing[shifted], 0, 63).astype(np.uint64)
        before = np.clip(-missing[shifted], 0, 63).astype(np.uint64)
        words[shifted] = np.where(np.abs(missing[shifted]) >= 64, np.uint64(0), words[shifted] >> after << before)
    return words


def lowest(count: Integers) -> Words:
    """A mask of the lowest ``count`` bytes, of none below 0 and all above 8."""
    masks: Words = _LOWEST[np.clip(count, 0, 8)]
    return masks


def mixed(words: Iterable[Words]) -> Words:
    """A hash of several eights at each place."""
    key: Words = np.zeros(1, np.uint64)
    for word in words:
        key = (key ^ word) * _MULTIPLIER
        key ^= key >> _SHIFT
    return key


def digits_or_others(words: Words) -> Words:
    """The bytes that are digits or of no ASCII character."""
    plain = words & _LOW
    digits = (plain + _ZERO_TO_HIGH) & ~(plain + _PAST_NINE_TO_HIGH)
    return (digits | words) & HIGH


def spaces(words: Words) -> Words:
    """The bytes that are spaces."""
    apart = words ^ SPACES
    return ~((apart & _LOW) + _LOW | apart | _LOW)


def before_first(words: Words, marks: Words) -> Words:
    """The bytes before the first that ``marks`` has, all where it has none."""
    first = marks & (~marks + _ONE)
    return words & np.where(marks == 0, _ONES, (first >> _SEVEN) - _ONE)


def after_last(words: Words, marks: Words) -> Words:
    """The bytes after the last that ``marks`` has, all where it has none."""
    for bits in (8, 16, 32):
        marks = marks | marks >> np.uint64(bits)
    return words & ~((marks >> _SEVEN) * _BYTE)


def evenly_spaced(words: list[Words]) -> Truths:
    """Whether eights that follow each other are ASCII without control characters and without two spaces in a row."""
    even = np.ones(len(words[0]), np.bool_)
    ended = np.zeros(len(words[0]), np.bool_)
    for word in words:
        found = spaces(word)
        other = (word | ~((word & _LOW) + _SPACE_TO_HIGH)) & HIGH
        even &= (other == 0) & (found & (found >> _EIGHT) == 0) & ~(ended & (found & _BYTE != 0))
        ended = found >> _LAST_BYTE != 0
    return even


def marks_as_letters(words: list[Words]) -> list[Words]:
    """Eights that follow each other, their dashes, quotation marks and ellipses (U+2010 to U+2026) as ASCII letters."""
    found = np.stack(words, axis=1).astype("<u8").view(np.uint8)
    first, second, third = found[:, :-2], found[:, 1:-1], found[:, 2:]
    rows, places = np.nonzero((first == 0xE2) & (second == 0x80) & (third >= 0x90) & (third <= 0xA6))
    for step in range(3):
        found[rows, places + step] = ord("x")
    return list(found.view("<u8").T)
