"""Input records (CSV rows, JSON objects, rows of a table) to articles: one to a row, or a whole table column by column.

Here columns are found and values spelled; what is the same for articles of any format comes after, in ``cleaning``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.cleaning import PLAIN_TEXT
from masthead.sources.formats.nested import flattened, listed, part
from masthead.sources.options import Finding
from masthead.sources.outlets import FROM_ADDRESS, is_address, outlet_of
from masthead.sources.rows import TEXT, Batch, Row, Span
from masthead.sources.texts import replaced, truths

if TYPE_CHECKING:
    from collections.abc import Mapping as Record

    from masthead.sources.formats.columns import Mapping
    from masthead.sources.rows import Log

_STRINGS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)
_NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal)
_OUTLET_FIX = "--outlet-col NAME names the column of outlets, --outlet NAME the one outlet; --outlets-file renames them"
CUT_BY_EXCEL, EXCEL_MOST = "texts cut off by Excel", 32_767
"""A cell of Excel holds so many characters, and what is longer is cut off in silence."""
_EXCEL_FIX = "export the texts from their source as CSV or JSON, not by way of Excel"
_MIDNIGHT = r"[ T]00:00:00(?:\.0+)?Z?$"


def row_from_record(
    record: Record[str, Any], mapping: Mapping, origin: str, outlet: str | None, log: Log
) -> Row | None:
    """The article that ``record`` holds, or None and a reject.

    ``outlet`` stands in where the record names none, and after it the domain of its address. Numbers become text; a
    missing text is an empty one.
    """
    values: dict[str, str | None] = {}
    record = flattened(record)
    try:
        for name, column in mapping.fields.items():
            value = part(record.get(column)) if name in PLAIN_TEXT else listed(record.get(column))
            if name in PLAIN_TEXT and isinstance(value, list | dict):
                log.reject("wrong type", origin, _wrong_type(name, column, value))
                return None
            values[name] = as_text(value)
        for label, column in (*mapping.labels.items(), *mapping.others.items()):
            values[label] = as_text(record.get(column))
    except TypeError as error:
        log.reject("wrong type", origin, f"{column!r} has no JSON text ({error})")
        return None
    values["outlet"] = _named(values.get("outlet"), outlet, values.get("url"), log)
    if values["outlet"] is None:
        log.reject("no outlet", origin, "the row names no outlet")
        return None
    values["text"] = text = values.get("text") or ""
    if len(text) == EXCEL_MOST:
        log.find(Finding(CUT_BY_EXCEL, "severe", values["outlet"], 1, origin, _EXCEL_FIX))
    spans = spans_of(record.get(mapping.excluded), len(text)) if mapping.excluded else None
    if spans is not None and mapping.copy_of:
        values["copy_of"] = as_text(record.get(mapping.copy_of))
    return Row(origin, values, spans or [], marked=spans is not None)


def _wrong_type(name: str, column: str, value: Any) -> str:
    """What is said of a list or an object in the place of a text."""
    said = f"{column!r} is a {type(value).__name__}, not a text"
    inner = (
        next((key for key, item in value.items() if isinstance(item, str)), None) if isinstance(value, dict) else None
    )
    return said if inner is None else f"{said}; --{name}-col {column}.{inner} takes what is in it"


def _named(named: str | None, outlet: str | None, address: str | None, log: Log) -> str | None:
    """The outlet that a row names, else ``outlet``, else the one that its address tells, which is a finding."""
    if found := (named or "").strip():
        return outlet_of(found) or found if is_address(found) else found
    if outlet is None and (told := outlet_of(address)) is not None:
        log.find(Finding(FROM_ADDRESS, "warning", told, 1, address or "", _OUTLET_FIX))
        return told
    return outlet


def as_text(value: Any) -> str | None:
    """The value as text, a list or an object as JSON; raises TypeError for those that orjson can't spell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else repr(value).removesuffix(".0")  # noqa: PLR0124 - NaN is not itself
    if isinstance(value, list | dict):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str).decode()
    return str(value)


def spans_of(value: Any, length: int) -> list[Span] | None:
    """Spans that an earlier reading wrote, or None where they are of another shape or do not fit the text."""
    if not isinstance(value, list):
        return None
    try:
        spans = [Span(int(item["start"]), int(item["end"]), str(item["kind"])) for item in value]
    except (KeyError, TypeError, ValueError):
        return None
    return spans if all(0 <= start < end <= length for start, end, _ in spans) else None


