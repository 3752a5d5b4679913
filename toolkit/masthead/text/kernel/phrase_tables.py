"""All lexicons compiled into one table for the matcher of the kernel: candidates by their first words, and contexts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.errors import UsageError
from masthead.lexicons.entries import PLACES
from masthead.text.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.lexicons import Condition, Entry

SHAPES = ("CAP", "UPPER", "LOWER", "NUM", "NEG", "START", "END")
CAP, UPPER, LOWER, NUM, NEG, START, END = (1 << bit for bit in range(len(SHAPES)))
PREV, NEXT, NEAR_BY, IS = range(len(PLACES))
PRIME = -7046029254386353131
ALONE, LONGER = 1, 2
SIEVE = 1 << 17


class Phrases(NamedTuple):
    """Candidates and contexts as arrays.

    ``begins[w]`` tells whether a word is a candidate alone (``ALONE``) and whether others begin with it (``LONGER``);
    ``sieve`` is 1 at the hash of every two words that begin one. ``alone[w]:alone[w + 1]`` are the candidates that are
    the single word ``w``. ``pairs`` are pairs of a key of two words and a row number plus 1, a power of two of them;
    ``pair_rows[row]`` is the range in ``order`` of the candidates that begin with these two, or are the first alone, in
    the order in which they are tried. A candidate has its length, its entry, its scope and the place of its words in
    ``words``; an entry has ``contexts[e]:contexts[e + 1]`` with place, wanted, shapes and the number of a set of words,
    whose members are in ``members`` like keys.
    """

    begins: NDArray[np.int8]
    sieve: NDArray[np.int8]
    alone: NDArray[np.int32]
    pairs: NDArray[np.int64]
    pair_shift: int
    pair_rows: NDArray[np.int32]
    order: NDArray[np.int32]
    lengths: NDArray[np.int32]
    entries: NDArray[np.int32]
    scopes: NDArray[np.int32]
    places: NDArray[np.int32]
    words: NDArray[np.int32]
    contexts: NDArray[np.int32]
    conditions: NDArray[np.int32]
    members: NDArray[np.int64]
    member_shift: int
    n_scopes: int


class Candidate(NamedTuple):
    """One surface form of an entry: its words, the entry's number, the scope in which matches do not overlap."""

    words: tuple[str, ...]
    entry: int
    scope: int


class Surfaces(NamedTuple):
    """Every surface form of some lists in the order of the oracle's tables, and the entries by number."""

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
        found = []
        for entry in members:
            scope = scopes.setdefault((number, entry.category if by_category else ""), len(scopes))
            for surface in entry.forms:
                cut = forms(surface)
                if not cut:
                    raise UsageError(
                        f"the term {surface!r} has no letters or digits, so it can never match", where=entry.where
                    )
                found.append(Candidate(cut, len(entries), scope))
            entries.append(entry)
            numbers.append(number)
        candidates += sorted(found, key=lambda candidate: -len(candidate.words))
    return Surfaces(tuple(candidates), tuple(entries), tuple(numbers), len(scopes))


def words_of(surfaces: Surfaces) -> Iterable[str]:
    """Every word that the forms and the contexts name, for the vocabulary."""
    yield from itertools.chain.from_iterable(candidate.words for candidate in surfaces.candidates)
    for entry in surfaces.entries:
        for condition in entry.conditions:
            yield from sorted(condition.values.difference(SHAPES))


def build_phrases(surfaces: Surfaces, numbers: Mapping[str, int]) -> Phrases:
    """The table over a vocabulary that holds ``words_of(surfaces)``."""
    cut = [[numbers[word] for word in candidate.words] for candidate in surfaces.candidates]
    by_first: dict[int, list[int]] = defaultdict(list)
    for index, words in enumerate(cut):
        by_first[words[0]].append(index)
    order: list[int] = []
    alone = np.zeros(len(numbers) + 1, np.int32)
    rows: list[tuple[int, int]] = []
    keys: list[int] = []
    for word in range(len(numbers)):
        alone[word] = len(order)
        order += [index for index in by_first.get(word, ()) if len(cut[index]) == 1]
    alone[-1] = len(order)
    for first, indices in by_first.items():
        for second in dict.fromkeys(cut[index][1] for index in indices if len(cut[index]) > 1):
            keys.append(first << 32 | second)
            begin = len(order)
            order += [index for index in indices if len(cut[index]) == 1 or cut[index][1] == second]
            rows.append((begin, len(order)))
    pairs, pair_shift = _table(keys)
    contexts, conditions, members = _contexts(surfaces.entries, numbers)
    member_table, member_shift = _table(members)
    offsets = np.cumsum([0, *(len(words) for words in cut)])
    begins = np.zeros(len(numbers), np.int8)
    for first, indices in by_first.items():
        begins[first] = sum({ALONE if len(cut[index]) == 1 else LONGER for index in indices})
    sieve = np.zeros(SIEVE, np.int8)
    sieve[[sieve_slot(key >> 32, key & 0xFFFFFFFF) for key in keys]] = 1
    return Phrases(
        begins,
        sieve,
        alone,
        pairs,
        pair_shift,
        np.array(rows or [(0, 0)], np.int32),
        np.array(order, np.int32),
        np.array([len(words) for words in cut], np.int32),
        np.array([candidate.entry for candidate in surfaces.candidates], np.int32),
        np.array([candidate.scope for candidate in surfaces.candidates], np.int32),
        offsets.astype(np.int32),
        np.array(list(itertools.chain.from_iterable(cut)), np.int32),
        contexts,
        conditions,
        member_table,
        member_shift,
        surfaces.n_scopes,
    )


def _contexts(
    entries: Sequence[Entry], numbers: Mapping[str, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], list[int]]:
    """Where each entry's conditions are, the conditions, and the keys of set and word."""
    sets: dict[frozenset[str], int] = {}
    contexts = np.zeros(len(entries) + 1, np.int32)
    rows: list[tuple[int, int, int, int]] = []
    for index, entry in enumerate(entries):
        rows += [_condition(condition, sets) for condition in entry.conditions]
        contexts[index + 1] = len(rows)
    members = [number << 32 | numbers[word] for words, number in sets.items() for word in sorted(words)]
    return contexts, np.array(rows or [(0, 0, 0, 0)], np.int32), members


def _condition(condition: Condition, sets: dict[frozenset[str], int]) -> tuple[int, int, int, int]:
    shapes = sum(1 << SHAPES.index(value) for value in condition.values if value in SHAPES)
    words = condition.values.difference(SHAPES)
    return PLACES.index(condition.place), int(condition.wanted), shapes, sets.setdefault(words, len(sets))


def sieve_slot(first: int, second: int) -> int:
    """Where a pair of words stands in the sieve."""
    return (first * 40503 + second * 60493) & (SIEVE - 1)


def _table(keys: Sequence[int]) -> tuple[NDArray[np.int64], int]:
    """Open addressing: pairs of a key and its place among ``keys`` plus 1; and the shift from hash to slot."""
    bits = max(4, (2 * len(keys)).bit_length())
    size = 1 << bits
    slots: list[int] = [0] * (2 * size)
    for number, key in enumerate(keys):
        slot = (key * PRIME % 2**64) >> (64 - bits)
        while slots[2 * slot + 1]:
            slot = (slot + 1) % size
        slots[2 * slot : 2 * slot + 2] = [key, number + 1]
    return np.array(slots, np.int64), 64 - bits
