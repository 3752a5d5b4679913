"""Differences on the same events: what an outlet writes of an event, less what others write of it.

For an event the difference is the outlet's rate in it minus the mean of the rates of the others that report it, each
weighing the same. Events are averaged with weights that belong to the event and not to one side: for an outlet with
``x`` words (or what else a rate is of) and ``k`` others with ``y`` it is ``1 / (1 / x + sum(1 / y) / k**2)``, which is
how exactly the difference can be known where words are alike. For two outlets it is ``x y / (x + y)``, the weight of
Mantel and Haenszel (1959). Features that are no ratio weigh each outlet's report the same.

The mean is a ratio of sums over events, so the intervals of ``masthead.stats`` hold: events are resampled with all
outlets that report them. p comes from exchanging labels within events (Good 2005, on randomised blocks): for each event
it is drawn anew which of its outlets is the one, and the studentised mean is compared with the one observed. That is
exact where outlets do not differ. For many events of many outlets the outlet and the others merely change sides, which
is the same for two outlets, nearly as good for several, and much faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow.compute as pc

from masthead.comparisons.differences import REST, Tested
from masthead.comparisons.exchanges import Exchanges, exchanged_p
from masthead.profiles import clusters
from masthead.stats import Moments, Ratio, Resampler, bootstrap_intervals, generator, studentise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.differences import Options
    from masthead.profiles import Block, ClusterTable

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

EVENT = "event"


class Reports(NamedTuple):
    """Reports of one block: what each outlet's articles on an event come to. Sorted by event, then outlet.

    ``event``, ``group`` and ``articles`` have one entry a report; ``values`` and ``exposures`` one row a report and one
    column a feature.
    """

    event: Codes
    group: Codes
    articles: NDArray[np.int64]
    values: Floats
    exposures: Floats

    def only(self, keep: NDArray[np.bool_]) -> Reports:
        """Some of the reports."""
        values, exposures = self.values[keep], self.exposures[keep]
        return Reports(self.event[keep], self.group[keep], self.articles[keep], values, exposures)

    def shared(self) -> Reports:
        """Those on events that two outlets report or more."""
        _, number, times = np.unique(self.event, return_inverse=True, return_counts=True)
        return self.only(times[number] > 1)


@dataclass(frozen=True, slots=True)
class Contrasts:
    """For each report: how it differs from the others on its event.

    ``moments`` holds weighted differences and weights, ``weights`` the latter alone, shape ``(reports, features)``;
    ``starts`` and ``sizes`` are where the reports of each event begin and how many there are.
    """

    reports: Reports
    weights: Floats
    moments: Moments
    starts: Codes
    sizes: Codes

    @classmethod
    def of(cls, reports: Reports) -> Contrasts:
        """The contrasts of shared reports."""
        starts = np.flatnonzero(np.diff(reports.event, prepend=-1))
        sizes = np.diff(starts, append=len(reports.event))
        size = np.repeat(sizes, sizes)
        others = (size - 1.0)[:, None]
        known = np.isfinite(reports.values) & (reports.exposures > 0)
        values, inverse = np.where(known, reports.values, 0.0), 1.0 / np.where(known, reports.exposures, 1.0)
        difference = values - (_by_event(values, starts, sizes) - values) / others
        weight = 1.0 / (inverse + (_by_event(inverse, starts, sizes) - inverse) / others**2)
        weight = np.where(_by_event(known.astype(np.float64), starts, sizes) == size[:, None], weight, 0.0)
        moments = _moments(weight * difference, weight)
        return cls(reports, weight, moments, starts, sizes)

    def events(self, reports: Codes) -> Codes:
        """For each of ``reports`` the number of its event."""
        return np.searchsorted(self.starts, reports, side="right") - 1

    def players(self, events: Codes, random: np.random.Generator, rows: int) -> Codes:
        """Reports drawn at random, one for each of ``events``: shape ``(rows, events)``."""
        drawn = random.random((rows, len(events))) * self.sizes[events]
        return self.starts[events] + drawn.astype(np.intp)


def match_groups(table: ClusterTable, blocks: Sequence[Block], options: Options) -> Iterator[tuple[str, list[Tested]]]:
    """Compare the outlets of ``table`` on the events they share: each reference with its results."""
    if options.against_rest:
        results = [_blank(block) for block in blocks]
        contrasts = contrasts_of(table, blocks)
        for group, name in enumerate(table.groups):
            _compare(results, contrasts, group, (name, REST), options)
        yield REST, results
        return
    events = _event_codes(table)
    reports = [_reports(table, block, events) for block in blocks]
    for base, others in options.pairs(table.groups):
        results = [_blank(block) for block in blocks]
        for group in others.tolist():
            both = (found.only((found.group == group) | (found.group == base)) for found in reports)
            contrasts = [Contrasts.of(found.shared()) for found in both]
            _compare(results, contrasts, group, (table.groups[group], table.groups[base]), options)
        yield table.groups[base], results


def contrasts_of(table: ClusterTable, blocks: Sequence[Block]) -> list[Contrasts]:
    """The contrasts of every shared report, block by block."""
    events = _event_codes(table)
    return [Contrasts.of(_reports(table, block, events).shared()) for block in blocks]


def _event_codes(table: ClusterTable) -> Codes:
    """For each cluster of the table the number of its event, -1 where it is none."""
    found = clusters(table.features)
    labels = pc.dictionary_encode(found.labels).indices.to_numpy(zero_copy_only=False)
    codes = np.where(pc.equal(found.kinds, EVENT).to_numpy(zero_copy_only=False), labels, -1)
    first = np.flatnonzero(np.diff(table.row_cluster, prepend=-1))
    return np.asarray(codes[first], dtype=np.intp)


def _reports(table: ClusterTable, block: Block, events: Codes) -> Reports:
    event, group = events[block.clusters], table.cluster_group[block.clusters]
    values, exposures = np.empty((2, len(event), len(block.indices)))
    for index, statistic in enumerate(block.moments.statistics):
        columns = block.moments.columns_of(index)
        values[:, index] = statistic.value(columns)
        exposures[:, index] = columns[1] if isinstance(statistic, Ratio) else 1.0
    order = np.lexsort((group, event))
    found = Reports(event[order], group[order], block.members[order], values[order], exposures[order])
    return found.only(found.event >= 0)


def _by_event(values: Floats, starts: Codes, sizes: Codes) -> Floats:
    """The sum over its event, for each report."""
    if not len(values):
        return values
    return np.repeat(np.add.reduceat(values, starts, axis=0), sizes, axis=0)


def _blank(block: Block) -> Tested:
    shape = (len(block.indices), len(block.sizes))
    none, nothing = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    return Tested(block, none, nothing, *(np.full(shape, np.nan) for _ in range(7)))


def _compare(
    results: Sequence[Tested], contrasts: Sequence[Contrasts], group: int, names: tuple[str, str], options: Options
) -> None:
    """Fill in one outlet's differences from those that report the same events; ``names`` are its and theirs."""
    resampler = Resampler(options.seed, "\x1f".join(names), options.draws)
    exchanges = Exchanges(partial(generator, options.seed, "swaps", *names), options.permutations)
    for result, of_block in zip(results, contrasts, strict=True):
        own = np.flatnonzero(of_block.reports.group == group)
        _estimate(result, of_block, own, group, options.min_clusters)
        enough = np.flatnonzero(~np.isnan(result.variance[:, group]))
        if enough.size:
            moments = of_block.moments.rows(own).only(enough.tolist())
            limits = bootstrap_intervals(moments, resampler, level=options.level)
            result.low[enough, group], result.high[enough, group] = limits.T
            observed = studentise(result.difference[:, group], np.sqrt(result.variance[:, group]))
            result.p[:, group] = exchanged_p(of_block, own, observed, exchanges)


