"""Permuting whole clusters over groups, for studentised tests that hold for groups of unequal spread.

The studentised statistic keeps the test's level, asymptotically, also where groups differ in variance, and
exactly where they are exchangeable (Janssen 1997; Chung and Romano 2013).

Many clusters are permuted in bundles: ``b`` neighbouring clusters of a group move together, and what is left
over in each group moves among the left-overs. Those arrangements are a subgroup of all of them, so the test
stays exact, and the statistic is the same one, computed from clusters; only time is saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from masthead.stats.bootstrap import studentise
from masthead.stats.moments import against_rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from masthead.stats.moments import Moments
    from masthead.stats.statistic import Floats

CHUNK = 1_500_000
OUTPUT = 30_000
MOST_BUNDLES = 12_000
MOST_BUNDLES_A_GROUP = 150
COLUMNS_AT_ONCE = 16
# Two arrangements with the same sums must tie, whatever order their sums were rounded in.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Bundles:
    """How the clusters of each group are tied together, group after group.

    ``starts`` is the first cluster of each of the ``u`` bundles; ``full`` tells those of the common size from
    left-overs of one cluster; ``sizes`` counts the bundles of each group.
    """

    starts: NDArray[np.intp]
    full: NDArray[np.bool_]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, sizes: NDArray[np.int64], most: int | None = None) -> Bundles:
        """Bundles for groups of ``sizes`` clusters, about ``most`` in all (150 a group, 12,000 in all).

        Single clusters stay single where there are fewer than twice as many.
        """
        enough = min(MOST_BUNDLES, MOST_BUNDLES_A_GROUP * len(sizes)) if most is None else most
        size = max(1, int(sizes.sum()) // enough)
        whole, left = sizes // size, sizes % size
        full = np.repeat(np.tile([True, False], len(sizes)), np.column_stack([whole, left]).ravel())
        lasting = np.where(full, size, 1)
        return cls(np.cumsum(lasting) - lasting, full, whole + left)


def random_orders(random: np.random.Generator, bundles: Bundles, permutations: int) -> Iterator[NDArray[np.intp]]:
    """Blocks of random orders of the ``u`` bundles, shape ``(rows, u)``, ``permutations`` rows in all.

    Blocks are sized so that they and the sums over the groups stay within tens of megabytes.
    """
    whole, left = np.flatnonzero(bundles.full), np.flatnonzero(~bundles.full)
    rows = max(1, min(CHUNK // len(bundles.full), OUTPUT // len(bundles.sizes)))
    for start in range(0, permutations, rows):
        together = min(rows, permutations - start)
        if not left.size:
            yield random.permuted(np.tile(whole, (together, 1)), axis=1)
            continue
        orders = np.empty((together, len(bundles.full)), dtype=np.intp)
        for order in orders:
            order[whole], order[left] = random.permutation(whole), random.permutation(left)
        yield orders


def permutation_counts(
    moments: Moments, sizes: NDArray[np.int64], bundles: Bundles, orders: NDArray[np.intp], observed: Floats
) -> NDArray[np.int64]:
    """How many permutations are at least as extreme as the data, of shape ``(statistics, groups)``.

    ``moments`` holds one row a *bundle* (``Moments.bundled``) and ``sizes`` the groups' numbers of clusters. Row
    ``orders[r]`` arranges the bundles; the first ``bundles.sizes[0]`` of them go to the first group and so on.
    ``observed`` holds the studentised differences of each group from the mean of the others, shape
    ``(statistics, groups)``. An arrangement in which a statistic has no value counts as extreme.
    """
    totals = _permuted_totals(moments.matrix, bundles.sizes, orders)
    counts = np.zeros(observed.shape, dtype=np.int64)
    for index in range(len(moments.statistics)):
        values, variances = moments.evaluate(index, totals, sizes.astype(np.float64))
        permuted = np.abs(studentise(*against_rest(values, variances)))
        counts[index] = (~(permuted < np.abs(observed[index]) * (1.0 - TIE))).sum(axis=0)
    return counts


def halves_p(moments: Moments, chosen: NDArray[np.bool_], random: np.random.Generator, permutations: int) -> Floats:
    """Test the difference between the ``chosen`` clusters and the others: one p a statistic.

    ``chosen`` has one truth value a row of ``moments``. The same test as ``permutation_counts`` makes of two groups,
    with clusters always moved one by one. NaN where a statistic has no value, or does not vary between clusters.
    """
    total, counts = moments.matrix.sum(axis=0)[:, None], np.zeros(len(moments.statistics), dtype=np.int64)
    sizes = np.array([chosen.sum(), (~chosen).sum()], dtype=np.float64)
    observed = np.full(len(moments.statistics), np.nan)
    rows = max(1, CHUNK // len(chosen))
    for start in range(0, permutations + 1, rows):
        sides = np.tile(chosen, (min(rows, permutations + 1 - start), 1))
        random.permuted(sides[int(start == 0) :], axis=1, out=sides[int(start == 0) :])
        one = (sides.astype(np.float64) @ moments.matrix).T
        totals = np.stack([one, total - one], axis=-1)
        for index in range(len(moments.statistics)):
            difference, error = against_rest(*moments.evaluate(index, totals, sizes))
            arranged = np.abs(studentise(difference[:, 0], error[:, 0]))
            if start == 0 and (error[:, 0] > 0).any():
                observed[index] = arranged[0]
            counts[index] += int((~(arranged < observed[index] * (1.0 - TIE))).sum())
    return np.where(np.isnan(observed), np.nan, counts / (permutations + 1))


def _permuted_totals(matrix: Floats, sizes: NDArray[np.int64], orders: NDArray[np.intp]) -> Floats:
    """Column sums by permutation and group, shape ``(columns, permutations, groups)``.

    A sparse matrix of ones selects the clusters of each group; a few columns at a time stay in the cache.
    """
    rows, clusters = orders.shape
    ends = np.arange(rows)[:, None] * clusters + np.cumsum(sizes)
    pointers = np.concatenate([[0], ends.ravel()]).astype(np.int32)
    chosen = csr_array(
        (np.ones(orders.size), orders.ravel().astype(np.int32), pointers), shape=(rows * len(sizes), clusters)
    )
    totals = np.empty((matrix.shape[1], rows, len(sizes)))
    for start in range(0, matrix.shape[1], COLUMNS_AT_ONCE):
        block = np.ascontiguousarray(matrix[:, start : start + COLUMNS_AT_ONCE])
        totals[start : start + COLUMNS_AT_ONCE] = (chosen @ block).T.reshape(-1, rows, len(sizes))
    return totals
