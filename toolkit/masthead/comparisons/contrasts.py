"""Reports of events by outlet, how each differs from the others on its event, and labels exchanged within events.

The exchanges tell what a difference on shared events would be if it made no difference who is who.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from masthead.profiles import clusters
from masthead.stats import Moments, Ratio, studentise
from masthead.stats.permutation import TIE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.profiles import Block, ClusterTable

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

FEW_EVENTS, MOST_PLAYED = 150, 10_000
"""Up to ``FEW_EVENTS``, or ``MOST_PLAYED`` events times outlets, each reporter may play the outlet.

Beyond, sides are swapped, which is faster and, with so many events, nearly as good: 5 to 6 in 100 false alarms where
one outlet of four or eight is eight times as loaded as the others.
"""
AT_ONCE = 1_000_000
KEEP = 4_000_000


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
        return Reports._make(column[keep] for column in self)

    def shared(self) -> Reports:
        """Those on events that two outlets report or more."""
        _, number, times = np.unique(self.event, return_inverse=True, return_counts=True)
        return self.only(times[number] > 1)


@dataclass(frozen=True, slots=True)
class Contrasts:
    """For each report: how it differs from the others on its event.

    ``moments`` holds weighted differences and weights, ``weights`` the latter alone, shape ``(reports, features)``;
    ``starts`` and ``sizes`` are where the reports of each event begin and how many there are. ``hits`` are values times
    exposures, where they count, and ``hits_of_others`` those of the others on the event.
    """

    reports: Reports
    weights: Floats
    moments: Moments
    starts: Codes
    sizes: Codes
    hits: Floats
    hits_of_others: Floats

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
        hits = np.where(weight > 0, values * reports.exposures, 0.0)
        others_hits = _by_event(hits, starts, sizes) - hits
        return cls(reports, weight, _moments(weight * difference, weight), starts, sizes, hits, others_hits)

    def events(self, reports: Codes) -> Codes:
        """For each of ``reports`` the number of its event."""
        return np.searchsorted(self.starts, reports, side="right") - 1

    def players(self, events: Codes, random: np.random.Generator, rows: int) -> Codes:
        """Reports drawn at random, one for each of ``events``: shape ``(rows, events)``."""
        drawn = random.random((rows, len(events))) * self.sizes[events]
        return self.starts[events] + drawn.astype(np.intp)


def contrasts_of(table: ClusterTable, blocks: Sequence[Block]) -> list[Contrasts]:
    """The contrasts of every shared report, block by block."""
    events = event_codes(table)
    return [Contrasts.of(reports_of(table, block, events).shared()) for block in blocks]


def event_codes(table: ClusterTable) -> Codes:
    """For each cluster of the table the number of its event, -1 where it is none."""
    found = clusters(table.features)
    order = pa.array(table.order)
    labels = pc.dictionary_encode(found.labels.take(order)).indices.to_numpy(zero_copy_only=False)
    codes = np.where(pc.equal(found.kinds.take(order), "event").to_numpy(zero_copy_only=False), labels, -1)
    return np.asarray(codes[np.flatnonzero(np.diff(table.row_cluster, prepend=-1))], dtype=np.intp)


def reports_of(table: ClusterTable, block: Block, events: Codes) -> Reports:
    """What each comparable outlet's articles on an event come to; ``events`` are those that ``event_codes`` gives."""
    event, group = events[block.clusters], table.cluster_group[block.clusters]
    values, exposures = np.empty((2, len(event), len(block.indices)))
    moments = block.moments
    for index, statistic in enumerate(moments.statistics):
        columns = moments.columns_of(index)
        values[:, index] = statistic.value(columns)
        exposures[:, index] = columns[1] if isinstance(statistic, Ratio) else 1.0
    order = np.lexsort((group, event))
    found = Reports(event[order], group[order], block.members[order].astype(np.int64), values[order], exposures[order])
    return found.only((found.event >= 0) & block.comparable[found.group])


def _by_event(values: Floats, starts: Codes, sizes: Codes) -> Floats:
    """The sum over its event, for each report."""
    return np.repeat(np.add.reduceat(values, starts, axis=0), sizes, axis=0) if len(values) else values


def _moments(differences: Floats, weights: Floats) -> Moments:
    """Moments of weighted differences over weights, one statistic a feature; equal weights are one column."""
    features = differences.shape[1]
    keys = [column.tobytes() for column in weights.T]
    first = {key: keys.index(key) for key in keys}
    parts = [(index, features + list(first).index(key)) for index, key in enumerate(keys)]
    columns = np.hstack([differences, weights[:, list(first.values())]])
    return Moments.of(columns, [Ratio(low=-np.inf, high=np.inf)] * features, parts)


