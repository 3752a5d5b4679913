"""The passes over a whole corpus: ids, genres and agencies, what recurs in an outlet, furniture, copies.

Articles come in batches and leave in batches; between the passes they are on a shelf, of which only so much is held in
memory. What is kept of each article besides is small: its id, where it is from, its spans, a few numbers.
"""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa

from masthead.sources.agencies.finding import find_agencies
from masthead.sources.assemble import give_ids, hash_ids, span_lists, spans_in, table_of
from masthead.sources.copies import Copies
from masthead.sources.dates import Dates, first_look
from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture.marking import Column, mark_texts
from masthead.sources.furniture.recurring import Learning, mark_recurring, text_keys
from masthead.sources.genre import told_genres
from masthead.sources.rows import further_names, is_kept
from masthead.sources.shelf import Part, Shelf, part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from masthead.sources.dates import Seen
    from masthead.sources.eights import Words
    from masthead.sources.furniture.recurring import Candidate
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Batch, Log, Span
    from masthead.sources.texts import Truths

    Given = TypeVar("Given")
    Made = TypeVar("Made")

FRONT_MATTER = "front_matter"


class Passes:
    """``add`` all batches of finished articles, ``settle``, and take the ARTICLES ``tables``.

    ``held`` is how many bytes of text stay in memory, ``copies`` says whether copies are looked for, and ``threads``
    how many batches are looked at at a time.
    """

    def __init__(self, options: ReadOptions, log: Log, *, held: int, copies: bool = True, threads: int = 1) -> None:
        self._threads = threads
        self._options, self._log = options, log
        self._shelf = Shelf(held)
        self._learning = Learning()
        self._copies = Copies() if copies else None
        self._dates = Dates(options.order, log)
        self._ids: list[pa.Array] = []
        self._given: list[Truths] = []
        self._text_keys: list[Words] = []
        self._spans: list[pa.Array] = []
        self._names: dict[str, int] = {}
        self._outlets: list[NDArray[np.int32]] = []
        self._further: list[str] = []
        self.rows = 0

    def add(self, batches: Iterable[Batch]) -> None:
        """Take batches in."""
        for part, ids, given, seen in in_order(self._begun, batches, self._threads):
            self._ids.append(ids)
            self._given.append(given)
            self._dates.add(seen)
            self._further = further_names(self._further, part.batch)
            if part.keys is not None:
                self._text_keys.append(text_keys(part.texts))
                numbers = [self._names.setdefault(outlet, len(self._names)) for outlet in part.outlets]
                self._outlets.append(np.array(numbers, np.int32))
                self._learning.count(part.keys)
            self._shelf.put(part)
            self.rows += len(part.batch)

    def _begun(self, batch: Batch) -> tuple[Part, pa.Array, Truths, Seen]:
        """A batch with what can be said of it by itself: genres, agencies, ids and which are given, dates, lines."""
        part = part_of(batch)
        _complete_genres(part)
        _complete_agencies(part)
        seen = first_look(batch)
        batch.columns.pop("date", None)
        if not self._options.other_columns:
            batch.columns = {name: column for name, column in batch.columns.items() if is_kept(name)}
        ids, given = hash_ids(batch)
        if self._options.exclude_furniture:
            part.keys = self._learning.keys(part.texts, part.outlets)
        return part, ids, given, seen

    def settle(self) -> None:
        """Whatever needs all articles: ids, dates, lines that recur, furniture, copies.

        Raises UsageError where an id is given twice and that is not allowed.
        """
        self._settle_ids()
        self._dates.settle()
        known = self._learned() if self._options.exclude_furniture else None
        blank = 0
        marked = in_order(lambda parts: self._marked(parts, known), self._shelf.together(), self._threads)
        for part, spans in chain.from_iterable(marked):
            blank += int((np.diff(part.texts.first) == 0).sum())
            self._spans.append(span_lists(spans, len(part.batch)))
            if self._copies is not None:
                self._copies.count(part.texts, spans)
        if blank:
            self._log.note(f"{'1 article has' if blank == 1 else f'{blank:,} articles have'} no text")
        if self._copies is not None:
            for number, rows in self._copies.alike():
                spans = spans_in(self._spans[number], rows)
                dates = self._dates.column(number)
                self._copies.compare(self._shelf.get(number), spans, self._ids[number], dates, number)

    def tables(self) -> Iterator[pa.Table]:
        """The articles in order, as tables of one schema; what a table is made from is let go of after it."""
        for number, ids in enumerate(self._ids):
            batch = self._shelf.batch(number)
            batch.columns["id"] = ids
            batch.columns["date"] = self._dates.column(number)
            if self._copies is not None:
                self._copies.fill(batch, number)
            self._shelf.drop(number)
            yield table_of(batch, self._spans[number], self._further)

    def _settle_ids(self) -> None:
        """Give every article an id of its own; those rejected for theirs leave the shelf."""
        origins = [self._shelf.bare(number).origins for number in range(len(self._shelf))]
        unique = give_ids(self._ids, self._given, origins, self._options, self._log)
        for number, found in enumerate(unique):
            kept = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
            self._ids[number] = found.drop_null()
            if len(kept) < len(found):
                self._shelf.replace(number, part_of(self._shelf.batch(number).take(kept)))
                self._dates.keep(number, kept)
                self.rows -= len(found) - len(kept)
                if self._text_keys:
                    self._text_keys[number] = self._text_keys[number][kept]
                    self._outlets[number] = self._outlets[number][kept]

    def _learned(self) -> dict[str, frozenset[str]]:
        """The lines that recur in their outlet, learned from texts that were not read before.

        Of texts that occur twice in an outlet the first is learned from.
        """
        values, times = np.unique(np.concatenate(self._text_keys), return_counts=True)
        alike = values[times > 1]
        doubtful = [np.isin(keys, alike) for keys in self._text_keys]
        names = list(self._names)
        for number, unsure in enumerate(doubtful):
            outlets = [names[outlet] for outlet in self._outlets[number].tolist()]
            self._learning.expect(outlets, ~self._shelf.bare(number).marked & ~unsure)
        seen: set[bytes] = set()
        for part, unsure in zip(self._shelf, doubtful, strict=True):
            wanted = ~part.batch.marked
            for row in np.flatnonzero(wanted & unsure).tolist():
                digest = _digest(part, row)
                wanted[row] = digest not in seen
                seen.add(digest)
            part.candidates = self._candidates(part)
            self._learning.learn(part.texts, part.outlets, part.candidates, wanted)
        return self._learning.recurring()

    def _candidates(self, part: Part) -> list[Candidate]:
        keys = part.keys or self._learning.keys(part.texts, part.outlets)
        return self._learning.candidates(part.texts, part.outlets, keys)

    def _marked(
        self, parts: list[Part], known: dict[str, frozenset[str]] | None
    ) -> list[tuple[Part, dict[int, list[Span]]]]:
        """Each part with its excluded spans by row: structural ones, rule-based furniture, recurring lines."""
        looked_at = [] if known is None else [part for part in parts if not part.batch.marked.all()]
        ruled = iter(mark_texts([_column(part) for part in looked_at]))
        marked = []
        for part in parts:
            spans = {row: furniture.merge(spans) for row, spans in part.batch.given.items()}
            if known is not None and not part.batch.marked.all():
                spans = self._with_furniture(part, spans, next(ruled), known)
            marked.append((part, spans))
        return marked

    def _with_furniture(
        self, part: Part, given: dict[int, list[Span]], found: dict[int, list[Span]], known: dict[str, frozenset[str]]
    ) -> dict[int, list[Span]]:
        """The spans ``given`` with the furniture ``found`` by rules and the lines that recur."""
        candidates = self._candidates(part) if part.candidates is None else part.candidates
        recurring = mark_recurring(part.texts, part.outlets, candidates, known)
        for row in {*recurring, *given}:
            found[row] = furniture.merge([*given.get(row, ()), *found.get(row, ()), *recurring.get(row, ())])
        for row in np.flatnonzero(part.batch.marked).tolist():
            found[row] = given.get(row, [])
        return {row: spans for row, spans in found.items() if spans}


