"""SHA-256 of files, bytes, tables and options: the names under which results are cached and vouched for."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20
_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


def hash_bytes(data: bytes) -> str:
    """SHA-256 of ``data``, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path) -> str:
    """SHA-256 of the file's bytes, read in blocks; raises OSError where it can't be read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def hash_table(table: pa.Table) -> str:
    """SHA-256 of the table's columns and values, whatever its chunks and metadata."""
    sink = pa.BufferOutputStream()
    plain = table.replace_schema_metadata(None).combine_chunks()
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_table(plain)
    return hash_bytes(sink.getvalue())


def hash_options(options: Any) -> str:
    """SHA-256 of the options' canonical JSON: the same for equal options, whatever the order of their keys.

    Mappings, sequences, sets, dataclasses and paths are accepted; anything else raises TypeError.
    """
    return hash_bytes(canonical_json(options))


def canonical_json(value: Any) -> bytes:
    """Compact UTF-8 JSON with sorted keys; sets become sorted lists, paths their text."""
    return orjson.dumps(value, default=_plain, option=_CANONICAL)


def _plain(value: Any) -> Any:
    if isinstance(value, PurePath):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical JSON")
