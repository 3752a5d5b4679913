"""How many articles of each outlet use each term, how many would if nothing but their length mattered, and the ratio.

The ratio is that of an outlet's rate of a term to the rest's; its interval is from resampled clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csc_array, csr_array
from scipy.special import chdtri, ndtr, stdtrit

from masthead.stats import Resampler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import Resampling
    from masthead.comparisons.terms import TermTable

    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

FEW_CLUSTERS = 5
"""Clusters with a term below which resampling says little."""
BINS_AN_OCTAVE = 8
"""Articles whose lengths differ by less than a tenth share one length."""
HALF = 0.5
_AT_ONCE = 4_000_000
_STEPS = 60
_CLOSE = 1e-9
_HALVINGS = 40
_BURSTIEST, _LEAST_BURSTY = np.log(1e-3), np.log(1e6)


@dataclass(frozen=True, slots=True)
class Usage:
    """Terms by outlet, from articles that have a word in the chosen voice.

    ``used`` and ``expected`` have the shape ``(outlets, terms)``: articles that use the term, and as many as would
    use it if nothing but the articles' lengths mattered (``usage_curve``). ``counts`` holds for
    each outlet its clusters by terms, ``lengths`` its clusters by length classes (articles), and ``curve`` the chance
    that an article of a length class uses a term, shape ``(classes, terms)``. ``mass`` is the number of uses (article
    and term) of all terms of the same kind, single words or pairs, shape ``(terms,)``.
    """

    terms: tuple[str, ...]
    outlets: tuple[str, ...]
    articles: Codes
    clusters: Codes
    used: Floats
    expected: Floats
    counts: tuple[csc_array, ...]
    lengths: tuple[Floats, ...]
    curve: Floats
    mass: Floats

    @classmethod
    def of(cls, table: TermTable, outlets: Sequence[str], labels: Sequence[str]) -> Usage:
        """Sum up a table whose articles are of ``outlets`` and in the clusters ``labels`` (within their outlet).

        Outlets without a word in the chosen voice are left out.
        """
        lasting = np.flatnonzero(table.lengths).tolist()
        matrix = csr_array(table.matrix[lasting])
        classes, typical = length_classes(table.lengths[lasting])
        totals = np.asarray(matrix.sum(axis=0), dtype=np.float64)
        articles = np.bincount(classes, minlength=len(typical)).astype(np.float64)
        curve = usage_curve(totals, table.uses, articles, typical)
        rows: dict[str, list[int]] = {name: [] for name in sorted({outlets[at] for at in lasting})}
        for row, at in enumerate(lasting):
            rows[outlets[at]].append(row)
        counts, lengths = [], []
        for own in rows.values():
            cluster = np.unique([labels[lasting[row]] for row in own], return_inverse=True)[1]
            lengths.append(_histogram(cluster, classes[own], len(typical)))
            members = csr_array((np.ones(len(own)), (cluster, own)), shape=(len(lengths[-1]), len(lasting)))
            counts.append(csc_array(members @ matrix))
        return cls(
            terms=table.terms,
            outlets=tuple(rows),
            articles=np.array([len(own) for own in rows.values()], dtype=np.intp),
            clusters=np.array([len(found) for found in lengths], dtype=np.intp),
            used=np.array([np.asarray(found.sum(axis=0)) for found in counts], dtype=np.float64),
            expected=np.array([found.sum(axis=0) @ curve for found in lengths]),
            counts=tuple(counts),
            lengths=tuple(lengths),
            curve=curve,
            mass=np.where(table.pairs, totals[table.pairs].sum(), totals[~table.pairs].sum()),
        )

    def spread_sums(self) -> Floats:
        """For each outlet and term the sums over clusters of y², y e and e², shape ``(3, outlets, terms)``.

        ``y`` are the articles of a cluster that use the term, ``e`` those expected.
        """
        sums = [
            (
                np.asarray(counts.power(2).sum(axis=0)),
                ((counts.T @ lengths).T * self.curve).sum(axis=0),
                ((lengths.T @ lengths @ self.curve) * self.curve).sum(axis=0),
            )
            for counts, lengths in zip(self.counts, self.lengths, strict=True)
        ]
        return np.array(sums, dtype=np.float64).transpose(1, 0, 2)


def length_classes(lengths: NDArray[np.int64]) -> tuple[Codes, Floats]:
    """The class of each length (1 or more), by powers of 2 ** (1 / 8), and the mean length of each class."""
    steps = np.rint(BINS_AN_OCTAVE * np.log2(lengths)).astype(np.int64)
    _, classes = np.unique(steps, return_inverse=True)
    return classes, np.bincount(classes, weights=lengths) / np.bincount(classes)


def usage_curve(used: Floats, uses: Floats, articles: Floats, lengths: Floats) -> Floats:
    """The chance that an article of each length uses each term, shape ``(classes, terms)``.

    Words are bursty: one that has been used is used again, so that the chance grows more slowly with the length than it
    would for words strewn at random. The chance is that of a negative binomial count (Mosteller and Wallace 1964) of
    ``uses`` in all ``articles`` of these ``lengths``, its shape such that ``used`` articles have one or more; a Poisson
    count's where the term is no burstier than that.
    """
    strewn = _not_bursty(np.minimum(used, articles.sum() - 0.5), articles, lengths)
    rates = uses / (articles @ lengths)
    low, high = np.full(len(used), _BURSTIEST), np.full(len(used), _LEAST_BURSTY)
    for _ in range(_HALVINGS):
        shape = (low + high) / 2
        enough = articles @ _chance(rates, shape, lengths) > used
        low, high = np.where(enough, low, shape), np.where(enough, shape, high)
    bursty = articles @ -np.expm1(-lengths[:, None] * rates) > used
    return np.where(bursty, _chance(rates, high, lengths), strewn)


def _chance(rates: Floats, shape: Floats, lengths: Floats) -> Floats:
    """One minus a negative binomial's share of zeros; ``shape`` is the logarithm of its shape parameter."""
    size = np.exp(shape)
    chance: Floats = -np.expm1(-size * np.log1p(lengths[:, None] * rates / size))
    return chance


