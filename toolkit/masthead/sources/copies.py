"""Articles that repeat another's text word for word, and which of several is the original.

The text compared is what the reader of an outlet gets of the article: furniture is left out.
"""

from __future__ import annotations

import sys
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.sources.agencies.credits import owner
from masthead.sources.dates import day_of
from masthead.sources.eights import SPACES, eight, evenly_spaced, marks_as_letters, mixed
from masthead.sources.strings import short_key, text_key, words_reported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.sources.eights import Words
    from masthead.sources.rows import Batch, Span
    from masthead.sources.shelf import Part
    from masthead.sources.texts import Integers, Texts

_BEGINNING = 64
_REACH = 160
_FIRST_BYTE, _SPACE = np.uint64(0xFF), np.uint64(ord(" "))


class Seniority(NamedTuple):
    """Sorts articles with the same text, the original first: an agency's own outlet, then the earliest dated."""

    later: bool
    undated: bool
    day: int
    moment: str
    position: int


def seniority(outlet: str, date: str | None, position: int) -> Seniority:
    """Where an article stands among copies; ``position`` is its place in the corpus, which settles what is left."""
    day = day_of(date)
    moment = "" if day is None or date is None else date
    return Seniority(owner(outlet) is None, day is None, day.toordinal() if day else 0, moment, position)


class Copies:
    """Finds the copies in a corpus that comes in parts: ``count`` them all, ``compare`` those ``alike``, ``fill`` all.

    Spans are the excluded ones of a part by row, disjoint and in order.
    """

    def __init__(self) -> None:
        self._keys: list[Words] = []
        self._groups: dict[bytes, list[tuple[Seniority, int, int, str]]] = {}
        self._originals: dict[int, dict[int, str]] | None = None
        self._position = count()

    def count(self, texts: Texts, spans: Mapping[int, Sequence[Span]]) -> None:
        """Take note of how the articles of a part begin."""
        self._keys.append(_beginnings(texts, spans))

    def alike(self) -> list[tuple[int, list[int]]]:
        """The parts to compare, by number, and in each the articles that begin like another."""
        values, times = np.unique(np.concatenate([*self._keys, np.zeros(0, np.uint64)]), return_counts=True)
        alike = values[times > 1]
        found = (np.flatnonzero(np.isin(keys, alike)).tolist() for keys in self._keys)
        return [(number, rows) for number, rows in enumerate(found) if rows]

    def compare(
        self, part: Part, spans: Mapping[int, Sequence[Span]], ids: pa.Array, dates: pa.Array, number: int
    ) -> None:
        """Compare the articles of a part that have an entry in ``spans``, in the order of ``alike``."""
        outlets, titles = part.batch.column("outlet"), part.batch.column("title")
        for row, excluded in spans.items():
            outlet = outlets[row].as_py() or ""
            text, furniture = part.texts.text(row), [(start, end) for start, end, _ in excluded]
            key = text_key(text, furniture) or short_key(text, furniture, outlet=outlet, title=titles[row].as_py())
            if key is not None:
                rank = seniority(outlet, dates[row].as_py(), next(self._position))
                self._groups.setdefault(key, []).append((rank, number, row, ids[row].as_py()))

    def fill(self, batch: Batch, number: int) -> None:
        """Fill ``copy_of`` of a part with the id of the original; what an earlier reading has filled in stays."""
        if self._originals is None:
            self._originals = {}
            for (*_, original), *others in map(sorted, self._groups.values()):
                for _, part, row, _ in others:
                    self._originals.setdefault(part, {})[row] = original
        if found := self._originals.get(number):
            values = [name or found.get(row) for row, name in enumerate(batch.values("copy_of"))]
            batch.columns["copy_of"] = pa.array(values, pa.string())


def _beginnings(texts: Texts, spans: Mapping[int, Sequence[Span]]) -> Words:
    """A number for each article that is the same where the reporting begins with the same words.

    It is a hash of the first ``_BEGINNING`` bytes of the words, folded and with one space between. An article whose
    reporting begins in just this way has them in its data; those of the others are made.
    """
    starts, marked_from = _reporting(texts, spans)
    words = [eight(texts.data, starts + step) for step in range(0, _BEGINNING, 8)]
    plain = evenly_spaced(marks_as_letters(words)) & (words[0] & _FIRST_BYTE != _SPACE)
    plain &= texts.offsets[1:] - starts > _BEGINNING
    plain &= texts.characters(starts) - texts.bounds[:-1] + _BEGINNING <= marked_from
    keys = mixed(word | SPACES for word in words)
    others = np.flatnonzero(~plain)
    made = b"".join(_beginning(texts, row, spans.get(row, ())) for row in others.tolist())
    letters = np.frombuffer(made, "<u8").reshape(len(others), _BEGINNING // 8)
    keys[others] = mixed(column | SPACES for column in letters.T)
    return keys


def _reporting(texts: Texts, spans: Mapping[int, Sequence[Span]]) -> tuple[Integers, Integers]:
    """Where the reporting of each article begins, as a byte offset, and the character from which furniture goes on.

    It begins after all the furniture that only white space parts from the beginning and from each other.
    """
    starts = np.append(texts.starts, len(texts.data))[texts.first[:-1]]
    marked_from = np.full(len(texts), sys.maxsize)
    rows = np.array([row for row, found in spans.items() if found], np.int64)
    number = 0
    while len(rows):
        nexts = [spans[row][number].start if number < len(spans[row]) else sys.maxsize for row in rows.tolist()]
        marked_from[rows] = nexts
        rows = rows[marked_from[rows] <= texts.characters(starts[rows]) - texts.bounds[rows]]
        ends = texts.bounds[rows] + np.array([spans[row][number].end for row in rows.tolist()], np.int64)
        starts[rows] = _past_space(texts, texts.places(ends))
        number += 1
    return starts, marked_from


def _past_space(texts: Texts, places: Integers) -> Integers:
    """The byte offset of what follows each place: after one space in its line, else where the next line begins."""
    lines = np.searchsorted(texts.starts, places, side="right")
    within = places < np.append(0, texts.ends)[lines]
    spaced = texts.data[np.minimum(places, len(texts.data) - 1)] == _SPACE
    return np.where(within, places + spaced, np.append(texts.starts, len(texts.data))[lines])


def _beginning(texts: Texts, row: int, spans: Sequence[Span]) -> bytes:
    """The first bytes of an article's words."""
    start, end = texts.places_of[row], texts.places_of[row + 1]
    reach = start + _REACH + 4 * max((span.end for span in spans if span.start < _REACH), default=0)
    while reach < end and texts.memory[reach] & 0xC0 == 0x80:
        reach += 1
    excluded = [(first, last) for first, last, _ in spans]
    if reach < end:
        # The last word may have been cut.
        found = " ".join(words_reported(texts.piece(start, reach), excluded)[:-1]).encode()
        if len(found) >= _BEGINNING:
            return found[:_BEGINNING]
    return " ".join(words_reported(texts.text(row), excluded)).encode()[:_BEGINNING].ljust(_BEGINNING, b"\0")
