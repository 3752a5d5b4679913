"""Pairs of texts that share most of their words in most of their order, in time that grows with the number of texts.

Near copies share shingles of three words that few other texts have (Broder 1997; Leskovec, Rajaraman and Ullman, Mining
of Massive Datasets, chapter 3). So each text has up to ``RARE`` keys, which are those with the smallest hashes among
its shingles that two to ``FEW`` texts have, and ``FREQUENT`` keys from those that more have. Texts that share a key are
candidates. Where more than ``BEFORE`` earlier texts have a key, a text is compared with the last of these and with the
first of all; and with no more than ``CANDIDATES`` in all, those with which it shares the most keys. Each candidate
is then verified on all words, so that chance can lose a pair but never make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from masthead.comparisons.shingles import Integers, Numbers, Shingles

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SHINGLES_SHARED = 0.15
"""Least Jaccard similarity of two texts' sets of shingles."""
WORDS_SHARED = 0.62
"""Least Jaccard similarity of their words, repetitions counted; one word in five exchanged leaves 0.67."""
RARE, FREQUENT, FEW = 48, 12, 64
BEFORE = 32
"""Earlier texts with a key that a text is compared with, and the first of all with it."""
CANDIDATES = 128
ENOUGH, FEW_KEYS = 2, 24
"""Candidates share so many keys, unless a text has fewer than so many."""
_AT_ONCE = 2048
_BOUNDED, _WORDS = 1 << 14, 1 << 22
"""Pairs whose words are compared class by class at a time, and the words of those that are compared one by one."""
_TEXT = np.int64((1 << 32) - 1)


class Pairs(NamedTuple):
    """Pairs of texts by their numbers, ``first`` before ``second``, and the Jaccard similarity of their shingles.

    They are ordered by ``second``, then ``first``. ``crowded`` are the texts that have so many candidates that they
    may not have been compared with all the texts like them.
    """

    first: Integers
    second: Integers
    similarity: Floats
    crowded: Integers


def pairs_of(shingles: Shingles, order: Integers) -> Pairs:
    """The pairs of texts that pass both thresholds. Texts of fewer words than a shingle have none.

    ``order`` are the numbers of texts as they came, and those in it; the numbers in the result are places in it.
    """
    parts = [_verified(shingles, order, *candidates) for candidates in _candidates(shingles, order)]
    empty = np.empty(0, np.int64)
    columns = zip(Pairs(empty, empty, np.empty(0), empty), *parts, strict=True)
    return Pairs(*(np.concatenate(column) for column in columns))


