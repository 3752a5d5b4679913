"""Articles that repeat another's text word for word, and which of several is the original.

The text compared is what the reader of an outlet gets of the article: furniture is left out, white space and case do
not count. Texts under ``FEWEST_WORDS`` words are alike by chance and are nobody's copy.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.sources.agency import owner
from masthead.sources.eights import SPACES, eight, evenly_spaced, mixed
from masthead.sources.metadata import YEAR_FIRST, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.sources.eights import Words
    from masthead.sources.rows import Batch, Span
    from masthead.sources.texts import Texts

FEWEST_WORDS = 20
_BEGINNING = 64
_REACH = 160


class Seniority(NamedTuple):
    """Sorts articles with the same text, the original first: an agency's own outlet, then the earliest dated."""

    later: bool
    undated: bool
    day: int
    moment: str
    position: int


def seniority(outlet: str, date: str | None, position: int) -> Seniority:
    """Where an article stands among copies; ``position`` is its place in the corpus, which settles what is left."""
    day = day_of(date) if date else None
    moment = date or "" if day is not None and YEAR_FIRST.match(date or "") else ""
    return Seniority(owner(outlet) is None, day is None, day.toordinal() if day else 0, moment, position)


class Copies:
    """Finds the copies in a corpus that comes in parts: ``count`` them all, ``compare`` some, ``fill`` all.

    Spans are the excluded ones of a part by row, disjoint and in order.
    """

    def __init__(self) -> None:
        self._keys: list[Words] = []
        self._alike: list[list[int]] | None = None
        self._groups: dict[bytes, list[tuple[Seniority, int, int, str]]] = {}
        self._originals: dict[int, dict[int, str]] | None = None
        self._compared = 0

    def count(self, texts: Texts, spans: Mapping[int, Sequence[Span]]) -> None:
        """Take note of how the articles of a part begin."""
        self._keys.append(_beginnings(texts, spans))

    def alike(self, number: int) -> list[int]:
        """The articles of a part that are compared."""
        return self._alike[number] if self._alike is not None else []

    def parts(self) -> list[int]:
        """The numbers of the parts to compare: those with articles that begin like another."""
        values, times = np.unique(np.concatenate(self._keys), return_counts=True) if self._keys else ([], [])
        alike = np.asarray(values)[np.asarray(times) > 1]
        self._alike = [np.flatnonzero(np.isin(keys, alike)).tolist() for keys in self._keys]
        return [number for number, rows in enumerate(self._alike) if rows]

    def compare(
        self, batch: Batch, texts: Texts, spans: Mapping[int, Sequence[Span]], ids: Sequence[str], number: int
    ) -> None:
        """Compare the articles of a part that begin like another, in the order of ``parts``."""
        dates, outlets = batch.column("date"), batch.column("outlet")
        for row in self.alike(number):
            key = text_key(texts.text(row), ((start, end) for start, end, _ in spans.get(row, ())))
            if key is not None:
                rank = seniority(outlets[row].as_py() or "", dates[row].as_py(), self._compared)
                self._groups.setdefault(key, []).append((rank, number, row, ids[row]))
                self._compared += 1

    def fill(self, batch: Batch, number: int) -> None:
        """Fill ``copy_of`` of a part with the id of the original; what an earlier reading has filled in stays."""
        if self._originals is None:
            self._originals = {}
            for group in self._groups.values():
                (*_, original), *others = sorted(group)
                for _, part, row, _ in others:
                    self._originals.setdefault(part, {})[row] = original
        found = self._originals.get(number)
        if found:
            known = batch.values("copy_of")
            values = [name or found.get(row) for row, name in enumerate(known)]
            batch.columns["copy_of"] = pa.array(values, pa.string())


def _beginnings(texts: Texts, spans: Mapping[int, Sequence[Span]]) -> Words:
    """A number for each article that is the same where the reporting begins with the same words.

    It is a hash of the first ``_BEGINNING`` bytes of the words, folded and with one space between. An article that
    begins in just this way has them in its data; those of the others are made.
    """
    starts = np.append(texts.starts, 0)[texts.first[:-1]]
    words = [eight(texts.data, starts + step) for step in range(0, _BEGINNING, 8)]
    plain = evenly_spaced(words) & (texts.offsets[1:] - starts > _BEGINNING)
    reach = np.append(texts.line_starts, 0)[texts.first[:-1]] + _BEGINNING
    for row, found in spans.items():
        plain[row] &= not found or found[0].start >= reach[row]
    keys = mixed(word | SPACES for word in words)
    others = np.flatnonzero(~plain)
    made = b"".join(_beginning(texts, row, spans.get(row, ())) for row in others.tolist())
    letters = np.frombuffer(made, "<u8").reshape(len(others), _BEGINNING // 8)
    keys[others] = mixed(column | SPACES for column in letters.T)
    return keys


def _beginning(texts: Texts, row: int, spans: Sequence[Span]) -> bytes:
    """The first bytes of an article's words."""
    start, end = texts.places_of[row], texts.places_of[row + 1]
    reach = start + _REACH + 4 * max((span.end for span in spans if span.start < _REACH), default=0)
    while reach < end and texts.memory[reach] & 0xC0 == 0x80:
        reach += 1
    if reach < end:
        # The last word may have been cut.
        found = " ".join(_words(texts.piece(start, reach), spans)[:-1]).encode()
        if len(found) >= _BEGINNING:
            return found[:_BEGINNING]
    return " ".join(_words(texts.text(row), spans)).encode()[:_BEGINNING].ljust(_BEGINNING, b"\0")


def _words(text: str, spans: Sequence[Span]) -> list[str]:
    inside = ((start, min(end, len(text))) for start, end, _ in spans if start < len(text))
    return reported(text, inside).casefold().split()


def text_key(text: str, excluded: Iterable[tuple[int, int]]) -> bytes | None:
    """A hash that two articles share where their words are the same, None where there are too few words."""
    words = reported(text, excluded).casefold().split()
    if len(words) < FEWEST_WORDS:
        return None
    return hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest()


def reported(text: str, excluded: Iterable[tuple[int, int]]) -> str:
    """The text without its furniture; ``excluded`` are disjoint spans in order."""
    parts, reached = [], 0
    for start, end in excluded:
        parts.append(text[reached:start])
        reached = end
    parts.append(text[reached:])
    return " ".join(parts)
