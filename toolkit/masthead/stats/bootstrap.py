"""Intervals from clusters.

Rates and shares, whatever has a least value, get the limits of ``masthead.stats.limits``, which need no resamples.

Others, signed scores and differences, get the bootstrap-t (Efron 1981; Hall 1988). Clusters are drawn with replacement,
each draw is studentised by the delta method's standard error, and the quantiles are scaled by the delete-one jackknife
error of the data. A resample of few clusters is narrower and less skewed than what it stands for, so the quantiles lie
a little further out (Hesterberg 2015 on this narrowness), most so on the longer arm: its quantile is that of Student's
t in place of the normal, with the degrees of freedom that a variance has where counts have a kurtosis of 6
(2 n / (6 - 1): Satterthwaite 1946), at least ``LEAST_FREEDOM``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from masthead.stats.limits import effective_limits, limits_at_an_end
from masthead.stats.statistic import Ratio, generator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.stats.moments import Moments
    from masthead.stats.statistic import Floats, Statistic

LEAST_FREEDOM = 9.0
KURTOSIS = 6.0
CHUNK = 2_000_000
KEEP = 4_000_000


class Resampler:
    """Bootstrap weights for one outlet, the same for each feature that has as many clusters.

    At most ``KEEP`` numbers are kept between calls; what was let go is drawn again, and comes out the same.
    """

    def __init__(self, seed: int, label: str, draws: int) -> None:
        self.seed, self.label, self.draws = seed, label, draws
        self._kept: dict[int, Floats] = {}

    def weights(self, clusters: int) -> Iterator[tuple[slice, Floats]]:
        """How often each cluster is drawn: blocks ``(rows, clusters)`` that together have ``draws`` rows."""
        if clusters in self._kept:
            yield slice(0, self.draws), self._kept[clusters]
            return
        random = generator(self.seed, "bootstrap", self.label, clusters)
        step = self.draws if clusters * self.draws <= KEEP else max(1, CHUNK // clusters)
        for start in range(0, self.draws, step):
            rows = min(step, self.draws - start)
            block = _counts(random, rows, clusters)
            if rows == self.draws:
                self._keep(clusters, block)
            yield slice(start, start + rows), block

    def _keep(self, clusters: int, block: Floats) -> None:
        self._kept[clusters] = block
        while sum(kept.size for kept in self._kept.values()) > KEEP:
            del self._kept[next(iter(self._kept))]


def _counts(random: np.random.Generator, rows: int, clusters: int) -> Floats:
    """Multinomial counts with equal chances, by counting uniform picks (faster than drawing them)."""
    picks = random.integers(0, clusters, (rows, clusters))
    picks += np.arange(rows)[:, None] * clusters
    return np.bincount(picks.ravel(), minlength=rows * clusters).reshape(rows, clusters).astype(np.float64)


def bootstrap_intervals(moments: Moments, resampler: Resampler, *, level: float = 0.95) -> Floats:
    """Lower and upper limits of each statistic, of shape ``(statistics, 2)``.

    ``moments`` holds the clusters of one outlet (two or more). A row is NaN where the statistic has no value
    or does not vary between clusters.
    """
    limits = np.full((len(moments.statistics), 2), np.nan)
    bounded = [i for i, statistic in enumerate(moments.statistics) if np.isfinite(statistic.low)]
    for index in bounded:
        limits[index] = _effective(moments, index, level)
    others = sorted(set(range(len(limits))) - set(bounded))
    if others:
        limits[others] = _bootstrapped(moments.only(others), resampler, level)
    return limits


def _effective(moments: Moments, index: int, level: float) -> tuple[float, float]:
    statistic, columns = moments.statistics[index], moments.columns_of(index)
    totals, clusters = moments.matrix.sum(axis=0)[:, None], len(moments.matrix)
    value, variance = (found.item() for found in moments.evaluate(index, totals, float(clusters)))
    if value in (statistic.low, statistic.high) and isinstance(statistic, Ratio) and np.isfinite(statistic.high):
        return limits_at_an_end(value, columns[1], (statistic.low, statistic.high), level)
    if not (statistic.low < value < statistic.high) or not variance > 0:
        return np.nan, np.nan
    influence = statistic.gradient(columns.sum(axis=1, keepdims=True))[:, 0] @ columns
    variance = max(variance, _jackknife_error(statistic, columns) ** 2)
    return effective_limits(value, variance, influence, (statistic.low, statistic.high), level)


def _bootstrapped(moments: Moments, resampler: Resampler, level: float) -> Floats:
    clusters = len(moments.matrix)
    totals = moments.matrix.sum(axis=0)[:, None]
    observed = [moments.evaluate(i, totals, float(clusters)) for i in range(len(moments.statistics))]
    draws = np.empty((len(observed), resampler.draws))
    for rows, weights in resampler.weights(clusters):
        resampled = moments.matrix.T @ weights.T
        for index, (value, _) in enumerate(observed):
            value_drawn, variance = moments.evaluate(index, resampled, float(clusters))
            draws[index, rows] = studentise(value_drawn - value, np.sqrt(variance))
    limits = [
        _interval(statistic, moments.columns_of(i), observed[i], draws[i], level)
        for i, statistic in enumerate(moments.statistics)
    ]
    return np.array(limits).reshape(-1, 2)


def studentise(difference: Floats, error: Floats) -> Floats:
    """``difference / error``; 0 where both are 0 and infinite where only the error is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = difference / error
    return np.where((error == 0) & (difference == 0), 0.0, ratio)


