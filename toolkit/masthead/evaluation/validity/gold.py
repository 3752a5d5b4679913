"""Annotated documents as they are kept: JSON lines with character offsets, or a table of rated words."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from masthead.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from masthead.evaluation.validity.suite import Gold

WIRE = "wire"
"""The flag of a document whose ``meta`` names the agency that wrote it, or says that none did."""
WORD_COLUMNS = ("word", "annotator_exposures", "mark_rate")


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

    ``flags`` are of the document as a whole; ``author`` is its byline, where that is not in the text.
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
        raise UnreadableInput(f"this is no annotated document: {error}", where=f"{path}:{number}", fix=fix) from error
    if row.unit == "sentence" and not sentences:
        sentences = (Sentence(0, len(row.text), row.labels),)
    flags = {**row.labels, WIRE: bool(row.meta[WIRE])} if WIRE in row.meta else row.labels
    pieces: dict[tuple[str, str | int], list[tuple[int, int]]] = {}
    for index, span in enumerate(row.spans):
        pieces.setdefault((span.type, span.span_id or index), []).append((span.start, span.end))
    spans, author = tuple(GoldSpan(kind, tuple(found)) for (kind, _), found in pieces.items()), row.meta.get("author")
    return Document(row.group_id, row.outlet, row.text, sentences, spans, id=row.doc_id, flags=flags, author=author)


def _words(file: Any, path: Path, min_exposures: int) -> Iterator[Document]:
    for number, row in enumerate(csv.DictReader(file), start=2):
        try:
            word, exposures, rate = (row[name] for name in WORD_COLUMNS)
            seen, rating = int(exposures), float(rate)
        except (KeyError, TypeError, ValueError) as error:
            fix = f"The columns are {', '.join(WORD_COLUMNS)}."
            raise UnreadableInput(f"this is no rated word: {error}", where=f"{path}:{number}", fix=fix) from error
        if seen >= min_exposures:
            yield Document(word, None, word, rating=rating, id=word)
