"""Differences, intervals, effect sizes and p for a block of features, over the outlets that can be tested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.profiles import all_intervals
from masthead.stats import (
    Bundles,
    Ratio,
    against_rest,
    combine_intervals,
    generator,
    limits_without_hits,
    permutation_counts,
    pooled_deviation,
    random_orders,
    studentise,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import CompareOptions
    from masthead.profiles import Block, ClusterTable
    from masthead.stats import Moments

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Counts = NDArray[np.int64]


REST = "rest"
COMPARED = ("theirs", "difference", "low", "high", "effect", "p")
"""What depends on whom an outlet is compared with."""


@dataclass(slots=True)
class Tested:
    """Results for one block: arrays of shape ``(features of the block, outlets)``, NaN where not tested.

    ``clusters``, ``articles`` and ``hits`` say what each outlet's figures rest on: in a matched comparison shared
    events. ``exposure`` times an estimate are the hits that go with it, ``theirs`` the hits of those it is compared
    with; all are NaN where a feature has none.
    """

    block: Block
    clusters: Counts
    articles: Counts
    hits: Floats
    exposure: Floats
    theirs: Floats
    estimate: Floats
    variance: Floats
    difference: Floats
    low: Floats
    high: Floats
    effect: Floats
    p: Floats

    @classmethod
    def blank(cls, block: Block) -> Tested:
        """Estimates and their variances filled in, everything else unknown."""
        shape = (len(block.indices), len(block.sizes))
        counts = (np.tile(block.sizes, (shape[0], 1)), np.tile(block.articles, (shape[0], 1)))
        tested = cls(block, *counts, *hits_of(block), *(np.full(shape, np.nan) for _ in range(8)))
        present = np.flatnonzero(block.sizes)
        if present.size:
            totals, sizes = block.totals[:, present], block.sizes[present].astype(np.float64)
            for index in range(shape[0]):
                value, variance = block.form.evaluate(index, totals, sizes)
                tested.estimate[index, present], tested.variance[index, present] = value, variance
        return tested

    def copied(self) -> Tested:
        """The same estimates and counts, nothing compared yet."""
        unknown: dict[str, Any] = {name: np.full(self.estimate.shape, np.nan) for name in COMPARED}
        return replace(self, **unknown)

    def able(self, outlets: Codes, min_clusters: int) -> NDArray[np.bool_]:
        """Which of ``outlets`` can be tested in each feature: clusters enough, a value and a variance."""
        enough = (self.block.sizes[outlets] >= min_clusters) & self.block.comparable[outlets]
        able: NDArray[np.bool_] = enough & np.isfinite(self.estimate[:, outlets] + self.variance[:, outlets])
        return able


def hits_of(block: Block) -> tuple[Floats, Floats]:
    """Hits and exposure of each feature of a block by outlet, as ``Tested`` has them."""
    hits, exposure = np.full((2, len(block.indices), len(block.sizes)), np.nan)
    for place, columns in enumerate(block.hits):
        statistic, parts = block.form.statistics[place], block.form.parts[place]
        if columns:
            hits[place] = block.totals[list(columns)].sum(axis=0)
        if isinstance(statistic, Ratio) and columns == parts[:1]:
            exposure[place] = block.totals[parts[1]] / statistic.scale
    return hits, exposure


class Job(NamedTuple):
    """One permutation test: features of a block that the same outlets can be tested on.

    ``places`` are the features' places in the block, ``tested`` the outlets' codes (ascending), ``members`` says which
    of the block's clusters are theirs, and ``observed`` are the studentised differences, shape ``(features, tested)``.
    """

    result: Tested
    places: Codes
    tested: Codes
    members: NDArray[np.bool_]
    observed: Floats

    @property
    def clusters(self) -> NDArray[np.int32]:
        """The codes of the clusters that are permuted."""
        return self.result.block.clusters[self.members]

    def bundled(self, bundles: Bundles) -> Moments:
        """Their moments, those of a bundle added up."""
        moments = self.result.block.moments
        if not self.members.all():
            moments = moments.rows(self.members)
        return moments.only(self.places.tolist()).bundled(bundles.starts)


def pairs(groups: Sequence[str], options: CompareOptions) -> Iterator[tuple[int, Codes]]:
    """References by their code, and the outlets compared with each; each pair once, in alphabetical order.

    None where each outlet is compared with the mean of the others.
    """
    everyone = np.arange(len(groups))
    if options.baseline is not None:
        base = groups.index(options.baseline)
        yield base, everyone[everyone != base]
    elif options.all_pairs:
        yield from ((base, everyone[:base]) for base in everyone[1:].tolist())


def compare_groups(
    table: ClusterTable, blocks: Sequence[Block], options: CompareOptions, known: Floats | None = None
) -> Iterator[tuple[str, list[Tested]]]:
    """Compare the outlets of ``table`` in every block of features: each reference with its results.

    ``known`` are the outlets' intervals where they have been made before, shape ``(catalogue, outlets, 2)``.
    """
    blank = [Tested.blank(block) for block in blocks]
    if known is None:
        asked = options.intervals | {"min_clusters": options.min_clusters}
        limits = all_intervals(blocks, table.groups, **asked)
    else:
        limits = [known[list(block.indices)] for block in blocks]
    if options.baseline is None and not options.all_pairs:
        _compare(table, blank, limits, np.arange(len(table.groups)), None, options)
        yield REST, blank
    for base, others in pairs(table.groups, options):
        results = [result.copied() for result in blank]
        for group in others:
            _compare(table, results, limits, np.sort([group, base]), base, options)
        yield table.groups[base], results


def _compare(
    table: ClusterTable,
    results: Sequence[Tested],
    limits: Sequence[Floats],
    outlets: Codes,
    base: int | None,
    options: CompareOptions,
) -> None:
    """Fill in the differences among ``outlets`` (those from ``base`` where it is given)."""
    jobs: list[Job] = []
    for result, found in zip(results, limits, strict=True):
        for places, tested in _testable(result, outlets, options.min_clusters):
            _fill_untested(result, places, np.setdiff1d(outlets, tested), tested, base)
            if len(tested) > 1:
                chosen = tested if base is None else tested[tested != base]
                jobs.append(_fill_tested(table, result, found, places, tested, chosen, options.level))
    if jobs:
        _fill_p(table, jobs, outlets, base, options)


def _testable(result: Tested, outlets: Codes, min_clusters: int) -> Iterator[tuple[Codes, Codes]]:
    """Features of a block grouped by the outlets that have clusters enough and a value."""
    able = result.able(outlets, min_clusters)
    for pattern in np.unique(able, axis=0):
        yield np.flatnonzero((able == pattern).all(axis=1)), outlets[pattern]


def _fill_untested(result: Tested, places: Codes, untested: Codes, tested: Codes, base: int | None) -> None:
    """The bare difference of small outlets from the tested ones (from the baseline, where it is tested)."""
    reference = tested if base is None else tested[tested == base]
    untested = untested[result.block.comparable[untested]]
    if reference.size:
        mean = result.estimate[np.ix_(places, reference)].mean(axis=1, keepdims=True)
        result.difference[np.ix_(places, untested)] = result.estimate[np.ix_(places, untested)] - mean


def _fill_tested(
    table: ClusterTable, result: Tested, limits: Floats, places: Codes, tested: Codes, chosen: Codes, level: float
) -> Job:
    """Differences, intervals and effects of ``chosen``, and what the permutation test needs."""
    here, into = np.ix_(places, tested), np.ix_(places, chosen)
    shown = np.isin(tested, chosen)
    sizes = result.block.sizes[tested].astype(np.float64)
    values, variances = result.estimate[here], result.variance[here]
    difference, error = against_rest(values, variances)
    own = _with_outlets_without_hits(result, limits, places, tested, level)[here]
    low, high = combine_intervals(values, own[..., 0], own[..., 1])
    deviation = pooled_deviation(variances, sizes)[:, None]
    effect = np.where(deviation > 0, difference / np.where(deviation > 0, deviation, 1.0), np.nan)
    result.difference[into], result.effect[into] = difference[:, shown], effect[:, shown]
    result.low[into], result.high[into] = low[:, shown], high[:, shown]
    result.theirs[into] = (result.hits[here].sum(axis=1, keepdims=True) - result.hits[here])[:, shown]
    members = np.isin(table.cluster_group[result.block.clusters], tested)
    return Job(result, places, tested, members, studentise(difference, error))


def _with_outlets_without_hits(result: Tested, limits: Floats, places: Codes, tested: Codes, level: float) -> Floats:
    """The outlets' intervals, and of those without hits, which have none of their own, what others tell of a hit."""
    found, totals = limits.copy(), result.block.totals
    for place, group in product(places.tolist(), tested.tolist()):
        statistic = result.block.form.statistics[place]
        if isinstance(statistic, Ratio) and np.isnan(found[place, group, 0]):
            sums = totals[list(result.block.form.parts[place]), group]
            found[place, group] = limits_without_hits(statistic, sums, level)
    return found


