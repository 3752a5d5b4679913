"""FEATURES held in a fraction of their size: a count has few values in a million articles, so codes of a byte will do.

A coded column is one of Arrow's dictionaries, whose values are the counts themselves. What reads it as floats
(``pyarrow.compute.cast``) gets what was coded; what cannot read it says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead.storage.tables import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]

_AT_ONCE = 16_000_000
"""Numbers that are read together and coded column by column."""
_CODES = ((1 << 7, pa.int8()), (1 << 15, pa.int16()))
"""Values that there may be, and what codes them."""


def read_coded(paths: Sequence[str | Path]) -> pa.Table:
    """The rows of Parquet files, one after the other, with all their columns, coded where that makes them smaller.

    A file that lacks a column has nulls in it. Raises UnreadableInput for an incomplete file.
    """
    rows, schemas = 0, []
    for path in paths:
        with whole(path), pq.ParquetFile(path) as file:
            rows += file.metadata.num_rows
            schemas.append(file.schema_arrow.remove_metadata())
    schema = pa.unify_schemas(schemas)
    columns = [column for fields in _parts(schema, rows) for column in _read(paths, fields)]
    return pa.table(columns, names=schema.names)


def decoded(table: pa.Table) -> pa.Table:
    """The table as it was before its columns were coded."""
    schema = pa.schema([field.with_type(_plain(field.type)) for field in table.schema], table.schema.metadata)
    return table if schema.equals(table.schema) else table.cast(schema)


def coded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of floats as codes of its values; other columns, and those of too many values, as they are.

    Where some are unknown the last value is NaN, since it is what ``to_numpy`` takes a null for.
    """
    if not pa.types.is_float64(column.type):
        return column
    found = pc.dictionary_encode(column.combine_chunks())
    values = found.dictionary
    if found.null_count:
        values = pa.concat_arrays([values, pa.array([np.nan])])
    for most, kind in _CODES:
        if len(values) <= most:
            return pa.chunked_array([pa.DictionaryArray.from_arrays(found.indices.cast(kind), values)])
    return column


def coded_counts(rows: Rows, counts: Floats, unknown: NDArray[np.bool_]) -> pa.Array:
    """A column of counts that few rows have: ``counts`` of ``rows``, added up, null where ``unknown``, else 0."""
    having, place = np.unique(rows, return_inverse=True)
    values, codes = np.unique(np.append(0.0, np.bincount(place, counts, len(having))), return_inverse=True)
    kind = np.int8 if len(values) < _CODES[0][0] else np.int32
    column = np.full(len(unknown), codes[0], kind)
    column[having] = codes[1:]
    return pa.DictionaryArray.from_arrays(pa.array(column, mask=unknown), np.append(values, np.nan))


def _parts(schema: pa.Schema, rows: int) -> Iterator[list[pa.Field]]:
    """Columns in order, as many as are read together; those of lists one by one."""
    most, part = max(1, _AT_ONCE // max(rows, 1)), list[pa.Field]()
    for field in schema:
        if part and (len(part) == most or pa.types.is_list(field.type) or pa.types.is_list(part[0].type)):
            yield part
            part = []
        part.append(field)
    if part:
        yield part


def _read(paths: Sequence[str | Path], fields: Sequence[pa.Field]) -> Iterator[pa.ChunkedArray]:
    parts, lists = [], pa.types.is_list(fields[0].type)
    for path in paths:
        with whole(path), pq.ParquetFile(path) as file:
            if lists:
                groups = (_group(file, fields, number) for number in range(file.num_row_groups))
                parts += [_coded_lists(group) for group in groups] or [_coded_lists(_group(file, fields, None))]
            else:
                parts.append(_group(file, fields, None))
    found = pa.concat_tables(parts)
    yield from (coded(found[field.name]) for field in fields)


def _group(file: pq.ParquetFile, fields: Sequence[pa.Field], number: int | None) -> pa.Table:
    """Some columns of a row group, or of the whole file; nulls for those that it lacks."""
    own = [field.name for field in fields if field.name in file.schema_arrow.names]
    table = file.read(own) if number is None else file.read_row_group(number, own)
    rows = file.metadata.num_rows if number is None else file.metadata.row_group(number).num_rows
    columns = [
        table[field.name].cast(field.type) if field.name in own else pa.chunked_array([pa.nulls(rows, field.type)])
        for field in fields
    ]
    return pa.table(columns, names=[field.name for field in fields])


def _coded_lists(table: pa.Table) -> pa.Table:
    """A column of lists of named counts, the names coded."""
    lists = table.column(0).combine_chunks()
    if not (pa.types.is_struct(lists.type.value_type) and lists.type.value_type.get_field_index("name") >= 0):
        return table.replace_schema_metadata(None)
    found = lists.flatten()
    names = pc.dictionary_encode(found.field("name"))
    items = pa.StructArray.from_arrays([names, found.field("count")], names=["name", "count"])
    ends = np.cumsum(pc.fill_null(pc.list_value_length(lists), 0).to_numpy())
    kind = pa.list_(pa.field(lists.type.value_field.name, items.type))
    offsets = pa.array(np.append(0, ends).astype(np.int32))
    return pa.table({table.column_names[0]: pa.ListArray.from_arrays(offsets, items, type=kind, mask=lists.is_null())})


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_plain(kind.value_type)))
    if pa.types.is_struct(kind):
        return pa.struct([kind.field(n).with_type(_plain(kind.field(n).type)) for n in range(kind.num_fields)])
    return kind
