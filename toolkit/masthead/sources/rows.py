"""What passes between the readers of one format and the assembly of the table: rows and batches, rejects and notes.

A batch is articles in columns, which is what the readers' rows and tables become before furniture is marked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.errors import MissingColumn, UnreadableInput
from masthead.schema import ARTICLES, LABEL_PREFIX
from masthead.sources.options import Finding, Reject
from masthead.sources.strings import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.texts import Integers, Truths

BATCH_BYTES = 16_000_000
"""How much text is looked at together: enough that what is done once a batch does not count, and little to hold."""
BATCH_ROWS = 50_000
_ENOUGH = 0.75
TEXT = pa.large_string()


class Span(NamedTuple):
    """A stretch of an article's text that is not its reporting; offsets are characters, end exclusive."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Row:
    """One article as read: ARTICLES fields, labels and whatever else is carried over in ``values``.

    ``structural`` spans are marked whatever the options (front matter, a title line). ``marked`` means the
    input was already read by masthead: its spans are carried over and no furniture is looked for.
    """

    origin: str
    values: dict[str, str | None]
    structural: list[Span] = field(default_factory=list)
    marked: bool = False


class Sound:
    """Comes among the rows of a file that was looked through: what follows of it can be read too."""


class Unusable(Exception):
    """A whole file is given up; the reading goes on with the next."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Log:
    """Collects rejects, notes and findings; with ``strict`` the first reject ends the reading.

    ``date_columns`` has the name of the column of dates by input, where it has one.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.rejects: list[Reject] = []
        self.missing: list[MissingColumn] = []
        self.date_columns: dict[str, str] = {}
        self._notes: Counter[str] = Counter()
        self._findings: dict[tuple[str, str], Finding] = {}

    def reject(self, reason: str, origin: str, detail: str, *, chosen: bool = False) -> None:
        """Record a reject; ``chosen`` marks one the user asked for, which ``strict`` does not mind."""
        if self.strict and not chosen:
            fix = "Correct it, or read without --strict to leave it out."
            raise UnreadableInput(f"{reason}: {detail}", where=origin, fix=fix)
        self.rejects.append(Reject(reason, origin, detail))

    def note(self, text: str, times: int = 1) -> None:
        """Record a remark; the same remark again only adds to its count."""
        self._notes[text] += times

    def note_cleaned(self, column: str, times: int) -> None:
        """Record that characters of a column were replaced."""
        if times:
            self.note(f"control characters or lone surrogates replaced in {column}", times)

    def find(self, found: Finding) -> None:
        """Record a finding; the same finding of the same outlet again only adds to its number."""
        key = (found.finding, found.outlet)
        before = self._findings.get(key)
        self._findings[key] = found if before is None else before._replace(n=before.n + found.n)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order they were first made."""
        return tuple(self._findings.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks in the order they were first made, repeated ones with a count."""
        return tuple(text if times == 1 else f"{text} ({times:,} times)" for text, times in self._notes.items())


@dataclass(slots=True)
class Batch:
    """Articles in columns, in the order in which they were read.

    ``columns`` are string arrays by ARTICLES field (``text`` without nulls; fields that none has may be absent), by
    label, and by the name of any other column that is carried over. ``origins`` say where each article is from.
    ``given`` are spans marked whatever the options, by row, and ``marked`` the rows that masthead has read before: no
    furniture is looked for there.
    """

    columns: dict[str, pa.Array]
    origins: Sequence[str]
    given: dict[int, list[Span]]
    marked: Truths

    def __len__(self) -> int:
        return len(self.origins)

    def column(self, name: str) -> pa.Array:
        """A column, of nulls where no article has it."""
        found = self.columns.get(name)
        return pa.nulls(len(self), pa.string()) if found is None else found

    def values(self, name: str) -> list[str | None]:
        """A column's values."""
        found = self.columns.get(name)
        return [None] * len(self) if found is None else found.to_pylist()

    def take(self, rows: Integers) -> Batch:
        """The batch with some of its rows only, in their order."""
        if len(rows) == len(self):
            return self
        places = pa.array(rows)
        given = {new: self.given[old] for new, old in enumerate(rows.tolist()) if old in self.given}
        columns = {name: column.take(places) for name, column in self.columns.items()}
        return Batch(columns, [self.origins[row] for row in rows.tolist()], given, self.marked[rows])


def next_batch(found: Iterator[Row | Batch], log: Log, most: int | None = None) -> Batch | None:
    """The next articles, in order: about ``BATCH_BYTES`` of text, ``BATCH_ROWS`` or ``most`` articles; None for none.

    What a reader gives as a batch is not parted, so that there may be more. Lone surrogates, which no column can hold,
    are replaced.
    """
    waiting: list[Row | Batch] = []
    size = count = 0
    for item in found:
        waiting.append(item)
        if isinstance(item, Row):
            size, count = size + len(item.values["text"] or ""), count + 1
        else:
            size, count = size + item.columns["text"].nbytes, count + len(item)
        if size >= _ENOUGH * BATCH_BYTES or count >= min(BATCH_ROWS, most or BATCH_ROWS):
            break
    return _joined(waiting, log) if waiting else None


def _joined(items: Iterable[Row | Batch], log: Log) -> Batch:
    """Rows and batches as one batch."""
    batches: list[Batch] = []
    for kind, group in groupby(items, key=type):
        run: list[Any] = list(group)
        batches += [_of_rows(run, log)] if kind is Row else run
    if len(batches) == 1:
        return batches[0]
    names = dict.fromkeys(name for batch in batches for name in batch.columns)
    kinds = {name: TEXT if name == "text" else pa.string() for name in names}
    columns = {name: pa.concat_arrays([batch.column(name).cast(kinds[name]) for batch in batches]) for name in names}
    starts = np.cumsum([0, *(len(batch) for batch in batches)]).tolist()
    given = {
        start + row: spans for start, batch in zip(starts, batches, strict=False) for row, spans in batch.given.items()
    }
    origins = [origin for batch in batches for origin in batch.origins]
    return Batch(columns, origins, given, np.concatenate([batch.marked for batch in batches]))


def _of_rows(rows: Sequence[Row], log: Log) -> Batch:
    names = dict.fromkeys(name for row in rows for name in row.values if name != "text")
    columns = {name: _column([row.values.get(name) for row in rows], pa.string(), name, log) for name in names}
    columns["text"] = _column([row.values["text"] or "" for row in rows], TEXT, "text", log)
    given = {number: row.structural for number, row in enumerate(rows) if row.structural}
    return Batch(columns, [row.origin for row in rows], given, np.array([row.marked for row in rows], np.bool_))


def _column(values: list[str | None], kind: pa.DataType, name: str, log: Log) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        found = [(None, 0) if value is None else without_surrogates(value) for value in values]
        log.note_cleaned(name, sum(times for _, times in found))
        return pa.array([value for value, _ in found], kind)


def is_kept(name: str) -> bool:
    """Whether a column is one of ARTICLES or a label, which every step needs, and not carried over for its own sake."""
    return name in ARTICLES.names or name.startswith(LABEL_PREFIX)


def further_names(names: Iterable[str], batch: Batch) -> list[str]:
    """The columns ``names`` and those of ``batch`` that ARTICLES has no field for: labels by name, then the others."""
    found = list(dict.fromkeys([*names, *(name for name in batch.columns if name not in ARTICLES.names)]))
    labels = sorted(name for name in found if name.startswith(LABEL_PREFIX))
    return [*labels, *(name for name in found if not name.startswith(LABEL_PREFIX))]
