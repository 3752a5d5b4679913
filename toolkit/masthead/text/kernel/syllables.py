"""Syllables of a word: of its first pronunciation, else its hyphenation points (Liang 1983) and one more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.text.kernel import words
from masthead.text.kernel.compiled import compiled, inlined
from masthead.text.kernel.readability_tables import DOT
from masthead.text.kernel.records import UNPRONOUNCED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.page import Page

_SLOTS = 1 << 13
_LONGEST = 16
_ROW = 3


class Memo(NamedTuple):
    """Words that no dictionary has, of up to 16 letters, and their syllables: one row a slot, the newest word wins.

    A row holds the word's letters before its last eight, those eight, and the syllables plus 1. ``points`` is where
    hyphenation is worked out.
    """

    rows: NDArray[np.int64]
    points: NDArray[np.int8]


def make_memo(longest: int) -> Memo:
    """An empty memo for texts of up to ``longest`` characters."""
    return Memo(np.zeros((_SLOTS, _ROW), np.int64), np.zeros(2 * longest + 8, np.int8))


@inlined
def syllables_of(page: Page, form: NDArray[np.int32], start: int, end: int, known: int) -> int:
    """Syllables of the form ``form[start:end]``; its pronunciation has ``known`` of them."""
    return known if known != UNPRONOUNCED else _remembered(page, form, start, end)


@compiled
def _remembered(page: Page, form: NDArray[np.int32], start: int, end: int) -> int:
    head = tail = np.int64(0)
    if end - start > _LONGEST:
        return hyphenation_points(page, form, start, end) + 1
    for at in range(start, end):
        char = np.int64(form[at])
        if char >= words.ASCII:
            return hyphenation_points(page, form, start, end) + 1
        char |= 0x20 * (0x41 <= char <= 0x5A)
        if end - at > words.SHORT:
            head = (head << 8) | char
        else:
            tail = (tail << 8) | char
    mixed = words.mix(words.mix(np.int64(0), head), tail)
    row = page.memo.rows[(mixed >> 20) & (_SLOTS - 1)]
    if row[0] != head or row[1] != tail or row[2] == 0:
        row[0], row[1] = head, tail
        row[2] = hyphenation_points(page, form, start, end) + 2
    return row[2] - 1


@compiled
def hyphenation_points(page: Page, form: NDArray[np.int32], start: int, end: int) -> int:
    """Places where a word may be hyphenated: the greatest pattern value at a place is odd."""
    hyphens, points = page.hyphens, page.memo.points
    length = end - start
    for place in range(length + 4):
        points[place] = 0
    for begin in range(length + 2):
        node = 0
        for at in range(begin, length + 2):
            column = _column(form[start + at - 1], hyphens.others) if 0 < at <= length else DOT
            if column < 0:
                break
            node = hyphens.trie[node, column]
            if node == 0:
                break
            place = hyphens.patterns[node]
            if place >= 0:
                first = begin + hyphens.values[place]
                for index in range(hyphens.values[place + 1]):
                    points[first + index] = max(points[first + index], hyphens.values[place + 2 + index])
    count = 0
    for place in range(hyphens.left + 1, length - hyphens.right + 2):
        count += points[place] & 1
    return count


@inlined
def _column(char: int, others: NDArray[np.int32]) -> int:
    """The column of a letter in the trie, -1 where no pattern has it."""
    if char < words.ASCII and 0x61 <= char | 0x20 <= 0x7A:
        return (char | 0x20) - 0x61
    for index in range(len(others)):
        if others[index] == char:
            return DOT + 1 + index
    return -1
