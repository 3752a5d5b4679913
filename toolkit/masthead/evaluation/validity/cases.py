"""What we wrote or judged ourselves and ship: cases with their exact spans, and who is meant at places of a corpus."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document, GoldSpan, Sentence
from masthead.evaluation.validity.marks import REFERENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

LISTS = {"quotes": "quote", "scare": "scare_quote"}
"""Keys of a case and the type of the spans they list."""
REFERENT_COLUMNS = ("doc_id", "start", "end", "name")


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
            raise UnreadableInput(f"this is no judged place: {error}", where=f"{path}:{number}") from error
        if name in known and not 0 <= place[0] < place[1] <= len(known[name].text):
            raise UnreadableInput(f"there is no place {place} in the document {name!r}", where=f"{path}:{number}")
        spans.setdefault(name, []).append(GoldSpan(REFERENT, (place,), name=meant))
    return tuple(replace(document, spans=tuple(spans.get(document.id, ()))) for document in documents)
