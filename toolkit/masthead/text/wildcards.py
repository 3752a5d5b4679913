"""Wildcards in terms: ``*`` is any characters of one word, none too, and ``?`` exactly one.

Which words of the vocabulary a wildcard fits is found when the tables are built. A token that the vocabulary does not
have is held against the wildcards that begin, or else end, with the same two letters as it does, and against the few
that do neither.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.lexicons.entries import WILDCARDS, is_wild
from masthead.native.dialect import Int32, compiled, dtype_of, inlined
from masthead.text.words import fold_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.native.dialect import Array, Ints
    from masthead.text.workspace import Workspace

ANY, ONE = -1, -2
"""What stands for ``*`` and ``?`` among the letters of a wildcard."""
FIRST_WILD = -2
"""Among the words of a candidate the wildcard ``n`` is ``FIRST_WILD - n``."""
_CODES = {"*": ANY, "?": ONE}
_ENDS = 2
_SPREAD = 1 << 12
_END = chr(0x10FFFF)


class Wildcard:
    """A wildcard: the range of its letters, and that of the candidates that begin with it."""

    begin: Int32
    end: Int32
    first: Int32
    last: Int32


WILDCARD = dtype_of(Wildcard)


class Wildcards(NamedTuple):
    """All wildcards, those first that begin a candidate, by the place that ``heads`` gives for their outer letters.

    ``starters`` are places of candidates, wildcard by wildcard. ``heads`` are offsets of wildcards: by their first two
    letters, then by their last two, then of those that have neither. ``n_starting`` is how many begin a candidate.
    """

    rows: Array[Wildcard]
    letters: Ints
    starters: Ints
    heads: Ints
    n_starting: int


class Listed:
    """The words of a vocabulary in order from either side, to find those that a wildcard fits."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = list(words)

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self._words)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self._words)

    def fitting(self, wildcard: str) -> list[str]:
        """The words that a wildcard fits."""
        head, tail = _outer(wildcard)
        if tail and not head:
            near = [word[::-1] for word in _beginning(self._backwards, tail[::-1])]
        else:
            near = _beginning(self._forwards, head)
        if wildcard in (f"{head}*", f"*{tail}"):
            return near
        fits = re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in wildcard), re.DOTALL)
        return [word for word in near if fits.fullmatch(word)]


def _beginning(words: list[str], head: str) -> list[str]:
    return words[bisect_left(words, head) : bisect_left(words, head + _END)]


def _outer(wildcard: str) -> tuple[str, str]:
    """What stands before the first wildcard character and after the last."""
    parts = re.split(r"[*?]+", wildcard)
    return parts[0], parts[-1]


def number_wildcards(words: Iterable[str]) -> dict[str, int]:
    """The number of each different wildcard among words."""
    return {word: number for number, word in enumerate(dict.fromkeys(filter(is_wild, words)))}


def build_wildcards(numbers: Mapping[str, int], starting: Mapping[str, Sequence[int]]) -> tuple[Wildcards, list[int]]:
    """The table of numbered wildcards with the candidates that begin with each, and the row that each number has."""
    order = sorted(numbers, key=lambda wildcard: _place(wildcard) if wildcard in starting else 2 * _SPREAD + 1)
    letters: list[int] = []
    starters: list[int] = []
    rows = np.zeros(max(1, len(order)), WILDCARD)
    for row, wildcard in enumerate(order):
        begin, first = len(letters), len(starters)
        letters += [_CODES[char] if char in WILDCARDS else ord(char) for char in wildcard]
        starters += starting.get(wildcard, ())
        rows[row] = begin, len(letters), first, len(starters)
    places = np.array([_place(wildcard) for wildcard in order if wildcard in starting], np.int64)
    heads = np.searchsorted(places, np.arange(2 * _SPREAD + 2)).astype(np.int32)
    by_number = [0] * len(order)
    for row, wildcard in enumerate(order):
        by_number[numbers[wildcard]] = row
    table = Wildcards(rows, np.array(letters or [0], np.int32), np.array(starters or [0], np.int32), heads, len(places))
    return table, by_number


def _place(wildcard: str) -> int:
    """Where in ``heads`` a wildcard is counted."""
    head, tail = _outer(wildcard)
    if len(head) >= _ENDS:
        return _spread(ord(head[0]), ord(head[1]))
    if len(tail) >= _ENDS:
        return _SPREAD + _spread(ord(tail[-2]), ord(tail[-1]))
    return 2 * _SPREAD


@inlined
def _spread(one: int, other: int) -> int:
    """A number below ``_SPREAD`` of two letters."""
    return (one * 31 + other) & (_SPREAD - 1)


@compiled
def find_starters(work: Workspace, at: int) -> int:
    """Write the candidates that may begin at a token to ``work.found``, in order; returns how many there are."""
    form, token = work.form, work.tokens[at]
    length = fold_range(work.text, token.start, token.end, work.chars, form, 0)
    count = 0
    if length >= _ENDS:
        count = _collect(work, _spread(form[0], form[1]), length, count)
        count = _collect(work, _SPREAD + _spread(form[length - 2], form[length - 1]), length, count)
    count = _collect(work, 2 * _SPREAD, length, count)
    found = work.found
    for place in range(1, count):
        starter, to = found[place], place
        while to > 0 and found[to - 1] > starter:
            found[to] = found[to - 1]
            to -= 1
        found[to] = starter
    return count


@compiled
def _collect(work: Workspace, place: int, length: int, count: int) -> int:
    """Add the candidates of the wildcards of one place that ``work.form[:length]`` fits."""
    wild = work.wildcards
    for row in range(wild.heads[place], wild.heads[place + 1]):
        wildcard = wild.rows[row]
        if _fits(work.form, length, wild.letters, wildcard.begin, wildcard.end):
            for starter in range(wildcard.first, wildcard.last):
                work.found[count] = wild.starters[starter]
                count += 1
    return count


@compiled
def fits_token(work: Workspace, at: int, row: int) -> bool:
    """Whether a token fits the wildcard of a row."""
    token, wildcard = work.tokens[at], work.wildcards.rows[row]
    length = fold_range(work.text, token.start, token.end, work.chars, work.form, 0)
    return _fits(work.form, length, work.wildcards.letters, wildcard.begin, wildcard.end)


@compiled
def _fits(form: Ints, length: int, letters: Ints, begin: int, end: int) -> bool:
    """Whether ``form[:length]`` fits a wildcard; where it does not, the last ``*`` takes in one more character."""
    at, place, star, resumed = 0, begin, -1, 0
    while at < length:
        if place < end and letters[place] == ANY:
            star, resumed = place, at
            place += 1
        elif place < end and (letters[place] == ONE or letters[place] == form[at]):
            at += 1
            place += 1
        elif star >= 0:
            resumed += 1
            at, place = resumed, star + 1
        else:
            return False
    while place < end and letters[place] == ANY:
        place += 1
    return place == end
