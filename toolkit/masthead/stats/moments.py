"""First and second moments of cluster sums, from which estimates and their standard errors follow.

A resample or a permutation only re-weights clusters, so one matrix product yields the sums and the sums of
products of every column, and the delta method turns them into a value and a variance for each statistic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.stats.statistic import Floats, Statistic

# Below this share of its largest terms a variance is rounding error, and the true value is 0.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Moments:
    """Columns and their needed products for ``n`` clusters.

    ``matrix`` has shape ``(n, c)``: the ``width`` columns of cluster sums, then the products of those pairs
    of columns that some statistic reads together. ``parts`` names the columns each statistic reads, and
    ``products`` where its products (upper triangle, row by row) stand in ``matrix``.
    """

    matrix: Floats
    statistics: tuple[Statistic, ...]
    parts: tuple[tuple[int, ...], ...]
    products: tuple[tuple[int, ...], ...]
    width: int

    @classmethod
    def of(cls, columns: Floats, statistics: Sequence[Statistic], parts: Sequence[tuple[int, ...]]) -> Moments:
        """Moments of cluster sums ``columns`` of shape ``(n, p)``."""
        place: dict[tuple[int, int], int] = {}
        products = []
        for indices in parts:
            pairs = [(min(pair), max(pair)) for pair in combinations_with_replacement(indices, 2)]
            products.append(tuple(place.setdefault(pair, columns.shape[1] + len(place)) for pair in pairs))
        width = columns.shape[1]
        matrix = np.empty((len(columns), width + len(place)))
        matrix[:, :width] = columns
        for (a, b), column in place.items():
            np.multiply(columns[:, a], columns[:, b], out=matrix[:, column])
        return cls(matrix, tuple(statistics), tuple(parts), tuple(products), width)

    def rows(self, selected: slice | NDArray[np.intp] | NDArray[np.bool_]) -> Moments:
        """The same moments for some of the clusters."""
        return replace(self, matrix=self.matrix[selected])

    def without_rows(self) -> Moments:
        """The same columns for no clusters, which holds nothing of the others in memory."""
        return replace(self, matrix=np.empty((0, self.matrix.shape[1])))

    def only(self, indices: Sequence[int]) -> Moments:
        """The same moments for some of the statistics."""
        if len(indices) == len(self.statistics):
            return self
        statistics = tuple(self.statistics[index] for index in indices)
        return Moments.of(self.matrix[:, : self.width], statistics, [self.parts[index] for index in indices])

    def bundled(self, starts: NDArray[np.intp]) -> Moments:
        """Moments with the rows from each of ``starts`` to the next added up."""
        return replace(self, matrix=np.add.reduceat(self.matrix, starts, axis=0))

    def columns_of(self, index: int) -> Floats:
        """Cluster sums that statistic ``index`` reads, of shape ``(p, n)``."""
        return self.matrix.T[list(self.parts[index])]

    def evaluate(self, index: int, totals: Floats, sizes: Floats | float) -> tuple[Floats, Floats]:
        """Value and variance of statistic ``index`` for each group of clusters.

        ``totals`` holds the matrix columns summed over each group, shape ``(c, ...)``; ``sizes`` the groups'
        numbers of clusters, broadcastable to ``(...)``. The variance is the delta method's, with the
        ``n / (n - 1)`` correction; both are NaN where undefined.
        """
        statistic = self.statistics[index]
        first = totals[list(self.parts[index])]
        slope = statistic.gradient(first)
        variance: Floats = np.zeros(first.shape[1:])
        magnitude: Floats = np.zeros(first.shape[1:])
        pairs = combinations_with_replacement(range(len(first)), 2)
        for (a, b), place in zip(pairs, self.products[index], strict=True):
            weight = slope[a] * slope[b] * (1.0 if a == b else 2.0)
            variance += weight * (totals[place] - first[a] * first[b] / sizes)
            magnitude += np.abs(weight * totals[place])
        variance = np.where(variance <= ROUNDING * magnitude, np.where(np.isnan(variance), np.nan, 0.0), variance)
        with np.errstate(divide="ignore", invalid="ignore"):
            corrected = variance * (sizes / np.subtract(sizes, 1.0))
        return statistic.value(first), corrected

    def totals(self, sizes: NDArray[np.int64]) -> Floats:
        """Columns summed over consecutive groups of ``sizes`` clusters, none empty: shape ``(c, g)``."""
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        return np.ascontiguousarray(np.add.reduceat(self.matrix, starts, axis=0).T)


def against_rest(values: Floats, variances: Floats) -> tuple[Floats, Floats]:
    """Difference of each group from the mean of the other groups, and its standard error.

    Groups lie along the last axis; each of the others weighs the same, whatever its size. With two groups
    this is the plain difference of the two.
    """
    others = values.shape[-1] - 1
    difference = values - (values.sum(axis=-1, keepdims=True) - values) / others
    rest = (variances.sum(axis=-1, keepdims=True) - variances) / others**2
    return difference, np.sqrt(np.maximum(variances + rest, 0.0))


def pooled_deviation(variances: Floats, sizes: Floats) -> Floats:
    """Standard deviation between clusters of the statistic's linearised values, pooled over groups.

    ``variances`` has shape ``(..., g)``, ``sizes`` shape ``(g,)``. A cluster's linearised value is the
    estimate plus ``n`` times its influence (Hampel 1974), so the variance of the values is ``n`` times that
    of the estimate; groups are pooled by their degrees of freedom, as in Cohen's d.
    """
    freedom = sizes - 1.0
    pooled: Floats = np.sqrt((variances * sizes * freedom).sum(axis=-1) / freedom.sum())
    return pooled