def _interval(
    statistic: Statistic, columns: Floats, observed: tuple[Floats, Floats], draws: Floats, level: float
) -> tuple[float, float]:
    value, error = observed[0].item(), np.sqrt(observed[1]).item()
    if not np.isfinite(value) or not error > 0:
        return np.nan, np.nan
    error = max(error, _jackknife_error(statistic, columns))
    finite = draws[~np.isnan(draws)]
    if not finite.size:
        return np.nan, np.nan
    usual, long = _tails(level, columns.shape[1])
    tails = [long, usual, 1.0 - usual, 1.0 - long]
    least, low_end, high_end, most = np.quantile(finite, tails, method="inverted_cdf")
    below, above = (high_end, least) if -low_end > high_end else (most, low_end)
    low, high = max(value - below * error, statistic.low), min(value - above * error, statistic.high)
    return (float(low), float(high)) if np.isfinite([low, high]).all() else (np.nan, np.nan)


def _tails(level: float, clusters: int) -> tuple[float, float]:
    """Tail probabilities of the shorter and the longer arm, from deviates widened by ``sqrt(n / (n - 1))``."""
    tail, widened = (1.0 - level) / 2.0, np.sqrt(clusters / (clusters - 1))
    freedom = max(min(clusters - 1.0, LEAST_FREEDOM), 2.0 * (clusters - 1) / (KURTOSIS - 1.0))
    return float(ndtr(ndtri(tail) * widened)), float(ndtr(stdtrit(freedom, tail) * widened))


def _jackknife_error(statistic: Statistic, columns: Floats) -> float:
    """Delete-one standard error, a little above the delta method's where sizes differ; 0 if undefined."""
    clusters = columns.shape[1]
    left_out = statistic.value(columns.sum(axis=1, keepdims=True) - columns)
    if not np.isfinite(left_out).all():
        return 0.0
    return float(np.sqrt((clusters - 1) * np.var(left_out)))


def limits_without_hits(ratio: Ratio, totals: Floats, level: float) -> tuple[float, float]:
    """Limits of a rate without hits, NaN for any other: for comparison with others only.

    ``totals`` are its two sums. No cluster with a hit means at most ``-log((1 - level) / 2)`` of them are expected (the
    "rule of three", both sides counted), 3.7 at 95 %. How much one holds the group itself cannot say: ``ratio.lump``,
    from the groups that have hits, stands for it.
    """
    if ratio.value(totals).item() != ratio.low:
        return np.nan, np.nan
    most = -np.log((1.0 - level) / 2.0) * ratio.lump / totals[1].item()
    return ratio.low, min(ratio.low + ratio.scale * float(most), ratio.high)


def combine_intervals(values: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Limits of each group's difference from the mean of the others, from the groups' own limits.

    All have the groups along the last axis. The squared distances to the limits add up (MOVER: Zou and Donner
    2008), which keeps the skewness of each interval, and stays right where a group has few or no hits.
    """
    others = values.shape[-1] - 1
    below, above = (values - low) ** 2, (high - values) ** 2
    difference = values - (values.sum(axis=-1, keepdims=True) - values) / others
    below_rest = (below.sum(axis=-1, keepdims=True) - below) / others**2
    above_rest = (above.sum(axis=-1, keepdims=True) - above) / others**2
    return difference - np.sqrt(below + above_rest), difference + np.sqrt(above + below_rest)
