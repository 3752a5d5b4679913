"""Arrow tables on disk: Parquet files that carry the manifest of the run that wrote them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.errors import UnreadableInput
from masthead.storage.commit import write_atomically
from masthead.storage.hashing import canonical_json

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST_KEY = b"masthead"
_ROW_GROUP = 65_536


def write_table(table: pa.Table, path: str | Path, manifest: Mapping[str, Any]) -> None:
    """Write ``table`` as Parquet with ``manifest`` as JSON in its schema metadata.

    The same input gives the same bytes: chunks are combined first, so that how a table was put together
    leaves no trace. Raises OutputFailed and Locked.
    """
    described = table.replace_schema_metadata({MANIFEST_KEY: canonical_json(manifest)}).combine_chunks()

    def write(file: BinaryIO) -> None:
        pq.write_table(described, file, compression="zstd", row_group_size=_ROW_GROUP)

    write_atomically(path, write)


def read_table(path: str | Path) -> pa.Table:
    """The table in ``path``, manifest in its metadata; raises UnreadableInput for no whole Parquet file."""
    _require_file(path)
    try:
        return pq.ParquetFile(path, memory_map=False).read()
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def read_manifest(path: str | Path) -> dict[str, Any]:
    """The manifest that ``write_table`` put there, or an empty dict for other Parquet files.

    Only the file's footer is read. Raises UnreadableInput where it is no Parquet file.
    """
    _require_file(path)
    try:
        metadata = pq.read_schema(path).metadata or {}
        manifest = orjson.loads(metadata.get(MANIFEST_KEY, b"{}"))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error
    return manifest if isinstance(manifest, dict) else {}


def _require_file(path: str | Path) -> None:
    if not Path(path).is_file():
        raise UnreadableInput("no such file", where=str(path), fix="Check the path.")


def _unreadable(path: str | Path, error: Exception) -> UnreadableInput:
    reason = (str(error).splitlines() or ["empty file"])[0]
    return UnreadableInput(
        f"not a whole Parquet file ({reason})",
        where=str(path),
        fix="It may be cut off or damaged: make or copy it again.",
    )
