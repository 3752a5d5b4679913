"""One file of any kind to its articles: read as its ending and its content say.

What reads a kind that few inputs are of is imported when one is: together they take as long as reading 200 articles.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.sources.formats.arrow import read_parquet
from masthead.sources.formats.decode import decode, gunzip, read_bytes
from masthead.sources.formats.json_lines import read_json, read_json_lines
from masthead.sources.formats.large import is_large, put_aside, read_large
from masthead.sources.formats.locate import DOCUMENTS, Source
from masthead.sources.formats.remote import fetched
from masthead.sources.formats.telling import kind_of_bytes, kind_of_document, kind_of_text
from masthead.sources.options import InputFile
from masthead.sources.rows import Unusable
from masthead.storage.hashing import hash_bytes, hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Batch, Log, Row, Sound

    Found = Row | Batch

STDIN_NAME = "<stdin>"
CHANGED = "changed", "something was written to it while it was read"


@dataclass(frozen=True, slots=True)
class Files:
    """How files are read, and those that were; of one that may still fail ``held`` bytes are kept back."""

    options: ReadOptions
    log: Log
    held: int
    progress: Callable[[int, int], None]
    read: list[InputFile] = field(default_factory=list)


def source_rows(source: Source, files: Files) -> Iterator[Found | Sound]:
    """The articles in a file; raises Unusable, MissingColumn or UsageError where it is of no use.

    It is of no use where somebody wrote to it meanwhile: what was read may be cut off, and its hash another's.
    """
    if source.address is not None:
        with fetched(source.address, source.path.name, files.options.max_file_bytes) as path:
            yield from source_rows(replace(source, path=path, address=None), files)
        return
    before = _stamp(source.path)
    yield from _source_rows(source, files)
    if _stamp(source.path) not in (before, None):
        raise Unusable(*CHANGED)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells a file from the same after something was written to it; None where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _source_rows(source: Source, files: Files) -> Iterator[Found | Sound]:
    options, log = files.options, files.log
    if source.kind == "parquet" and not source.zipped:
        # Parquet is read from its place in the file, column by column, not held whole.
        files.read.append(_hashed(source))
        yield from read_parquet(source.path, source.name, source.outlet, options, log, held=files.held)
    elif source.kind == "warc":
        files.read.append(_hashed(source))
        yield from _warc(source, options, log)
    elif is_large(source, options):
        yield from _large_rows(source, files)
    else:
        limit = options.max_export_bytes if source.kind in DOCUMENTS else options.max_file_bytes
        data = read_bytes(source.path, limit)
        files.read.append(InputFile(source.name, hash_bytes(data)))
        yield from _held_rows(data, source, files, limit)


def _large_rows(source: Source, files: Files) -> Iterator[Found | Sound]:
    files.read.append(_hashed(source))
    limit = files.options.max_file_bytes
    rows = read_large(source, files.options, files.log)
    yield from rows or _held_rows(read_bytes(source.path, limit), source, files, limit)


def _held_rows(data: bytes, source: Source, files: Files, limit: int) -> Iterator[Found | Sound]:
    options, log = files.options, files.log
    if source.zipped:
        data = gunzip(data, limit, options)
    if not data.strip():
        raise Unusable("empty", "the file is empty")
    kind = kind_of_document(data, kind_of_bytes(data, source.kind))
    if kind == "parquet":
        yield from read_parquet(data, source.name, source.outlet, options, log, held=files.held)
    elif kind == "warc":
        yield from _warc(source, options, log)
    elif kind in ("xlsx", "xls"):
        from masthead.sources.formats.spreadsheets import read_workbook

        yield from read_workbook(data, kind, source.name, source.outlet, options, log)
    elif kind in DOCUMENTS:
        yield from _document(data, replace(source, kind=kind), options, log)
    else:
        yield from _text_rows(data, kind, source, options, log)


def _text_rows(data: bytes, kind: str, source: Source, options: ReadOptions, log: Log) -> Iterator[Row]:
    decoded = decode(data, encoding=options.encoding, html=kind == "feed")
    told = kind_of_text(decoded.text, kind)
    name, outlet = source.name, source.outlet
    if told != source.kind:
        log.note(f"{name}: read as {told}, which it holds")
    if told == "html":
        yield from _document(data, replace(source, kind=told), options, log)
        return
    if decoded.note:
        log.note(f"{name}: {decoded.note}")
    match told:
        case "csv" | "tsv":
            from masthead.sources.formats.delimited import read_delimited

            yield from read_delimited(decoded.text, name, outlet, options, log, tabs=kind == "tsv")
        case "jsonl":
            yield from read_json_lines(decoded.text, name, outlet, options, log)
        case "feed":
            from masthead.sources.formats.feeds import read_feed

            yield from read_feed(decoded.text, name, outlet, options, log)
        case _:
            yield from read_json(decoded.text, name, outlet, options, log)


def _document(data: bytes, source: Source, options: ReadOptions, log: Log) -> Iterator[Row]:
    from masthead.sources.formats.document_files import read_document

    yield from read_document(data, source, options, log)


def _warc(source: Source, options: ReadOptions, log: Log) -> Iterator[Row | Sound]:
    from masthead.sources.formats.warc import read_warc

    yield from read_warc(source, options, log)


def stdin_rows(files: Files) -> Iterator[Found | Sound]:
    """The articles in the JSON Lines that come in on standard input; raises what ``source_rows`` raises."""
    options = files.options
    with put_aside(options.input_stream, "stdin.jsonl") as data:
        path = data if isinstance(data, Path) else Path()
        source = Source(path, "jsonl", zipped=False, outlet=options.outlet, called=STDIN_NAME)
        if isinstance(data, Path):
            yield from _large_rows(source, files)
            return
    files.read.append(InputFile(STDIN_NAME, hash_bytes(data)))
    if not data.strip():
        raise Unusable("empty", "standard input was empty")
    yield from _text_rows(data, "jsonl", source, options, files.log)


def _hashed(source: Source) -> InputFile:
    try:
        return InputFile(source.name, hash_file(source.path))
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error