def _column(part: Part) -> Column:
    """A part as a column to be marked, its texts from behind their front matter on."""
    given = part.batch.given.items()
    fronts = {row: span.end for row, spans in given for span in spans if span.kind == FRONT_MATTER}
    return Column(part.texts, part.batch.values("title"), part.outlets, fronts)


def _digest(part: Part, row: int) -> bytes:
    text = f"{part.outlets[row]}\0{part.texts.text(row)}"
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _complete_genres(part: Part) -> None:
    """The genre that an article says it is of, where the input names none."""
    batch = part.batch
    said = [batch.column(name) for name in ("title", "section", "url", "author")]
    batch.columns["genre"] = told_genres(batch.column("genre"), said, part.texts)


def _complete_agencies(part: Part) -> None:
    """The agency that the input names, under its usual name, else the one that a text not read before credits."""
    batch = part.batch
    found = find_agencies(part.texts, part.outlets, batch.values("author"), batch.values("agency"), batch.marked)
    batch.columns["agency"] = pa.array(found, pa.string())


def in_order(work: Callable[[Given], Made], items: Iterable[Given], threads: int) -> Iterator[Made]:
    """What ``work`` makes of each of ``items``, which are taken in the caller's thread, ``threads`` of them ahead.

    Arrow and NumPy work without Python's lock, which is where the time is gained.
    """
    if threads == 1:
        yield from map(work, items)
        return
    running: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                running.append(pool.submit(work, item))
                if len(running) > threads:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
