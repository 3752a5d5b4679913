"""Pairs of texts that share most of their words in most of their order.

Candidates come from MinHash signatures (rensa) of each text's set of three-word shingles, cut into bands of two: two
texts with a Jaccard similarity of 0.16 meet in a band with a probability above 0.998. Each candidate is then verified
on the words themselves, so that chance can lose a pair but never make one (Broder 1997; Leskovec, Rajaraman and Ullman,
Mining of Massive Datasets, chapter 3).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

SHINGLE = 3
SHINGLES_SHARED = 0.15
"""Least Jaccard similarity of two texts' sets of shingles."""
WORDS_SHARED = 0.62
"""Least Jaccard similarity of their words, repetitions counted; one word in five exchanged leaves 0.67."""
_HASHES, _BAND = 512, 2
_SEED = 1
_BATCH = 1024
_PAIRS = 1 << 14
"""Pairs whose signatures are compared at a time: 64 megabytes."""
_WORD = re.compile(r"\w+")
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))
_SHIFTS = (np.uint64(29), np.uint64(32))


class Pair(NamedTuple):
    """Two texts by their positions, the smaller first, and the Jaccard similarity of their shingles."""

    first: int
    second: int
    similarity: float


def similar_pairs(texts: Sequence[str]) -> list[Pair]:
    """Every pair of ``texts`` that passes both thresholds, in order. Texts of fewer words than a shingle have none."""
    shingles = _Shingles.of(texts)
    found = []
    for first, second in _candidates(_signatures(shingles)):
        similarity = shingles.jaccard(first, second)
        if similarity >= SHINGLES_SHARED and _words_shared(texts[first], texts[second]) >= WORDS_SHARED:
            found.append(Pair(first, second, similarity))
    return found


def words(text: str) -> list[str]:
    """The words of a text as they are compared: letters and digits, case folded."""
    return _WORD.findall(text.casefold())


class _Shingles(NamedTuple):
    """The shingles of all texts one after the other, sorted and without repetition in each.

    Those of text i are ``hashes[offsets[i]:offsets[i + 1]]``.
    """

    hashes: NDArray[np.uint32]
    offsets: Hashes

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Shingles:
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        parts: list[NDArray[np.uint32]] = []
        for text in texts:
            found = words(text)
            parts.append(_hashed(np.fromiter(map(numbers.__getitem__, found), np.uint64, len(found))))
        offsets = np.cumsum([0, *map(len, parts)]).astype(np.uint64)
        return cls(np.concatenate([*parts, np.empty(0, np.uint32)]), offsets)

    def part(self, index: int) -> NDArray[np.uint32]:
        return self.hashes[int(self.offsets[index]) : int(self.offsets[index + 1])]

    def jaccard(self, first: int, second: int) -> float:
        one, other = self.part(first), self.part(second)
        shared = len(np.intersect1d(one, other, assume_unique=True))
        return shared / (len(one) + len(other) - shared)


def _hashed(codes: Hashes) -> NDArray[np.uint32]:
    """The distinct shingles of a text's word codes as hashes, sorted."""
    n = len(codes) - SHINGLE + 1
    if n < 1:
        return np.empty(0, np.uint32)
    hashes = np.zeros(n, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes = hashes * _MIX[0] + codes[place : place + n]
        hashes ^= hashes >> _SHIFTS[0]
        hashes *= _MIX[1]
        hashes ^= hashes >> _SHIFTS[1]
    shingles = np.sort((hashes >> _SHIFTS[1]).astype(np.uint32))
    return shingles[np.r_[True, shingles[1:] != shingles[:-1]]]


def _signatures(shingles: _Shingles) -> NDArray[np.uint32]:
    """MinHash signatures, shape ``(texts, _HASHES)``."""
    from rensa import RMinHash  # noqa: PLC0415 - needed for near duplicates only

    n = len(shingles.offsets) - 1
    signatures = np.empty((n, _HASHES), np.uint32)
    for start in range(0, n, _BATCH):
        offsets = shingles.offsets[start : min(start + _BATCH, n) + 1]
        hashes = shingles.hashes[int(offsets[0]) : int(offsets[-1])].astype(np.uint64)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets - offsets[0], _HASHES, _SEED)
        signatures[start : start + len(offsets) - 1] = np.array(matrix.to_rows(), dtype=np.uint32)
    # A text without shingles has a signature of its own kind, which only others without share.
    empty = np.flatnonzero(np.diff(shingles.offsets) == 0)
    signatures[empty] = np.arange(len(empty), dtype=np.uint32)[:, None]
    return signatures


def _candidates(signatures: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a band and whose signatures do not rule the threshold out, in order, each once."""
    n = len(signatures)
    found: set[int] = set()
    for band in range(0, _HASHES, _BAND):
        keys = (signatures[:, band].astype(np.uint64) << np.uint64(32)) | signatures[:, band + 1]
        every = _equal_pairs(keys)
        for start in range(0, len(every[0]), _PAIRS):
            first, second = (ends[start : start + _PAIRS] for ends in every)
            agreeing = (signatures[first] == signatures[second]).mean(axis=1)
            # four standard errors of the estimate below the threshold
            likely = agreeing >= SHINGLES_SHARED - 4 * np.sqrt(SHINGLES_SHARED / _HASHES)
            found.update((first[likely] * n + second[likely]).tolist())
    for pair in sorted(found):
        yield divmod(pair, n)


def _equal_pairs(keys: Hashes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions of every two equal keys, the smaller first."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    second: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    # ``step`` apart in a run of equal keys: every pair of the run comes up at one step
    places = np.flatnonzero(ordered[1:] == ordered[:-1])
    step = 1
    while places.size:
        first.append(order[places])
        second.append(order[places + step])
        step += 1
        places = places[places + step < len(keys)]
        places = places[ordered[places] == ordered[places + step]]
    return np.concatenate(first), np.concatenate(second)


def _words_shared(one: str, other: str) -> float:
    first, second = Counter(words(one)), Counter(words(other))
    shared = (first & second).total()
    return shared / (first.total() + second.total() - shared)
