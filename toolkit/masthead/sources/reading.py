"""Anything to ARTICLES: the one way in for folders, files, streams, tables and data frames."""

from __future__ import annotations

import gc
import sys
import warnings
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count as numbers
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.errors import MissingColumn, UnreadableInput, UsageError, options_of
from masthead.numerals import count
from masthead.sources.assemble import count_furniture
from masthead.sources.cleaning import finished
from masthead.sources.files import CHANGED, STDIN_NAME, Files, source_rows, stdin_rows
from masthead.sources.formats.arrow import read_frame
from masthead.sources.formats.json_lines import read_records, spelled
from masthead.sources.formats.locate import STDIN, locate
from masthead.sources.frames import is_columns, to_arrow
from masthead.sources.options import Finding, InputFile, Reading, ReadOptions, Reject
from masthead.sources.outlets import Outlets
from masthead.sources.passes import Passes
from masthead.sources.rows import Batch, Log, Row, Sound, Unusable
from masthead.sources.shelf import HELD_BYTES
from masthead.storage.hashing import hash_bytes, hash_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Found = Row | Batch
    Progress = Callable[[int, int], None]

_COLLECTED = (50_000, 20, 100)
"""New objects, and rounds, after which Python looks for cycles."""


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


def read(inputs: Any, options: ReadOptions | None = None, *, progress: Progress | None = None) -> Reading:
    """Read articles from paths, folders, globs, ``-`` (JSON Lines), Arrow tables, data frames and dicts.

    ``inputs`` is one of these, or a list or tuple of them; a dict is one article, or a table by its columns. Rows and
    files that cannot be read are in ``rejects``, and the others are read. Nothing is fetched but from an address that
    is given (``s3://bucket/folder``). ``progress`` is called with the files done and their total, or 0 if that is not
    meaningful.

    Raises UnreadableInput if an input is missing or nothing could be read (or, with ``strict``, at the first reject).
    Raises UsageError for missing columns, unknown outlets and ids given twice.
    """
    found = stream(inputs, options, held=sys.maxsize, progress=progress)
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


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for cycles less often, which reading makes few of among a great many small objects."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_seldom_collected()
def stream(
    inputs: Any,
    options: ReadOptions | None = None,
    *,
    held: int = HELD_BYTES,
    threads: int = 1,
    progress: Progress | None = None,
) -> Stream:
    """Read articles as ``read`` does, to be had in batches: of the texts ``held`` bytes stay in memory.

    The others wait in a temporary file, since what recurs over articles is only known at the end. Several
    ``threads`` are sooner done and take more memory, with the same result. Returns when everything is read.
    Raises what ``read`` raises, and OutputFailed where the file can't be written.
    """
    if not isinstance(inputs, list | tuple):
        inputs = [inputs]
    options = options_of(options, ReadOptions)
    log = Log(strict=options.strict)
    passes = Passes(options, log, held=held, threads=threads)
    tell = progress or _tell_nobody
    files = Files(options, log, held=max(held, HELD_BYTES), progress=tell)
    outlets = Outlets(options.outlet_names)
    passes.add(outlets.named(finished(_all_rows(inputs, files), options, log)))
    if not passes.rows:
        raise _nothing(inputs, log)
    tell(0, 0)
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
        found = count(len(reading.rejects), "input")
        warnings.warn(
            f"{found} could not be used, first {first.origin}: {first.reason}; pass rejects=[] to have them all",
            stacklevel=2,
        )
    return reading.articles


def _all_rows(inputs: Sequence[Any], files: Files) -> Iterator[Found]:
    """The rows of all inputs in their order; paths that follow each other are looked at together."""
    tables = numbers(1)
    for kind, group in groupby(inputs, key=_kind):
        items = list(group)
        if kind is Path:
            yield from _path_rows(items, files)
        elif kind is dict:
            yield from _record_rows(items, f"<list {next(tables)}>", files)
        else:
            for item in items:
                if kind is str:
                    yield from _guarded(stdin_rows(files), STDIN_NAME, files.log)
                else:
                    yield from _table_rows(to_arrow(item), f"<table {next(tables)}>", files)


def _kind(item: object) -> type:
    """What an input is: a path, ``-`` (str), one article as a dict, or a table."""
    if isinstance(item, str | Path):
        return str if str(item) == STDIN else Path
    return dict if isinstance(item, dict) and not is_columns(item) else object


def _record_rows(records: Sequence[dict[str, Any]], name: str, files: Files) -> Iterator[Found]:
    files.read.append(InputFile(name, hash_bytes(spelled(records).encode("utf-8", "replace"))))
    yield from _guarded(read_records(records, name, files.options.outlet, files.options, files.log), name, files.log)


def _path_rows(paths: Sequence[str | Path], files: Files) -> Iterator[Found]:
    sources = list(locate(paths, files.options, files.log))
    several = len(sources) > 1
    for done, source in enumerate(sources):
        if several:
            files.progress(done, len(sources))
        yield from _guarded(source_rows(source, files), source.name, files.log, among_others=several)


def _tell_nobody(done: int, total: int) -> None:
    """What progress is told to where nobody asks."""


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
    try:
        yield from (item for item in rows if not isinstance(item, Sound))
    except (Unusable, OSError, EOFError, UnicodeDecodeError, pa.ArrowException) as error:  # it was sound before
        fix = "Read it again when nothing writes to it any more."
        raise UnreadableInput(f"the file changed: {CHANGED[1]}", where=name, fix=fix) from error


def _table_rows(table: pa.Table, name: str, files: Files) -> Iterator[Found]:
    files.read.append(InputFile(name, hash_table(table)))
    rows = read_frame(table, name, files.options.outlet, files.options, files.log)
    yield from _guarded(rows, name, files.log)


def _nothing(inputs: Sequence[Any], log: Log) -> UnreadableInput | UsageError:
    where = ", ".join(str(item) if isinstance(item, str | Path) else "<table>" for item in inputs) or None
    if log.rejects and all(reject.reason == "no outlet" for reject in log.rejects):
        return UsageError(
            "nothing says which outlet these articles are from",
            where=where,
            fix="Put them in one sub-folder per outlet, name the column with --outlet-col NAME, or give the outlet "
            "with --outlet NAME.",
        )
    if log.missing and len(log.missing) == len(log.rejects):
        return log.missing[0]
    if not log.rejects:
        return UnreadableInput("no articles in this input", where=where, fix="Check that it has rows.")
    first = log.rejects[0]
    more = f" ({count(len(log.rejects), 'reject')} in all)" if len(log.rejects) > 1 else ""
    what = f"no article could be read: {first.reason}, {first.detail}{more}"
    return UnreadableInput(what, where=first.origin, fix="Correct the input or give another.")
