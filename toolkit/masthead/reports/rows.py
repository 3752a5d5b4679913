"""The machine formats: JSON, JSON lines and CSV, complete and unrounded, row after row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from masthead.reports.safe import csv_field, json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.view import Report

_BATCH = 4096


def render_json(report: Report) -> Iterator[str]:
    """``{"manifest": {...}, "rows": [...]}`` with one row per line; unknown numbers are null."""
    yield f'{{"manifest": {_encode(report.manifest)},\n"rows": ['
    before = "\n"
    for row in records(report):
        yield f"{before}{_encode(row)}"
        before = ",\n"
    yield "\n]}\n"


def render_jsonl(report: Report) -> Iterator[str]:
    """One JSON object a line."""
    for row in records(report):
        yield f"{_encode(row)}\n"


def render_csv(report: Report) -> Iterator[str]:
    """A header and one line per row; nested values as JSON, unknown ones empty, formulas made inert."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([csv_field(name) for name in report.fields])
    for row in records(report):
        writer.writerow([_csv_value(row[name]) for name in report.fields])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def records(report: Report) -> Iterator[dict[str, Any]]:
    """The report's rows as dicts with the report's fields, in order."""
    if isinstance(report.rows, Sequence):
        for row in report.rows:
            yield {name: row.get(name) for name in report.fields}
        return
    chosen = report.rows.select(list(report.fields))
    for batch in chosen.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _encode(value: Any) -> str:
    try:
        encoded = orjson.dumps(value, default=str)
    except TypeError:  # a lone surrogate, which UTF-8 has no bytes for
        encoded = orjson.dumps(_without_surrogates(value), default=str)
    return json_text(encoded.decode())


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value


def _csv_value(value: Any) -> Any:
    if value is None or value != value:  # noqa: PLR0124 - NaN is the one value that differs from itself
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return csv_field(value)
    if isinstance(value, Mapping | list | tuple):
        return csv_field(_encode(value))
    return value
