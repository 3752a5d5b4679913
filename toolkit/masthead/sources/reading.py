"""Anything to ARTICLES: the one way in for folders, files, streams, tables and data frames."""

from __future__ import annotations

import sys
import warnings
from collections import deque
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.errors import MissingColumn, UnreadableInput, UsageError
from masthead.sources.assemble import count_furniture, finish_batch, finish_row
from masthead.sources.formats.arrow import is_columns, read_frame, read_parquet, to_arrow
from masthead.sources.formats.decode import decode, gunzip, read_bytes
from masthead.sources.formats.delimited import read_delimited
from masthead.sources.formats.document_files import read_document
from masthead.sources.formats.json_lines import read_json, read_json_lines, read_records, spelled
from masthead.sources.formats.large import is_large, put_aside, read_large
from masthead.sources.formats.locate import DOCUMENTS, STDIN, Source, locate
from masthead.sources.options import Finding, InputFile, Reading, ReadOptions, Reject
from masthead.sources.outlets import Outlets
from masthead.sources.passes import Passes
from masthead.sources.rows import Batch, Log, Row, Sound, Unusable, batches_of
from masthead.sources.shelf import HELD_BYTES
from masthead.storage.hashing import hash_bytes, hash_file, hash_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Found = Row | Batch

_STDIN_NAME = "<stdin>"


