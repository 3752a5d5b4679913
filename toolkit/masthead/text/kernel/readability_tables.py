"""What the readability phase knows of words, as arrays over the vocabulary, and the hyphenation patterns as a trie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.text.kernel.classes import EASY
from masthead.text.tables import END

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from masthead.text.kernel.records import Records
    from masthead.text.tables import Tables

DOT = 26
"""The column of the dot at either end of a word, after those of *a* to *z* and before the other letters."""


class Hyphens(NamedTuple):
    """``trie[node, column]`` is the next node, 0 for none.

    ``patterns[node]`` is the place of its pattern in ``values``, -1 for none: the offset, how many values, the values.
    ``others`` are the characters of the columns after ``DOT``. A hyphen may stand ``left`` letters after the start and
    ``right`` before the end of a word.
    """

    trie: NDArray[np.int32]
    patterns: NDArray[np.int32]
    values: NDArray[np.int8]
    others: NDArray[np.int32]
    left: int
    right: int


def write_sounds(tables: Tables, numbers: Mapping[str, int], known: Records) -> None:
    """Fill in the syllables of a vocabulary that holds every word of ``tables``, and which are easy."""
    places = np.fromiter((numbers[word] for word in tables.syllables), np.int64, len(tables.syllables))
    known["syllables"][places] = np.fromiter(tables.syllables.values(), np.int8, len(tables.syllables))
    known["classes"][np.fromiter((numbers[word] for word in tables.easy), np.int64, len(tables.easy))] |= EASY


def build_hyphens(tables: Tables) -> Hyphens:
    """The hyphenation patterns as arrays."""
    return Hyphens(*_trie(tables.hyphens), tables.left, tables.right)


def _trie(
    root: Mapping[str, Any],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8], NDArray[np.int32]]:
    """The nested trie as arrays."""
    nodes: list[Mapping[str, Any]] = [root]
    edges: list[tuple[int, str, int]] = []
    patterns: list[int] = []
    values: list[int] = []
    for number, node in enumerate(nodes):
        for letter, child in node.items():
            if letter != END:
                edges.append((number, letter, len(nodes)))
                nodes.append(child)
        pattern = node.get(END)
        patterns.append(-1 if pattern is None else len(values))
        if pattern is not None:
            values += [pattern[0], len(pattern[1]), *pattern[1]]
    others = sorted({letter for _, letter, _ in edges}.difference("abcdefghijklmnopqrstuvwxyz."))
    columns = {letter: column for column, letter in enumerate([*"abcdefghijklmnopqrstuvwxyz.", *others])}
    trie = np.zeros((len(nodes), len(columns)), np.uint16 if len(nodes) < 1 << 16 else np.int32)
    for number, letter, child in edges:
        trie[number, columns[letter]] = child
    return (
        trie,
        np.array(patterns, np.int32),
        np.array(values, np.int8),
        np.array([ord(letter) for letter in others], np.int32),
    )
