"""Syllables of a word: the vowels of its first pronunciation, else its hyphenation points (Liang 1983) plus one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.native.dialect import Int32, Int64, compiled, dtype_of, inlined
from masthead.text import words
from masthead.text.readability_tables import DOT, LEAST
from masthead.text.records import UNPRONOUNCED

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Ints
    from masthead.native.structs import Block
    from masthead.text.workspace import Workspace

_SLOTS = 1 << 17


class Guess:
    """A word without a pronunciation, by its letters, and its syllables."""

    first: Int64
    tail: Int64
    length: Int32
    syllables: Int32


_GUESS = dtype_of(Guess)


class Memo(NamedTuple):
    """Words that no dictionary has, of up to ``words.PACKED`` letters, and their syllables: the newest in a slot wins.

    A row holds the word's last eight letters, its first eight where it has more, and the syllables, 0 in an empty row.
    ``columns`` and ``points`` are where hyphenation is worked out.
    """

    rows: Array[Guess]
    columns: Ints
    points: Ints


def make_memo(longest: int, room: Block) -> Memo:
    """An empty memo for texts of up to ``longest`` characters."""
    size = 2 * longest + 8
    rows = room.empty(_SLOTS, _GUESS)
    rows[:] = 0
    return Memo(rows, room.empty(size, np.int32), room.empty(size + LEAST, np.int8))


@inlined
def syllables_of(work: Workspace, form: Ints, start: int, end: int, known: int) -> int:
    """Syllables of ``form[start:end]``: the ``known`` ones of its pronunciation, else hyphenation points plus one."""
    return known if known != UNPRONOUNCED else hyphenation_points(work, form, start, end) + 1


@compiled
def packed_syllables(work: Workspace, first: int, tail: int, form: Ints, start: int, end: int) -> int:
    """Syllables of a word of ASCII without a pronunciation, of up to ``words.PACKED`` letters in ``form[start:end]``.

    ``tail`` are its last eight letters, ``first`` its first eight where it has more, else 0.
    """
    mixed: Any = words.mix(words.mix(0, first), tail)
    row = work.memo.rows[(mixed >> 20) & (_SLOTS - 1)]
    if row.tail != tail or row.first != first or row.length != end - start or row.syllables == 0:
        row.first, row.tail, row.length = first, tail, end - start
        row.syllables = hyphenation_points(work, form, start, end) + 1
    return int(row.syllables)


@compiled
def hyphenation_points(work: Workspace, form: Ints, start: int, end: int) -> int:
    """Places where a word may be hyphenated (Liang 1983): the greatest pattern value at a place is odd.

    Patterns see the word between two dots; the one in front shifts places by one.
    """
    hyphens, columns, points = work.hyphens, work.memo.columns, work.memo.points
    cells, values = hyphens.cells, hyphens.values
    length = end - start
    for at in range(length):
        columns[at + 1] = _column(form[start + at], hyphens.others)
    columns[0] = columns[length + 1] = DOT
    for place in range(length + 4):
        points[place] = 0
    for begin in range(length + 2):
        node = 0
        for at in range(begin, length + 2):
            child = cells[node].base + columns[at]
            if columns[at] < 0 or cells[child].parent != node:
                break
            node = child
            place = cells[node].pattern
            if place >= 0:
                first = begin + values[place]
                for index in range(LEAST):  # nearly all patterns have no more values
                    points[first + index] = max(points[first + index], values[place + 2 + index])
                for index in range(LEAST, values[place + 1]):
                    points[first + index] = max(points[first + index], values[place + 2 + index])
    count = 0
    for place in range(hyphens.left + 1, length - hyphens.right + 2):
        count += points[place] & 1
    return count


@inlined
def _column(char: int, others: Ints) -> int:
    """The column of a letter in the trie, -1 where no pattern has it."""
    if char < words.ASCII and 0x61 <= char | 0x20 <= 0x7A:
        return (char | 0x20) - 0x61
    for index in range(len(others)):
        if others[index] == char:
            return DOT + 1 + index
    return -1
