"""With what letters a line has to begin for a rule to fit it: most lines are passed over without a look at them.

An opening is the first four letters of a line in small writing, whatever stands between them; digits are all the same.
From a rule's pattern follow the openings of the lines that it may fit.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.sources.eights import eight, lowest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from masthead.sources.texts import Integers, Texts, Truths

_LENGTH = 4
_SIGNS = "\0abcdefghijklmnopqrstuvwxyz0"
"""The signs of an opening; the first is for lines of fewer letters."""
_OTHER_LETTERS, _MANY = 255, 9
_MOST = 12
"""How many signs of a class are told apart; a larger class is taken for any."""
_POWERS = np.array([len(_SIGNS) ** min(count, 8) for count in range(4 * (_MANY + 2))], np.int64)
_LOOKED_AT = 24
_BETWEEN = re.compile(r"[\W_]+")
_TO_SIGNS = {code: chr(code).lower() if chr(code).isalpha() else None for code in range(128)}
_TO_SIGNS |= dict.fromkeys(range(ord("0"), ord("9") + 1), _SIGNS[-1])
_BEFORE = 5
"""How many bytes of punctuation before the first letter are passed over."""
_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")
"""How Python reads a pattern, so that it is not read in a second way here, nor a second time."""

Prefix = tuple[str, bool]
"""The signs that a match begins with, and whether the rest may be anything."""


@cache
def prefixes(pattern: str) -> frozenset[str]:
    """The beginnings of all openings of lines that ``pattern`` may fit; what follows them may be anything."""
    return frozenset(signs for signs, _ in _continued({("", False)}, _parsed(pattern)))


@cache
def widest(pattern: str) -> int:
    """The most characters that ``pattern`` matches."""
    return int(_parsed(pattern).getwidth()[1])


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as ``re.compile`` makes it of what was read for its openings, as ``re.Scanner`` does."""
    made: re.Pattern[str] = _compiler.compile(_parsed(pattern))
    return made


@cache
def _parsed(pattern: str) -> Any:
    return _parser.parse(pattern)


def opening(text: str, position: int = 0) -> str | None:
    """The opening of what begins at ``position``; None where it can't be said."""
    looked_at = text[position : position + _LOOKED_AT]
    if not looked_at.isascii():
        looked_at = _BETWEEN.sub("", looked_at).ljust(len(looked_at))
    letters = looked_at.translate(_TO_SIGNS)[:_LENGTH]
    if not letters.isascii() or (len(letters) < _LENGTH and len(looked_at) == _LOOKED_AT):
        return None
    return letters.ljust(_LENGTH, _SIGNS[0])


def openings(patterns: Iterable[str]) -> Truths:
    """For every opening by its number (``line_openings``) whether a line with it may begin as one of ``patterns``."""
    found = np.zeros((len(_SIGNS),) * _LENGTH, np.bool_)
    for signs in set().union(*map(prefixes, patterns)):
        found[tuple(_SIGNS.index(sign) for sign in signs)] = True
    return found.ravel()


def _continued(prefixes: set[Prefix], sequence: Iterable[tuple[Any, Any]]) -> set[Prefix]:
    """The prefixes with what ``sequence``, a parsed pattern, may put after them."""
    for kind, value in sequence:
        done = {prefix for prefix in prefixes if prefix[1]}
        if len(done) == len(prefixes):
            break
        prefixes = done | _after(prefixes - done, str(kind), value)
    return prefixes


