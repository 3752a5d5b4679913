"""Bytes from files: whole, within limits, gzip undone; a gzip bomb is stopped before it fills the memory."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.sources.options import ReadOptions

_BLOCK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"


def read_bytes(path: Path, limit: int) -> bytes:
    """The file's bytes; raises Unusable where it can't be read or is longer than ``limit``."""
    try:
        if not path.is_file():
            raise Unusable("not a file", "a broken link, a pipe or a device")
        size = path.stat().st_size
        if size > limit:
            raise Unusable("too large", f"{size:,} bytes, the limit is {limit:,}")
        return path.read_bytes()
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error


def gunzip(data: bytes, limit: int, options: ReadOptions) -> bytes:
    """The unpacked bytes of a gzip file of any number of members.

    Raises Unusable for a damaged or cut-off file, for more than ``limit`` bytes, and, once
    ``options.ratio_free_bytes`` are out, for more than ``options.max_ratio`` times the packed bytes read so
    far.
    """
    if not data.startswith(_GZIP_MAGIC):
        raise Unusable("not gzip", "the name ends in .gz but the bytes are not gzip")
    packed = io.BytesIO(data)
    unpacked = bytearray()
    try:
        with gzip.GzipFile(fileobj=packed) as file:
            while block := file.read(_BLOCK):
                unpacked += block
                _check_size(len(unpacked), packed.tell(), limit, options)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable("damaged gzip", str(error)) from error
    return bytes(unpacked)


def _check_size(unpacked: int, packed: int, limit: int, options: ReadOptions) -> None:
    if unpacked > limit:
        raise Unusable("too large", f"unpacks to more than {limit:,} bytes")
    if unpacked > options.ratio_free_bytes and unpacked > options.max_ratio * packed:
        raise Unusable("gzip bomb", f"unpacks to more than {options.max_ratio:g} times its size")
