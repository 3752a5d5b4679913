"""Texts as what is compared of them, their words and their shingles of three words, as numbers put aside in a file.

Memory holds a few bytes a text, whatever its length: where its numbers are in the file, and how many words it has in
each of ``BINS`` classes, which bounds how many words two texts share.
"""

from __future__ import annotations

import re
import tempfile
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from scipy.sparse import csr_array

from masthead.sources.shelf import no_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]
    Integers = NDArray[np.int64]
    Counts = NDArray[np.uint8]
    Flags = NDArray[np.bool_]

SHINGLE = 3
BINS = 256
_WORD = re.compile(r"\w+")
_BITS = 31
_NUMBERS = (1 << _BITS) - 1
"""Words, and shingles as they are put aside, are numbered by hashes below this, which SciPy takes for columns."""
_WIDE = (1 << 62) - 1
"""Shingles of which it is told how many two texts share are numbered by hashes below this."""
_MOST_KNOWN = 1 << 19
"""Words whose numbers are remembered at a time."""
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))
_SHIFTS = (np.uint64(29), np.uint64(32))
_WAITING = 1 << 21
"""Words that are held until they are written together."""
_LEAST, _MOST = 16, 28
"""Powers of two: places in which shingles are counted."""


def words(text: str) -> list[str]:
    """The words of a text as they are compared: letters and digits, case folded."""
    return _WORD.findall(text.casefold())


