"""Reports of events by outlet, and how each differs from the others on its event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow.compute as pc

from masthead.profiles import clusters
from masthead.stats import Moments, Ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.profiles import Block, ClusterTable

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]


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
        return cls(reports, weight, _moments(weight * difference, weight), starts, sizes)

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
    labels = pc.dictionary_encode(found.labels).indices.to_numpy(zero_copy_only=False)
    codes = np.where(pc.equal(found.kinds, "event").to_numpy(zero_copy_only=False), labels, -1)
    return np.asarray(codes[np.flatnonzero(np.diff(table.row_cluster, prepend=-1))], dtype=np.intp)


def reports_of(table: ClusterTable, block: Block, events: Codes) -> Reports:
    """What each outlet's articles on an event come to; ``events`` are those that ``event_codes`` gives."""
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
    return np.repeat(np.add.reduceat(values, starts, axis=0), sizes, axis=0) if len(values) else values


def _moments(differences: Floats, weights: Floats) -> Moments:
    """Moments of weighted differences over weights, one statistic a feature; equal weights are one column."""
    features = differences.shape[1]
    keys = [column.tobytes() for column in weights.T]
    first = {key: keys.index(key) for key in keys}
    parts = [(index, features + list(first).index(key)) for index, key in enumerate(keys)]
    columns = np.hstack([differences, weights[:, list(first.values())]])
    return Moments.of(columns, [Ratio(low=-np.inf, high=np.inf)] * features, parts)
