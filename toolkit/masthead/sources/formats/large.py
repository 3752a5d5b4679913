"""Large JSON Lines and delimited files: looked through once, then read line by line and never held."""

from __future__ import annotations

import codecs
import gzip
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from masthead.sources.formats.decode import MARK_REMOVED, UTF_8, begins_as_utf8, read_blocks, size_within
from masthead.sources.formats.delimited import stream_delimited
from masthead.sources.formats.json_lines import stream_json_lines
from masthead.sources.rows import Unusable
from masthead.sources.shelf import no_room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.sources.formats.locate import Source
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log, Row, Sound

LARGE, LARGE_PACKED = 32_000_000, 8_000_000
"""Bytes of a file, and of one that is gzipped, from which on it is not held whole."""
_BLOCK = 1 << 20
_KINDS = ("jsonl", "csv", "tsv")
_ENCODING = "utf-8-sig"
_EVERY_KIND_OF_END, _NEWLINE = "", "\n"


@contextmanager
def put_aside(stream: BinaryIO, name: str) -> Iterator[bytes | Path]:
    """All that comes from ``stream``, or, where that is large, a temporary file of it, called ``name``.

    Raises OutputFailed where the file can't be written.
    """
    found, size = [], 0
    while size <= LARGE and (block := stream.read(_BLOCK)):
        found.append(block)
        size += len(block)
    if size <= LARGE:
        yield b"".join(found)
        return
    with tempfile.TemporaryDirectory(prefix="masthead-") as folder:
        path = Path(folder) / name
        try:
            with path.open("wb") as file:
                file.writelines(found)
                found.clear()
                shutil.copyfileobj(stream, file)
        except OSError as error:
            raise no_room(error) from error
        yield path


def is_large(source: Source, options: ReadOptions) -> bool:
    """Whether a file is to be read line by line: one of many lines that is large and that no encoding is told of.

    Raises Unusable where it can't be read.
    """
    if source.kind not in _KINDS or options.encoding is not None:
        return False
    return size_within(source.path, options.max_file_bytes) > (LARGE_PACKED if source.zipped else LARGE)


def read_large(source: Source, options: ReadOptions, log: Log) -> Iterator[Row | Sound] | None:
    """The articles in a large file; None where it is not UTF-8 and must be read whole.

    The same articles, rejects and notes as of the text in memory. Raises Unusable where the file is damaged, empty or
    binary.
    """
    marked = _looked_through(source, options)
    if marked is None:
        return None
    if marked:
        log.note(f"{source.name}: {MARK_REMOVED} {UTF_8}")
    if source.kind == "jsonl":
        return stream_json_lines(lambda: _lines(source.path, source.zipped), source.name, source.outlet, options, log)
    return stream_delimited(
        lambda: _open(source.path, source.zipped, _EVERY_KIND_OF_END),
        source.name,
        source.outlet,
        options,
        log,
        tabs=source.kind == "tsv",
    )


def _looked_through(source: Source, options: ReadOptions) -> bool | None:
    """Whether the file, all of which is UTF-8, begins with a mark; None where it is not UTF-8."""
    decoder = codecs.getincrementaldecoder(UTF_8)()
    marked, blank, first = False, True, True
    try:
        for block in read_blocks(source.path, options.max_file_bytes, options, zipped=source.zipped):
            if first:
                marked, first = block.startswith(codecs.BOM_UTF8), False
                if not begins_as_utf8(block):
                    return None
            blank = blank and not block.strip()
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    if blank:
        raise Unusable("empty", "the file is empty")
    return marked


def _open(path: Path, zipped: bool, newline: str) -> TextIO:
    if zipped:
        return gzip.open(path, "rt", encoding=_ENCODING, newline=newline)
    return path.open(encoding=_ENCODING, newline=newline)


def _lines(path: Path, zipped: bool) -> Iterator[str]:
    with _open(path, zipped, _NEWLINE) as text:
        for line in text:
            yield line.removesuffix(_NEWLINE)
