"""Weighted columns of articles, put aside in a file and had again as rows of unit length, a stretch at a time."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from masthead.sources.shelf import no_room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


class Vectors:
    """Rows of weights by column, added one after the other; ``settle`` then says in which order and how they count.

    A stretch of them, ``vectors[start:end]``, has one column for each that two rows have and the stretch has one of.
    """

    def __init__(self, width: int) -> None:
        self._file = tempfile.TemporaryFile(prefix="masthead-")  # noqa: SIM115 - it lives as long as this
        self._sizes: list[int] = []
        self.having: Places = np.zeros(width, np.intp)
        """How many rows have each column."""

    def add(self, weights: Mapping[int, float]) -> None:
        """One more row."""
        columns = np.fromiter(weights.keys(), np.int32, len(weights))
        self.having[columns] += 1
        self._sizes.append(len(weights))
        try:
            self._file.write(columns.tobytes())
            self._file.write(np.fromiter(weights.values(), np.float32, len(weights)).tobytes())
        except OSError as error:
            raise no_room(error) from error

    def __len__(self) -> int:
        return len(self._sizes)

    def settle(self, order: Sequence[int], rarity: Callable[[Places, int], Floats]) -> None:
        """No row is added any more; row i is the one that was added as number ``order[i]``.

        ``rarity`` is what columns weigh that so many of all rows have.
        """
        sizes = np.array(self._sizes, np.int64)
        starts = np.cumsum(sizes) - sizes
        self._starts, self._lengths = starts[list(order)] * 8, sizes[list(order)]
        self._rarity = rarity(self.having, len(sizes))
        self._shared = self.having > 1
        self._last = np.empty(len(self.having), np.int32)

    def __getitem__(self, rows: slice) -> csr_array:
        lengths = self._lengths[rows]
        columns, weights = self._read(self._starts[rows], lengths)
        places = np.repeat(np.arange(len(lengths)), lengths)
        weight = weights * self._rarity[columns]
        norms = np.sqrt(np.bincount(places, weight**2, len(lengths)))
        unit = (weight / norms[places]).astype(np.float32)
        kept = self._shared[columns]
        numbers, n = self._numbered(columns[kept])
        return csr_array((unit[kept], (places[kept], numbers)), shape=(len(lengths), n))

    def _numbered(self, columns: NDArray[np.int32]) -> tuple[Places, int]:
        """The columns numbered from 0 on, and how many there are."""
        at = np.arange(len(columns))
        self._last[columns] = at
        last = self._last[columns]
        ends = last == at
        return (np.cumsum(ends) - 1)[last], int(ends.sum())

    def _read(self, starts: Places, lengths: Places) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Columns and weights of some rows, one row after the other; those that follow each other are read at once."""
        found = [np.empty(0, np.int32)]
        runs = np.flatnonzero(starts != np.append(-1, (starts + 8 * lengths)[:-1]))
        sizes = np.diff(np.append(0, np.cumsum(lengths))[np.append(runs, len(lengths))])
        for start, size in zip(starts[runs].tolist(), sizes.tolist(), strict=True):
            self._file.seek(start)
            found.append(np.frombuffer(self._file.read(8 * size), np.int32))
        numbers = np.concatenate(found)
        weights = np.repeat(np.arange(2 * len(lengths)) % 2 == 1, np.repeat(lengths, 2))
        return numbers[~weights], numbers[weights].view(np.float32)