def plain_batch(read: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with dates and dictionaries as strings.

    Raises what reading a bad value raises, which names its bytes, where a column is not valid.
    """
    batch = pa.RecordBatch.from_arrays([_as_text(column) for column in read.columns], read.schema.names)
    try:
        batch.validate(full=True)
    except pa.ArrowException:
        batch.to_pylist()
        raise
    return batch


def _as_text(column: pa.Array) -> pa.Array:
    """Dates and dictionaries as strings in Arrow's own spelling; other types are turned row by row."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
        column = column.cast(kind)
    if not pa.types.is_temporal(kind):
        return column
    return pc.replace_substring_regex(column.cast(pa.string()), _MIDNIGHT, "")


def in_columns(batch: pa.RecordBatch, mapping: Mapping) -> bool:
    """Whether every column that is asked for holds texts or numbers."""
    wanted = {*mapping.fields.values(), *mapping.labels.values(), *mapping.others.values()}
    if mapping.copy_of:
        wanted.add(mapping.copy_of)
    kinds = [batch.schema.field(name).type for name in wanted]
    return all(any(fits(kind) for fits in (*_STRINGS, *_NUMBERS)) for kind in kinds)


def batch_from_columns(
    batch: pa.RecordBatch, mapping: Mapping, name: str, before: int, outlet: str | None, log: Log
) -> Batch:
    """The articles of a table's batch, whose rows are numbered from ``before`` + 1 in messages.

    ``outlet`` stands in for a missing outlet; without one the row is a reject.
    """
    copy_of = {"copy_of": mapping.copy_of} if mapping.copy_of else {}
    taken = mapping.fields | mapping.labels | mapping.others | copy_of
    columns = {name: _texts(batch.column(column)) for name, column in taken.items()}
    columns["outlet"] = outlets = _outlets(columns, batch.num_rows, outlet, log)
    columns["text"] = columns["text"].cast(TEXT).fill_null("")
    given = _given(batch, mapping, columns["text"])
    marked = np.zeros(batch.num_rows, np.bool_)
    marked[list(given)] = True
    if mapping.copy_of:
        columns["copy_of"] = pc.if_else(pa.array(marked), columns["copy_of"], pa.scalar(None, pa.string()))
    origins = [f"{name}:{number}" for number in range(before + 1, before + batch.num_rows + 1)]
    found = Batch(columns, origins, {row: spans for row, spans in given.items() if spans}, marked)
    known = truths(outlets.is_valid())
    for row in np.flatnonzero(~known).tolist():
        log.reject("no outlet", origins[row], "the row names no outlet")
    return found.take(np.flatnonzero(known))


def _texts(column: pa.Array) -> pa.Array:
    if any(fits(column.type) for fits in _STRINGS):
        return column.cast(TEXT if pa.types.is_large_string(column.type) else pa.string())
    return pa.array([as_text(value) for value in column.to_pylist()], pa.string())


def _outlets(columns: dict[str, pa.Array], rows: int, outlet: str | None, log: Log) -> pa.Array:
    """The outlets of a batch, each what ``_named`` says."""
    coded = columns.get("outlet", pa.nulls(rows, pa.string())).dictionary_encode()
    named = [_named(name, outlet, None, log) for name in coded.dictionary.to_pylist()]
    found = pa.array(named, pa.string()).take(coded.indices)
    if outlet is not None:
        return found.fill_null(outlet)
    unnamed = np.flatnonzero(~truths(found.is_valid()))
    if not len(unnamed) or "url" not in columns:
        return found
    addresses = columns["url"].take(pa.array(unnamed)).to_pylist()
    return replaced(found, unnamed, [_named(None, None, address, log) for address in addresses])


def _given(batch: pa.RecordBatch, mapping: Mapping, texts: pa.Array) -> dict[int, list[Span]]:
    """The spans that an earlier reading wrote, by row; a row without an entry was not read before."""
    if mapping.excluded is None:
        return {}
    lengths = pc.utf8_length(texts).to_pylist()
    found = (
        spans_of(value, length)
        for value, length in zip(batch.column(mapping.excluded).to_pylist(), lengths, strict=True)
    )
    return {row: spans for row, spans in enumerate(found) if spans is not None}
