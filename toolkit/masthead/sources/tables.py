"""Rows of a table of any kind as they are kept, each with where it stands: what is not articles, such as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from masthead.errors import UnreadableInput
from masthead.sources.formats.arrow import damaged_parquet
from masthead.sources.formats.decode import decode, gunzip, read_bytes
from masthead.sources.formats.delimited import read_records, sniff_delimiter
from masthead.sources.formats.json_lines import parse_json
from masthead.sources.formats.parquet import decoded, opened, stored, within
from masthead.sources.formats.spreadsheets import widest_sheet
from masthead.sources.formats.telling import kind_of_bytes
from masthead.sources.options import ReadOptions
from masthead.sources.rows import BATCH_ROWS, Log, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Record(NamedTuple):
    """One row: ``path:line``, and its cells by column."""

    origin: str
    cells: Mapping[str, Any]


def read_rows(path: Path) -> list[Record]:
    """Every row of a CSV, TSV, JSON or JSON Lines file, gzipped or not, of a spreadsheet or of a Parquet file.

    Of a spreadsheet the sheet with most columns is read. Raises UnreadableInput (``path:line``) where the file or a row
    cannot be read: a table of codes is read whole.
    """
    try:
        data = read_bytes(path, ReadOptions().max_file_bytes)
        name = path.name.lower()
        if name.endswith(".gz"):
            data, name = gunzip(data, ReadOptions().max_file_bytes, ReadOptions()), name.removesuffix(".gz")
        records = list(_rows(data, name, path))
    except Unusable as error:
        raise UnreadableInput(f"{error.reason}: {error.detail}", where=str(path)) from error
    if not records:
        raise UnreadableInput("there is no row in it", where=str(path), fix="Give one coded sentence or article a row.")
    return records


def _rows(data: bytes, name: str, path: Path) -> Iterator[Record]:
    kind = kind_of_bytes(data, name.rpartition(".")[2])
    if kind in ("xlsx", "xls"):
        return _of_sheet(data, kind, path)
    if kind == "parquet":
        return _of_parquet(data, path)
    text = decode(data).text
    return _delimited(text, path) if name.endswith((".csv", ".tsv", ".txt")) else _json(text, path)


def _of_sheet(data: bytes, kind: str, path: Path) -> Iterator[Record]:
    title, ((_, header), *rows) = widest_sheet(data, kind)
    names = ["" if cell is None else str(cell).strip() for cell in header]
    for number, cells in rows:
        found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        yield Record(f"{path}:{title}:{number}", found)


def _of_parquet(data: bytes, path: Path) -> Iterator[Record]:
    try:
        file, options = opened(data), ReadOptions()
        stored(file, data, options)
        names = file.schema_arrow.names
        read = within(decoded(file, data, names, BATCH_ROWS, options), data, options)
        rows = [row for batch in read for row in batch.to_pylist()]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise damaged_parquet(error) from error
    return (Record(f"{path}:row {number}", row) for number, row in enumerate(rows, start=1))


def _delimited(text: str, path: Path) -> Iterator[Record]:
    log = Log()
    records = read_records(text, sniff_delimiter(text), str(path), ReadOptions(), log)
    _, header = next(records, (0, []))
    for line, cells in records:
        if len(cells) != len(header):
            raise UnreadableInput(
                f"{len(cells)} fields, the header has {len(header)}",
                where=f"{path}:{line}",
                fix="Quote fields that hold the delimiter or a line break.",
            )
        yield Record(f"{path}:{line}", dict(zip((name.strip() for name in header), cells, strict=True)))
    for reject in log.rejects:
        raise UnreadableInput(f"{reject.reason}: {reject.detail}", where=reject.origin)


def _json(text: str, path: Path) -> Iterator[Record]:
    whole = text.lstrip()
    if whole.startswith("["):
        items = [(f"{path}:item {number}", item) for number, item in enumerate(_parsed(whole, str(path)), start=1)]
    else:
        lines = ((f"{path}:{number}", line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
        items = [(origin, _parsed(line, origin)) for origin, line in lines]
    for origin, item in items:
        if not isinstance(item, dict):
            raise UnreadableInput(f"this is a JSON {type(item).__name__}, not an object with fields", where=origin)
        yield Record(origin, item)


def _parsed(text: str, origin: str) -> Any:
    try:
        return parse_json(text)
    except ValueError as error:
        raise UnreadableInput(f"this is not valid JSON: {error}", where=origin) from error
