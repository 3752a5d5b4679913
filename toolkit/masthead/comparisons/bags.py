"""Bags of numbered terms that wait in temporary files: which articles hold which terms, in little memory."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.engines.put_aside import PutAside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int64]
    Counts = NDArray[np.int64]
    Numbers = NDArray[np.int32]
    Places = NDArray[np.int32]
    Keys = NDArray[np.uint64]

_WAITING = 2_000_000
_HELD = 1 << 20
"""Terms of articles that are held until they are put aside together."""
_BLOCK = 4_000_000
"""Uses of terms, one an article, that are looked at together."""
_SIEVE = 1 << 20
_MIXING = np.uint64(0x9E3779B97F4A7C15)
_SIEVE_SHIFT = np.uint64(64 - 20)


class Frequencies:
    """How often each form occurs in many texts, by a number that stands for it."""

    def __init__(self) -> None:
        self._parts: list[pa.Table] = []
        self._waiting = 0

    def add(self, keys: Keys, counts: Counts) -> None:
        """Count the forms of some texts."""
        self._parts.append(pa.table({"key": keys, "count": counts}))
        self._waiting += len(keys)
        if self._waiting > _WAITING:
            self._parts, self._waiting = [self._summed()], 0

    def totals(self) -> tuple[Keys, Counts]:
        """Every form in ascending order, and how often it was counted."""
        found = self._summed().sort_by("key")
        return found["key"].to_numpy(), found["count"].to_numpy()

    def _summed(self) -> pa.Table:
        nothing = pa.table({"key": np.empty(0, np.uint64), "count": np.empty(0, np.int64)})
        found = pa.concat_tables([nothing, *self._parts]).group_by("key", use_threads=False)
        return found.aggregate([("count", "sum")]).rename_columns({"key": "key", "count_sum": "count"})


class Bags:
    """Articles as bags of numbered terms: which each holds, and how often; put aside in a temporary file.

    Raises OutputFailed where there is no room for it.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Codes, Numbers]] = []
        self._held = self._articles = 0
        self._file = PutAside()

    def add(self, codes: Codes) -> None:
        """One more article, its terms with repetitions."""
        found, counts = np.unique(codes, return_counts=True)
        self._waiting.append((found, counts.astype(np.int32)))
        self._held += len(found)
        if self._held >= _HELD:
            self._write()

    def _write(self) -> None:
        codes, counts = (np.concatenate(column) for column in zip(*self._waiting, strict=True))
        sizes = [len(found) for found, _ in self._waiting]
        numbers = np.arange(self._articles, self._articles + len(sizes), dtype=np.int32)
        self._file.put(pa.table({"article": np.repeat(numbers, sizes), "codes": codes, "counts": counts}))
        self._articles += len(sizes)
        self._waiting, self._held = [], 0

    def read(self) -> Iterator[tuple[Places, Codes, Numbers]]:
        """Articles, their terms and how often these come, many at a time, in the order of the articles."""
        if self._waiting:
            self._write()
        for table in self._file.tables():
            yield tuple(table[name].to_numpy() for name in ("article", "codes", "counts"))

    def documents(self, width: int) -> Codes:
        """How many articles hold each of ``width`` terms."""
        found = np.zeros(width, np.int64)
        for _, codes, _ in self.read():
            found += np.bincount(codes, minlength=width)
        return found

    def common(self, wanted: Callable[[Codes], Flags], least: int) -> tuple[Codes, Codes]:
        """The terms that are wanted and that at least so many articles hold, in ascending order, and how many do.

        Terms share places of a sieve. Those at places that too few articles reach are not counted one by one.
        """
        sieve = np.zeros(_SIEVE, np.int64)
        for _, codes, _ in self.read():
            sieve += np.bincount(_sieved(codes[wanted(codes)]), minlength=_SIEVE)
        found = Frequencies()
        for _, codes, _ in self.read():
            some = codes[wanted(codes)]
            some = some[sieve[_sieved(some)] >= least]
            found.add(some.astype(np.uint64), np.ones(len(some), np.int64))
        terms, documents = found.totals()
        kept = documents >= least
        return terms[kept].astype(np.int64), documents[kept]


def _sieved(codes: Codes) -> Codes:
    return ((codes.astype(np.uint64) * _MIXING) >> _SIEVE_SHIFT).astype(np.int64)


class Block(NamedTuple):
    """Which articles use the terms ``first`` to ``last`` (exclusive): pairs of ``articles`` and ``terms``."""

    first: int
    last: int
    articles: Places
    terms: Places


class Blocks:
    """Which articles use which terms, put aside in blocks of terms; ``documents`` are the articles of each term.

    Raises OutputFailed where there is no room for it.
    """

    def __init__(self, documents: Codes) -> None:
        number = (np.cumsum(documents) - documents) // _BLOCK
        self._block = np.unique(number, return_inverse=True)[1]
        self._bounds = list(pairwise(np.flatnonzero(np.diff(number, prepend=-1, append=-1)).tolist()))
        self._files = [PutAside() for _ in self._bounds]

    def add(self, articles: Places, terms: Places) -> None:
        """Some more uses."""
        block = self._block[terms]
        for number in np.unique(block).tolist():
            own = block == number
            self._files[number].put(pa.table({"article": articles[own], "term": terms[own]}))

    def __call__(self) -> Iterator[Block]:
        """The blocks in the order of the terms, as often as they are asked for."""
        for (first, last), file in zip(self._bounds, self._files, strict=True):
            table = pa.concat_tables(file.tables())
            yield Block(first, last, table["article"].to_numpy(), table["term"].to_numpy())
