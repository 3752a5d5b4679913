"""Bytes from files: whole, within limits, gzip undone; a gzip bomb is stopped before it fills the memory."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from masthead.sources.options import ReadOptions

_BLOCK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"


def size_within(path: Path, limit: int) -> int:
    """The size of a file in bytes; raises Unusable where it is none, can't be read or is longer than ``limit``."""
    try:
        if not path.is_file():
            raise Unusable("not a file", "a broken link, a pipe or a device")
        size = path.stat().st_size
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error
    if size > limit:
        raise Unusable("too large", f"{size:,} bytes, the limit is {limit:,}")
    return size


def read_bytes(path: Path, limit: int) -> bytes:
    """The file's bytes; raises Unusable where it can't be read or is longer than ``limit``."""
    size_within(path, limit)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error


def gunzip(data: bytes, limit: int, options: ReadOptions) -> bytes:
    """The unpacked bytes of a gzip file of any number of members.

    Raises Unusable for a damaged or cut-off file, for more than ``limit`` bytes, and, once
    ``options.ratio_free_bytes`` are out, for more than ``options.max_ratio`` times the packed bytes read so
    far.
    """
    return b"".join(_unpacked(io.BytesIO(data), limit, options))


def read_blocks(path: Path, limit: int, options: ReadOptions, *, zipped: bool) -> Iterator[bytes]:
    """The file's bytes one after another, unpacked where it is ``zipped``; raises what reading it whole raises."""
    try:
        with path.open("rb") as file:
            if zipped:
                yield from _unpacked(file, limit, options)
            else:
                while block := file.read(_BLOCK):
                    yield block
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error


def _unpacked(packed: BinaryIO, limit: int, options: ReadOptions) -> Iterator[bytes]:
    if packed.read(len(_GZIP_MAGIC)) != _GZIP_MAGIC:
        raise Unusable("not gzip", "the name ends in .gz but the bytes are not gzip")
    packed.seek(0)
    size = 0
    try:
        with gzip.GzipFile(fileobj=packed) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                _check_size(size, packed.tell(), limit, options)
                yield block
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable("damaged gzip", str(error)) from error


def _check_size(unpacked: int, packed: int, limit: int, options: ReadOptions) -> None:
    if unpacked > limit:
        raise Unusable("too large", f"unpacks to more than {limit:,} bytes")
    if unpacked > options.ratio_free_bytes and unpacked > options.max_ratio * packed:
        raise Unusable("gzip bomb", f"unpacks to more than {options.max_ratio:g} times its size")
