"""The articles of a suite: found on this machine, vouched for by their hash, read to one table."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.errors import UnreadableInput
from masthead.schema import LABEL_PREFIX
from masthead.sources import ReadOptions, read
from masthead.sources.releases import find_corpus, find_data, import_release
from masthead.storage import hash_file, hash_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.evaluation.suites.declaration import Data

YES_NO = {1: "yes", 0: "no"}  # of truth values too
FIXED = ("id", "outlet", "title", "text", "date", "url", "event")


@dataclass(frozen=True, slots=True)
class Material:
    """A corpus as found: its file, the hash of that, whether the suite knows the file, and what it holds in words.

    ``source`` is what ``engines.open_corpus`` takes with ``options``.
    """

    name: str
    path: Path
    sha256: str
    known: str | None
    source: Any
    options: ReadOptions


def find_material(data: Data, folder: Path | None, columns: Sequence[str]) -> Material | None:
    """Where the corpus lies in ``folder`` (or beside its declaration), or None; ``columns`` are read as labels.

    Raises UnreadableInput where the file is damaged.
    """
    path = _path(data, folder)
    if path is None:
        return None
    sha256 = _hash(path)
    known = next((item.of for item in data.known if item.sha256 == sha256), None)
    if not data.known and data.corpus and find_corpus(data.corpus, Path()).articles:
        known = "part of masthead"
    source, options = _source(data, path, columns)
    return Material(data.name, path, sha256, known, source, options)


def read_ratings(material: Material) -> pa.Table:
    """A table of outlets, every column as text; raises UnreadableInput where it is damaged."""
    if material.path.is_dir():
        return import_release([material.path], find_corpus(material.name, Path())).rows
    return _columns(pq.read_table, material.path)


def _path(data: Data, folder: Path | None) -> Path | None:
    corpus = find_corpus(data.corpus, Path()) if data.corpus else None
    if corpus is not None and (folder is not None or corpus.articles):
        return find_data(corpus, folder or Path())
    if folder is None:
        return None
    candidates = (folder / data.file, folder / "articles" / data.file)
    return next((path for path in candidates if path.is_file()), None)


def _hash(path: Path) -> str:
    if path.is_file():
        return hash_file(path)
    files = sorted(item for item in path.rglob("*") if item.is_file() and not item.name.startswith("."))
    return hash_options([[item.relative_to(path).as_posix(), hash_file(item)] for item in files])


def _source(data: Data, path: Path, columns: Sequence[str]) -> tuple[Any, ReadOptions]:
    corpus = find_corpus(data.corpus, Path()) if data.corpus else None
    sentences = bool(corpus and corpus.read and corpus.read.unit == "sentence")
    if path.suffix == ".gz":
        return _gold(path, data.name, sentences=sentences), _options((), whole=True)
    if path.suffix == ".parquet":
        names = _columns(pq.read_schema, path).names
        wanted = [name for name in columns if name in names and name not in FIXED]
        return path, _options(wanted, whole=sentences)
    if corpus is not None and corpus.articles:
        return path, _options((), whole=False)
    assert corpus is not None
    return import_release([path], corpus).rows, _options((), whole=sentences)


def _options(labels: Sequence[str], *, whole: bool) -> ReadOptions:
    """Sentences are read whole: what looks like furniture in them is what was annotated."""
    return ReadOptions(label_cols=tuple(labels), on_duplicate="suffix", exclude_furniture=not whole)


def _columns(reader: Any, path: Path) -> Any:
    try:
        return reader(path)
    except (OSError, pa.ArrowException) as error:
        raise UnreadableInput(
            f"this file is not Parquet, or is damaged: {error}", where=str(path), fix="Import the release again."
        ) from error


def _gold(path: Path, name: str, *, sentences: bool) -> pa.Table:
    """Annotated documents, or their sentences, as a table of articles with every flag as a label."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = [
                row
                for number, line in enumerate(file, start=1)
                if line.strip()
                for row in _rows(_object(line, f"{path}:{number}"), name, sentences=sentences)
            ]
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the annotated corpus cannot be read: {error}", where=str(path)) from error
    names = dict.fromkeys(key for row in rows for key in row)
    return pa.table({key: pa.array([row.get(key) for row in rows], pa.string()) for key in names})


def _object(line: str, where: str) -> Any:
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise UnreadableInput(f"this is not an annotated document: {error}", where=where) from error


def _rows(document: Mapping[str, Any], name: str, *, sentences: bool) -> Iterator[dict[str, str | None]]:
    meta = document.get("meta") or {}
    base = {
        "id": document["doc_id"],
        # One outlet for all where none is named, as an import of the release has it.
        "outlet": document.get("outlet") or name,
        "date": document.get("date"),
        "url": meta.get("url"),
        "event": document.get("event_id"),
        f"{LABEL_PREFIX}group": document.get("group_id"),
        f"{LABEL_PREFIX}split": document.get("official_split"),
    }
    text = document["text"]
    if not sentences or document.get("unit") == "sentence":
        yield {**base, "text": text, **_flags(document.get("labels") or {})}
        return
    for number, sentence in enumerate(document.get("sentences") or ()):
        own = {"id": f"{base['id']} {sentence.get('id', number)}", "text": text[sentence["start"] : sentence["end"]]}
        yield {**base, **own, **_flags(sentence)}


def _flags(labels: Mapping[str, Any]) -> dict[str, str]:
    plain = {key: value for key, value in labels.items() if isinstance(value, bool | int | str)}
    return {f"{LABEL_PREFIX}{key}": _said(value) for key, value in plain.items()}


def _said(value: bool | int | str) -> str:
    return YES_NO.get(value, str(value)) if not isinstance(value, str) else value


def read_articles(material: Material) -> pa.Table:
    """The articles of a corpus, unmeasured: ARTICLES with ``label_*`` columns."""
    return read([material.source], material.options).articles
