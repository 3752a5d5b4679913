"""Every surface form of the lexicons cut into words, in the order in which they are tried at a token."""

from __future__ import annotations

import itertools
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from masthead.errors import UsageError
from masthead.lexicons.entries import WILDCARDS, is_wild
from masthead.text.tokens import cut_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from masthead.lexicons import Entry

SHAPES = ("CAP", "UPPER", "LOWER", "NUM", "NEG", "SCORE", "START", "END")
"""What a condition may ask for in place of a word."""


class Candidate(NamedTuple):
    """One surface form of an entry: its words, the entry's number, the scope in which matches do not overlap."""

    words: tuple[str, ...]
    entry: int
    scope: int

    @property
    def wild(self) -> bool:
        """Whether a word of it is a wildcard."""
        return any(map(is_wild, self.words))

    @property
    def place(self) -> tuple[int, bool, int]:
        """Its place in the order in which candidates are tried: the longest, the plain, the closest wildcard first."""
        if not self.wild:
            return -len(self.words), False, 0
        return -len(self.words), True, -sum(char not in WILDCARDS for word in self.words for char in word)


class Surfaces(NamedTuple):
    """Every surface form of some lists, list by list and the longest first, and the entries by number."""

    candidates: tuple[Candidate, ...]
    entries: tuple[Entry, ...]
    lists: tuple[int, ...]  # of each entry the number of its list
    n_scopes: int


def read_surfaces(lists: Sequence[tuple[Iterable[Entry], bool]]) -> Surfaces:
    """Cut every form of every list, given with whether its categories are scopes of their own.

    Raises UsageError where a form has no letters or digits.
    """
    candidates: list[Candidate] = []
    entries: list[Entry] = []
    numbers: list[int] = []
    scopes: dict[tuple[int, str], int] = {}
    for number, (members, by_category) in enumerate(lists):
        found, listed = [], list(members)
        cut_forms = iter(cut_terms([surface for entry in listed for surface in entry.forms]))
        for entry in listed:
            scope = scopes.setdefault((number, entry.category if by_category else ""), len(scopes))
            for surface in entry.forms:
                cut = next(cut_forms).words
                if not cut:
                    raise UsageError(
                        f"the term {surface!r} has no letters or digits, so it can never match", where=entry.where
                    )
                found.append(Candidate(cut, len(entries), scope))
            entries.append(entry)
            numbers.append(number)
        candidates += sorted(found, key=attrgetter("place"))
    return Surfaces(tuple(candidates), tuple(entries), tuple(numbers), len(scopes))


def words_of(surfaces: Surfaces) -> Iterable[str]:
    """Every word that the forms and the contexts name, for the vocabulary."""
    every = itertools.chain.from_iterable(candidate.words for candidate in surfaces.candidates)
    yield from itertools.filterfalse(is_wild, every)
    for entry in surfaces.entries:
        for condition in entry.conditions:
            yield from sorted(condition.values.difference(SHAPES))
