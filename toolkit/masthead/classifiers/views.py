"""Some rows and columns of a sparse matrix, copied only where they are asked for.

Each fold learns from most rows, and each model reads some columns; if every step handed the next one a copy, a corpus
would be in memory several times over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

AT_ONCE = 1_000
"""Rows that are copied together."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Of the matrix ``whole`` the rows with the numbers ``rows``, in any order, and ``columns``, whose numbers rise."""

    whole: sparse.csr_matrix
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    @classmethod
    def of(cls, x: View | sparse.csr_matrix) -> View:
        """All of a matrix; a view is taken as it is."""
        return x if isinstance(x, View) else cls(x, np.arange(x.shape[0]), np.arange(x.shape[1]))

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.rows), len(self.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: Any) -> Self:
        """Some of the rows, as an index of an array gives them."""
        return replace(self, rows=self.rows[rows])

    def only(self, columns: Any) -> Self:
        """Some of the columns, in their order, as an index of an array gives them."""
        return replace(self, columns=self.columns[columns])

    def parts(self) -> Iterator[sparse.csr_matrix]:
        """Copies of the rows, ``AT_ONCE`` at a time."""
        first, last = (self.columns[0], self.columns[-1] + 1) if len(self.columns) else (0, 0)
        chosen = slice(first, last) if last - first == len(self.columns) else self.columns
        for start in range(0, len(self.rows), AT_ONCE):
            yield self.whole[self.rows[start : start + AT_ONCE]][:, chosen]

    def matrix(self) -> sparse.csr_matrix:
        """A copy of all rows."""
        most = int(np.diff(self.whole.indptr)[self.rows].sum(dtype=np.int64))
        # Only what is written of these takes memory; joining parts would hold everything twice.
        data, indices = np.empty(most, self.whole.dtype), np.empty(most, self.whole.indices.dtype)
        ends, row, end = np.zeros(len(self.rows) + 1, np.int64), 1, 0
        for part in self.parts():
            ends[row : row + part.shape[0]] = end + part.indptr[1:]
            row, begin, end = row + part.shape[0], end, end + part.nnz
            data[begin:end], indices[begin:end] = part.data, part.indices
        return sparse.csr_matrix((data[:end], indices[:end], ends), shape=self.shape)
