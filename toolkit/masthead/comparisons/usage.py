"""How many articles of each outlet use each term, and how many would if nothing but their length mattered."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_array, csr_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.bags import Block
    from masthead.comparisons.terms import TermTable

    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

BINS_AN_OCTAVE = 8
"""Articles whose lengths differ by less than a tenth share one length."""
_STEPS = 60
_CLOSE = 1e-9
_HALVINGS = 40
_BURSTIEST, _LEAST_BURSTY = np.log(1e-3), np.log(1e6)


@dataclass(frozen=True, slots=True)
class Usage:
    """Terms by outlet, from articles that have a word in the chosen voice.

    ``sums`` has the shape ``(5, outlets, terms)``: ``used`` articles that use the term, as many ``expected`` as would
    use it if nothing but the articles' lengths mattered (``usage_curve``), and the sums over clusters of y², y e and
    e², where y are the articles of a cluster that use the term and e those expected. ``hits`` are clusters with the
    term, shape ``(outlets, terms)``. ``lengths`` holds for each outlet its clusters by length classes (articles), and
    ``curve`` the chance that an article of a length class uses a term, shape ``(classes, terms)``. ``mass`` is the
    number of uses (article and term) of all terms of the same kind, single words or pairs, shape ``(terms,)``.
    """

    terms: tuple[str, ...]
    outlets: tuple[str, ...]
    articles: Codes
    clusters: Codes
    sums: Floats
    hits: Floats
    lengths: tuple[csr_array, ...]
    curve: Floats
    mass: Floats
    clustered: Clustered

    @property
    def used(self) -> Floats:
        """Articles that use each term, shape ``(outlets, terms)``."""
        used: Floats = self.sums[0]
        return used

    @property
    def expected(self) -> Floats:
        """Articles that would use each term, shape ``(outlets, terms)``."""
        expected: Floats = self.sums[1]
        return expected

    @classmethod
    def of(cls, table: TermTable, outlets: pa.Array, labels: pa.Array) -> Usage:
        """Sum up a table whose articles are of ``outlets`` and in the clusters ``labels`` (within their outlet).

        Outlets without a word in the chosen voice are left out.
        """
        lasting = np.flatnonzero(table.lengths)
        classes, typical = length_classes(table.lengths[lasting])
        totals = table.documents.astype(np.float64)
        articles = np.bincount(classes, minlength=len(typical)).astype(np.float64)
        curve = usage_curve(totals, table.uses, articles, typical)
        clustered, members = _clustered(table, lasting, outlets, labels)
        lengths = tuple(
            csr_array((np.ones(len(own)), (clustered.clusters[lasting[own]], classes[own])), shape=(size, len(typical)))
            for size, own in zip(clustered.sizes, members.values(), strict=True)
        )
        sums, hits = _sums(clustered, lengths, curve)
        return cls(
            terms=table.terms,
            outlets=tuple(members),
            articles=np.array([len(own) for own in members.values()], dtype=np.intp),
            clusters=np.array(clustered.sizes, dtype=np.intp),
            sums=sums,
            hits=hits,
            lengths=lengths,
            curve=curve,
            mass=np.where(table.pairs, totals[table.pairs].sum(), totals[~table.pairs].sum()),
            clustered=clustered,
        )

    def counts(self, wanted: Flags) -> Iterator[tuple[Codes, tuple[csc_array, ...]]]:
        """Some of the terms ``wanted`` at a time, and for each outlet its clusters by these terms (articles)."""
        return self.clustered.counts(wanted)


@dataclass(frozen=True, slots=True)
class Clustered:
    """The articles of a table in the clusters of their outlets.

    ``outlets`` is the number of each article's outlet and ``clusters`` that of its cluster there; ``sizes`` says how
    many clusters each outlet has. Articles without a word are of no outlet, and use no term.
    """

    table: TermTable
    outlets: Codes
    clusters: Codes
    sizes: tuple[int, ...]

    def counts(self, wanted: Flags) -> Iterator[tuple[Codes, tuple[csc_array, ...]]]:
        """As ``Usage.counts``."""
        for block in self.table.blocks():
            kept = wanted[block.first : block.last]
            if kept.any():
                terms = np.flatnonzero(kept)
                yield block.first + terms, self._of(block, kept)

    def _of(self, block: Block, kept: Flags) -> tuple[csc_array, ...]:
        """Clusters by the terms of a block that are ``kept``."""
        terms, articles = block.terms - block.first, block.articles
        if not kept.all():
            chosen = kept[terms]
            terms, articles = (np.cumsum(kept, dtype=np.int32) - 1)[terms[chosen]], articles[chosen]
        outlets = self.outlets[articles]
        order = np.argsort(outlets, kind="stable")
        bounds = np.searchsorted(outlets[order], np.arange(len(self.sizes) + 1))
        found = []
        for size, (start, stop) in zip(self.sizes, pairwise(bounds.tolist()), strict=True):
            own = order[start:stop]
            places = self.clusters[articles[own]], terms[own]
            found.append(csc_array((np.ones(len(own)), places), shape=(size, int(kept.sum()))))
        return tuple(found)


def _clustered(
    table: TermTable, lasting: Codes, outlets: pa.Array, labels: pa.Array
) -> tuple[Clustered, dict[str, Codes]]:
    """The articles that are ``lasting`` in their clusters, and by outlet their places among these."""
    encoded = pc.dictionary_encode(outlets.take(pa.array(lasting)))
    codes, listed = encoded.indices.to_numpy(), encoded.dictionary.to_pylist()
    number: Codes = np.zeros(len(table.lengths), np.intp)
    cluster = np.zeros_like(number)
    members, sizes = {}, []
    for at, name in enumerate(sorted(listed)):
        members[name] = own = np.flatnonzero(codes == listed.index(name))
        rows = lasting[own]
        names, cluster[rows] = np.unique(labels.take(pa.array(rows)).to_pylist(), return_inverse=True)
        number[rows] = at
        sizes.append(len(names))
    return Clustered(table, number, cluster, tuple(sizes)), members


def _sums(clustered: Clustered, lengths: Sequence[csr_array], curve: Floats) -> tuple[Floats, Floats]:
    """The ``sums`` and ``hits`` of ``Usage``."""
    terms = curve.shape[1]
    sums, hits = np.zeros((5, len(lengths), terms)), np.zeros((len(lengths), terms))
    for at, own in enumerate(lengths):
        sums[1, at] = own.sum(axis=0) @ curve
        sums[4, at] = (((own.T @ own).toarray() @ curve) * curve).sum(axis=0)
    for part, counts in clustered.counts(np.ones(terms, np.bool_)):
        some = slice(part[0], part[-1] + 1)
        for at, (own, found) in enumerate(zip(lengths, counts, strict=True)):
            hits[at, some] = np.diff(found.indptr)
            sums[0, at, some] = found.sum(axis=0)
            sums[2, at, some] = found.power(2).sum(axis=0)
            sums[3, at, some] = ((found.T @ own).toarray().T * curve[:, some]).sum(axis=0)
    return sums, hits


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
