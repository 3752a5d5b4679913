"""The records of a table column by column: what ``records.row_from_record`` makes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.batches import TEXT, Batch
from masthead.sources.records import PLAIN_TEXT, as_text, descriptive, spans_of
from masthead.sources.texts import truths
from masthead.sources.values import changed, plain

if TYPE_CHECKING:
    from masthead.sources.columns import Mapping
    from masthead.sources.rows import Log, Span

_STRINGS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)
_NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal)


def in_columns(batch: pa.RecordBatch, mapping: Mapping) -> bool:
    """Whether every column that is asked for holds texts or numbers."""
    wanted = {*mapping.fields.values(), *mapping.labels.values(), *filter(None, [mapping.copy_of])}
    kinds = [batch.schema.field(name).type for name in wanted]
    return all(any(fits(kind) for fits in (*_STRINGS, *_NUMBERS)) for kind in kinds)


def batch_from_columns(
    batch: pa.RecordBatch, mapping: Mapping, name: str, before: int, outlet: str | None, log: Log
) -> Batch:
    """The articles of a table's batch, whose rows are numbered from ``before`` + 1 in messages.

    ``outlet`` stands in for a missing outlet; without one the row is a reject.
    """
    columns = {field: _column(batch.column(column), field) for field, column in mapping.fields.items()}
    columns |= {label: _texts(batch.column(column)) for label, column in mapping.labels.items()}
    columns["outlet"] = outlets = _outlets(columns.get("outlet"), batch.num_rows, outlet)
    columns["text"] = columns["text"].cast(TEXT).fill_null("")
    given = _given(batch, mapping, columns["text"])
    marked = np.zeros(batch.num_rows, np.bool_)
    marked[list(given)] = True
    if mapping.copy_of:
        copy_of = _column(batch.column(mapping.copy_of), "copy_of")
        columns["copy_of"] = pc.if_else(pa.array(marked), copy_of, pa.scalar(None, pa.string()))
    origins = [f"{name}:{number}" for number in range(before + 1, before + batch.num_rows + 1)]
    found = Batch(columns, origins, {row: spans for row, spans in given.items() if spans}, marked)
    known = truths(outlets.is_valid())
    for row in np.flatnonzero(~known).tolist():
        log.reject("no outlet", origins[row], "the row names no outlet")
    return found.take(np.flatnonzero(known))


def _column(column: pa.Array, field: str) -> pa.Array:
    texts = _texts(column)
    return texts if field in PLAIN_TEXT else changed(texts, plain(texts), descriptive)


def _texts(column: pa.Array) -> pa.Array:
    if any(fits(column.type) for fits in _STRINGS):
        return column.cast(TEXT if pa.types.is_large_string(column.type) else pa.string())
    return pa.array([as_text(value) for value in column.to_pylist()], pa.string())


def _outlets(column: pa.Array | None, rows: int, outlet: str | None) -> pa.Array:
    if column is None:
        return pa.array([outlet] * rows, pa.string())
    column = changed(column, plain(column), str.strip)
    named = pc.and_(column.is_valid(), pc.not_equal(column, "")).fill_null(fill_value=False)
    return pc.if_else(named, column, pa.scalar(outlet, column.type))


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
