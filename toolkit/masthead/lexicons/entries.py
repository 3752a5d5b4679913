"""The values a lexicon is made of: entries, their surface forms and the contexts that switch them on or off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["prev", "next", "near", "is"]

PLACES: tuple[Place, ...] = ("prev", "next", "near", "is")
SHAPES = frozenset({"CAP", "UPPER", "LOWER", "START", "END", "NUM", "NEG"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One context test.

    ``prev`` and ``next`` look at the token right before or after the match, ``near`` at the six tokens on either side
    within the sentence and, for a term of several words, at its own, ``is`` at the match itself. ``values`` holds
    folded words and, in capitals, shapes: ``CAP`` (capital letter that the sentence start does not explain),
    ``UPPER``, ``LOWER``, ``START`` and ``END`` of the sentence, ``NUM`` (a number, in digits or words), ``NEG`` (a
    negation).
    """

    wanted: bool
    place: Place
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of a lexicon with every surface form it is matched by."""

    term: str
    category: str
    canonical: str
    weight: float
    forms: tuple[str, ...]
    conditions: tuple[Condition, ...]
    note: str
    where: str
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with its provenance. ``sha256`` is of the file's bytes and goes into every manifest."""

    name: str
    version: str
    title: str
    license: str
    source: str
    citation: str
    limits: str
    categories: tuple[str, ...]
    entries: tuple[Entry, ...]
    sha256: str
    path: str
