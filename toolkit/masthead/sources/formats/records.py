"""Input records (CSV rows, JSON objects, rows of a table) to articles: one to a row, or a whole table column by column.

Nearly all values of a column need nothing done. Those that may are found by one pattern, and only these are handed to
the functions that are also used for rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.formats.nested import flattened, listed, part
from masthead.sources.options import Finding
from masthead.sources.outlets import FROM_ADDRESS, is_address, outlet_of
from masthead.sources.rows import TEXT, Batch, Row, Span
from masthead.sources.texts import truths

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Record

    from masthead.sources.formats.columns import Mapping
    from masthead.sources.rows import Log
    from masthead.sources.texts import Integers

PLAIN_TEXT = ("text", "title", "outlet", "id")
_NULL_WORDS = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "<na>"})
_STRINGS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)
_NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal)
_MAY_CHANGE = (
    r"\A[\s\x{80}-\x{10FFFF}]|[\s\x{80}-\x{10FFFF}]\z|[\x00-\x08\x0b-\x1f\x7f-\x{9f}]"
    rf"|\A(?i:{'|'.join(sorted(_NULL_WORDS))})\z"
)
"""White space or what RE2 does not know about at an edge, control characters, words that stand for a missing value."""
_OUTLET_FIX = "--outlet-col NAME names the column of outlets, --outlet NAME the one outlet; --outlets-file renames them"
_MIDNIGHT = r"[ T]00:00:00(?:\.0+)?Z?$"


def row_from_record(
    record: Record[str, Any], mapping: Mapping, origin: str, outlet: str | None, log: Log
) -> Row | None:
    """The article that ``record`` holds, or None and a reject.

    ``outlet`` stands in where the record names none, and after it the domain of its address. Numbers become text; a
    missing text is an empty one. In the descriptive fields words such as "none" and "nan" count as missing.
    """
    values: dict[str, str | None] = {}
    record = flattened(record)
    try:
        for name, column in mapping.fields.items():
            value = part(record.get(column)) if name in PLAIN_TEXT else listed(record.get(column))
            if name in PLAIN_TEXT and isinstance(value, list | dict):
                log.reject("wrong type", origin, _wrong_type(name, column, value))
                return None
            values[name] = as_text(value) if name in PLAIN_TEXT else descriptive(as_text(value))
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
    spans = spans_of(record.get(mapping.excluded), len(text)) if mapping.excluded else None
    if spans is not None and mapping.copy_of:
        values["copy_of"] = descriptive(as_text(record.get(mapping.copy_of)))
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


def descriptive(value: str | None) -> str | None:
    """The value without white space around it; None for words that say there is none."""
    trimmed = (value or "").strip()
    return None if trimmed.casefold() in _NULL_WORDS else trimmed


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
    columns = {field: _column_of(batch.column(column), field) for field, column in mapping.fields.items()}
    further = mapping.labels | mapping.others
    columns |= {name: _texts(batch.column(column)) for name, column in further.items()}
    columns["outlet"] = outlets = _outlets(columns, batch.num_rows, outlet, log)
    columns["text"] = columns["text"].cast(TEXT).fill_null("")
    given = _given(batch, mapping, columns["text"])
    marked = np.zeros(batch.num_rows, np.bool_)
    marked[list(given)] = True
    if mapping.copy_of:
        copy_of = _column_of(batch.column(mapping.copy_of), "copy_of")
        columns["copy_of"] = pc.if_else(pa.array(marked), copy_of, pa.scalar(None, pa.string()))
    origins = [f"{name}:{number}" for number in range(before + 1, before + batch.num_rows + 1)]
    found = Batch(columns, origins, {row: spans for row, spans in given.items() if spans}, marked)
    known = truths(outlets.is_valid())
    for row in np.flatnonzero(~known).tolist():
        log.reject("no outlet", origins[row], "the row names no outlet")
    return found.take(np.flatnonzero(known))


def _column_of(column: pa.Array, field: str) -> pa.Array:
    texts = _texts(column)
    return texts if field in PLAIN_TEXT else changed(texts, plain(texts), descriptive)


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


def plain(column: pa.Array) -> Integers:
    """The rows of a string column whose values are to be looked at one by one; nulls are not among them."""
    return np.flatnonzero(truths(pc.match_substring_regex(column, _MAY_CHANGE).fill_null(fill_value=False)))


def changed(column: pa.Array, rows: Integers, change: Callable[[str], str | None]) -> pa.Array:
    """The column with what ``change`` makes of the values at ``rows``."""
    if not len(rows):
        return column
    values = column.take(pa.array(rows)).to_pylist()
    return replaced(column, rows, [None if value is None else change(value) for value in values])


def replaced(column: pa.Array, rows: Integers, values: list[Any]) -> pa.Array:
    """The column with other values at ``rows``."""
    if not len(rows):
        return column
    mask = np.zeros(len(column), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(values, column.type))
