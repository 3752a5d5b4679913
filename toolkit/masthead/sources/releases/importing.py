"""A downloaded release to one table, by the field map of its declaration.

From a record to a value: which column, which part of it, how it is written, and what it is called here.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyarrow as pa

from masthead.errors import MissingColumn, UnreadableInput, UsageError
from masthead.sources.assemble import count_furniture
from masthead.sources.cleaning import descriptive, finished
from masthead.sources.options import InputFile, ReadOptions, Reject
from masthead.sources.passes import Passes
from masthead.sources.releases.declaration import Column
from masthead.sources.releases.files import Release
from masthead.sources.releases.layouts import (
    Source,
    basil,
    json_files,
    propaganda,
    tables,
    text_files,
    uncertainty,
    xml_elements,
)
from masthead.sources.releases.patterns import found_in
from masthead.sources.rows import Log, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from masthead.sources.releases.declaration import Corpus, Join, Layouts, Table
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
_AS_THEY_STAND = ("text", "title", "id")
_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


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
        on_duplicate="suffix",
        strict=strict,
        limit=limit,
        exclude_furniture=layouts.unit == "article",
        other_columns=False,
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
    passes.add(finished(rows, options, log))
    if not passes.rows:
        raise _nothing(paths, corpus, log)
    passes.settle()
    table = pa.concat_tables(passes.tables())
    return Imported(table, tuple(log.rejects), count_furniture(table), inputs, log.notes)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One import: its joins, and the columns it has seen."""

    corpus: Corpus
    layouts: Layouts
    release: Release
    options: ReadOptions
    log: Log
    seen: set[str] = field(default_factory=set)

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
        for name, spec in self.layouts.specs.items():
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
            for name, spec in self.layouts.specs.items():
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
            fix="Name the downloaded archive, its folder, or all of its files. It is available from "
            f"{self.corpus.source}",
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


class UnknownValue(Exception):
    """A value that the declaration does not name: the file is another release, or damaged."""


def columns_of(spec: str | Column) -> tuple[str, ...]:
    """The columns that a value may come from."""
    return (spec,) if isinstance(spec, str) else spec.columns


def value_of(name: str, spec: str | Column, record: Mapping[str, Any]) -> str | None:
    """The value of the field or label ``name`` in ``record``, or None where there is none.

    Words such as "None" and "n/a" count as none, but in texts, titles and ids. Raises UnknownValue where the
    declaration lists the values and this one is not among them.
    """
    if isinstance(spec, Column) and spec.constant:
        return spec.constant
    found = (_plain(look_up(record, column)) for column in columns_of(spec))
    value = next((text for text in found if text and text.strip()), None)
    if value is None or (name in _AS_THEY_STAND and isinstance(spec, str)):
        return value
    value = value if name in _AS_THEY_STAND else descriptive(value)
    return _shaped(value, spec) if value is not None and isinstance(spec, Column) else value


def look_up(record: Mapping[str, Any], column: str) -> Any:
    """The value of ``column``, or of the object it leads into: ``a.b`` is ``b`` in the object ``a``."""
    if column in record:
        return record[column]
    head, _, rest = column.partition(".")
    inner = record.get(head)
    return look_up(inner, rest) if rest and isinstance(inner, dict) else None


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return None if isinstance(value, dict) else str(value)


def _shaped(value: str, spec: Column) -> str | None:
    if spec.pattern:
        found = found_in(value, spec.pattern)
        if found is None:
            return None
        value = found
    value = _written(value, spec)
    if not spec.values:
        return value
    if value not in spec.values:
        raise UnknownValue(f"{value[:60]!r} is none of {', '.join(map(repr, spec.values))}")
    return spec.values[value] or None


def _written(value: str, spec: Column) -> str:
    """The value in our form; one that is not written as declared stays as it is."""
    try:
        match spec.form:
            case "domain":
                return domain(value)
            case "date":
                return datetime.strptime(value.strip(), spec.date_format).date().isoformat()
            case "epoch_ms":
                return datetime.fromtimestamp(float(value) / 1000, UTC).date().isoformat()
            case _:
                return value
    except (ValueError, OverflowError, OSError):
        return value


def domain(address: str) -> str:
    """The site of an address without www, m and the like: ``example.org`` of ``https://www.example.org/a``."""
    whole = address if "//" in address else f"//{address}"
    return _PREFIX.sub("", (urlsplit(whole).hostname or address).lower())
