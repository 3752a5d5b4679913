"""What ``corpora/NAME/corpus.toml`` says of a corpus: where it comes from, on what terms, and how its files are read.

A declaration is data; what there is to read with is in ``layouts``. Unknown keys, layouts and fields are refused, so
that a misspelt one never drops a column. No text of a corpus is part of its declaration.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import msgspec

from masthead.errors import UnreadableInput, UsageError, did_you_mean
from masthead.schema import LABEL_PREFIX
from masthead.sources.options import FieldName  # noqa: TC001 - msgspec reads it
from masthead.sources.releases.patterns import problem_of
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "corpus.toml"
NAMES = (
    "demo",
    "abp",
    "semeval2019",
    "webis2016",
    "fa_kes",
    "fakenewsnet",
    "babe",
    "basil",
    "subjectivity",
    "polnear",
    "hedge_news",
    "hedge_wiki",
    "ptc",
    "lim2020",
    "faerber2020",
    "domain_quality",
    "media_reliability",
)
"""Every corpus that is declared, in the order of lists."""

Checked = Literal["verified", "secondary", "unverified"]
Unit = Literal["article", "sentence", "outlet"]
Layout = Literal["table", "json", "xml", "text", "basil", "uncertainty", "propaganda"]
Form = Literal["text", "domain", "date", "epoch_ms"]

_DIGITS = {"sha256": re.compile(r"[0-9a-f]{64}"), "md5": re.compile(r"[0-9a-f]{32}")}
_FILE_NAME = re.compile(r"[\w][\w.+-]*")
_LABEL = re.compile(r"[a-z][a-z0-9_]*")


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a value is made from a record.

    ``column`` names one column, or several of which the first that is not empty counts; a dot leads into an object.
    ``@name``, ``@stem`` and ``@folder`` are parts of the file's name. ``pattern`` keeps its one group of what it
    matches, ``form`` says how the value is written, and ``values`` translates it: a value that is not among them makes
    the row a reject, one translated to nothing is null. ``constant`` stands for all of this.
    """

    column: str | tuple[str, ...] = ()
    constant: str = ""
    pattern: str = ""
    form: Form = "text"
    date_format: str = ""
    values: dict[str, str] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to look at, in order."""
        return (self.column,) if isinstance(self.column, str) else self.column


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Files of a release and how they are laid out.

    Of the patterns in ``files`` the first that matches any file counts. ``annotations`` are the files of marks that
    belong to each text, for layouts that keep them apart.
    """

    layout: Layout
    files: tuple[str, ...]
    annotations: tuple[str, ...] = ()
    delimiter: str = ","
    quoted: bool = True
    encoding: str | None = None
    element: str = "article"
    columns: tuple[str, ...] = ()


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Columns taken from another table: of its record whose ``key`` is what the article's column ``on`` holds."""

    table: Table
    key: str
    on: str
    columns: dict[str, str]
    required: bool = True


class Layouts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a release becomes rows: its tables, and which column is which field and label."""

    unit: Unit = "article"
    tables: tuple[Table, ...]
    fields: dict[FieldName, str | Column]
    labels: dict[str, str | Column] = {}
    joins: tuple[Join, ...] = ()

    @property
    def specs(self) -> dict[str, str | Column]:
        """How each column of the table is made, labels with their prefix."""
        labels = ((f"{LABEL_PREFIX}{name}", spec) for name, spec in self.labels.items())
        return dict((*self.fields.items(), *labels))


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file to download: its address, how that was checked, and the checksum its owners publish, where they do."""

    name: str
    url: str
    checked: Checked
    sha256: str = ""
    md5: str = ""

    @property
    def known(self) -> str | None:
        """The published checksum as ``algorithm:digits``, or None."""
        return f"sha256:{self.sha256}" if self.sha256 else f"md5:{self.md5}" if self.md5 else None