def _candidates(shingles: Shingles, order: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Earlier and later texts that share keys and maybe enough words, some later texts at a time."""
    place = np.full(len(shingles), -1, np.int32)
    place[order] = np.arange(len(order))
    keys, sizes = _keys(shingles, place >= 0)
    ends = np.cumsum(sizes, dtype=np.int64)
    shared = keys.astype(np.int64)
    shared <<= 32
    shared |= np.repeat(place, sizes)
    shared.sort()
    for start in range(0, len(order), _AT_ONCE):
        rows = order[start : start + _AT_ONCE]
        texts = np.repeat(np.arange(start, start + len(rows)), sizes[rows])
        within = np.arange(len(texts)) - np.repeat(np.cumsum(sizes[rows]) - sizes[rows], sizes[rows])
        own = keys[np.repeat(ends[rows] - sizes[rows], sizes[rows]) + within]
        earlier, later, times = _sharing(shared, own, texts)
        several = (times >= ENOUGH) | (sizes[order[later]] < FEW_KEYS)
        earlier, later, times = earlier[several], later[several], times[several]
        likely = _likely(shingles, order[earlier], order[later])
        yield _most(earlier[likely], later[likely], times[likely])


def _keys(shingles: Shingles, compared: Flags) -> tuple[Numbers, Numbers]:
    """The keys of all texts, one text after the other, and how many each has: none but those ``compared``."""
    counts, mask = shingles.counted(compared)
    keys, sizes = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for first, last in shingles.stretches():
        found = shingles.shingles(first, last)
        rows = np.repeat(np.arange(last - first), shingles.sizes[first:last])
        times = np.where(compared[first:last][rows], counts[found & mask], 0)
        starts = np.cumsum(shingles.sizes[first:last]) - shingles.sizes[first:last]
        chosen = _first((times > 1) & (times <= FEW), rows, starts, RARE) | _first(times > FEW, rows, starts, FREQUENT)
        keys.append(found[chosen])
        sizes.append(np.bincount(rows[chosen], minlength=last - first).astype(np.int32))
    return np.concatenate(keys), np.concatenate(sizes)


def _first(flags: Flags, rows: Integers, starts: Integers, most: int) -> Flags:
    """The first ``most`` flags of each row, where ``starts`` are the places at which rows begin."""
    before = np.append(0, np.cumsum(flags, dtype=np.int32))
    found: Flags = flags & (before[:-1] - before[starts][rows] < most)
    return found


def _sharing(shared: Integers, keys: Numbers, texts: Integers) -> tuple[Integers, Integers, Integers]:
    """Pairs of an earlier text and one of ``texts`` with a key in common, and how many keys they are compared for."""
    whole = keys.astype(np.int64) << 32
    at, first = np.searchsorted(shared, whole | texts), np.searchsorted(shared, whole)
    found = []
    for step in range(1, BEFORE + 1):
        there = at - first >= step
        at, first, texts = at[there], first[there], texts[there]
        found.append((texts << 32) | (shared[at - step] & _TEXT))
    more = at - first > BEFORE
    found.append((texts[more] << 32) | (shared[first[more]] & _TEXT))
    pairs, times = np.unique(np.concatenate(found), return_counts=True)
    return pairs & _TEXT, pairs >> 32, times


def _likely(shingles: Shingles, one: Integers, other: Integers) -> Flags:
    """Which pairs may share enough words, by how many of each class they have."""
    lengths = shingles.lengths
    needed = WORDS_SHARED / (1 + WORDS_SHARED) * (lengths[one] + lengths[other])
    found: Flags = np.minimum(lengths[one], lengths[other]) >= needed
    for places in _parts(np.flatnonzero(found), _BOUNDED):
        first, second = one[places], other[places]
        shared = np.minimum(shingles.bins[first], shingles.bins[second]).sum(axis=1, dtype=np.uint16)
        found[places] = shared + np.minimum(shingles.over[first], shingles.over[second]) >= needed[places]
    return found


def _most(earlier: Integers, later: Integers, times: Integers) -> tuple[Integers, Integers]:
    """Of each later text the ``CANDIDATES`` with which it shares the most keys."""
    if np.unique(later, return_counts=True)[1].max(initial=0) > CANDIDATES:
        kept = np.lexsort((earlier, -times, later))
        ordered = later[kept]
        kept = np.sort(kept[np.arange(len(kept)) - np.searchsorted(ordered, ordered) < CANDIDATES])
        earlier, later = earlier[kept], later[kept]
    return earlier, later


def _verified(shingles: Shingles, order: Integers, first: Integers, second: Integers) -> Pairs:
    """The candidates that pass both thresholds."""
    similarity, alike = np.zeros(len(first)), np.zeros(len(first), np.bool_)
    at_once = max(_WORDS // int(shingles.lengths[order].mean() + 1), 1) if len(order) else 1
    for places in _parts(np.arange(len(first)), at_once):
        pairs = order[np.stack([first[places], second[places]])]
        alike[places] = _jaccard(shingles.word_counts, pairs) >= WORDS_SHARED
        close = np.flatnonzero(alike[places])
        similarity[places[close]] = _jaccard(shingles.shingle_sets, pairs[:, close])
    kept = similarity >= SHINGLES_SHARED
    found, times = np.unique(second[alike], return_counts=True)
    return Pairs(first[kept], second[kept], similarity[kept], found[times >= BEFORE])


def _jaccard(bags: Callable[[Integers], csr_array], pairs: Integers) -> Floats:
    """What the two texts of each pair share over what they have in all, repetitions counted."""
    texts, rows = np.unique(pairs, return_inverse=True)
    found = bags(texts)
    one, other = rows.reshape(2, -1)
    sizes = found.sum(axis=1)
    shared = found[one].minimum(found[other]).sum(axis=1)
    jaccard: Floats = shared / np.maximum(sizes[one] + sizes[other] - shared, 1)
    return jaccard


def _parts(places: Integers, size: int) -> Iterator[Integers]:
    return (places[start : start + size] for start in range(0, len(places), size))
