"""Whether outlets differ in any wording of one concept: clusters with a mention, permuted over outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from masthead.stats.permutation import TIE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_PAIR = 2
_HELD = 1 << 18
"""Numbers that are held of permutations made at a time."""


class Units(NamedTuple):
    """What is permuted: mentions by wording, shape ``(units, wordings)``, whose they are, and within what."""

    sums: Floats
    labels: Codes
    strata: Codes

    def able(self, fewest: int) -> Units:
        """The units with a mention, in strata of two or more units, of labels that have at least ``fewest`` of them."""
        kept = (self.sums.sum(axis=1) > 0) & (self.strata >= 0)
        kept &= np.bincount(self.strata[kept], minlength=self.strata.max(initial=0) + 1)[self.strata] > 1
        kept &= np.bincount(self.labels[kept], minlength=self.labels.max(initial=0) + 1)[self.labels] >= fewest
        return self._only(kept)

    def grouped(self, names: Sequence[str], members: Mapping[str, tuple[str, ...]]) -> Units:
        """Each label as one unit, its shares in place of mentions, under the number of its group."""
        group_of = {name: place for place, own in enumerate(members.values()) for name in own}
        labels = np.array([group_of.get(name, -1) for name in names], np.intp)
        totals = np.zeros((len(names), self.sums.shape[1]))
        np.add.at(totals, self.labels, self.sums)
        known = (totals.sum(axis=1) > 0) & (labels >= 0)
        shares = totals[known] / totals[known].sum(axis=1, keepdims=True)
        return Units(shares, labels[known], np.zeros(len(shares), np.intp))

    def p(self, random: np.random.Generator, permutations: int) -> float | None:
        """P of the sum over labels of squared residuals by mentions; None for one label or one wording."""
        names, labels = np.unique(self.labels, return_inverse=True)
        if len(names) < _PAIR or (self.sums.sum(axis=0) > 0).sum() < _PAIR:
            return None
        mentions = self.sums.sum(axis=1)
        residuals = self.sums - mentions[:, None] * self._shares()
        values = np.column_stack([residuals, mentions])
        member = csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))))
        observed = _spreads(member, values, np.arange(len(labels))[None, :])[0]
        by_stratum = np.argsort(self.strata, kind="stable")
        extreme = 0
        for some in _parts(permutations, max(1, _HELD // values.size)):
            orders = np.empty((some, len(labels)), np.intp)
            strata = np.broadcast_to(self.strata, orders.shape)
            orders[:, by_stratum] = np.lexsort((random.random(orders.shape), strata))
            extreme += int((_spreads(member, values, orders) >= observed * (1 - TIE)).sum())
        return (extreme + 1) / (permutations + 1)

    def _shares(self) -> Floats:
        """The share of each wording in each unit's stratum."""
        totals = np.zeros((self.strata.max(initial=0) + 1, self.sums.shape[1]))
        np.add.at(totals, self.strata, self.sums)
        found: Floats = totals[self.strata] / totals[self.strata].sum(axis=1, keepdims=True)
        return found

    def _only(self, kept: NDArray[np.bool_]) -> Units:
        return Units(self.sums[kept], self.labels[kept], self.strata[kept])


def _parts(whole: int, most: int) -> Iterator[int]:
    """``whole`` in parts of at the most so much."""
    for done in range(0, whole, most):
        yield min(most, whole - done)


def _spreads(member: csr_array, values: Floats, orders: Codes) -> Floats:
    """For each of the ``orders`` of units, the sum over labels and wordings of squared residuals by mentions.

    One product for all of them, which adds up in the order of one by one.
    """
    totals = (member @ values[orders.T].reshape(orders.shape[1], -1)).reshape(member.shape[0], *orders.shape[:1], -1)
    totals = np.ascontiguousarray(totals.transpose(1, 0, 2))
    found: Floats = (totals[..., :-1] ** 2 / totals[..., -1:]).reshape(len(orders), -1).sum(axis=1)
    return found
