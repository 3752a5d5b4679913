"""CSV and TSV: quoted newlines, a sniffed delimiter, and a row with a wrong field count named by its line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, TextIO

from masthead.sources.formats.broken import records_of
from masthead.sources.formats.columns import map_columns, no_texts, textless_record
from masthead.sources.formats.records import row_from_record
from masthead.sources.rows import Sound, Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log, Row

_DELIMITERS = ",;\t|"
_SNIFFED = 65_536


def read_delimited(
    text: str, name: str, outlet: str | None, options: ReadOptions, log: Log, *, tabs: bool
) -> Iterator[Row]:
    """The articles in a delimited text whose first record names the columns; ``name`` is used in messages.

    ``tabs`` fixes the delimiter, which is else the one that splits the first record most. Records with
    another number of fields, or with broken quoting, are rejected with the line they begin in. Raises
    UsageError where no column can be the text or the outlet, Unusable where there is no record at all.
    """
    delimiter = "\t" if tabs else sniff_delimiter(text)
    yield from _rows(text, delimiter, name, outlet, options, log)


def stream_delimited(
    text: Callable[[], TextIO], name: str, outlet: str | None, options: ReadOptions, log: Log, *, tabs: bool
) -> Iterator[Row | Sound]:
    """What ``read_delimited`` gives, of a text that is opened, with its ends of lines as they are, and not held."""
    with text() as lines:
        delimiter = "\t" if tabs else sniff_delimiter(lines.read(_SNIFFED))
    with text() as lines:
        rows = _rows(lines, delimiter, name, outlet, options, log)
        first = next(rows, None)
        yield Sound()
        if first is not None:
            yield first
            yield from rows


def _rows(
    text: str | TextIO, delimiter: str, name: str, outlet: str | None, options: ReadOptions, log: Log
) -> Iterator[Row]:
    records = read_records(text, delimiter, name, options, log)
    _, header = next(records, (0, None))
    if header is None or not any(cell.strip() for cell in header):
        raise Unusable("empty", "there is no header row")
    if len(set(header)) < len(header):
        log.note(f"{name}: a column name occurs twice; the first one is read")
    export = textless_record("\t".join(header))
    if export is not None:
        raise no_texts(export, name)
    mapping = map_columns(header, options, name, outlet, log)
    for line, record in records:
        if len(record) != len(header):
            log.reject("field count", f"{name}:{line}", f"{len(record)} fields, the header has {len(header)}")
            continue
        # Reversed, so that of two columns of one name the first is kept.
        cells = dict(zip(reversed(header), reversed(record), strict=True))
        row = row_from_record(cells, mapping, f"{name}:{line}", outlet, log)
        if row is not None:
            yield row


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the first record into most fields."""
    counts = {delimiter: len(first_record(text, delimiter)) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=counts.__getitem__)


def first_record(text: str, delimiter: str) -> list[str]:
    """The fields of the first record; none where its quoting is broken."""
    try:
        return next(csv.reader(io.StringIO(text[:_SNIFFED], newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def read_records(
    text: str | TextIO, delimiter: str, name: str, options: ReadOptions, log: Log
) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins in; one with broken quoting is a reject.

    A ``text`` that is a file is opened with its ends of lines as they are. Raises Unusable where the first is broken.
    """
    earlier = csv.field_size_limit(options.max_article_bytes)
    try:
        lines = io.StringIO(text, newline="") if isinstance(text, str) else text
        yield from records_of(lines, delimiter, name, options.max_article_bytes, log)
    finally:
        csv.field_size_limit(earlier)
