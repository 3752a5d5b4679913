"""How many articles of each outlet use each term, and how many would if nothing but their length mattered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.terms import TermTable

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

BINS_AN_OCTAVE = 8
"""Articles whose lengths differ by less than a tenth share one length."""
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
