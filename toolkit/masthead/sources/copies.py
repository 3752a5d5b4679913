"""Articles that repeat another's text word for word, and which of several is the original.

The text compared is what the reader of an outlet gets of the article: furniture is left out, white space and case do
not count. Texts under ``FEWEST_WORDS`` words are alike by chance and are nobody's copy.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from masthead.sources.agency import owner
from masthead.sources.dates import YEAR_FIRST, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from masthead.sources.batches import Batch
    from masthead.sources.rows import Span
    from masthead.sources.texts import Texts

FEWEST_WORDS = 20
_FIRST_WORDS = 8
_BEGINNING = 90


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


def mark_copies(parts: Sequence[tuple[Batch, Texts]], spans: Sequence[Mapping[int, Sequence[Span]]]) -> None:
    """Fill ``copy_of`` with the id of the original, in place; what an earlier reading has filled in stays.

    ``spans`` are the excluded spans of each part by row, disjoint and in order.
    """
    groups: dict[bytes, list[tuple[Seniority, int, int]]] = {}
    position = 0
    for number, row in _beginning_alike(parts, spans):
        batch, texts = parts[number]
        key = text_key(texts.text(row), ((start, end) for start, end, _ in spans[number].get(row, ())))
        if key is not None:
            outlet, date = (batch.column(name)[row].as_py() for name in ("outlet", "date"))
            groups.setdefault(key, []).append((seniority(outlet or "", date, position), number, row))
            position += 1
    copies: dict[int, dict[int, str]] = {}
    for group in groups.values():
        (_, number, row), *others = sorted(group)
        original = parts[number][0].column("id")[row].as_py()
        for _, number, row in others:
            copies.setdefault(number, {})[row] = original
    for number, originals in copies.items():
        batch = parts[number][0]
        known = batch.values("copy_of")
        batch.columns["copy_of"] = pa.array([name or originals.get(row) for row, name in enumerate(known)], pa.string())


def _beginning_alike(
    parts: Sequence[tuple[Batch, Texts]], spans: Sequence[Mapping[int, Sequence[Span]]]
) -> Iterator[tuple[int, int]]:
    """Part and row of the articles whose reporting begins with the same words as another's, in order."""
    groups: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for number, (_, texts) in enumerate(parts):
        for row in range(len(texts)):
            groups.setdefault(_first_words(texts, row, spans[number].get(row, ())), []).append((number, row))
    yield from sorted(place for group in groups.values() if len(group) > 1 for place in group)


def _first_words(texts: Texts, row: int, spans: Sequence[Span]) -> tuple[str, ...]:
    """The first words of an article's reporting, folded as ``text_key`` does."""
    start, end = texts.places_of[row], texts.places_of[row + 1]
    reach = start + _BEGINNING + 4 * (spans[0].end if spans and spans[0].start < _BEGINNING else 0)
    while reach < end and texts.memory[reach] & 0xC0 == 0x80:
        reach += 1
    found = _words(texts.piece(start, min(reach, end)), spans)
    if len(found) <= _FIRST_WORDS and reach < end:
        found = _words(texts.text(row), spans)
    return tuple(found[:_FIRST_WORDS])


def _words(text: str, spans: Sequence[Span]) -> list[str]:
    inside = ((start, min(end, len(text))) for start, end, _ in spans if start < len(text))
    return (reported(text, inside) if spans else text).casefold().split(None, _FIRST_WORDS)


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