class _Known(dict[str, int]):
    """The number of each word."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        number = self[word] = crc32(word.encode("utf-8", "surrogatepass")) % _NUMBERS
        return number


class Shingles:
    """The words and shingles of texts, which are added one after the other and then looked up by their number."""

    def __init__(self) -> None:
        self._known = _Known()
        self._waiting: list[Numbers] = []
        self._held = 0
        self._file = tempfile.TemporaryFile(prefix="masthead-")  # noqa: SIM115 - it lives as long as this
        self._lengths: list[Integers] = []
        self._counts: list[Integers] = []
        self._bins: list[Counts] = []

    def add(self, text: str) -> None:
        """Take the next text."""
        codes = np.fromiter(map(self._known.__getitem__, found := words(text)), np.int32, len(found))
        self._waiting.append(codes)
        self._held += len(codes)
        if self._held >= _WAITING:
            self._write()

    def close(self) -> None:
        """Write what waits; no text is added any more."""
        self._write()
        self.lengths = _together(self._lengths, np.int64)
        """Words of each text."""
        self.sizes = _together(self._counts, np.int64)
        """Shingles of each text."""
        self.bins = np.concatenate([np.empty((0, BINS), np.uint8), *self._bins])
        """Words of each text in each class, at most 255."""
        self.over = self.lengths - self.bins.sum(axis=1, dtype=np.int64)
        """Words of each text that are in no class for that."""
        self._offsets = np.concatenate([[0], np.cumsum(self.lengths + self.sizes)]) * 4
        self._lengths, self._counts, self._bins = [], [], []

    def __len__(self) -> int:
        return len(self.lengths)

    def shingles(self, first: int, last: int) -> Numbers:
        """The shingles of the texts from ``first`` to before ``last``, one text after the other, sorted in each."""
        start, end = int(self._offsets[first]), int(self._offsets[last])
        numbers = self._read(start, end)
        parts = np.stack([self.lengths[first:last], self.sizes[first:last]], axis=1).ravel()
        found: Numbers = numbers[np.repeat(np.arange(len(parts)) % 2 == 1, parts)]
        return found

    def word_counts(self, texts: Integers) -> csr_array:
        """How often some texts have each word, a row a text."""
        codes, rows = self._words(texts)
        ordered = np.sort(_keys(rows, codes))
        return _matrix(ordered >> _BITS, ordered & _NUMBERS, len(texts), _NUMBERS)

    def shingle_sets(self, texts: Integers) -> csr_array:
        """Which shingles some texts have, a row a text."""
        hashes, rows = _shingles(*self._words(texts))
        hashes %= np.uint64(_WIDE)
        order = np.lexsort((hashes, rows))
        found = _matrix(rows[order], hashes[order].astype(np.int64), len(texts), _WIDE)
        found.data[:] = 1
        return found

    def _words(self, texts: Integers) -> tuple[Numbers, Integers]:
        """The words of some texts in their order, and the place in ``texts`` of each."""
        starts, lengths = self._offsets[texts].tolist(), self.lengths[texts]
        parts = [self._read(start, start + 4 * n) for start, n in zip(starts, lengths.tolist(), strict=True)]
        return _together(parts, np.int32), np.repeat(np.arange(len(texts)), lengths)

    def counted(self, compared: Flags) -> tuple[Counts, int]:
        """In how many of the texts ``compared`` the shingles of each place are, at most 255, and a mask: what gives the
        place of a shingle.

        Shingles share places where there are more of them than places, so that what is told is never too little.
        """
        total = int(self.sizes[compared].sum())
        places = 1 << min(max(2 * total - 1, 1).bit_length(), _MOST) if total > 1 << _LEAST else 1 << _LEAST
        counts, mask = np.zeros(places, np.uint8), places - 1
        for first, last in self.stretches():
            own = self.shingles(first, last)[np.repeat(compared[first:last], self.sizes[first:last])]
            found, times = np.unique(own & mask, return_counts=True)
            counts[found] = np.minimum(counts[found] + times, 255)
        return counts, mask

    def stretches(self) -> list[tuple[int, int]]:
        """The texts in stretches of about as many shingles."""
        ends = np.cumsum(self.sizes)
        edges = np.searchsorted(ends, np.arange(_WAITING, ends[-1] if len(ends) else 0, _WAITING))
        cuts = np.unique([0, *edges.tolist(), len(self)]).tolist()
        return list(pairwise(cuts))

    def _write(self) -> None:
        """Write the words of the waiting texts, and their shingles in order."""
        n = len(self._waiting)
        lengths = np.array([len(codes) for codes in self._waiting], np.int64)
        codes, rows = _together(self._waiting, np.int32), np.repeat(np.arange(n), lengths)
        hashes, texts = _shingles(codes, rows)
        shingles = _distinct(np.sort(_keys(texts, ((hashes >> _SHIFTS[1]) % np.uint64(_NUMBERS)).astype(np.int64))))
        sizes = np.bincount(shingles >> _BITS, minlength=n)
        parts = np.empty(len(codes) + len(shingles), np.int32)
        second = np.repeat(np.arange(2 * n) % 2 == 1, np.stack([lengths, sizes], axis=1).ravel())
        parts[~second], parts[second] = codes, shingles & _NUMBERS
        try:
            self._file.write(parts.data)
            self._file.flush()
        except OSError as error:
            raise no_room(error) from error
        counts = np.bincount(rows * BINS + codes % BINS, minlength=n * BINS).reshape(n, BINS)
        self._lengths.append(lengths)
        self._counts.append(sizes)
        self._bins.append(np.minimum(counts, 255).astype(np.uint8))
        self._waiting, self._held = [], 0

    def _read(self, start: int, end: int) -> Numbers:
        """Numbers between two byte offsets."""
        self._file.seek(start)
        return np.frombuffer(self._file.read(end - start), np.int32)


def _together(parts: Sequence[NDArray[np.signedinteger]], kind: type) -> NDArray[np.signedinteger]:
    return np.concatenate([np.empty(0, kind), *parts])


def _keys(rows: Integers, numbers: NDArray[np.signedinteger]) -> Integers:
    """One number for a row and a number in it, in whose order rows come first."""
    keys: Integers = (rows << _BITS) | numbers
    return keys


def _shingles(codes: Numbers, rows: Integers) -> tuple[NDArray[np.uint64], Integers]:
    """The hash of every ``SHINGLE`` words in a row, and the text they are of."""
    n = max(len(codes) - SHINGLE + 1, 0)
    hashes = np.zeros(n, np.uint64)
    for place in range(SHINGLE):
        hashes = hashes * _MIX[0] + codes[place : place + n].astype(np.uint64)
        hashes ^= hashes >> _SHIFTS[0]
        hashes *= _MIX[1]
        hashes ^= hashes >> _SHIFTS[1]
    whole = rows[:n] == rows[SHINGLE - 1 :]
    return hashes[whole], rows[:n][whole]


def _distinct(ordered: Integers) -> Integers:
    """Each number once."""
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _matrix(rows: Integers, columns: Integers, height: int, width: int) -> csr_array:
    """How often each column comes in each row; both are in order."""
    first = np.ones(len(rows), np.bool_)
    first[1:] = (columns[1:] != columns[:-1]) | (rows[1:] != rows[:-1])
    places = np.flatnonzero(first)
    counts = np.diff(np.append(places, len(rows))).astype(np.int32)
    kind = np.int32 if width <= _NUMBERS else np.int64
    starts = np.append(0, np.cumsum(np.bincount(rows[places], minlength=height)))
    found = csr_array((counts, columns[places].astype(kind), starts.astype(kind)), shape=(height, width))
    found.has_canonical_format = True
    return found
