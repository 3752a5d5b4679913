"""Phrases that make a source official or anonymous (*on condition of anonymity*), sought as parts of the text.

A phrase may begin inside a word and end inside another, so the words in which one can begin are marked beforehand
(``word_sets.HINT``) and only a stretch with such a word is searched letter by letter.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.lexicons import word_classes
from masthead.native.dialect import compiled, inlined

if TYPE_CHECKING:
    from masthead.native.dialect import Grid, Ints


class Phrasings(NamedTuple):
    """Letters of all phrases, ``offsets`` of each, the first ``n_official`` of which are for officials.

    ``tails`` are the last eight letters of the first words of all phrases with their masks, packed like a token's tail.
    ``openings`` has 1 where a phrase, which is never of one letter, begins with two letters (``_opening``).
    """

    letters: Ints
    offsets: Ints
    n_official: int
    tails: Grid[int]
    openings: Ints


def phrasings() -> Phrasings:
    """The phrases of the classes file as arrays."""
    official, anonymous = _listed()
    listed = [*official, *anonymous]
    offsets = np.cumsum([0, *map(len, listed)]).astype(np.int32)
    letters = np.frombuffer("".join(listed).encode("utf-32-le"), np.int32)
    tails = []
    for first in _first_words():
        tail = first.encode("ascii", "replace")[-8:]
        tails.append((int.from_bytes(tail, "big", signed=True), (1 << 8 * len(tail)) - 1 if len(tail) < 8 else -1))
    openings = np.zeros(1 << 10, np.int8)
    for phrase in listed:
        openings[(ord(phrase[0]) & 31) << 5 | (ord(phrase[1]) & 31)] = 1
    return Phrasings(letters, offsets, len(official), np.array(tails, np.int64), openings)


@cache
def _listed() -> tuple[list[str], list[str]]:
    """The phrases of several words for officials, and all those for the anonymous."""
    classes = word_classes()
    return sorted(phrase for phrase in classes["official"] if " " in phrase), sorted(classes["anonymous_phrase"])


@cache
def _first_words() -> tuple[str, ...]:
    """The words with which phrases of several words begin."""
    return tuple(sorted({phrase.split(" ")[0] for listed in _listed() for phrase in listed if " " in phrase}))


def beginnings() -> re.Pattern[str]:
    """Found in words in which a phrase can begin: one of one word inside it, or the first of several at its end."""
    single = (re.escape(phrase) for phrase in _listed()[1] if " " not in phrase)
    return re.compile("|".join([*single, *(f"{re.escape(first)}$" for first in _first_words())]))


@compiled
def holds_phrase(form: Ints, length: int, phrasings: Phrasings, begin: int, end: int) -> bool:
    """Whether one of the phrases ``begin:end`` is part of ``form[:length]``."""
    for start in range(length - 1):
        if phrasings.openings[_opening(form[start], form[start + 1])]:
            for phrase in range(begin, end):
                if _stands_at(form, start, length, phrasings, phrase):
                    return True
    return False


@inlined
def _opening(one: int, other: int) -> int:
    """Where the last five bits of two letters are among the openings."""
    return (one & 31) << 5 | (other & 31)


@inlined
def _stands_at(form: Ints, start: int, length: int, phrasings: Phrasings, phrase: int) -> bool:
    """Whether a phrase begins at a letter of a form."""
    letters, first = phrasings.letters, phrasings.offsets[phrase]
    size = phrasings.offsets[phrase + 1] - first
    at = 0
    while at < min(size, length - start) and form[start + at] == letters[first + at]:
        at += 1
    return at == size