@dataclass(frozen=True, slots=True)
class _Files:
    """How files are read, and those that were; of one that may still fail ``held`` bytes are kept back."""

    options: ReadOptions
    log: Log
    held: int
    read: list[InputFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stream:
    """What ``sources.stream`` returns.

    ``tables`` gives the articles in order, as tables of one schema whose memory is let go of; it is called once.
    ``rows`` is how many articles there are. The other fields are those of ``Reading``.
    """

    rows: int
    tables: Callable[[], Iterator[pa.Table]]
    rejects: tuple[Reject, ...]
    inputs: tuple[InputFile, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]


def read(inputs: Any, options: ReadOptions | None = None) -> Reading:
    """Read articles from paths, folders, globs, ``-`` (JSON Lines), Arrow tables, data frames and dicts.

    ``inputs`` is one of these, or a list or tuple of them; a dict is one article, or a table by its columns. Rows and
    files that can't be read are in ``rejects``, and the others are read. Raises UnreadableInput where an input is
    missing or nothing could be read (or, with ``strict``, at the first reject), and UsageError for missing columns,
    unknown outlets and ids given twice. Nothing is fetched from the network.
    """
    found = stream(inputs, options, held=sys.maxsize)
    articles = pa.concat_tables(found.tables())
    furniture = count_furniture(articles)
    return Reading.of(
        articles,
        found.inputs,
        rejects=found.rejects,
        notes=found.notes,
        furniture=furniture,
        findings=found.findings,
    )


def stream(inputs: Any, options: ReadOptions | None = None, *, held: int = HELD_BYTES, threads: int = 1) -> Stream:
    """Read articles as ``read`` does, to be had in batches: of the texts ``held`` bytes stay in memory.

    The others wait in a temporary file, since what recurs over articles is only known at the end. Several
    ``threads`` are sooner done and take more memory, with the same result. Returns when everything is read.
    Raises what ``read`` raises, and OutputFailed where the file can't be written.
    """
    if not isinstance(inputs, list | tuple):
        inputs = [inputs]
    options = options if options is not None else ReadOptions()
    if not isinstance(options, ReadOptions):
        raise UsageError(f"options are ReadOptions(...), not {options!r:.60}")
    log = Log(strict=options.strict)
    passes = Passes(options, log, held=held, threads=threads)
    files = _Files(options, log, held=max(held, HELD_BYTES))
    outlets = Outlets(options.outlet_names)
    passes.add(batches_of(_finished(_all_rows(inputs, files), options, log, outlets)))
    if not passes.rows:
        raise _nothing(inputs, log)
    outlets.tell(log)
    passes.settle()
    return Stream(passes.rows, passes.tables, tuple(log.rejects), tuple(files.read), log.notes, log.findings)


def read_articles(inputs: Any, *, rejects: list[Reject] | None = None, **options: Any) -> pa.Table:
    """Read articles to one table with the columns of ``schema.ARTICLES`` and then ``label_*`` columns.

    ``inputs`` is a path, a folder, a glob, ``-``, an Arrow table or any data frame that narwhals knows, or a list of
    these; ``options`` are the fields of ``ReadOptions``. What could not be read is appended to ``rejects``, or, where
    that is None, told in a UserWarning. Raises what ``read`` raises.
    """
    reading = read(inputs, ReadOptions(**options))
    if rejects is not None:
        rejects.extend(reading.rejects)
    elif reading.rejects:
        first = reading.rejects[0]
        found = "1 input" if len(reading.rejects) == 1 else f"{len(reading.rejects)} inputs"
        warnings.warn(
            f"{found} could not be used, first {first.origin}: {first.reason}; pass rejects=[] to have them all",
            stacklevel=2,
        )
    return reading.articles


def _finished(found: Iterable[Found], options: ReadOptions, log: Log, outlets: Outlets) -> Iterator[Found]:
    """The articles that are not rejected, cleaned and their outlets named, up to the limit."""
    room = options.limit
    for item in found:
        kept = 0
        if isinstance(item, Batch):
            batch = finish_batch(item, options, log, room)
            kept = len(batch)
            if kept:
                outlets.name(batch)
                yield batch
        elif finish_row(item, options, log):
            kept = 1
            outlets.name(item)
            yield item
        if room is not None:
            room -= kept
            if not room:
                return


def _all_rows(inputs: Sequence[Any], files: _Files) -> Iterator[Found]:
    """The rows of all inputs in their order; paths that follow each other are looked at together."""
    tables = count(1)
    for kind, group in groupby(inputs, key=_kind):
        items = list(group)
        if kind is Path:
            yield from _path_rows(items, files)
        elif kind is dict:
            yield from _record_rows(items, f"<list {next(tables)}>", files)
        else:
            for item in items:
                if kind is str:
                    yield from _guarded(_stdin_rows(files), _STDIN_NAME, files.log)
                else:
                    yield from _table_rows(to_arrow(item), f"<table {next(tables)}>", files)


def _kind(item: object) -> type:
    """What an input is: a path, ``-`` (str), one article as a dict, or a table."""
    if isinstance(item, str | Path):
        return str if str(item) == STDIN else Path
    return dict if isinstance(item, dict) and not is_columns(item) else object


def _record_rows(records: Sequence[dict[str, Any]], name: str, files: _Files) -> Iterator[Found]:
    files.read.append(InputFile(name, hash_bytes(spelled(records).encode("utf-8", "replace"))))
    yield from _guarded(read_records(records, name, files.options.outlet, files.options, files.log), name, files.log)


def _path_rows(paths: Sequence[str | Path], files: _Files) -> Iterator[Found]:
    sources = list(locate(paths, files.options, files.log))
    for source in sources:
        rows = _source_rows(source, files)
        yield from _guarded(rows, source.name, files.log, among_others=len(sources) > 1)


def _guarded(rows: Iterator[Found | Sound], name: str, log: Log, *, among_others: bool = False) -> Iterator[Found]:
    """``rows``, all or none where the file turns out unusable, so that no file is half in the result.

    A table without the columns needed is an error of use where it is all there is, else a reject. Rows of a
    file that was looked through before its first are handed on as they come.
    """
    whole: deque[Found] = deque()
    try:
        for item in rows:
            if isinstance(item, Sound):
                break
            whole.append(item)
    except Unusable as error:
        log.reject(error.reason, name, error.detail)
        return
    except MissingColumn as error:
        if not among_others:
            raise
        log.missing.append(error)
        log.reject("missing column", name, error.what)
        return
    while whole:
        yield whole.popleft()  # not kept here while it is looked at
    yield from (item for item in rows if not isinstance(item, Sound))


def _source_rows(source: Source, files: _Files) -> Iterator[Found | Sound]:
    options, log = files.options, files.log
    if source.kind == "parquet" and not source.zipped:
        # Parquet is read from its place in the file, column by column, not held whole.
        files.read.append(_hashed(source))
        yield from read_parquet(source.path, source.name, source.outlet, options, log, held=files.held)
    elif is_large(source, options):
        yield from _large_rows(source, files)
    else:
        limit = options.max_export_bytes if source.kind in DOCUMENTS else options.max_file_bytes
        data = read_bytes(source.path, limit)
        files.read.append(InputFile(source.name, hash_bytes(data)))
        yield from _held_rows(data, source, files, limit)


def _large_rows(source: Source, files: _Files) -> Iterator[Found | Sound]:
    files.read.append(_hashed(source))
    limit = files.options.max_file_bytes
    rows = read_large(source, files.options, files.log)
    yield from rows or _held_rows(read_bytes(source.path, limit), source, files, limit)


def _held_rows(data: bytes, source: Source, files: _Files, limit: int) -> Iterator[Found | Sound]:
    options, log = files.options, files.log
    if source.zipped:
        data = gunzip(data, limit, options)
    if not data.strip():
        raise Unusable("empty", "the file is empty")
    if source.kind == "parquet":
        yield from read_parquet(data, source.name, source.outlet, options, log, held=files.held)
    elif source.kind in DOCUMENTS:
        yield from read_document(data, source, options, log)
    else:
        yield from _text_rows(data, source.kind, source.name, source.outlet, options, log)


def _text_rows(data: bytes, kind: str, name: str, outlet: str | None, options: ReadOptions, log: Log) -> Iterator[Row]:
    decoded = decode(data, encoding=options.encoding)
    if decoded.note:
        log.note(f"{name}: {decoded.note}")
    match kind:
        case "csv" | "tsv":
            yield from read_delimited(decoded.text, name, outlet, options, log, tabs=kind == "tsv")
        case "jsonl":
            yield from read_json_lines(decoded.text, name, outlet, options, log)
        case _:
            yield from read_json(decoded.text, name, outlet, options, log)


def _stdin_rows(files: _Files) -> Iterator[Found | Sound]:
    options = files.options
    with put_aside(options.input_stream, "stdin.jsonl") as data:
        if isinstance(data, Path):
            yield from _large_rows(
                Source(data, "jsonl", zipped=False, outlet=options.outlet, called=_STDIN_NAME), files
            )
            return
    files.read.append(InputFile(_STDIN_NAME, hash_bytes(data)))
    if not data.strip():
        raise Unusable("empty", "nothing came in on standard input")
    yield from _text_rows(data, "jsonl", _STDIN_NAME, options.outlet, options, files.log)


def _table_rows(table: pa.Table, name: str, files: _Files) -> Iterator[Found]:
    files.read.append(InputFile(name, hash_table(table)))
    rows = read_frame(table, name, files.options.outlet, files.options, files.log)
    yield from _guarded(rows, name, files.log)


def _hashed(source: Source) -> InputFile:
    try:
        return InputFile(source.name, hash_file(source.path))
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error


def _nothing(inputs: Sequence[Any], log: Log) -> UnreadableInput | UsageError:
    where = ", ".join(str(item) if isinstance(item, str | Path) else "<table>" for item in inputs) or None
    if log.rejects and all(reject.reason == "no outlet" for reject in log.rejects):
        return UsageError(
            "nothing tells which outlet these articles are from",
            where=where,
            fix="Put them in one sub-folder an outlet, name the column with --outlet-col NAME, "
            "or give the outlet with --outlet NAME.",
        )
    if log.missing and len(log.missing) == len(log.rejects):
        return log.missing[0]
    if not log.rejects:
        return UnreadableInput("no articles in this input", where=where, fix="Check that it has rows.")
    first = log.rejects[0]
    more = f" ({len(log.rejects):,} rejects in all)" if len(log.rejects) > 1 else ""
    what = f"no article could be read: {first.reason}, {first.detail}{more}"
    return UnreadableInput(what, where=first.origin, fix="Mend the input or name another.")
