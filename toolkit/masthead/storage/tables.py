"""Arrow tables on disk: Parquet files that carry the manifest of the run that wrote them."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.errors import UnreadableInput
from masthead.storage.commit import write_atomically
from masthead.storage.hashing import canonical_json
from masthead.storage.memory import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST_KEY = b"masthead"
_ROW_GROUP = 8_192
_COMPRESSION = "zstd"


def write_table(table: pa.Table, path: str | Path, manifest: Mapping[str, Any]) -> None:
    """Write ``table`` as Parquet with ``manifest`` as JSON in its schema metadata.

    The same input gives the same bytes: chunks are combined group by group, so that how a table was put together
    leaves no trace. Raises OutputFailed and Locked.
    """
    write_batches([table], path, manifest)


def write_batches(batches: Iterable[pa.Table], path: str | Path, manifest: Mapping[str, Any]) -> None:
    """As ``write_table`` for one table or more of the same columns, of which memory holds one at a time."""
    metadata = {MANIFEST_KEY: canonical_json(manifest)}

    def write(file: BinaryIO) -> None:
        groups = _groups(batches)
        first = next(groups).replace_schema_metadata(metadata)
        with pq.ParquetWriter(file, first.schema, compression=_COMPRESSION) as writer:
            for group in chain([first], groups):
                described = group.replace_schema_metadata(metadata)
                writer.write_table(described.combine_chunks(), row_group_size=_ROW_GROUP)

    write_atomically(path, write)


def _groups(batches: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of all batches in tables of ``_ROW_GROUP``; one of no rows where there are none."""
    waiting: pa.Table | None = None
    for batch in batches:
        waiting = batch if waiting is None or not waiting.num_rows else pa.concat_tables([waiting, batch])
        while waiting.num_rows > _ROW_GROUP:
            yield waiting.slice(0, _ROW_GROUP)
            waiting = waiting.slice(_ROW_GROUP)
    if waiting is not None:
        yield waiting


class TableWriter:
    """Writes one table to a Parquet file as it comes, in parts of any size, and its manifest at the end.

    The same rows give the same bytes however they are parted: they are written ``group`` rows at a time. For use within
    ``write_atomically``; call ``close`` for a whole file, within ``with`` so that a failure leaves nothing open.
    Memory is bounded by the rows of a group. ``lean`` suits many short rows: integers are packed as differences, and no
    statistics of columns are kept.
    """

    def __init__(self, file: BinaryIO, *, group: int = _ROW_GROUP, lean: bool = False) -> None:
        self.rows = 0
        self._file = file
        self._group = group
        self._lean = lean
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []

    def write(self, part: pa.Table) -> None:
        """Take the next rows; the first part sets the schema."""
        part = part.replace_schema_metadata(None)
        if self._writer is None:
            how = _lean(part.schema) if self._lean else {}
            self._writer = pq.ParquetWriter(self._file, part.schema, compression=_COMPRESSION, **how)
        self._waiting.append(part)
        self.rows += part.num_rows
        while sum(waiting.num_rows for waiting in self._waiting) >= self._group:
            rows = pa.concat_tables(self._waiting)
            self._put(rows.slice(0, self._group))
            self._waiting = [rows.slice(self._group)]

    def close(self, manifest: Mapping[str, Any]) -> None:
        """Write what is left, and the manifest as JSON in the file's metadata."""
        if self._writer is None:
            raise ValueError("nothing was written, not even a table of no rows")
        rows = pa.concat_tables(self._waiting)
        if rows.num_rows or not self.rows:
            self._put(rows)
        self._writer.add_key_value_metadata({MANIFEST_KEY: canonical_json(manifest)})
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._writer is not None:
            self._writer.is_open = False  # else it writes a footer when it is collected, to a file that is gone

    def _put(self, rows: pa.Table) -> None:
        assert self._writer is not None
        self._writer.write_table(rows.combine_chunks(), row_group_size=self._group)


def _lean(schema: pa.Schema) -> dict[str, Any]:
    packed = {field.name: "DELTA_BINARY_PACKED" for field in schema if pa.types.is_integer(field.type)}
    others = [field.name for field in schema if field.name not in packed]
    return {"write_statistics": False, "use_dictionary": others, "column_encoding": packed}


def read_table(path: str | Path) -> pa.Table:
    """The table in ``path``, manifest in its metadata; raises UnreadableInput for an incomplete Parquet file."""
    with whole(path):
        file = pq.ParquetFile(path, memory_map=False)
        table = file.read()
    manifest = (file.metadata.metadata or {}).get(MANIFEST_KEY)
    return table if manifest is None else table.replace_schema_metadata({MANIFEST_KEY: manifest})


class StoredTable:
    """A table in a Parquet file that is read when it is first asked for, and read again after it was forgotten.

    The file is opened at once, so that it may be removed meanwhile. ``table`` is what it holds, where that is known.
    """

    def __init__(self, path: str | Path, table: pa.Table | None = None) -> None:
        self._path = path
        self._table = table
        with whole(path):
            # A reader of its own each time, since a reader keeps what it has read of the file.
            self._file = pa.OSFile(str(path))
            pq.read_metadata(self._file)

    def table(self) -> pa.Table:
        """The table, without a manifest; raises UnreadableInput for an incomplete file."""
        if self._table is None:
            with _complete(self._path):
                self._table = pq.ParquetFile(self._file).read().replace_schema_metadata(None)
        return self._table

    def parts(self) -> Iterator[pa.Table]:
        """The same row group by row group, without keeping it."""
        with _complete(self._path):
            file = pq.ParquetFile(self._file)
            for number in range(file.num_row_groups):
                yield file.read_row_group(number).replace_schema_metadata(None)

    def forget(self) -> None:
        """Give back the memory that the table takes."""
        self._table = None
        give_back_memory()


def read_manifest(path: str | Path) -> dict[str, Any]:
    """The manifest that ``write_table`` or ``TableWriter`` put there, or an empty dict for other Parquet files.

    Only the file's footer is read. Raises UnreadableInput where it is no Parquet file.
    """
    with whole(path):
        metadata = pq.read_metadata(path).metadata or {}
        manifest = orjson.loads(metadata.get(MANIFEST_KEY, b"{}"))
    return manifest if isinstance(manifest, dict) else {}


def read_columns(path: str | Path) -> list[str]:
    """The names of a Parquet file's columns; raises UnreadableInput where it is none."""
    with whole(path):
        names: list[str] = pq.read_schema(path).names
    return names


@contextmanager
def whole(path: str | Path) -> Iterator[None]:
    """Raise UnreadableInput where there is no file, or what reads it finds that it is no whole Parquet file."""
    if not Path(path).is_file():
        raise UnreadableInput("no such file", where=str(path), fix="Check the path.")
    with _complete(path):
        yield


@contextmanager
def _complete(path: str | Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = (str(error).splitlines() or ["empty file"])[0]
        fix = "It may be cut off or damaged: make or copy it again."
        raise UnreadableInput(f"not a complete Parquet file ({reason})", where=str(path), fix=fix) from error
