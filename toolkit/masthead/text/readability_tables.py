"""What the readability phase knows of words, as arrays over the vocabulary, and the hyphenation patterns as a trie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.native.dialect import Int32, dtype_of
from masthead.text.dictionaries import END
from masthead.text.word_sets import EASY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from masthead.native.dialect import Array
    from masthead.text.dictionaries import Dictionaries

_LETTERS = "abcdefghijklmnopqrstuvwxyz."
DOT = _LETTERS.index(".")
"""The column of the dot at either end of a word, after those of *a* to *z* and before the other letters."""
LEAST = 4


class Cell:
    """A node of a trie, as ``Hyphens`` tells."""

    base: Int32
    parent: Int32
    pattern: Int32


CELL = dtype_of(Cell)


class Hyphens(NamedTuple):
    """A trie in one row of ``cells``: the child of a node by a column is at the node's base and the column if its
    parent is the node; the root is cell 0.

    ``pattern`` is the place of a node's pattern in ``values``, -1 for none: the offset, how many values, the values,
    ``LEAST`` of them or more. ``others`` are the characters of the columns after ``DOT``. A hyphen may stand ``left``
    letters after the start and ``right`` before the end of a word.
    """

    cells: Array[Cell]
    values: NDArray[np.int8]
    others: NDArray[np.int32]
    left: int
    right: int


def write_sounds(known_words: Dictionaries, numbers: Mapping[str, int], known: NDArray[Any]) -> None:
    """Fill in the syllables of a vocabulary that holds every word of ``known_words``, and which are easy."""
    places = np.fromiter((numbers[word] for word in known_words.syllables), np.int64, len(known_words.syllables))
    known["syllables"][places] = np.fromiter(known_words.syllables.values(), np.int8, len(known_words.syllables))
    known["classes"][np.fromiter((numbers[word] for word in known_words.easy), np.int64, len(known_words.easy))] |= EASY


def build_hyphens(known_words: Dictionaries) -> Hyphens:
    """The hyphenation patterns as arrays."""
    return Hyphens(*_trie(known_words.hyphens), known_words.left, known_words.right)


def _trie(root: Mapping[str, Any]) -> tuple[NDArray[Any], NDArray[np.int8], NDArray[np.int32]]:
    """The nested trie as cells, with the patterns' values and the letters beyond *a* to *z*."""
    nodes: list[Mapping[str, Any]] = [root]
    for node in nodes:
        nodes += [child for letter, child in node.items() if letter != END]
    others = sorted({letter for node in nodes for letter in node if letter != END}.difference(_LETTERS))
    columns = {letter: column for column, letter in enumerate([*_LETTERS, *others])}
    values: list[int] = []
    rows = {0: [0, -1, -1]}
    todo = [(0, root)]
    tried: dict[int, int] = {}  # by number of children, the last base: none before it is worth trying again
    for place, node in todo:
        if END in node:
            offset, points = node[END]
            rows[place][2] = len(values)
            values += [offset, len(points), *points, *[0] * (LEAST - len(points))]
        children = {columns[letter]: child for letter, child in node.items() if letter != END}
        base = tried.get(len(children), 0)
        while not rows.keys().isdisjoint([base + column for column in children]):
            base += 1
        rows[place][0] = tried[len(children)] = base
        rows.update({base + column: [0, place, -1] for column in children})
        todo += [(base + column, child) for column, child in children.items()]
    cells = np.full(max(row[0] for row in rows.values()) + len(columns), -1, CELL)
    cells[list(rows)] = [tuple(row) for row in rows.values()]
    return cells, np.array(values or [0], np.int8), np.array([ord(letter) for letter in others], np.int32)
