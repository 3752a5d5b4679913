"""Labels exchanged within events: what a difference on shared events would be if it made no difference who is who."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from masthead.stats import studentise
from masthead.stats.permutation import TIE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from masthead.comparisons.contrasts import Codes, Contrasts, Floats
    from masthead.stats import Moments

FEW_EVENTS, MOST_PLAYED = 150, 10_000
"""Up to ``FEW_EVENTS``, or ``MOST_PLAYED`` events times outlets, each reporter may play the outlet.

Beyond, sides are swapped, which is faster and, with so many events, nearly as good: 5 to 6 in 100 false alarms where
one outlet of four or eight is eight times as loaded as the others.
"""
AT_ONCE = 1_000_000
KEEP = 4_000_000


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
