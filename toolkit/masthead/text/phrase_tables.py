"""All lexicons compiled into one table for the matcher (``phrases``): candidates by their first words, and contexts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.lexicons.entries import PLACES, is_wild
from masthead.native.dialect import Int8, Int16, Int32, Int64, dtype_of
from masthead.text import word_sets as cl
from masthead.text.pair_table import PRIME, free_places
from masthead.text.surfaces import SHAPES
from masthead.text.wildcards import FIRST_WILD, Listed, build_wildcards, number_wildcards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.lexicons import Entry
    from masthead.native.dialect import Array, Ints
    from masthead.text.surfaces import Surfaces
    from masthead.text.wildcards import Wildcards

CAP, UPPER, LOWER, NUM, NEG, SCORE, START, END = (1 << bit for bit in range(len(SHAPES)))
PREV, NEXT, NEAR_BY, IS = range(len(PLACES))
SIEVE_SHIFT = 44
SIEVE = 1 << (64 - SIEVE_SHIFT)


class Condition:
    """A condition of an entry: which words or shapes must stand, or must not stand, where."""

    near: Int64  # the bit that all members have among their classes, where it asks for what is near
    words: Int64  # a bit for the last six bits of each member
    members: Int32  # the first of its words among the members, and
    n_members: Int32  # how many there are
    shapes: Int16
    place: Int8
    wanted: Int8


CONDITION = dtype_of(Condition)


class CandidateRow:
    """A surface form of an entry."""

    entry: Int32
    words: Int32  # where its words are
    third: Int32  # its third word where it has one
    scope: Int16  # in which matches do not overlap
    length: Int16
    context: Int32  # the first of its entry's conditions, and
    n_contexts: Int16  # how many there are
    known: Int16  # how many of its words are known to be a text's once it is tried


CANDIDATE = dtype_of(CandidateRow)


class Pair:
    """Two words that begin a candidate."""

    key: Int64
    thirds: Int64  # a bit for the last six bits of each word that follows the two in a longer candidate
    begin: Int32  # the range of its candidates, and
    end: Int32
    short: Int32  # that of those of up to two words
    short_end: Int32


PAIR = dtype_of(Pair)


class Phrases(NamedTuple):
    """Candidates and contexts as arrays.

    ``sieve`` is a set of bits, 1 at the hash of every two words that begin a candidate. ``pairs`` are these, with the
    ranges of the candidates that begin with the two, or are the first alone, in the order in which they are tried;
    its size is a power of two, and free places have an empty range. A word knows the candidates that are it alone;
    candidates with a wildcard count among these, with all words that the wildcard at their beginning fits.
    The conditions of an entry that ask for what is near are its last ones: they take longest.
    ``members`` are the words of the conditions by number, sorted within each set of words.
    """

    sieve: Ints
    pairs: Array[Pair]
    pair_shift: int
    candidates: Array[CandidateRow]
    words: Ints
    conditions: Array[Condition]
    members: Ints
    n_scopes: int


def build_phrases(surfaces: Surfaces, numbers: Mapping[str, int], known: NDArray[Any]) -> tuple[Phrases, Wildcards]:
    """The tables over a vocabulary that holds ``words_of(surfaces)``; what is known of its words is filled in."""
    wild = number_wildcards(itertools.chain.from_iterable(candidate.words for candidate in surfaces.candidates))
    cut = [
        [FIRST_WILD - wild[word] if word in wild else numbers[word] for word in candidate.words]
        for candidate in surfaces.candidates
    ]
    is_open = [len(words) == 1 or min(words) <= FIRST_WILD for words in cut]
    order: list[int] = []
    rows: list[tuple[int, ...]] = []
    seconds = known["seconds"].view(np.uint64)
    for first, indices in _by_first(surfaces, cut, Listed(numbers) if wild else None, numbers).items():
        known["alone"][first] = len(order)
        alone = [index for index in indices if is_open[index]]
        order += alone
        known["n_alone"][first] = len(alone)
        for second, members in _by_second(indices, cut, is_open).items():
            seconds[first] |= np.uint64(1 << (second & 63))
            rows.append((first << 32 | second, *_ranges(sorted([*alone, *members]), cut, is_open, order)))
    starting: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(surfaces.candidates):
        if is_wild(candidate.words[0]):
            starting[candidate.words[0]].append(len(order))
            order.append(index)
    wildcards, wild_rows = build_wildcards(wild, starting)
    pairs, pair_shift = _pair_table(rows)
    contexts, conditions, members_ = _contexts(surfaces.entries, numbers)
    _mark_near(conditions, members_, known["classes"])
    words = [FIRST_WILD - wild_rows[FIRST_WILD - word] if word <= FIRST_WILD else word for word in _chained(cut)]
    phrases = Phrases(
        _sieve([key for key, *_ in rows]),
        pairs,
        pair_shift,
        _candidates(surfaces, cut, contexts, is_open)[order],
        np.array(words, np.int32),
        conditions,
        members_,
        surfaces.n_scopes,
    )
    return phrases, wildcards


def _chained(cut: Iterable[Sequence[int]]) -> Iterable[int]:
    return itertools.chain.from_iterable(cut)


def _by_first(
    surfaces: Surfaces, cut: Sequence[Sequence[int]], listed: Listed | None, numbers: Mapping[str, int]
) -> Mapping[int, list[int]]:
    """The candidates that can begin with each word, in their order.

    A wildcard is left out for a word that another candidate without conditions matches in its scope in any case.
    """
    by_first: dict[int, list[int]] = defaultdict(list)
    fitting: dict[str, list[int]] = {}
    matched: set[tuple[int, int]] = set()
    for index, candidate in enumerate(surfaces.candidates):
        first, alone = candidate.words[0], len(cut[index]) == 1
        settled = alone and not surfaces.entries[candidate.entry].conditions
        if listed is None or not is_wild(first):
            by_first[cut[index][0]].append(index)
            if settled and listed is not None:
                matched.add((cut[index][0], candidate.scope))
            continue
        if first not in fitting:
            fitting[first] = [numbers[word] for word in listed.fitting(first)]
        for word in fitting[first]:
            if not (alone and (word, candidate.scope) in matched):
                by_first[word].append(index)
                if settled:
                    matched.add((word, candidate.scope))
    return by_first


def _by_second(
    indices: Iterable[int], cut: Sequence[Sequence[int]], is_open: Sequence[bool]
) -> Mapping[int, list[int]]:
    """Candidates of several plain words by their second."""
    by_second: dict[int, list[int]] = defaultdict(list)
    for index in indices:
        if not is_open[index]:
            by_second[cut[index][1]].append(index)
    return by_second


def _ranges(
    found: Sequence[int], cut: Sequence[Sequence[int]], is_open: Sequence[bool], order: list[int]
) -> tuple[int, ...]:
    """Add the candidates of a pair to the order; returns the bits of their third words, and their ranges there."""
    longer = [index for index in found if len(cut[index]) > 2 and not is_open[index]]
    thirds = {cut[index][2] for index in longer}
    begin = short = len(order)
    order += found
    end = short_end = len(order)
    if thirds:
        short = end
        order += [index for index in found if len(cut[index]) <= 2 or is_open[index]]
        short_end = len(order)
    return _bits_of(thirds), begin, end, short, short_end


def _bits_of(words: Iterable[int]) -> int:
    """A bit for the last six bits of each word, as a signed number."""
    bits = sum(1 << place for place in {word & 63 for word in words})
    return bits - (bits >> 63 << 64)


def _candidates(
    surfaces: Surfaces, cut: Sequence[Sequence[int]], contexts: NDArray[np.int32], is_open: Sequence[bool]
) -> NDArray[Any]:
    """The rows of all surface forms, in their order."""
    candidates = np.empty(len(cut), CANDIDATE)
    lengths = np.array([len(words) for words in cut], np.int32)
    entries = np.array([candidate.entry for candidate in surfaces.candidates], np.int32)
    candidates["entry"] = entries
    candidates["scope"] = [candidate.scope for candidate in surfaces.candidates]
    candidates["length"], candidates["words"] = lengths, np.cumsum(lengths) - lengths
    candidates["third"] = [
        words[2] if len(words) > 2 and not free else -1 for words, free in zip(cut, is_open, strict=True)
    ]
    candidates["known"] = np.where(is_open, 1, 3)
    candidates["context"], candidates["n_contexts"] = contexts[entries], np.diff(contexts)[entries]
    return candidates


def _pair_table(rows: Sequence[tuple[int, ...]]) -> tuple[NDArray[Any], int]:
    """Open addressing: pairs of words with their candidates; and the shift from hash to place."""
    bits = max(4, (2 * len(rows)).bit_length())
    pairs = np.zeros(1 << bits, PAIR)
    filled = np.array(rows, PAIR)
    pairs[free_places(filled["key"], 64 - bits, len(pairs))] = filled
    return pairs, 64 - bits


def _contexts(
    entries: Sequence[Entry], numbers: Mapping[str, int]
) -> tuple[NDArray[np.int32], NDArray[Any], NDArray[np.int32]]:
    """Where each entry's conditions are, the conditions, and the words that they name."""
    sets: dict[frozenset[str], int] = {}
    members: list[int] = []
    contexts = np.zeros(len(entries) + 1, np.int32)
    rows: list[tuple[int, ...]] = []
    for index, entry in enumerate(entries):
        for condition in sorted(entry.conditions, key=lambda condition: PLACES.index(condition.place) == NEAR_BY):
            words = condition.values.difference(SHAPES)
            if words not in sets:
                sets[words] = len(members)
                members += sorted(numbers[word] for word in words)
            shapes = sum(1 << SHAPES.index(value) for value in condition.values if value in SHAPES)
            bits, place = _bits_of(numbers[word] for word in words), PLACES.index(condition.place)
            rows.append((0, bits, sets[words], len(words), shapes, place, int(condition.wanted)))
        contexts[index + 1] = len(rows)
    return contexts, np.array(rows or np.zeros(1, CONDITION), CONDITION), np.array(members or [0], np.int32)


def _mark_near(conditions: NDArray[Any], members: NDArray[np.int32], known: NDArray[np.int64]) -> None:
    """Give the sets of words that are sought near an entry one of a few bits each, and their members these bits."""
    near = conditions["place"] == NEAR_BY
    bits = cl.NEAR_BIT + conditions["members"] % np.int64(cl.NEAR_BITS)
    conditions["near"] = np.where(near, 1 << bits, 0)
    for row in conditions[near]:
        known[members[row["members"] : row["members"] + row["n_members"]]] |= row["near"]


def _sieve(keys: Sequence[int]) -> NDArray[np.int64]:
    """A bit for every key, at its hash."""
    sieve = np.zeros(SIEVE >> 6, np.uint64)
    hashes = (np.array(keys, np.uint64) * np.uint64(PRIME % 2**64)) >> np.uint64(SIEVE_SHIFT)
    np.bitwise_or.at(sieve, (hashes >> np.uint64(6)).astype(np.int64), np.uint64(1) << (hashes & np.uint64(63)))
    return sieve.view(np.int64)
