"""Figures as functions of how often each group of documents is drawn, and their intervals.

Documents that share an event or an address are one group. Groups are drawn with replacement and every figure is
computed anew from what was drawn (percentile interval; Efron & Tibshirani 1993). Below ``MIN_GROUPS`` groups, or
where no draw differs from another, there is no interval: a width of 0 would claim certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import rankdata

from masthead.evaluation.confusions import macro_f1
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_GROUPS = 10
_SAME = 1e-12
"""Values that differ by less than this part of themselves are the same; sums of decimals round."""


class Estimate(NamedTuple):
    """A figure, its interval, and the reason where either is missing."""

    value: float | None
    low: float | None
    high: float | None
    reason: str | None


@dataclass(frozen=True)
class Sample:
    """A figure over ``n`` units in ``groups`` groups: ``value`` takes draws ``(draws, groups)`` to ``(draws,)``."""

    n: int
    groups: int
    value: Callable[[Floats], Floats]

    def estimate(self, seed: int, label: str, draws: int = 1000, level: float = 0.95) -> Estimate:
        """The figure with its interval; the draws depend on ``seed`` and ``label`` alone."""
        value = float(self.value(np.ones((1, self.groups)))[0]) if self.groups else np.nan
        if not np.isfinite(value):
            return Estimate(None, None, None, "no value: one side has nothing to compare")
        if self.groups < MIN_GROUPS:
            return Estimate(value, None, None, f"too few groups for an interval ({self.groups} < {MIN_GROUPS})")
        chances = np.full(self.groups, 1 / self.groups)
        weights = generator(seed, "validity", label).multinomial(self.groups, chances, size=draws)
        tail = (1 - level) / 2
        low, high = np.nanquantile(self.value(weights.astype(np.float64)), [tail, 1 - tail])
        if not low < high:
            return Estimate(value, None, None, "no interval: every resample gives the same figure")
        return Estimate(value, float(low), float(high), None)


def counted(counts: Floats, n: int, formula: Callable[[Floats], Floats]) -> Sample:
    """A figure of sums: ``counts`` is ``(groups, ...)``; ``formula`` takes ``(draws, ...)`` to ``(draws,)``."""
    return Sample(n, len(counts), lambda weights: formula(np.tensordot(weights, counts, axes=1)))


def grouped(groups: Sequence[str], rows: Floats) -> Floats:
    """The sums of ``rows`` (one a document) by group, in the sorted order of groups."""
    names, index = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.zeros((len(names), *rows.shape[1:]))
    np.add.at(sums, index, rows)
    return sums


def precision(sums: Floats) -> Floats:
    """Of ``(..., 4)`` sums: right marks, marks, found annotations, annotations. Right marks among marks."""
    return _ratio(sums[..., 0], sums[..., 1])


def recall(sums: Floats) -> Floats:
    """Found annotations among annotations."""
    return _ratio(sums[..., 2], sums[..., 3])


def false_alarms(sums: Floats) -> Floats:
    """Of ``(..., 5)`` sums, the last being the units: marks that are not right among units without an annotation."""
    return _ratio(sums[..., 1] - sums[..., 0], sums[..., 4] - sums[..., 3])


def f1(sums: Floats) -> Floats:
    """The harmonic mean of precision and recall; 0 where there are annotations and marks but none is right."""
    right, found = precision(sums), recall(sums)
    value = np.where(right + found > 0, _ratio(2 * right * found, right + found), 0.0)
    return np.where(np.isnan(found), np.nan, np.where(sums[..., 1] > 0, value, 0.0))


def macro_f1_of_two(sums: Floats) -> Floats:
    """The mean of the F1 of marked and unmarked, from ``(..., 5)`` sums: the four above, then all units."""
    right, marks, _, gold, units = np.moveaxis(sums, -1, 0)
    confusion = np.stack([units - marks - gold + right, marks - right, gold - right, right], axis=-1)
    return macro_f1(confusion.reshape(*confusion.shape[:-1], 2, 2))


def mean_of(sums: Floats) -> Floats:
    """The first of ``(..., 2)`` sums over the second."""
    return _ratio(sums[..., 0], sums[..., 1])


def disagreement(values: Floats) -> Floats:
    """What ``alpha`` needs of ``(units, coders)`` values, NaN where a coder has none: ``(units, 4)`` sums.

    Values, their sum, the sum of their squares, and the squared differences of all ordered pairs over the number of
    others; 0 throughout for a unit that fewer than two coders valued.
    """
    known = ~np.isnan(values)
    coders = known.sum(axis=1).astype(np.float64)
    filled = np.where(known, values, 0.0)
    total, squares = filled.sum(axis=1), (filled**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = 2 * (coders * squares - total**2) / (coders - 1)
    return np.where((coders > 1)[:, None], np.stack([coders, total, squares, apart], axis=1), 0.0)


def alpha(sums: Floats) -> Floats:
    """Krippendorff's alpha from sums over units of what ``disagreement`` gives (Krippendorff 2004).

    With the squared difference as the metric: the interval alpha, which for marks of 0 and 1 is the nominal one. From
    sums, so that a resample costs no second look at the units. NaN where all values are the same.
    """
    n, total, squares, apart = np.moveaxis(sums, -1, 0)
    expected = n * squares - total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > _SAME * n * squares, 1 - (n - 1) * apart / (2 * expected), np.nan)


def agreement(groups: Sequence[str], values: Sequence[Floats]) -> Sample:
    """Krippendorff's alpha; ``values`` has for each document ``(units, coders)`` values, NaN where there is none."""
    sums = [disagreement(units) for units in values]
    n = sum(int((rows[:, 0] > 0).sum()) for rows in sums)
    totals = np.array([rows.sum(axis=0) for rows in sums]).reshape(-1, 4)
    return counted(grouped(groups, totals), n, alpha)


def area(sums: Floats) -> Floats:
    """The area under the ROC curve, ties counting half, from ``(..., 2, scores)`` numbers of units.

    The last axis runs from the lowest score to the highest; of the two rows the first holds unmarked units, the second
    marked ones.
    """
    unmarked, marked = sums[..., 0, :], sums[..., 1, :]
    below = np.cumsum(unmarked, axis=-1) - unmarked / 2
    return _ratio((marked * below).sum(axis=-1), unmarked.sum(axis=-1) * marked.sum(axis=-1))


def spearman(groups: Sequence[str], ours: Sequence[float], gold: Sequence[float]) -> Sample:
    """Spearman's rank correlation, ties at their mean rank; a group drawn twice counts twice."""
    names, index = np.unique(np.asarray(groups), return_inverse=True)
    pairs = np.array([ours, gold], dtype=np.float64)

    def one(weights: Floats) -> float:
        ranks = rankdata(np.repeat(pairs, weights[index].astype(np.intp), axis=1), axis=1)
        ranks -= ranks.mean(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):
            return float(ranks[0] @ ranks[1] / np.sqrt((ranks[0] @ ranks[0]) * (ranks[1] @ ranks[1])))

    return Sample(len(ours), len(names), lambda weights: np.array([one(row) for row in weights]))


def pearson(groups: Sequence[str], ours: Sequence[float], gold: Sequence[float]) -> Sample:
    """Pearson's correlation, from sums: both about their means, so that large values lose no digits."""
    x, y = (np.array(side, dtype=np.float64) - np.mean(side or [0.0]) for side in (ours, gold))
    sums = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)
    return counted(grouped(groups, sums), len(ours), _correlation)


def _correlation(sums: Floats) -> Floats:
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    return _ratio(n * xy - x * y, np.sqrt((n * xx - x**2) * (n * yy - y**2)))


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)
