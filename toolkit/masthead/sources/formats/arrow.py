"""Parquet files, Arrow tables and data frames of any library that narwhals knows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.formats.columns import map_columns
from masthead.sources.formats.parquet import decoded, opened, stored, within
from masthead.sources.formats.records import batch_from_columns, in_columns, plain_batch, row_from_record
from masthead.sources.rows import BATCH_BYTES, BATCH_ROWS, Sound, Unusable
from masthead.sources.shelf import HELD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from masthead.sources.formats.columns import Mapping
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Batch, Log, Row


def read_frame(
    table: pa.Table, name: str, outlet: str | None, options: ReadOptions, log: Log
) -> Iterator[Row | Batch | Sound]:
    """The articles in a table; raises UsageError where no column can be the text or the outlet."""
    mapping = map_columns(_leaves(table.schema), options, name, outlet, log, whole=table.column_names)
    wanted = table.select(_roots(mapping, table.schema))
    text = table[_root(mapping.fields["text"], table.schema)]
    batches = wanted.to_batches(max_chunksize=_rows_at_once(table.num_rows, text.nbytes))
    yield from _articles((_plain(batch, mapping) for batch in batches), mapping, name, outlet, log)


def read_parquet(
    source: Path | bytes, name: str, outlet: str | None, options: ReadOptions, log: Log, *, held: int = HELD_BYTES
) -> Iterator[Row | Batch | Sound]:
    """The articles in a Parquet file, of which only the columns needed are read.

    One of more than ``held`` bytes is looked through first, which ``Sound`` tells. Raises Unusable where any
    part of it is damaged, UsageError where columns are missing.
    """
    try:
        file = opened(source)
        schema = file.schema_arrow
        size = stored(file, source, options)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise damaged_parquet(error) from error
    mapping = map_columns(_leaves(schema), options, name, outlet, log, whole=schema.names)
    rows = _rows_at_once(file.metadata.num_rows, size)

    def batches() -> Iterator[pa.RecordBatch]:
        read = decoded(file, source, _roots(mapping, schema), rows, options)
        return _joined(within((_plain(batch, mapping) for batch in read), source, options), rows)

    try:
        yield from _articles(_looked_through(batches, held, size), mapping, name, outlet, log)
    except (OSError, ValueError, MemoryError, pa.ArrowException) as error:
        raise damaged_parquet(error) from error


def _joined(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """Batches put together up to ``rows`` rows or ``BATCH_BYTES``, since much is done once a batch however small."""
    waiting: list[pa.RecordBatch] = []
    count = size = 0
    for batch in batches:
        count, size = count + batch.num_rows, size + batch.nbytes
        if waiting and (count > rows or size > BATCH_BYTES):
            yield from _as_one(waiting)
            waiting, count, size = [], batch.num_rows, batch.nbytes
        waiting.append(batch)
    yield from _as_one(waiting)


def _as_one(batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    return pa.Table.from_batches(batches).combine_chunks().to_batches() if len(batches) > 1 else batches


def _looked_through(
    batches: Callable[[], Iterator[pa.RecordBatch]], held: int, size: int
) -> Iterator[pa.RecordBatch | Sound]:
    """The batches; where they have more than ``held`` bytes the rest is looked through before it is given.

    ``size`` is what they have at the least.
    """
    given, total, found = 0, 0, batches()
    for batch in found:
        total += batch.nbytes
        if max(size, total) > held:
            break
        yield batch
        given += 1
    else:
        return
    for _ in found:
        pass
    yield Sound()
    yield from islice(batches(), given, None)


def _articles(
    batches: Iterable[pa.RecordBatch | Sound], mapping: Mapping, name: str, outlet: str | None, log: Log
) -> Iterator[Row | Batch | Sound]:
    """The articles column by column, or row by row where a column holds no texts or numbers."""
    number = 0
    try:
        for batch in batches:
            if isinstance(batch, Sound):
                yield batch
                continue
            if in_columns(batch, mapping):
                yield batch_from_columns(batch, mapping, name, number, outlet, log)
            else:
                yield from _rows(batch, mapping, name, number, outlet, log)
            number += batch.num_rows
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise damaged_parquet(error) from error


def _leaves(schema: pa.Schema) -> list[str]:
    """The columns, those of structs with their fields' dotted names in their place."""
    return [
        name
        for field in schema
        for name in ([inner.name for inner in field.flatten()] if _nested(field) else [field.name])
    ]


def _nested(field: pa.Field) -> bool:
    return bool(pa.types.is_struct(field.type))


def _root(name: str, schema: pa.Schema) -> str:
    """The column that holds ``name``, which may be a field of a struct."""
    return name if name in schema.names else name.partition(".")[0]


def _roots(mapping: Mapping, schema: pa.Schema) -> list[str]:
    return list(dict.fromkeys(_root(name, schema) for name in mapping.wanted))


def _plain(batch: pa.RecordBatch, mapping: Mapping) -> pa.RecordBatch:
    return plain_batch(_flat(batch, mapping))


def _flat(batch: pa.RecordBatch, mapping: Mapping) -> pa.RecordBatch:
    """The batch with the fields of structs that are wanted as columns of their own."""
    for name in mapping.wanted:
        if name not in batch.schema.names:
            root, _, inner = name.partition(".")
            batch = batch.append_column(name, pc.struct_field(batch.column(root), inner))
    return batch


def _rows(
    batch: pa.RecordBatch, mapping: Mapping, name: str, before: int, outlet: str | None, log: Log
) -> Iterator[Row]:
    for number, record in enumerate(batch.to_pylist(), start=before + 1):
        row = row_from_record(record, mapping, f"{name}:{number}", outlet, log)
        if row is not None:
            yield row


def _rows_at_once(rows: int, size: int) -> int:
    """How many of ``rows`` rows that are ``size`` bytes together make a batch."""
    return max(1, min(BATCH_ROWS, BATCH_BYTES * rows // max(size, 1)))


def damaged_parquet(error: Exception) -> Unusable:
    """What is raised of a Parquet file that Arrow can't read."""
    return Unusable("damaged Parquet", (str(error).splitlines() or [type(error).__name__])[0])
