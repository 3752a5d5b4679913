"""Intervals for the ratio of an outlet's rate of a term to the rest's, from clusters drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtri, ndtr, stdtrit

from masthead.stats import Resampler
from masthead.stats.bootstrap import FEW_HITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import Resampling
    from masthead.comparisons.usage import Usage

    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

HALF = 0.5
_AT_ONCE = 4_000_000


class Side(NamedTuple):
    """An outlet or the rest, for some terms: articles that use them, as many as expected, clusters with such articles.

    ``used`` and ``expected`` have the shape ``(terms,)`` for the data and ``(terms, draws)`` for resamples.
    """

    used: Floats
    expected: Floats
    hit: Floats
    clusters: int


def log_rate(used: Floats, expected: Floats) -> Floats:
    """Binary log of articles over articles expected, half an article added (Hardie 2014 adds it to none)."""
    with np.errstate(divide="ignore"):
        return np.log2((used + HALF) / expected)


def ratio_intervals(usage: Usage, wanted: Mapping[int, Flags], options: Resampling) -> dict[int, Floats]:
    """Limits of the binary log ratio of an outlet to the rest, for each outlet ``wanted``, shape ``(terms, 2)``.

    ``wanted`` marks for each outlet (by its place in ``usage.outlets``) the terms that limits are made for.

    The limits of both log rates are the percentiles of resamples of whole clusters, set further out because a
    resample of few clusters is too narrow (Hesterberg 2015); below ``FEW_HITS`` clusters with the term they are exact
    Poisson limits for the number of such clusters (Garwood 1936), infinite where there is none. The distances of the
    limits from the rates are combined as MOVER does (Zou and Donner 2008). NaN below ``min_clusters``.
    """
    limits = {outlet: np.full((len(usage.terms), 2), np.nan) for outlet in wanted}
    rest = usage.clusters.sum() - usage.clusters
    able = [outlet for outlet in wanted if min(usage.clusters[outlet], rest[outlet]) >= options.min_clusters]
    if not able:
        return limits
    hits = np.array([np.diff(counts.indptr) for counts in usage.counts], dtype=np.float64)
    resampled = Resampled.of(usage, options.seed, options.draws)
    for start in range(0, len(usage.terms), resampled.step):
        part = np.arange(start, min(start + resampled.step, len(usage.terms)))
        used, expected = resampled.all_outlets(part)
        for outlet in able:
            here = np.flatnonzero(wanted[outlet][part])
            own = resampled.outlet(outlet, part[here])
            drawn = own, (used[here] - own[0], expected[here] - own[1])
            limits[outlet][part[here]] = _interval(_sides(usage, hits, outlet, part[here]), drawn, options.level)
    return limits


@dataclass(frozen=True, slots=True)
class Resampled:
    """Every outlet's clusters drawn anew: how often each is drawn, and the lengths of the articles that come with them.

    ``weights`` have the shape ``(clusters, draws)`` and ``lengths`` the shape ``(classes, draws)``, one a outlet.
    """

    usage: Usage
    weights: tuple[Floats, ...]
    lengths: tuple[Floats, ...]
    step: int

    @classmethod
    def of(cls, usage: Usage, seed: int, draws: int) -> Resampled:
        """Draw the clusters of each outlet, whatever the other outlets are."""
        weights = tuple(
            np.concatenate([block for _, block in Resampler(seed, name, draws).weights(len(lengths))]).T
            for name, lengths in zip(usage.outlets, usage.lengths, strict=True)
        )
        lengths = tuple(own.T @ weight for own, weight in zip(usage.lengths, weights, strict=True))
        return cls(usage, weights, lengths, max(1, _AT_ONCE // draws))

    def outlet(self, outlet: int, terms: Codes) -> tuple[Floats, Floats]:
        """Articles of one outlet that use each of ``terms``, and those expected, both of shape ``(terms, draws)``."""
        used: Floats = self.usage.counts[outlet][:, terms].T @ self.weights[outlet]
        return used, self.usage.curve[:, terms].T @ self.lengths[outlet]

    def all_outlets(self, terms: Codes) -> tuple[Floats, Floats]:
        """The same for the articles of all outlets together."""
        counts = (own[:, terms].T @ weight for own, weight in zip(self.usage.counts, self.weights, strict=True))
        used = np.zeros((len(terms), self.weights[0].shape[1]))
        for count in counts:
            used += count
        lengths: Floats = np.sum(self.lengths, axis=0)
        return used, self.usage.curve[:, terms].T @ lengths


def _sides(usage: Usage, hits: Floats, outlet: int, part: Codes) -> tuple[Side, Side]:
    own = Side(usage.used[outlet, part], usage.expected[outlet, part], hits[outlet, part], int(usage.clusters[outlet]))
    rest = Side(
        usage.used[:, part].sum(axis=0) - own.used,
        usage.expected[:, part].sum(axis=0) - own.expected,
        hits[:, part].sum(axis=0) - own.hit,
        int(usage.clusters.sum()) - own.clusters,
    )
    return own, rest


def _interval(sides: tuple[Side, Side], drawn: Sequence[tuple[Floats, Floats]], level: float) -> Floats:
    (own, below, above), (rest, rest_below, rest_above) = (
        _distances(side, draw, level) for side, draw in zip(sides, drawn, strict=True)
    )
    ratio = own - rest
    return np.stack([ratio - np.hypot(below, rest_above), ratio + np.hypot(above, rest_below)], axis=-1)


def _distances(side: Side, drawn: tuple[Floats, Floats], level: float) -> tuple[Floats, Floats, Floats]:
    """The log rate of a side and how far its limits are below and above it."""
    rate = log_rate(side.used, side.expected)
    tail = float(ndtr(stdtrit(side.clusters - 1, (1.0 - level) / 2) * np.sqrt(side.clusters / (side.clusters - 1))))
    low, high = np.quantile(log_rate(*drawn), [tail, 1.0 - tail], axis=-1)
    few = side.hit < FEW_HITS
    low[few], high[few] = _poisson_limits(side, few, level)
    return rate, np.maximum(rate - low, 0.0), np.maximum(high - rate, 0.0)


def _poisson_limits(side: Side, few: NDArray[np.bool_], level: float) -> tuple[Floats, Floats]:
    hit, tail = side.hit[few], (1.0 - level) / 2
    each = np.where(hit > 0, side.used[few] / np.maximum(hit, 1.0), 1.0) / side.expected[few]
    least = np.where(hit > 0, chdtri(2 * np.maximum(hit, 1.0), 1.0 - tail) / 2, 0.0)
    with np.errstate(divide="ignore"):
        return np.log2(least * each), np.log2(chdtri(2 * hit + 2, tail) / 2 * each)