@dataclass(frozen=True)
class Exchanges:
    """Exchanges of labels, ``permutations`` of them, by the generator that ``random`` gives for a number of events.

    Signs are kept from one block of features to the next, where they are the same and fit into ``KEEP`` numbers.
    """

    random: Callable[[int], np.random.Generator]
    permutations: int
    _kept: dict[int, Floats] = field(default_factory=dict)

    def signs(self, events: int) -> Iterator[Floats]:
        """Signs 1 and -1 of events, blocks of shape ``(events, rows)``."""
        if events in self._kept:
            yield self._kept[events]
            return
        random, whole = self.random(events), events * self.permutations <= KEEP
        for rows in self._rows(self.permutations if whole else max(1, AT_ONCE // events)):
            block: Floats = random.integers(0, 2, (events, rows), dtype=np.int8) * np.float64(2.0) - 1.0
            if whole:
                self._kept[events] = block
            yield block

    def players(self, contrasts: Contrasts, events: Codes) -> Iterator[Codes]:
        """For each of ``events`` a report of it, drawn at random: blocks of shape ``(rows, events)``."""
        random = self.random(len(events))
        for rows in self._rows(max(1, AT_ONCE // len(events))):
            yield contrasts.players(events, random, rows)

    def _rows(self, step: int) -> Iterator[int]:
        for start in range(0, self.permutations, step):
            yield min(step, self.permutations - start)


def exchanged_p(contrasts: Contrasts, own: Codes, observed: Floats, exchanges: Exchanges) -> Floats:
    """The share of exchanges within events that are as extreme as the ``observed`` studentised means, by feature.

    ``own`` are the outlet's reports, one an event.
    """
    events = contrasts.events(own)
    tested = np.flatnonzero(~np.isnan(observed))
    if not tested.size:
        return np.full(len(observed), np.nan)
    many = len(own) > max(FEW_EVENTS, MOST_PLAYED // len(np.unique(contrasts.reports.group)))
    if many or bool((contrasts.sizes[events] == 2).all()):
        arranged = _swapped(contrasts.moments.rows(own), exchanges)
    else:
        arranged = _played(contrasts, events, exchanges)
    extreme = np.zeros(len(observed), dtype=np.int64)
    for totals in arranged:
        for index in tested.tolist():
            value, variance = contrasts.moments.evaluate(index, totals, float(len(own)))
            t = np.abs(studentise(value, np.sqrt(variance)))
            extreme[index] += int((~(t < np.abs(observed[index]) * (1.0 - TIE))).sum())
    return np.where(np.isnan(observed), np.nan, (extreme + 1) / (exchanges.permutations + 1))


def drawn_p(contrasts: Contrasts, group: int, random: np.random.Generator, permutations: int, least: int) -> Floats:
    """Test an outlet's part, played on each of its events by one of those who report it, drawn at random.

    One p a feature, NaN below ``least`` events.
    """
    events = contrasts.events(np.flatnonzero(contrasts.reports.group == group))
    players = contrasts.players(events, random, 1)[0]
    totals, counted = contrasts.moments.matrix[players].sum(axis=0), contrasts.weights[players] > 0
    observed = np.full(counted.shape[1], np.nan)
    for index in np.flatnonzero(counted.sum(axis=0) >= least).tolist():
        value, variance = contrasts.moments.evaluate(index, totals, float(len(players)))
        observed[index] = studentise(value, np.sqrt(variance)).item() if variance > 0 else np.nan
    return exchanged_p(contrasts, players, observed, Exchanges(lambda _: random, permutations))


def _played(contrasts: Contrasts, events: Codes, exchanges: Exchanges) -> Iterator[Floats]:
    """Sums of moments, shape ``(columns, rows)``, with the outlet's part on each event played by any reporter."""
    for players in exchanges.players(contrasts, events):
        pointers = np.arange(0, players.size + 1, len(events))
        shape = (len(players), len(contrasts.reports.event))
        chosen = csr_array((np.ones(players.size), players.ravel(), pointers), shape=shape)
        yield np.ascontiguousarray((chosen @ contrasts.moments.matrix).T)


def _swapped(moments: Moments, exchanges: Exchanges) -> Iterator[Floats]:
    """The same with the sides of each event swapped at random.

    A swap turns the sign of an event's difference and leaves its weight, so that of the moments only the sums of
    differences and of differences times weights need to be made again.
    """
    matrix = moments.matrix
    turning = [parts[0] for parts in moments.parts] + [products[1] for products in moments.products]
    columns, total = np.ascontiguousarray(matrix[:, turning].T), matrix.sum(axis=0)[:, None]
    for signs in exchanges.signs(len(matrix)):
        totals = np.repeat(total, signs.shape[1], axis=1)
        totals[turning] = columns @ signs
        yield totals
