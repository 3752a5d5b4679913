"""Articles that repeat another's text word for word, and which of several is the original.

The text compared is what the reader of an outlet gets of the article: furniture is left out, white space and case do
not count. Texts under ``FEWEST_WORDS`` words are alike by chance and are nobody's copy.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from masthead.sources.agency import owner
from masthead.sources.dates import YEAR_FIRST, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from masthead.sources.rows import Row, Span

FEWEST_WORDS = 20


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


def mark_copies(rows: Sequence[Row], spans: Sequence[Iterable[Span]]) -> None:
    """Fill ``copy_of`` with the id of the original, in place; what an earlier reading has filled in stays."""
    groups: dict[bytes, list[tuple[Seniority, Row]]] = {}
    for position, (row, excluded) in enumerate(zip(rows, spans, strict=True)):
        key = text_key(row.values["text"] or "", ((start, end) for start, end, _ in excluded))
        if key is not None:
            rank = seniority(row.values["outlet"] or "", row.values.get("date"), position)
            groups.setdefault(key, []).append((rank, row))
    for group in groups.values():
        first, *others = (row for _, row in sorted(group, key=lambda member: member[0]))
        for row in others:
            row.values["copy_of"] = row.values.get("copy_of") or first.values["id"]


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