def _fill_p(
    table: ClusterTable, jobs: Sequence[Job], outlets: Codes, base: int | None, options: CompareOptions
) -> None:
    """Permute clusters, in the same orders for all features that have the same clusters, and fill in p."""
    names = ["rest"] if base is None else [table.groups[code] for code in outlets]
    alike: dict[bytes, list[Job]] = {}
    for job in jobs:
        alike.setdefault(blake2b(job.clusters.data).digest(), []).append(job)
    for together in alike.values():
        random = generator(options.seed, "permutation", *names, len(together[0].clusters))
        for job, count in zip(together, _permute(together, random, options.permutations), strict=True):
            shown = np.ones(len(job.tested), dtype=np.bool_) if base is None else job.tested != base
            into = np.ix_(job.places, job.tested[shown])
            job.result.p[into] = (count[:, shown] + 1) / (options.permutations + 1)


def _permute(jobs: Sequence[Job], random: np.random.Generator, permutations: int) -> list[NDArray[np.int64]]:
    """For each of ``jobs``, which share their clusters, how many permutations are as extreme as the data."""
    sizes = jobs[0].result.block.sizes[jobs[0].tested]
    bundles = Bundles.of(sizes)
    moments = [job.bundled(bundles) for job in jobs]
    counts = [np.zeros(job.observed.shape, dtype=np.int64) for job in jobs]
    for orders in random_orders(random, bundles, permutations):
        for job, bundled, count in zip(jobs, moments, counts, strict=True):
            count[:] += permutation_counts(bundled, sizes, bundles, orders, job.observed)
    return counts
