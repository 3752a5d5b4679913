"""Annotated documents as they are kept: JSON lines with character offsets, a table of rated words, and what we ship.

That are cases we wrote, with their exact spans, and who we judged to be meant at places of a corpus.
"""

from __future__ import annotations

import csv
import gzip
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.marks import REFERENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from masthead.evaluation.validity.suite import Gold

WIRE = "wire"
"""The flag of a document whose ``meta`` names the agency that wrote it, or says that none did."""
WORD_COLUMNS = ("word", "annotator_exposures", "mark_rate")
LISTS = {"quotes": "quote", "scare": "scare_quote"}
"""Keys of a case and the type of the spans they list."""
REFERENT_COLUMNS = ("doc_id", "start", "end", "name")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its characters, with the flags annotators gave it (None: undecided)."""

    start: int
    end: int
    flags: dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """One annotation: its type and its pieces, of which there are several where it is discontinuous.

    ``name`` is who is meant, where that is what was judged.
    """

    type: str
    pieces: tuple[tuple[int, int], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An annotated text. Documents of one ``group`` are not independent; ``rating`` is that of a rated word.

    ``flags`` are of the document as a whole; ``author`` and ``title`` are its byline and headline, where those are not
    in the text.
    """

    group: str
    outlet: str | None
    text: str
    sentences: tuple[Sentence, ...] = ()
    spans: tuple[GoldSpan, ...] = ()
    rating: float | None = None
    id: str = ""
    flags: dict[str, Any] = field(default_factory=dict)
    author: str | None = None
    title: str | None = None


class _Span(msgspec.Struct):
    start: int
    end: int
    type: str
    span_id: str | None = None


class _Row(msgspec.Struct):
    doc_id: str
    group_id: str
    text: str
    outlet: str | None = None
    unit: str = "article"
    sentences: list[dict[str, Any]] = []
    spans: list[_Span] = []
    labels: dict[str, Any] = {}
    meta: dict[str, Any] = {}


def read_gold(path: Path, gold: Gold | None = None) -> tuple[Document, ...]:
    """Every document of a file, in its order.

    ``.csv.gz`` holds rated words; words that fewer than ``gold.min_exposures`` readings saw are left out. Anything else
    is gzipped JSON lines; a document of one sentence carries that sentence's flags as its labels. Raises
    UnreadableInput (``path:line``) where a line is not as described.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            if path.name.endswith(".csv.gz"):
                return tuple(_words(file, path, gold.min_exposures if gold else 0))
            return tuple(_document(line, path, number) for number, line in enumerate(file, start=1) if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the annotated corpus cannot be read: {error}", where=str(path)) from error


def _document(line: str, path: Path, number: int) -> Document:
    try:
        row = msgspec.json.decode(line, type=_Row)
        sentences = tuple(Sentence(item["start"], item["end"], item) for item in row.sentences)
    except (msgspec.DecodeError, KeyError) as error:
        fix = "Each line is a JSON object with doc_id, group_id, text, and sentences and spans with start and end."
        raise UnreadableInput(
            f"this is not an annotated document: {error}", where=f"{path}:{number}", fix=fix
        ) from error
    if row.unit == "sentence" and not sentences:
        sentences = (Sentence(0, len(row.text), row.labels),)
    flags = {**row.labels, WIRE: bool(row.meta[WIRE])} if WIRE in row.meta else row.labels
    pieces: dict[tuple[str, str | int], list[tuple[int, int]]] = {}
    for index, span in enumerate(row.spans):
        pieces.setdefault((span.type, span.span_id or index), []).append((span.start, span.end))
    spans = tuple(GoldSpan(kind, tuple(found)) for (kind, _), found in pieces.items())
    beside = {name: row.meta.get(name) for name in ("author", "title")}
    return Document(row.group_id, row.outlet, row.text, sentences, spans, id=row.doc_id, flags=flags, **beside)


def _words(file: Any, path: Path, min_exposures: int) -> Iterator[Document]:
    for number, row in enumerate(csv.DictReader(file), start=2):
        try:
            word, exposures, rate = (row[name] for name in WORD_COLUMNS)
            seen, rating = int(exposures), float(rate)
        except (KeyError, TypeError, ValueError) as error:
            fix = f"The columns are {', '.join(WORD_COLUMNS)}."
            raise UnreadableInput(f"this is not a rated word: {error}", where=f"{path}:{number}", fix=fix) from error
        if seen >= min_exposures:
            yield Document(word, None, word, rating=rating, id=word)


def read_cases(path: Path) -> tuple[Document, ...]:
    """Cases of a TOML file: ``kind``, ``text``, and under each key of LISTS the exact words of spans, by their start.

    Raises UnreadableInput where the file is no TOML, a key is unknown, or words are not in the text in that order.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
    except (OSError, KeyError, ValueError) as error:
        raise UnreadableInput(f"the cases cannot be read: {error}", where=str(path)) from error
    documents = []
    for number, row in enumerate(rows, start=1):
        where = f"{path}:case {number}"
        unknown = row.keys() - {"kind", "text", *LISTS}
        if unknown or not {"kind", "text"} <= row.keys():
            raise UnreadableInput(f"a case has kind, text, {' and '.join(LISTS)}, not {sorted(row)}", where=where)
        text = row["text"]
        spans = tuple(
            GoldSpan(kind, (place,)) for key, kind in LISTS.items() for place in _places(row.get(key, ()), text, where)
        )
        name = f"{number} {row['kind']}"
        documents.append(Document(name, None, text, (Sentence(0, len(text), {}),), spans, id=name))
    return tuple(documents)


def _places(listed: Iterable[str], text: str, where: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for words in listed:
        start = text.find(words, places[-1][0] + 1 if places else 0)
        if start < 0:
            raise UnreadableInput(f"{words!r} is not in the text, or not after the one before", where=where)
        places.append((start, start + len(words)))
    return places


def with_referents(documents: Sequence[Document], path: Path) -> tuple[Document, ...]:
    """The documents with who is meant at judged places as spans of type ``referent``, and no other spans.

    ``path`` is a table of REFERENT_COLUMNS, parted by tabs; lines that begin with ``#`` are left out. Raises
    UnreadableInput (``path:line``) where a line is not as described or a place is not in its document.
    """
    known = {document.id: document for document in documents}
    spans: dict[str, list[GoldSpan]] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [(number, line) for number, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    for (number, _), row in zip(kept[1:], csv.DictReader((line for _, line in kept), delimiter="\t"), strict=True):
        try:
            name, start, end, meant = (row[column] for column in REFERENT_COLUMNS)
            place = (int(start), int(end))
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableInput(f"this is not a judged position: {error}", where=f"{path}:{number}") from error
        if name in known and not 0 <= place[0] < place[1] <= len(known[name].text):
            raise UnreadableInput(f"there is no position {place} in the document {name!r}", where=f"{path}:{number}")
        spans.setdefault(name, []).append(GoldSpan(REFERENT, (place,), name=meant))
    return tuple(replace(document, spans=tuple(spans.get(document.id, ()))) for document in documents)
