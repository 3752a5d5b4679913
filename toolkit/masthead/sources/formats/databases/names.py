"""What news databases call their fields and signs, from ``names.toml``, and reading them off a line."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.sources.formats.lines import fold

if TYPE_CHECKING:
    from masthead.sources.formats.lines import Line

_FIELD = re.compile(r"\s*([^\W\d_][\w'/. -]{0,29}?)\s?:[ \t]*")
_NUMBER = re.compile(r"\d+(?:[.,' \u202f\u2009\xa0]\d{3})*(?!\d)")
_LONGEST_HEADING, _LONGEST_CLAIM = 60, 200
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)


@cache
def _names() -> dict[str, Any]:
    source = resources.files("masthead.sources.formats.databases") / "names.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(_names()[table][key])


@cache
def _kinds(table: str) -> dict[str, str]:
    return {name: kind for kind, names in _names()[table].items() if kind != "ends" for name in names}


class Field(NamedTuple):
    """A field read off a line: its name in small letters, its kind ("length", "author"), and its value.

    A kind is "" where the name is none that is known. ``tail`` tells the fields that stand after the text.
    """

    name: str
    kind: str
    value: str
    tail: bool


def field_of(line: Line, *, capitals: bool = False) -> Field | None:
    """The field that a line holds; None where it begins with no name and colon.

    A name that is not known counts where it is bold and its value is not. With ``capitals``, names have no others.
    """
    match = _FIELD.match(line.text)
    if match is None or (capitals and not match[1].isupper()):
        return None
    name, value = fold(match[1]).casefold(), line.text[match.end() :].strip()
    if name in _kinds("heads"):
        return Field(name, _kinds("heads")[name], value, tail=False)
    if name in _kinds("tails"):
        return Field(name, _kinds("tails")[name], value, tail=True)
    bold = line.lead.casefold().replace(" :", ":") == f"{name}:" and bool(value)
    return Field(name, "", value, tail=False) if bold else None


def is_heading(line: Line, kind: str) -> bool:
    """Whether a line is one of the headings of a kind ("tail", "end", "dropped") and nothing else."""
    return len(line.text) <= _LONGEST_HEADING and line.folded.rstrip(":") in _set("headings", kind)


def is_body_heading(line: Line) -> bool:
    """Whether a line says that the text begins below it."""
    return len(line.text) <= _LONGEST_HEADING and _kinds("heads").get(line.folded.rstrip(": ")) == "body"


def ends_text(field: Field) -> bool:
    """Whether a field is one that no text has in it."""
    return field.name in _set("tails", "ends")


def is_cover(line: Line) -> bool:
    """Whether a line is of the list that an export begins with."""
    field = _FIELD.match(line.text)
    return line.role == "row" or (field is not None and fold(field[1]).casefold() in _set("headings", "cover"))


def is_copyright(text: str) -> bool:
    """Whether a line is somebody's claim of rights."""
    folded = fold(text[:_LONGEST_CLAIM]).casefold()
    if folded.startswith(("copyright", "©", "(c)", "copr.")):
        return True
    return len(text) < _LONGEST_CLAIM and folded.endswith(tuple(_set("signs", "copyright")))


def is_error(text: str) -> bool:
    """Whether a text is the database's message that it can't show a document."""
    folded = fold(text).casefold()
    return len(folded) < 300 and any(sign in folded for sign in _set("signs", "error"))


def name_pattern(table: str, key: str) -> str:
    """A pattern for any of the names of a kind."""
    names = sorted(_names()[table][key], key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, names))})"


def counter_pattern() -> re.Pattern[str]:
    """A line such as "3 of 12 DOCUMENTS" or "Dokument 3 von 12" and nothing else."""
    document, between = name_pattern("counting", "document"), name_pattern("counting", "of")
    number = r"(\d[\d.,]*)"
    forms = rf"{number}\s+{between}\s+{number}\s+{document}|{document}\s+{number}\s+{between}\s+{number}"
    return re.compile(rf"\s*(?:{forms})\s*", re.IGNORECASE)


def items_pattern() -> re.Pattern[str]:
    """A line such as "Selected Items: 1-10, 12"."""
    return re.compile(rf"{name_pattern('counting', 'items')}\s*:\s*([\d,;\s-]+)", re.IGNORECASE)


def documents_pattern() -> re.Pattern[str]:
    """A line such as "Documents (50)"."""
    names = name_pattern("counting", "document")
    return re.compile(rf"\s*(?:number of )?{names}\s*(?:\((\d+)\)|:\s*(\d+))\s*", re.IGNORECASE)


def word_count(value: str) -> str | None:
    """The number of words that a length such as "1,238 words" states; None where it states something else."""
    match = _NUMBER.search(value)
    if match is None:
        return None
    unit = fold(value[match.end() :]).casefold().split(" ", 1)[0].strip(".,;()")
    return None if unit in _set("units", "other") else re.sub(r"\D", "", match[0])


def person(value: str) -> str | None:
    """A byline without its "By"."""
    return _BY.sub("", fold(value), count=1) or None if _BY.match(fold(value)) else fold(value) or None
