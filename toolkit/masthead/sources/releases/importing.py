"""A downloaded release to one table, by the field map of its declaration."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.errors import MissingColumn, UnreadableInput, UsageError
from masthead.schema import LABEL_PREFIX
from masthead.sources.assemble import count_furniture, finish_row
from masthead.sources.batches import batches_of
from masthead.sources.options import InputFile, ReadOptions, Reject
from masthead.sources.passes import Passes
from masthead.sources.releases.annotated import basil, propaganda, uncertainty
from masthead.sources.releases.archive import Release
from masthead.sources.releases.layouts import Source, json_files, tables, text_files, xml_elements
from masthead.sources.releases.mapping import UnknownValue, columns_of, value_of
from masthead.sources.rows import Log, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from masthead.sources.releases.declaration import Column, Corpus, Join, Layouts, Table
    from masthead.sources.releases.layouts import Record

READERS: dict[str, Callable[[Source], Iterator[Record]]] = {
    "table": tables,
    "json": json_files,
    "xml": xml_elements,
    "text": text_files,
    "basil": basil,
    "uncertainty": uncertainty,
    "propaganda": propaganda,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What ``import_release`` returns.

    ``rows`` has the columns of schema.ARTICLES and ``label_*`` (for ratings of outlets: ``outlet`` and ``label_*``
    alone). Every record of the release is there or in ``rejects``. ``furniture`` counts what was marked.
    """

    rows: pa.Table
    rejects: tuple[Reject, ...]
    furniture: pa.Table | None
    inputs: tuple[InputFile, ...]
    notes: tuple[str, ...]


def import_release(
    paths: Sequence[Path], corpus: Corpus, *, strict: bool = False, limit: int | None = None
) -> Imported:
    """Read the files of a release as they were downloaded: archives, folders of files, or both.

    Raises UnreadableInput where this is not the release that ``corpus`` declares or nothing in it could be read (or,
    with ``strict``, at the first reject), MissingColumn where a declared column is absent, and UsageError where the
    declaration has no field map.
    """
    if corpus.read is None:
        raise UsageError(
            f"{corpus.name} has no field map, so its release cannot be imported",
            fix=corpus.by_hand or "Read its files with masthead read, naming the columns.",
        )
    layouts = corpus.read
    options = ReadOptions(
        on_duplicate="suffix", strict=strict, limit=limit, exclude_furniture=layouts.unit == "article"
    )
    log = Log(strict=strict)
    with Release(paths, options) as release:
        reader = _Reader(corpus, layouts, release, options, log)
        rows = list(reader.rows(limit))
        reader.check_columns()
        inputs = tuple(release.inputs)
    if not rows:
        raise _nothing(paths, corpus, log)
    if layouts.unit == "outlet":
        return Imported(_ratings(rows), tuple(log.rejects), None, inputs, log.notes)
    passes = Passes(options, log, held=sys.maxsize, copies=False)
    passes.add(batches_of(row for row in rows if finish_row(row, options, log)))
    if not passes.rows:
        raise _nothing(paths, corpus, log)
    passes.settle()
    table = pa.concat_tables(passes.tables())
    return Imported(table, tuple(log.rejects), count_furniture(table), inputs, log.notes)


class _Reader:
    """One import: its joins, and the columns it has seen."""

    def __init__(self, corpus: Corpus, layouts: Layouts, release: Release, options: ReadOptions, log: Log) -> None:
        self.corpus = corpus
        self.layouts = layouts
        self.release = release
        self.options = options
        self.log = log
        self.seen: set[str] = set()
        self.specs: dict[str, str | Column] = {str(name): spec for name, spec in layouts.fields.items()}
        self.specs |= {f"{LABEL_PREFIX}{name}": spec for name, spec in layouts.labels.items()}

    def rows(self, limit: int | None) -> Iterator[Row]:
        """The row of each record that has one, in order, ``limit`` at most."""
        joins = [(join, self._keyed(join)) for join in self.layouts.joins]
        made = 0
        for table in self.layouts.tables:
            for record in self._records(table):
                values = dict(record.values)
                for join, keyed in joins:
                    values |= keyed.get(str(values.get(join.on)), {})
                self.seen.update(values)
                row = self._row(record.origin, values)
                if row is not None:
                    made += 1
                    yield row
                if limit is not None and made >= limit:
                    return

    def check_columns(self) -> None:
        """Raise MissingColumn where a declared column was in no record at all."""
        for name, spec in self.specs.items():
            columns = columns_of(spec)
            if self.seen and columns and not any(self._seen(column) for column in columns):
                found = ", ".join(sorted(column for column in self.seen if not column.startswith("@")))
                raise MissingColumn(
                    f"{self.corpus.name} should have a column {columns[0]!r}, for {name}",
                    where=", ".join(file.path for file in self.release.inputs[:3]),
                    fix=f"Columns found: {found or 'none'}. It may be another release: {self.corpus.source}",
                )

    def _seen(self, column: str) -> bool:
        return column in self.seen or column.partition(".")[0] in self.seen

    def _row(self, origin: str, values: dict[str, Any]) -> Row | None:
        row: dict[str, str | None] = {}
        try:
            for name, spec in self.specs.items():
                row[name] = value_of(name, spec, values)
        except UnknownValue as error:
            self.log.reject("unknown value", origin, f"{name}: {error}")
            return None
        if "text" in self.layouts.fields:
            row["text"] = row["text"] or ""
        return Row(origin, row)

    def _records(self, table: Table) -> Iterator[Record]:
        members = self.release.find(table.files, renamed=len(self.layouts.tables) == 1)
        if not members:
            raise self._absent(table)
        yield from READERS[table.layout](Source(self.release, table, members, self.options, self.log))

    def _keyed(self, join: Join) -> dict[str, dict[str, Any]]:
        members = self.release.find(join.table.files)
        empty = dict.fromkeys(join.columns)
        self.seen.update(empty)
        if not members:
            if join.required:
                raise self._absent(join.table)
            self.log.note(f"without {join.table.files[0]} there is no {', '.join(join.columns)}")
            return {}
        keyed: dict[str, dict[str, Any]] = {}
        for record in READERS[join.table.layout](Source(self.release, join.table, members, self.options, self.log)):
            taken = {name: record.values.get(column) for name, column in join.columns.items()}
            keyed.setdefault(str(record.values.get(join.key)), taken)
        return keyed

    def _absent(self, table: Table) -> UnreadableInput:
        wanted = " or ".join(table.files)
        return UnreadableInput(
            f"this is not the whole release of {self.corpus.name}: no file in it is {wanted}",
            where=", ".join(file.path for file in self.release.inputs[:3]) or None,
            fix=f"Name the downloaded archive, its folder, or all of its files. It is had from {self.corpus.source}",
        )


def _ratings(rows: list[Row]) -> pa.Table:
    """Outlets with their labels, in the order of the file."""
    names = ["outlet", *sorted(name for name in rows[0].values if name != "outlet")]
    rated = [row.values for row in rows if row.values["outlet"]]
    return pa.table({name: pa.array([values[name] for values in rated], pa.string()) for name in names})


def _nothing(paths: Sequence[Path], corpus: Corpus, log: Log) -> UnreadableInput:
    first = log.rejects[0] if log.rejects else None
    why = f": {first.reason}, {first.detail}" if first else ""
    return UnreadableInput(
        f"nothing of {corpus.name} could be read{why}",
        where=first.origin if first else ", ".join(map(str, paths)),
        fix=f"Download it again, or see what it should be: masthead corpora info {corpus.name}",
    )
