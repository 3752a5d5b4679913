"""Differences on the same events: what an outlet writes of an event, less what others write of it.

For an event the difference is the outlet's rate in it minus the mean of the rates of the others that report it, each
with the same weight. Events are averaged with weights that belong to the event and not to one side: for an outlet with
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

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from masthead.comparisons.contrasts import Contrasts, Exchanges, contrasts_of, event_codes, exchanged_p, reports_of
from masthead.comparisons.differences import REST, Tested, pairs
from masthead.stats import Ratio, Resampler, bootstrap_intervals, generator, studentise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.comparisons.contrasts import Codes
    from masthead.comparisons.options import CompareOptions
    from masthead.profiles import Block, ClusterTable


def match_groups(
    table: ClusterTable, blocks: Sequence[Block], options: CompareOptions
) -> Iterator[tuple[str, list[Tested]]]:
    """Compare the outlets of ``table`` on the events they share: each reference with its results."""
    if options.baseline is None and not options.all_pairs:
        results = [_blank(block) for block in blocks]
        contrasts = contrasts_of(table, blocks)
        for group, name in enumerate(table.groups):
            _compare(results, contrasts, group, (name, REST), options)
        yield REST, results
        return
    events = event_codes(table)
    reports = [reports_of(table, block, events) for block in blocks]
    for base, others in pairs(table.groups, options):
        results = [_blank(block) for block in blocks]
        for group in others.tolist():
            both = (found.only((found.group == group) | (found.group == base)) for found in reports)
            contrasts = [Contrasts.of(found.shared()) for found in both]
            _compare(results, contrasts, group, (table.groups[group], table.groups[base]), options)
        yield table.groups[base], results


def _blank(block: Block) -> Tested:
    shape = (len(block.indices), len(block.sizes))
    none, nothing = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    return Tested(block, none, nothing, *(np.full(shape, np.nan) for _ in range(10)))


def _compare(
    results: Sequence[Tested],
    contrasts: Sequence[Contrasts],
    group: int,
    names: tuple[str, str],
    options: CompareOptions,
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
    scale = np.array([_scale(result.block, place) for place in range(len(result.block.indices))])
    result.exposure[:, group] = np.where(counted, contrasts.reports.exposures[own], 0.0).sum(axis=0) / scale
    result.hits[:, group] = contrasts.hits[own].sum(axis=0) / scale
    result.theirs[:, group] = contrasts.hits_of_others[own].sum(axis=0) / scale
    for index in np.flatnonzero(total > 0).tolist():
        result.estimate[index, group] = rates[index] / total[index]
        value, variance = contrasts.moments.evaluate(index, totals, max(float(len(own)), 2.0))
        result.difference[index, group] = value
        if result.clusters[index, group] >= min_events:
            result.variance[index, group] = variance
            spread = np.sqrt(variance * len(own))
            result.effect[index, group] = value / spread if spread > 0 else np.nan


def _scale(block: Block, place: int) -> float:
    """What a rate times its exposure is divided by to give hits; NaN where the feature's first part is none."""
    statistic, parts = block.form.statistics[place], block.form.parts[place]
    return statistic.scale if isinstance(statistic, Ratio) and block.hits[place] == parts[:1] else np.nan
