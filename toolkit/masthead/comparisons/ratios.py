"""How much more often an outlet uses a term than the rest do: the ratio of rates, its interval from whole clusters."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtri, ndtr, stdtrit

from masthead.stats import Resampler

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csc_array, csr_array

    from masthead.comparisons.options import Resampling
    from masthead.comparisons.usage import Usage

    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

FEW_CLUSTERS = 5
"""Clusters with a term below which resampling says little."""
HALF = 0.5
_AT_ONCE = 8_000_000
"""Numbers, one a draw, of terms that are looked at together."""
_DRAWN_AT_ONCE = 2_000_000
_KEPT = 256_000_000
"""Bytes of draws that are kept; where there are more, clusters are drawn again for each few terms."""


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
    resample of few clusters is too narrow (Hesterberg 2015); below ``FEW_CLUSTERS`` with the term they are exact
    Poisson limits for the number of such clusters (Garwood 1936), infinite where there is none. The distances of the
    limits from the rates are combined as MOVER does (Zou and Donner 2008). NaN below ``min_clusters``.
    """
    limits = {outlet: np.full((len(usage.terms), 2), np.nan) for outlet in wanted}
    rest = usage.clusters.sum() - usage.clusters
    able = [outlet for outlet in wanted if min(usage.clusters[outlet], rest[outlet]) >= options.min_clusters]
    if not able:
        return limits
    asked: Flags = np.array([wanted[outlet] for outlet in able])
    any_asked: Flags = np.any(asked, axis=0)
    resampled = Resampled(usage, options.seed, options.draws)
    for terms, counts in usage.counts(any_asked):
        for some in _steps(asked[:, terms], options.draws):
            part = terms[some]
            here = {outlet: np.flatnonzero(wanted[outlet][part]) for outlet in able}
            used, own = resampled.used([found[:, some] for found in counts], here)
            expected = resampled.expected(part)
            for outlet, rows in here.items():
                mine = own.pop(outlet).astype(np.float64), resampled.expected(part[rows], outlet)
                drawn = mine, (used[rows] - mine[0], expected[rows] - mine[1])
                limits[outlet][part[rows]] = _interval(_sides(usage, outlet, part[rows]), drawn, options.level)
    return limits


def _steps(asked: Flags, draws: int) -> Iterator[slice]:
    """Slices of the terms that are ``asked`` for by outlet, so that ``_AT_ONCE`` numbers are held at a time."""
    step = np.cumsum(asked.sum(axis=0) + 1) * draws // _AT_ONCE
    bounds = np.flatnonzero(np.diff(step, prepend=-1, append=-1))
    return (slice(start, stop) for start, stop in pairwise(bounds.tolist()))


class Resampled:
    """Every outlet's resampled clusters: how often each is drawn, and the lengths of the articles that come with them.

    The clusters of an outlet are drawn whatever the other outlets are. What is drawn is held in as few bytes as it
    needs, or is drawn again, and comes out the same.
    """

    def __init__(self, usage: Usage, seed: int, draws: int) -> None:
        self._usage, self._seed, self._draws = usage, seed, draws
        self._kept: dict[int, list[tuple[slice, Codes]]] = {}
        if int(usage.clusters.sum()) * draws <= _KEPT:
            numbers = range(len(usage.outlets))
            self._kept = {at: [(rows, _small(block)) for rows, block in self._drawn(at)] for at in numbers}
        self._lengths = [self._summed(at, lengths) for at, lengths in enumerate(usage.lengths)]
        self._all_lengths: Floats = np.sum(self._lengths, axis=0)

    def used(self, counts: Sequence[csc_array], wanted: Mapping[int, Codes]) -> tuple[Floats, dict[int, Codes]]:
        """Articles that use each term, of shape ``(terms, draws)``: of all outlets, and of some for the terms wanted.

        ``counts`` are the outlets' clusters by terms.
        """
        used = np.zeros((counts[0].shape[1], self._draws))
        own: dict[int, Codes] = {}
        for outlet, found in enumerate(counts):
            drawn = self._summed(outlet, found)
            used += drawn
            if outlet in wanted:
                own[outlet] = drawn[wanted[outlet]].astype(np.int32)
        return used, own

    def expected(self, terms: Codes, outlet: int | None = None) -> Floats:
        """Articles expected to use each term, of shape ``(terms, draws)``: of one outlet, or (None) of all."""
        lengths = self._all_lengths if outlet is None else self._lengths[outlet]
        found: Floats = self._usage.curve[:, terms].T @ lengths
        return found

    def _summed(self, outlet: int, numbers: csc_array | csr_array) -> Floats:
        """Sums over an outlet's clusters of some ``numbers`` of each, of shape ``(numbers, draws)``."""
        found = np.empty((numbers.shape[1], self._draws))
        for rows, block in self._kept.get(outlet) or self._drawn(outlet):
            step = max(1, _DRAWN_AT_ONCE // block.shape[1])
            for start in range(0, len(block), step):
                weights = block[start : start + step].T.astype(np.float64, order="C")
                found[:, rows.start + start : rows.start + start + step] = numbers.T @ weights
        return found

    def _drawn(self, outlet: int) -> Iterator[tuple[slice, Floats]]:
        return Resampler(self._seed, self._usage.outlets[outlet], self._draws).weights(
            int(self._usage.clusters[outlet])
        )


def _small(weights: Floats) -> Codes:
    """Whole numbers in as few bytes as the largest needs."""
    small: Codes = weights.astype(np.min_scalar_type(int(weights.max(initial=0))))
    return small


def _sides(usage: Usage, outlet: int, part: Codes) -> tuple[Side, Side]:
    used, expected, hits = usage.used, usage.expected, usage.hits
    own = Side(used[outlet, part], expected[outlet, part], hits[outlet, part], int(usage.clusters[outlet]))
    rest = Side(
        used[:, part].sum(axis=0) - own.used,
        expected[:, part].sum(axis=0) - own.expected,
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
    few = side.hit < FEW_CLUSTERS
    low[few], high[few] = _poisson_limits(side, few, level)
    return rate, np.maximum(rate - low, 0.0), np.maximum(high - rate, 0.0)


def _poisson_limits(side: Side, few: NDArray[np.bool_], level: float) -> tuple[Floats, Floats]:
    hit, tail = side.hit[few], (1.0 - level) / 2
    each = np.where(hit > 0, side.used[few] / np.maximum(hit, 1.0), 1.0) / side.expected[few]
    least = np.where(hit > 0, chdtri(2 * np.maximum(hit, 1.0), 1.0 - tail) / 2, 0.0)
    with np.errstate(divide="ignore"):
        return np.log2(least * each), np.log2(chdtri(2 * hit + 2, tail) / 2 * each)