def _not_bursty(used: Floats, articles: Floats, lengths: Floats) -> Floats:
    """The Poisson curve, by Newton's method for the rate: it cannot overshoot, as the sum is concave in the rate."""
    rates = used / (articles @ lengths)
    for _ in range(_STEPS):
        unused = np.exp(-lengths[:, None] * rates)
        missing = used - articles @ (1.0 - unused)
        rates = rates + missing / ((articles * lengths) @ unused)
        if not missing.size or missing.max() < _CLOSE:
            break
    curve: Floats = -np.expm1(-lengths[:, None] * rates)
    return curve


def _histogram(rows: Codes, columns: Codes, width: int) -> Floats:
    height = int(rows.max(initial=-1)) + 1
    return np.bincount(rows * width + columns, minlength=height * width).reshape(height, width).astype(np.float64)


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
    """Every outlet's resampled clusters: how often each is drawn, and the lengths of the articles that come with them.

    ``weights`` have the shape ``(clusters, draws)`` and ``lengths`` the shape ``(classes, draws)``, one a outlet. The
    weights are whole numbers, held in as few bytes as they need.
    """

    usage: Usage
    weights: tuple[Codes, ...]
    lengths: tuple[Floats, ...]
    step: int

    @classmethod
    def of(cls, usage: Usage, seed: int, draws: int) -> Resampled:
        """Draw the clusters of each outlet, whatever the other outlets are."""
        weights = tuple(
            np.concatenate([_small(block) for _, block in Resampler(seed, name, draws).weights(len(lengths))]).T
            for name, lengths in zip(usage.outlets, usage.lengths, strict=True)
        )
        lengths = tuple(own.T @ weight.astype(np.float64) for own, weight in zip(usage.lengths, weights, strict=True))
        return cls(usage, weights, lengths, max(1, _AT_ONCE // draws))

    def outlet(self, outlet: int, terms: Codes) -> tuple[Floats, Floats]:
        """Articles of one outlet that use each of ``terms``, and those expected, both of shape ``(terms, draws)``."""
        used: Floats = self.usage.counts[outlet][:, terms].T @ self.weights[outlet].astype(np.float64)
        return used, self.usage.curve[:, terms].T @ self.lengths[outlet]

    def all_outlets(self, terms: Codes) -> tuple[Floats, Floats]:
        """The same for the articles of all outlets together."""
        used = np.zeros((len(terms), self.weights[0].shape[1]))
        for own, weight in zip(self.usage.counts, self.weights, strict=True):
            used += own[:, terms].T @ weight.astype(np.float64)
        lengths: Floats = np.sum(self.lengths, axis=0)
        return used, self.usage.curve[:, terms].T @ lengths


def _small(weights: Floats) -> Codes:
    """Whole numbers in as few bytes as the largest needs."""
    small: Codes = weights.astype(np.min_scalar_type(int(weights.max(initial=0))))
    return small


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
    few = side.hit < FEW_CLUSTERS
    low[few], high[few] = _poisson_limits(side, few, level)
    return rate, np.maximum(rate - low, 0.0), np.maximum(high - rate, 0.0)


def _poisson_limits(side: Side, few: NDArray[np.bool_], level: float) -> tuple[Floats, Floats]:
    hit, tail = side.hit[few], (1.0 - level) / 2
    each = np.where(hit > 0, side.used[few] / np.maximum(hit, 1.0), 1.0) / side.expected[few]
    least = np.where(hit > 0, chdtri(2 * np.maximum(hit, 1.0), 1.0 - tail) / 2, 0.0)
    with np.errstate(divide="ignore"):
        return np.log2(least * each), np.log2(chdtri(2 * hit + 2, tail) / 2 * each)