def _estimate(result: Tested, contrasts: Contrasts, own: Codes, group: int, min_events: int) -> None:
    """Estimate and difference of one outlet, and, where it has events enough, variance and effect."""
    weights, articles = contrasts.weights[own], contrasts.reports.articles[own]
    counted = weights > 0
    result.clusters[:, group] = counted.sum(axis=0)
    result.articles[:, group] = (counted * articles[:, None]).sum(axis=0)
    total = weights.sum(axis=0)
    rates = (weights * np.where(counted, contrasts.reports.values[own], 0.0)).sum(axis=0)
    totals = contrasts.moments.matrix[own].sum(axis=0)
    for index in np.flatnonzero(total > 0).tolist():
        result.estimate[index, group] = rates[index] / total[index]
        value, variance = contrasts.moments.evaluate(index, totals, max(float(len(own)), 2.0))
        result.difference[index, group] = value
        if result.clusters[index, group] >= min_events:
            result.variance[index, group] = variance
            spread = np.sqrt(variance * len(own))
            result.effect[index, group] = value / spread if spread > 0 else np.nan


def _moments(differences: Floats, weights: Floats) -> Moments:
    """Moments of weighted differences over weights, one statistic a feature; equal weights are one column."""
    features = differences.shape[1]
    place: dict[bytes, int] = {}
    columns = [differences]
    parts = []
    for index in range(features):
        key = weights[:, index].tobytes()
        if key not in place:
            place[key] = features + len(place)
            columns.append(weights[:, index : index + 1])
        parts.append((index, place[key]))
    return Moments.of(np.hstack(columns), [Ratio(low=-np.inf, high=np.inf)] * features, parts)