def _after(prefixes: set[Prefix], kind: str, value: Any) -> set[Prefix]:
    match kind:
        case "AT" if str(value) == "AT_END_STRING":
            return {(signs.ljust(_LENGTH, _SIGNS[0]), True) for signs, _ in prefixes}
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return prefixes
        case "BRANCH":
            return set().union(*(_continued(prefixes, branch) for branch in value[1]))
        case "SUBPATTERN":
            return _continued(prefixes, value[-1])
        case "ATOMIC_GROUP":
            return _continued(prefixes, value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _repeated(prefixes, *value)
    signs = _signs_of(value if kind == "IN" else [(kind, value)])
    return {longer for before, _ in prefixes for longer in _extended(before, signs)}


def _repeated(prefixes: set[Prefix], least: int, most: int, sequence: Any) -> set[Prefix]:
    found = set(prefixes) if least == 0 else set()
    for times in range(1, min(int(most), int(least) + _LENGTH) + 1):
        prefixes = _continued(prefixes, sequence)
        if times >= least:
            found |= prefixes
    return found


def _extended(before: str, signs: set[str] | None) -> set[Prefix]:
    """``before`` with each of ``signs``; None stands for any."""
    if signs is None:
        return {(before, True)}
    return {(before + sign.strip(_SIGNS[0]), len(before) + 1 == _LENGTH and sign != _SIGNS[0]) for sign in signs}


def _signs_of(members: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """What the members of a class put into an opening; None where that may be anything."""
    found: set[str] = set()
    for kind, value in members:
        match str(kind):
            case "LITERAL":
                found.add(_sign(chr(value)))
            case "RANGE" if value[1] - value[0] < _MOST:
                found.update(_sign(chr(code)) for code in range(value[0], value[1] + 1))
            case "CATEGORY" if str(value) == "CATEGORY_DIGIT":
                found.add(_SIGNS[-1])
            case "CATEGORY" if str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
                found.add(_SIGNS[0])
            case _:
                return None
    return found if len(found) <= _MOST else None


def _sign(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character.lower() if character.isalpha() else _SIGNS[-1]
    return _SIGNS[0]


def line_openings(texts: Texts) -> Integers:
    """The number of each line's opening, or -1 where it can't be said: other letters, or much between the first."""
    tables, starts = _tables(), texts.starts.copy()
    skipping = np.flatnonzero(tables.signs[texts.data[starts]] == 0)
    for _ in range(_BEFORE):
        starts[skipping] += 1
        skipping = skipping[starts[skipping] < texts.ends[skipping]]
        skipping = skipping[tables.signs[texts.data[starts[skipping]]] == 0]
    sizes = texts.ends - starts
    pairs = (eight(texts.data, starts) & lowest(sizes)).view(np.uint16).reshape(-1, 4)
    numbers, counts = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.uint8)
    for pair in pairs.T:
        count = tables.counts[pair]
        numbers = numbers * _POWERS[count] + tables.numbers[pair]
        counts += count
    over = np.minimum(counts, 8).astype(np.int64) - _LENGTH
    odd = (counts > 8) | (over < 0) & (sizes > 8)
    numbers = numbers // _POWERS[np.maximum(over, 0)] * _POWERS[np.maximum(-over, 0)]
    numbers[odd] = -1
    return numbers


class _Tables(NamedTuple):
    """The sign of each byte, and of each two bytes how many letters they are and their number.

    Punctuation is 0, and so is what begins or goes on a sign of punctuation in UTF-8; other letters count as many.
    """

    signs: NDArray[np.uint8]
    counts: NDArray[np.uint8]
    numbers: NDArray[np.uint16]


@cache
def _tables() -> _Tables:
    signs = np.full(256, _OTHER_LETTERS, np.int64)
    signs[:0xC0] = 0
    signs[[0xC2, 0xE2]] = 0
    signs[list(b"0123456789")] = len(_SIGNS) - 1
    for number, sign in enumerate(_SIGNS[1:-1], start=1):
        signs[[ord(sign), ord(sign.upper())]] = number
    second, first = signs[:, np.newaxis], signs[np.newaxis, :]
    counts = (first > 0) * 1 + (second > 0) + _MANY * ((first == _OTHER_LETTERS) | (second == _OTHER_LETTERS))
    numbers = np.where(second > 0, first * len(_SIGNS) + second, first)
    numbers[counts >= _MANY] = 0
    return _Tables(signs.astype(np.uint8), counts.ravel().astype(np.uint8), numbers.ravel().astype(np.uint16))
