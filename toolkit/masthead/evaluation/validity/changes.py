"""Changes to a text that leave what it says as it is: typography, a neutral sentence or phrase, another name.

Each gives the changed text with, for every character, the place of the original it comes from, or ADDED; or None where
there is nothing to change.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from zlib import crc32

from masthead.evaluation.validity.templates import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from masthead.evaluation.validity.templates import Filled, Value

    Changed = tuple[str, tuple[int, ...]]
    Change = Callable[[Filled], Changed | None]

ADDED = -1
SENTENCES = (
    "The road is two miles long.",
    "The meeting lasted an hour.",
    "The library opened in 1961.",
    "The hall has 300 seats.",
    "Trains run every ten minutes.",
    "The river flows through the town.",
)
"""Neutral sentences without any hit of the kinds that are compared."""
_OPENING = re.compile(r'(?:^|(?<=[\s(\[—–-]))"')
_DOUBLE = re.compile(r'"')
_INNER_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def exchanged(
    template: str, slots: Mapping[str, Sequence[Value]], number: int, slot: str, before: Filled
) -> Changed | None:
    """Another value in all places of ``slot``; the ends of a value come from the ends of the one before."""
    values = len(slots[slot])
    if values < 2 or not any(piece.slot == slot for piece in before.pieces):
        return None
    after = fill(template, slots, number, {slot: 1 + crc32(before.text.encode()) % (values - 1)})
    origins: list[int] = []
    at = 0
    for old, new in zip(before.pieces, after.pieces, strict=True):
        origins += range(at, old.start)
        length = new.end - new.start
        origins += [min(old.start + step, old.end - 1) for step in range(length - 1)] + [old.end - 1] * min(1, length)
        at = old.end
    origins += range(at, len(before.text))
    return after.text, tuple(origins)


def _substituted(text: str, pattern: str | re.Pattern[str], made: Callable[[re.Match[str]], str]) -> Changed | None:
    out, origins, at = "", list[int](), 0
    for found in re.finditer(pattern, text):
        new = made(found)
        out += text[at : found.start()] + new
        # Where one character becomes several, all come from it; where blanks are put between, they come from none.
        origins += [*range(at, found.start()), *[found.start()] * len(new)]
        at = found.end()
    out, origins = out + text[at:], [*origins, *range(at, len(text))]
    return (out, tuple(origins)) if out != text else None


def _marks(opening: str, closing: str) -> Change:
    """Straight double marks as others."""

    def change(filled: Filled) -> Changed | None:
        opens = {found.start() for found in _OPENING.finditer(filled.text)}
        return _substituted(filled.text, _DOUBLE, lambda found: opening if found.start() in opens else closing)

    return change


def _characters(pattern: str | re.Pattern[str], new: str) -> Change:
    return lambda filled: _substituted(filled.text, pattern, lambda _: new)


def _decomposed(filled: Filled) -> Changed | None:
    return _substituted(filled.text, r"[^\x00-\x7f]", lambda found: unicodedata.normalize("NFD", found[0]))


def _inserted(text: str, places: Iterable[tuple[int, str]]) -> Changed | None:
    out, origins, at = "", list[int](), 0
    for place, new in sorted(places):
        out += text[at:place] + new
        origins += [*range(at, place), *[ADDED] * len(new)]
        at = place
    out, origins = out + text[at:], [*origins, *range(at, len(text))]
    return (out, tuple(origins)) if out != text else None


def _sentence(text: str) -> str:
    return SENTENCES[crc32(text.encode()) % len(SENTENCES)]


def _before(between: str) -> Change:
    return lambda filled: _inserted(filled.text, [(0, _sentence(filled.text) + between)])


def _after(between: str) -> Change:
    return lambda filled: _inserted(filled.text, [(len(filled.text), between + _sentence(filled.text))])


def _phrase_after_cue(filled: Filled) -> Changed | None:
    """``said that`` becomes ``said on Tuesday that``, and ``X said.`` ``X said on Tuesday.``"""
    cues = [mark.end for mark in filled.marks if mark.kind == "cue"]
    return _inserted(filled.text, [(end, " on Tuesday") for end in cues if re.match(r" that\b|\.", filled.text[end:])])


def _age(filled: Filled) -> Changed | None:
    """``Ada Roth said`` becomes ``Ada Roth, 54, said``."""
    ends = {mark.end for mark in filled.marks if mark.kind == "source"}
    people = [piece for piece in filled.pieces if piece.slot == "person" and piece.end in ends]
    names = [piece.end for piece in people if " " in filled.text[piece.start : piece.end]]
    places = [end for end in names if re.match(r" [a-z]", filled.text[end:])]
    return _inserted(filled.text, [(end, ", 54,") for end in places])


CHANGES: dict[str, Change] = {
    "curly marks": _marks("“", "”"),
    "guillemets": _marks("«", "»"),
    "guillemets with blanks": _marks("« ", " »"),
    "low and high marks": _marks("„", "“"),
    "single curly marks": lambda filled: None if "'" in filled.text else _marks("‘", "’")(filled),
    "LaTeX marks": _marks("``", "''"),
    "curly apostrophes": _characters(_INNER_APOSTROPHE, "’"),
    "closed em dashes": _characters(" — ", "—"),
    "en dashes": _characters(" — ", " – "),
    "double hyphens": _characters(" — ", " -- "),
    "ellipsis in one": _characters(r"\.\.\.", "…"),
    "no-break blanks": _characters(" ", "\u00a0"),
    "double blanks": _characters(r"(?<=[.!?][\"”]) | (?<=[.!?] )", "  "),
    "thin blanks": _characters(" ", "\u2009"),
    "decomposed letters": _decomposed,
    "carriage returns": _characters("\n", "\r\n"),
    "blanks at line ends": _characters("\n", " \n"),
    "a sentence before": _before(" "),
    "a sentence after": _after(" "),
    "a paragraph before": _before("\n\n"),
    "a paragraph after": _after("\n\n"),
    "a day after the cue": _phrase_after_cue,
    "an age after the name": _age,
}
"""Changes by name."""
