"""How often each line of an outlet was seen, at most: a sieve for ``recurring``, of fixed size whatever the corpus.

Lines that are equal once runs of digits are folded share a counter. Their key is made of their first and last letters
up to the first digit, so that it can be had for all lines at once; lines that only look alike share one too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.sources.texts import Integers, Texts, Truths

    Words = NDArray[np.uint64]

_BITS = 24
_HIGH = np.uint64(0x8080808080808080)
_LOW = np.uint64(0x7F7F7F7F7F7F7F7F)
_FROM_ZERO = np.uint64(0x5050505050505050)
_PAST_NINE = np.uint64(0x4646464646464646)
_ONES = np.uint64(0xFFFFFFFFFFFFFFFF)
_UNITS = np.uint64(0x0101010101010101)
_SPACES = np.uint64(0x2020202020202020)
_SHORT = 16
_BYTE = np.uint64(0xFF)
_MULTIPLIERS = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_LAST = np.uint64(0xD6E8FEB86659FD93)


class LinesSeen:
    """Counters of lines, by the keys that ``line_keys`` gives them."""

    def __init__(self) -> None:
        self._counts = np.zeros(1 << _BITS, np.uint16)

    def add(self, keys: NDArray[np.uint32]) -> None:
        """Count each line of ``keys`` once more."""
        found, times = np.unique(keys, return_counts=True)
        total = self._counts[found] + np.minimum(times, np.iinfo(np.uint16).max)
        self._counts[found] = np.minimum(total, np.iinfo(np.uint16).max)

    def seen(self, keys: NDArray[np.uint32]) -> NDArray[np.uint16]:
        """How often, at most, each line of ``keys`` was counted (65,535 stands for more)."""
        return self._counts[keys]


def line_keys(texts: Texts, outlets: Integers, lines: Integers) -> NDArray[np.uint32]:
    """The counter of each of ``lines`` (numbers of the texts' table of lines)."""
    starts, ends = texts.starts[lines], texts.ends[lines]
    lengths = ends - starts
    first = _until_mark(_eight(texts.data, starts) & _lowest(lengths))
    whole = _marks(first[1]) == 0
    second = _until_mark(_eight(texts.data, starts + 8) & _lowest(lengths - 8))[0]
    last = _after_mark(_eight(texts.data, ends - 8) & ~_lowest(8 - lengths))
    numbers = outlets[texts.rows[lines]].astype(np.uint64)
    key = first[0] * _MULTIPLIERS[0] ^ np.where(whole, second, 0) * _MULTIPLIERS[1]
    key = (key ^ key >> np.uint64(29)) + last * _MULTIPLIERS[2] + numbers * _MULTIPLIERS[0]
    counters: NDArray[np.uint32] = ((key ^ key >> np.uint64(32)) * _LAST >> np.uint64(64 - _BITS)).astype(np.uint32)
    return counters


def _eight(data: NDArray[np.uint8], places: Integers) -> Words:
    """The eight bytes from each place on, the first the lowest; zeros where there is no data."""
    if len(data) < 8:
        data = np.concatenate([data, np.zeros(8, np.uint8)])
    # Every eight bytes that follow each other as a number, without a copy.
    windows: Words = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))
    at = np.clip(places, 0, len(windows) - 1)
    words = windows[at]
    missing = 8 * (places - at)
    shifted = np.flatnonzero(missing)
    if len(shifted):
        after = np.clip(missing[shifted], 0, 63).astype(np.uint64)
        before = np.clip(-missing[shifted], 0, 63).astype(np.uint64)
        words[shifted] = words[shifted] >> after << before
    return words


def without_spaces(texts: Texts, lines: Integers) -> Truths:
    """Which of ``lines`` are short and surely of one word."""
    starts, lengths = texts.starts[lines], texts.ends[lines] - texts.starts[lines]
    short = np.flatnonzero(lengths <= _SHORT)
    found = np.zeros(len(lines), np.bool_)
    spaces = np.zeros(len(short), np.uint64)
    for step in (0, 8):
        word = _eight(texts.data, starts[short] + step) & _lowest(lengths[short] - step)
        apart = word ^ _SPACES
        spaces |= (apart - _UNITS) & ~apart & _HIGH
    found[short] = spaces == 0
    return found


def _lowest(count: Integers) -> Words:
    """A mask of the lowest ``count`` bytes, 0 to 8."""
    masks = np.array([(1 << 8 * bytes_) - 1 for bytes_ in range(9)], np.uint64)
    return masks[np.clip(count, 0, 8)]


def _marks(words: Words) -> Words:
    """The high bit of each byte that is a digit or no ASCII character."""
    plain = words & _LOW
    digits = (plain + _FROM_ZERO) & ~(plain + _PAST_NINE)
    return (digits | words) & _HIGH


def _until_mark(words: Words) -> tuple[Words, Words]:
    """The bytes before the first that is marked, and the words as they were."""
    marks = _marks(words)
    first = marks & (~marks + np.uint64(1))
    below = np.where(marks == 0, _ONES, (first >> np.uint64(7)) - np.uint64(1))
    return words & below, words


def _after_mark(words: Words) -> Words:
    """The bytes after the last that is marked."""
    marks = _marks(words)
    for bits in (8, 16, 32):
        marks |= marks >> np.uint64(bits)
    return words & ~((marks >> np.uint64(7)) * _BYTE)


def text_keys(texts: Texts) -> Words:
    """A number for each text that is the same for equal texts, and seldom for others."""
    starts, ends = texts.offsets[:-1], texts.offsets[1:]
    lengths = ends - starts
    key = lengths.astype(np.uint64) * _LAST
    for places in (starts, (starts + ends) // 2, ends - 8):
        word = _eight(texts.data, np.maximum(places, starts)) & _lowest(ends - np.maximum(places, starts))
        key = (key ^ word) * _MULTIPLIERS[0]
        key ^= key >> np.uint64(31)
    return key
