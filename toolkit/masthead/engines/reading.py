"""Articles as they are read for any command; what was read of files is kept in the cache, to be read only once."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead import sources, storage
from masthead.engines.corpus import How, code_hash
from masthead.errors import UsageError
from masthead.results import Result
from masthead.schema import ARTICLES
from masthead.sources import Finding, InputFile, Reading, ReadOptions, Reject
from masthead.storage.hashing import hash_table
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from masthead.engines.corpus import Progress
    from masthead.engines.rereading import Rereading

KEPT = "read-"
MOST_BYTES = 64_000_000
"""Files and articles above this size are not kept: it would fill a disk with what takes long to count anyway."""
MOST_KEPT = 512_000_000
"""Bytes of all that is kept."""
_TABLES, _SAID = ("articles", "furniture"), "said.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesResult(Result):
    """A result on articles, which ``reading`` holds as they are after it."""

    reading: Rereading

    @property
    def articles(self) -> pa.Table:
        """ARTICLES in memory, read again where they were put aside: ask once."""
        return self.reading.table()

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """What could not be read."""
        return self.reading.rejects


def reading_of(source: Any, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """What ``sources.read`` makes of ``source``; a reading, or a table that is whole ARTICLES, is taken as it is."""
    if isinstance(source, Reading):
        return source
    if isinstance(source, Result):
        source = source.articles if isinstance(source, ArticlesResult) else source.table
    if not is_articles(source) or replace(options, other_columns=True) != ReadOptions():
        return sources.read(source, options, progress=progress)
    require_text(source)
    return Reading.of(source, (InputFile("<table 1>", hash_table(source)),))


def is_articles(item: object) -> bool:
    """Whether an input is a table with all columns of ARTICLES."""
    return isinstance(item, pa.Table) and set(ARTICLES.names) <= set(item.column_names)


def require_text(articles: pa.Table) -> None:
    """Raise UsageError where an ARTICLES table that was not read by ``sources`` holds text that is no UTF-8."""
    for name in ("text", "title"):
        try:
            articles[name].validate(full=True)
        except pa.ArrowInvalid as error:
            raise UsageError(
                f"the column {name!r} contains text that is not UTF-8 ({str(error).splitlines()[0]})",
                fix="Read the articles with masthead.read, which decodes them.",
            ) from error


def kept_reading(source: Any, how: How) -> Reading:
    """As ``reading_of`` for what is to be measured, but files that the cache holds as they are now are not read again.

    They are the same if their names and bytes are, and if they are read in the same way: by the same options, code and
    packages, in the same year (a date too far ahead is a mistake). A reading with rejects is not kept: what went wrong,
    for want of memory perhaps, may go right the next time. Raises what ``sources.read`` raises.
    """
    given = _contents(source) if how.cache else None
    if given is None:
        return reading_of(source, how.reading, how.note_reading)
    store, made = storage.Cache(), []
    key = f"{KEPT}{storage.hash_options([given, *manner(how.reading)])[:40]}"
    if not store.has(key):
        made.append(reading_of(source, how.reading, how.note_reading))
        if made[0].rejects or made[0].articles.nbytes > MOST_BYTES or _contents(source) != given:
            return made[0]

    def build(folder: Path) -> None:
        if not made:  # it was there a moment ago
            made.append(reading_of(source, how.reading, how.note_reading))
        if folder.parent == store.root:  # else the cache can't be used
            _keep(made[0], folder)

    folder = store.get_or_build(key, build)
    if made:
        store.trim(KEPT, MOST_KEPT)
        return made[0]
    try:
        return _taken_up(folder)
    except (OSError, ValueError, pa.ArrowException):  # damaged, though all files are as long as they were
        return reading_of(source, how.reading, how.note_reading)


def _contents(source: Any) -> list[tuple[str, str, str]] | None:
    """Every file of the inputs: as what it was named, where it is, the hash of its bytes.

    None if there is anything but regular files and folders of these, or more than is kept.
    """
    inputs = source if isinstance(source, list | tuple) else [source]
    found, left = [], MOST_BYTES
    try:
        for item in inputs:
            for path in _files(item):
                left -= path.stat().st_size
                if left < 0:
                    return None
                found.append((_spelled(path), _spelled(path.absolute()), storage.hash_file(path)))
    except OSError:
        return None
    return found


def _files(item: Any) -> Iterator[Path]:
    """The files of an input, sorted; raises OSError where it is none, or holds links, pipes or devices."""
    if not isinstance(item, str | Path):
        raise FileNotFoundError
    path = Path(item)
    if not path.is_dir():
        yield _regular(path)
        return
    for folder, folders, names in os.walk(path, onerror=_fail):
        folders.sort()
        below = Path(folder)
        if any((below / name).is_symlink() for name in (*folders, *names)):
            raise FileNotFoundError
        yield from (_regular(below / name) for name in sorted(names))


def _regular(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError
    return path


def _fail(error: OSError) -> None:
    raise error


def _spelled(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def manner(options: ReadOptions) -> list[Any]:
    """What a reading depends on besides the files."""
    how = {item.name: getattr(options, item.name) for item in fields(options) if item.name != "stdin"}
    return [
        how,
        __version__,
        code_hash(),
        storage.hash_file(Path(__file__)),
        sys.version,
        sorted(_installed()),
        date.today().year,
    ]


def _installed() -> Iterable[str]:
    """The packages of this installation with their versions, as their folders are called."""
    for place in {*map(Path, sys.path)}:
        if place.is_dir():
            yield from (name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208 - names alone


def _keep(reading: Reading, folder: Path) -> None:
    for name in _TABLES:
        if (table := getattr(reading, name)) is not None:
            _write(table, folder / f"{name}.arrow")
    said = {name: getattr(reading, name) for name in ("notes", "inputs", "findings")}
    (folder / _SAID).write_text(json.dumps(said), encoding="utf-8")


def _write(table: pa.Table, path: Path) -> None:
    """As Arrow's own format, which gives back the very same table: Parquet calls the items of a list otherwise."""
    with pa.ipc.new_file(str(path), table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)


def _taken_up(folder: Path) -> Reading:
    said = json.loads((folder / _SAID).read_text(encoding="utf-8"))
    paths = (folder / f"{name}.arrow" for name in _TABLES)
    articles, furniture = (pa.ipc.open_file(str(path)).read_all() if path.exists() else None for path in paths)
    return Reading.of(
        articles,
        tuple(InputFile(*item) for item in said["inputs"]),
        notes=tuple(said["notes"]),
        furniture=furniture,
        findings=tuple(Finding(*item) for item in said["findings"]),
    )