class Corpus(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A corpus: who made it, on what terms it may be used, where to get it, how it is read, and what is odd about it.

    ``articles``, ``outlets``, ``events`` and ``intent`` describe a corpus whose articles lie beside the declaration.
    """

    name: str
    title: str
    version: str
    license: str
    source: str
    citation: str
    language: str = "en"
    terms: str = ""
    purpose: str = ""
    size: str = ""
    bibtex: str = ""
    checked: str = ""
    by_hand: str = ""
    traps: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    read: Layouts | None = None
    articles: str = ""
    outlets: dict[str, dict[str, str]] = {}
    events: Any = None
    intent: tuple[dict[str, Any], ...] = ()


def bundled_corpora() -> tuple[Corpus, ...]:
    """Every declared corpus, in the order of lists."""
    return tuple(load_corpus(bundled(f"corpora/{name}/{FILE}")) for name in NAMES)


def load_corpus(path: Path) -> Corpus:
    """Read a declaration.

    Raises UnreadableInput where it cannot be read and UsageError where a key, layout or field is unknown, an address
    is none, a checksum has the wrong length, or a corpus without files to download does not say how to get it.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"the declaration cannot be read: {error.strerror or error}", where=str(path)) from error
    try:
        corpus = msgspec.toml.decode(raw, type=Corpus)
    except msgspec.ValidationError as error:
        raise UsageError(str(error), where=str(path), fix="The manual's page on corpora has every key.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the declaration is not valid TOML: {error}", where=str(path)) from error
    problem = next(_problems(corpus), None)
    if problem is not None:
        raise UsageError(problem, where=str(path))
    return corpus


def find_corpus(name: str, path: Path) -> Corpus:
    """The corpus called ``name``, else the one that the file ``path`` declares; UsageError where there is neither."""
    if name in NAMES:
        return load_corpus(bundled(f"corpora/{name}/{FILE}"))
    if path.is_dir():
        path = path / FILE
    if path.is_file():
        return load_corpus(path)
    raise UsageError(
        f"there is no corpus {name!r}.{did_you_mean(name, NAMES)}",
        fix="List them: masthead corpora list. A declaration of your own is given as its file.",
    )


def _problems(corpus: Corpus) -> Iterator[str]:
    if not _FILE_NAME.fullmatch(corpus.name):
        yield f"name = {corpus.name!r} is not a plain name: use letters, digits, - and _"
    if not (corpus.files or corpus.by_hand or corpus.articles):
        yield "there is neither a file to download nor by_hand, which says how to get the corpus"
    for file in corpus.files:
        yield from _file_problems(file)
    if corpus.read is not None:
        yield from _layout_problems(corpus.read)


def _file_problems(file: File) -> Iterator[str]:
    address = urlsplit(file.url)
    if address.scheme not in ("http", "https") or not address.netloc:
        yield f"url = {file.url!r} is no http address"
    if not _FILE_NAME.fullmatch(file.name):
        yield f"the file name {file.name!r} is no plain name"
    for algorithm, digits in _DIGITS.items():
        value = getattr(file, algorithm)
        if value and not digits.fullmatch(value):
            yield f"{algorithm} = {value!r} of {file.name} is not made of the right number of small hexadecimal digits"


def _layout_problems(layouts: Layouts) -> Iterator[str]:
    needed = ("outlet",) if layouts.unit == "outlet" else ("outlet", "text")
    yield from (f"read.fields has no {name}" for name in needed if name not in layouts.fields)
    if layouts.unit == "outlet" and set(layouts.fields) != {"outlet"}:
        yield "an outlet has no fields besides its name; the rest are labels"
    yield from (
        f"a label is called {name!r}: use small letters" for name in layouts.labels if not _LABEL.fullmatch(name)
    )
    for name, spec in (*layouts.fields.items(), *layouts.labels.items()):
        if isinstance(spec, Column):
            yield from (f"{name}: {problem}" for problem in _column_problems(spec))
    tables = (*layouts.tables, *(join.table for join in layouts.joins))
    if not layouts.tables or not all(table.files for table in tables):
        yield "read names no files"
    for table in tables:
        if table.layout in ("basil", "propaganda") and not table.annotations:
            yield f"the layout {table.layout!r} needs annotations"


def _column_problems(spec: Column) -> Iterator[str]:
    if bool(spec.columns) == bool(spec.constant):
        yield "give either a column or a constant"
    if (spec.form == "date") != bool(spec.date_format):
        yield "form 'date' and date_format go together"
    if spec.pattern and (problem := problem_of(spec.pattern)):
        yield problem
