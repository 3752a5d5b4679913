"""Intervals for the ratio of an outlet's rate of a term to the rest's, from clusters drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtri, ndtr, stdtrit

from masthead.stats import Resampler
from masthead.stats.bootstrap import FEW_HITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.usage import Usage

    Floats = NDArray[np.float64]

HALF = 0.5
_AT_ONCE = 8_000_000


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


def ratio_intervals(
    usage: Usage, outlets: Sequence[int], *, seed: int, draws: int, level: float, min_clusters: int
) -> Floats:
    """Limits of the binary log ratio of each of ``outlets`` to the rest, shape ``(outlets, terms, 2)``.

    The limits of both log rates are the percentiles of resamples of whole clusters, set further out because a
    resample of few clusters is too narrow (Hesterberg 2015); below ``FEW_HITS`` clusters with the term they are exact
    Poisson limits for the number of such clusters (Garwood 1936), infinite where there is none. The distances of the
    limits from the rates are combined as MOVER does (Zou and Donner 2008). NaN below ``min_clusters``.
    """
    limits = np.full((len(outlets), len(usage.terms), 2), np.nan)
    able = [n for n, outlet in enumerate(outlets) if _enough(usage, outlet, min_clusters)]
    if not able:
        return limits
    hits = np.array([np.diff(counts.indptr) for counts in usage.counts], dtype=np.float64)
    for start, used, expected in _resampled(usage, seed, draws):
        part = slice(start, start + used.shape[1])
        everything = used.sum(axis=0), expected.sum(axis=0)
        for n in able:
            at = outlets[n]
            drawn = (used[at], expected[at]), (everything[0] - used[at], everything[1] - expected[at])
            limits[n, part] = _interval(_sides(usage, hits, at, part), drawn, level)
    return limits


def _enough(usage: Usage, outlet: int, min_clusters: int) -> bool:
    own = int(usage.clusters[outlet])
    return min(own, int(usage.clusters.sum()) - own) >= min_clusters


def _resampled(usage: Usage, seed: int, draws: int) -> Iterator[tuple[int, Floats, Floats]]:
    """Some terms at a time: the first, and the resampled uses and expectations, shape ``(outlets, terms, draws)``."""
    weights = [
        np.concatenate([block for _, block in Resampler(seed, name, draws).weights(len(lengths))]).T
        for name, lengths in zip(usage.outlets, usage.lengths, strict=True)
    ]
    lengths = [own.T @ weight for own, weight in zip(usage.lengths, weights, strict=True)]
    step = max(1, _AT_ONCE // (draws * len(usage.outlets)))
    for start in range(0, len(usage.terms), step):
        part = slice(start, start + step)
        used = [counts[:, part].T @ weight for counts, weight in zip(usage.counts, weights, strict=True)]
        expected = [usage.curve[:, part].T @ length for length in lengths]
        yield start, np.array(used), np.array(expected)


def _sides(usage: Usage, hits: Floats, outlet: int, part: slice) -> tuple[Side, Side]:
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
