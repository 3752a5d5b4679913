"""Templates of behavioural tests: slots to fill, and the hits a reader would mark, written into the text.

``<{person}|source> <said|cue> it was <vile|loaded attributed>.`` has a slot and three marks. A mark is the words, a
bar, the kind of hit, its voice where that matters, and terms that the hit must have; marks may stand in marks.
``{person}`` is filled with the values of that slot in turn, ``{person#2}`` with another of them, ``{person.he}`` with a
field of the value, and ``{^claim}`` begins with a capital.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Value = str | Mapping[str, str]

VOICES = ("own", "attributed", "quoted")
KINDS = (
    *("source", "cue", "content", "quote", "unsourced", "reported", "loaded", "scare_quote", "hedge", "approximator"),
    *("weasel", "conditional", "booster", "choice"),
)
_TOKEN = re.compile(r"\{(?P<slot>[^{}]*)\}|(?P<open><)|\|(?P<mark>[a-z_ ]*)>")
_SLOTTED = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"(?P<capital>\^?)(?P<name>\w+)(?:#(?P<number>\d))?(?:\.(?P<field>\w+))?")
NAME = "name"
"""The field of a value that stands where none is asked for."""


class Mark(NamedTuple):
    """A hit that is expected, or one that was found: where, of what kind, in what voice, with which terms."""

    start: int
    end: int
    kind: str
    voice: str | None
    terms: frozenset[str]


class Piece(NamedTuple):
    """Where a value stands in a filled text, and of which slot it is."""

    start: int
    end: int
    slot: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its slots filled: the text, the marks in it and where the values stand."""

    text: str
    marks: tuple[Mark, ...]
    pieces: tuple[Piece, ...]


def fill(
    template: str, slots: Mapping[str, Sequence[Value]], number: int, shifted: Mapping[str, int] | None = None
) -> Filled:
    """The ``number``-th filling; values of the slots in ``shifted`` come so many places later.

    Raises ValueError where a mark or a slot is not as described.
    """
    shifted = shifted or {}
    template = _SLOTTED.sub(lambda token: _spelt_out(token[1], slots, number, shifted), template)
    text, marks, pieces, opened, at = "", list[Mark](), list[Piece](), list[int](), 0
    for token in _TOKEN.finditer(template):
        text += template[at : token.start()]
        at = token.end()
        if token["open"]:
            opened.append(len(text))
        elif token["slot"] is not None:
            name, value = _value(token["slot"], slots, number, shifted)
            pieces.append(Piece(len(text), len(text) + len(value), name))
            text += value
        elif opened:
            marks.append(_mark(opened.pop(), len(text), token["mark"]))
        else:
            raise ValueError(f"a mark ends that did not begin: {token[0]!r}")
    if opened:
        raise ValueError(f"a mark does not end: {template!r}")
    return Filled(text + template[at:], tuple(sorted(marks)), tuple(pieces))


def fillings(template: str, slots: Mapping[str, Sequence[Value]], most: int) -> int:
    """How many fillings a template needs for each value to stand in it once, at most ``most``."""
    found = (_SLOT.fullmatch(token["slot"]) for token in _TOKEN.finditer(template) if token["slot"] is not None)
    return min(most, max((len(slots.get(each["name"], ())) for each in found if each), default=1))


def _spelt_out(written: str, slots: Mapping[str, Sequence[Value]], number: int, shifted: Mapping[str, int]) -> str:
    """A value that has slots of its own in place of its slot; other slots as they are."""
    value = _value(written, slots, number, shifted)[1]
    capital = written.startswith("^") and value.startswith("{")
    return ("{^" + value[1:] if capital else value) if "{" in value else "{" + written + "}"


def _value(
    written: str, slots: Mapping[str, Sequence[Value]], number: int, shifted: Mapping[str, int]
) -> tuple[str, str]:
    found = _SLOT.fullmatch(written)
    if not found or found["name"] not in slots:
        raise ValueError(f"there is no slot {written!r}; known: {', '.join(slots)}")
    values = slots[found["name"]]
    # Slots of as many values begin at different ones, so that not the same two always meet.
    begins = crc32(found["name"].encode()) + (int(found["number"] or 1) - 1) * max(1, len(values) // 3)
    value = values[(number + begins + shifted.get(found["name"], 0)) % len(values)]
    fields = {NAME: value} if isinstance(value, str) else value
    field = (found["field"] or NAME).lower()
    if field not in fields:
        raise ValueError(f"a value of the slot {found['name']!r} has no {field!r}: {dict(fields)}")
    text = fields[field]
    return found["name"], text[:1].upper() + text[1:] if found["capital"] else text


def _mark(start: int, end: int, written: str) -> Mark:
    kind, *rest = written.split()
    if kind not in KINDS:
        raise ValueError(f"there is no kind of hit {kind!r}; known: {', '.join(KINDS)}")
    voice = next((word for word in rest if word in VOICES), None)
    return Mark(start, end, kind, voice, frozenset(rest) - {voice or ""})
