"""The passes over a whole corpus: what recurs in an outlet, furniture, agencies, genres, copies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.sources import furniture
from masthead.sources.agency import agency_of
from masthead.sources.copies import mark_copies
from masthead.sources.crediting import may_credit
from masthead.sources.genre import guess_genres
from masthead.sources.learning import Learning, mark_recurring
from masthead.sources.lines_seen import text_keys
from masthead.sources.marking import mark_texts
from masthead.sources.texts import Texts
from masthead.sources.values import replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.batches import Batch
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Span
    from masthead.sources.texts import Truths

FRONT_MATTER = "front_matter"


@dataclass(slots=True)
class Part:
    """A batch with its texts taken apart."""

    batch: Batch
    texts: Texts
    outlets: list[str]

    @property
    def n_blank(self) -> int:
        """How many articles have no text."""
        return int((np.diff(self.texts.first) == 0).sum())


def part_of(batch: Batch) -> Part:
    """Take the texts of a batch apart."""
    return Part(batch, Texts(batch.columns["text"]), [outlet or "" for outlet in batch.values("outlet")])


def complete(parts: Sequence[Part]) -> None:
    """Fill in genres and agencies where they are not given, in place."""
    for part in parts:
        batch = part.batch
        batch.columns["genre"] = guess_genres(
            batch.column("genre"), url=batch.column("url"), section=batch.column("section"), title=batch.column("title")
        )
        _complete_agencies(part)


def mark_parts(parts: Sequence[Part], options: ReadOptions) -> list[dict[int, list[Span]]]:
    """The excluded spans by row: structural ones, rule-based furniture, lines learned over all parts."""
    given = [{row: furniture.merge(spans) for row, spans in part.batch.given.items()} for part in parts]
    if not options.exclude_furniture:
        return given
    learning = Learning()
    counted, n_texts = _countable(parts)
    keys = [learning.count(part.texts, part.outlets) for part in parts]
    candidates = []
    for part, own, wanted in zip(parts, keys, counted, strict=True):
        candidates.append(learning.candidates(part.texts, part.outlets, own, n_texts))
        learning.learn(part.texts, part.outlets, candidates[-1], wanted)
    known = learning.recurring(n_texts)
    return [
        _marked(part, spans, mark_recurring(part.texts, part.outlets, lines, known))
        for part, spans, lines in zip(parts, given, candidates, strict=True)
    ]


def fill_copies(parts: Sequence[Part], spans: Sequence[dict[int, list[Span]]]) -> None:
    """Fill ``copy_of`` with the id of the original, in place."""
    mark_copies([(part.batch, part.texts) for part in parts], spans)


def _marked(part: Part, given: dict[int, list[Span]], recurring: dict[int, list[Span]]) -> dict[int, list[Span]]:
    batch, texts = part.batch, part.texts
    titles = batch.values("title")
    found = mark_texts(texts, titles, part.outlets)
    for row, spans in batch.given.items():
        start = max((span.end for span in spans if span.kind == FRONT_MATTER), default=0)
        if start:
            found[row] = furniture.mark(texts.text(row), title=titles[row], outlet=part.outlets[row], start=start)
    for row in {*recurring, *given}:
        found[row] = furniture.merge([*given.get(row, ()), *found.get(row, ()), *recurring.get(row, ())])
    for row in np.flatnonzero(batch.marked).tolist():
        found[row] = given.get(row, [])
    return {row: spans for row, spans in found.items() if spans}


def _countable(parts: Sequence[Part]) -> tuple[list[Truths], Counter[str]]:
    """The texts that lines are learned from, and how many of them each outlet has.

    Texts read before are left out, and of texts that occur twice in an outlet all but the first.
    """
    keys = [text_keys(part.texts) for part in parts]
    values, times = np.unique(np.concatenate(keys), return_counts=True)
    alike = values[times > 1]
    seen: set[tuple[str, str]] = set()
    counted = []
    n_texts: Counter[str] = Counter()
    for part, own in zip(parts, keys, strict=True):
        wanted = ~part.batch.marked
        for row in np.flatnonzero(wanted & np.isin(own, alike)).tolist():
            text = (part.outlets[row], part.texts.text(row))
            wanted[row] = text not in seen
            seen.add(text)
        counted.append(wanted)
        n_texts.update(outlet for outlet, is_counted in zip(part.outlets, wanted.tolist(), strict=True) if is_counted)
    return counted, n_texts


def _complete_agencies(part: Part) -> None:
    """The agency that the input names, under its usual name, else the one that a text not read before credits."""
    batch = part.batch
    authors = batch.values("author")
    given = batch.values("agency")
    named = np.array([bool(agency) for agency in given], np.bool_)
    rows = np.flatnonzero(named | may_credit(part.texts, authors) & ~batch.marked)
    found = [
        agency_of(part.texts.text(row), outlet=part.outlets[row], author=authors[row], given=given[row])
        for row in rows.tolist()
    ]
    agencies = replaced(pa.nulls(len(batch), pa.string()), rows, found) if len(rows) else None
    batch.columns["agency"] = pa.nulls(len(batch), pa.string()) if agencies is None else agencies
