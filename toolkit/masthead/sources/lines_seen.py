"""How often each line of an outlet was seen, at most: a sieve for ``recurring``, of fixed size whatever the corpus.

Lines that are equal once runs of digits are folded share a counter. Their key is made of their first and last letters
up to the first digit, so that it can be had for all lines at once; lines that only look alike share one too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.sources.eights import after_last, before_first, digits_or_others, eight, lowest, mixed, spaces
from masthead.sources.recurring import FEWEST_WORDS, QUOTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.sources.eights import Words
    from masthead.sources.texts import Integers, Texts, Truths

_BITS = 24
_LAST_BITS = np.uint64(64 - _BITS)
_MOST = np.iinfo(np.uint16).max
_SHORT = 24


class LinesSeen:
    """Counters of lines, by the keys that ``line_keys`` gives them."""

    def __init__(self) -> None:
        self._counts = np.zeros(1 << _BITS, np.uint16)

    def add(self, keys: NDArray[np.uint32]) -> None:
        """Count each line of ``keys`` once more."""
        found, times = np.unique(keys, return_counts=True)
        self._counts[found] = np.minimum(self._counts[found] + times, _MOST)

    def seen(self, keys: NDArray[np.uint32]) -> NDArray[np.uint16]:
        """How often, at most, each line of ``keys`` was counted (65,535 stands for more)."""
        return self._counts[keys]


def line_keys(texts: Texts, outlets: Integers, lines: Integers) -> NDArray[np.uint32]:
    """The counter of each of ``lines``, numbers of the texts' table of lines; ``outlets`` numbers that of each text."""
    starts, ends = texts.starts[lines], texts.ends[lines]
    lengths = ends - starts
    first = eight(texts.data, starts) & lowest(lengths)
    marks = digits_or_others(first)
    second = eight(texts.data, starts + 8) & lowest(np.where(marks == 0, lengths - 8, 0))
    second = before_first(second, digits_or_others(second))
    last = eight(texts.data, ends - 8) & ~lowest(8 - lengths)
    last = after_last(last, digits_or_others(last))
    numbers = outlets[texts.rows[lines]].astype(np.uint64)
    key = mixed([before_first(first, marks), second, last, numbers])
    return (key >> _LAST_BITS).astype(np.uint32)


def text_keys(texts: Texts) -> Words:
    """A number for each text that is the same for equal texts, and seldom for others."""
    starts, ends = texts.offsets[:-1], texts.offsets[1:]
    places = (starts, (starts + ends) // 2, np.maximum(ends - 8, starts))
    words = [eight(texts.data, at) & lowest(ends - at) for at in places]
    return mixed([*words, (ends - starts).astype(np.uint64)])


def never_learned(texts: Texts, lines: Integers) -> Truths:
    """Which of ``lines`` surely do not recur: they open with a quotation mark, or are short and of too few words."""
    starts, lengths = texts.starts[lines], texts.ends[lines] - texts.starts[lines]
    first = eight(texts.data, starts)
    found = np.zeros(len(lines), np.bool_)
    for mark in (quote.encode() for quote in QUOTES):
        found |= first & lowest(np.array(len(mark))) == int.from_bytes(mark, "little")
    short = np.flatnonzero((lengths <= _SHORT) & ~found)
    words = (eight(texts.data, starts[short] + step) & lowest(lengths[short] - step) for step in range(0, _SHORT, 8))
    found[short] = np.sum([np.bitwise_count(spaces(word)) for word in words], axis=0) < FEWEST_WORDS - 1
    return found
