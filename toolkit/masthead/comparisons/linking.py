"""From pairs of like articles to groups: connected components, each divided again by average linkage.

Chaining is what components alone suffer from: a is like b, b like c, and so on through weeks of news. Within a
component two groups are joined only while the *average* likeness of all their pairs reaches the threshold, pairs that
are no neighbours counting 0, and while the joint group lasts no longer than allowed (Sokal and Michener 1958; the best
pair of groups first).
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.comparisons.stories import Links


def grouped(links: Links, days: Sequence[int | None], *, least: float, longest: int) -> list[list[int]]:
    """Groups of two rows or more, each in ascending order, ordered by their first row.

    ``least`` is the least average likeness and ``longest`` the most days from a group's first day to its last; rows
    without a day fit any. Links weaker than ``least`` found no group, but count in averages.
    """
    strong = links.likeness >= least
    n = len(days)
    graph = coo_array((np.ones(int(strong.sum())), (links.later[strong], links.earlier[strong])), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    inside = links.kept(component[links.later] == component[links.earlier])
    order = np.argsort(component[inside.later], kind="stable")
    of_link = component[inside.later][order]
    found = []
    for part in np.split(order, np.flatnonzero(np.diff(of_link)) + 1):
        if part.size:
            pairs = zip(inside.later[part].tolist(), inside.earlier[part].tolist(), strict=True)
            found += _Linkage(dict(zip(pairs, inside.likeness[part].tolist(), strict=True)), days, longest).run(least)
    return sorted(found)


class _Linkage:
    """Groups of one component: their rows, first and last day, and the summed likeness to each neighbour."""

    def __init__(self, pairs: dict[tuple[int, int], float], days: Sequence[int | None], longest: int) -> None:
        self.longest = longest
        rows = sorted({row for pair in pairs for row in pair})
        self.rows = {row: [row] for row in rows}
        self.days = {row: (days[row], days[row]) for row in rows}
        self.sums: dict[int, dict[int, float]] = {row: {} for row in rows}
        for (one, other), likeness in pairs.items():
            self.sums[one][other] = self.sums[other][one] = likeness
        self.next = rows[-1] + 1

    def run(self, least: float) -> list[list[int]]:
        """Join the likest two groups until no two are like enough."""
        heap = [
            (-likeness, other, one)
            for one, sums in self.sums.items()
            for other, likeness in sums.items()
            if other < one and likeness >= least
        ]
        heapq.heapify(heap)
        while heap:
            _, one, other = heapq.heappop(heap)
            if one in self.rows and other in self.rows and self._short_enough(one, other):
                for neighbour, average in self._join(one, other):
                    if average >= least:
                        heapq.heappush(heap, (-average, neighbour, self.next - 1))
        return [sorted(rows) for rows in self.rows.values() if len(rows) > 1]

    def _lasting(self, one: int, other: int) -> tuple[int | None, int | None]:
        known = [day for group in (one, other) for day in self.days[group] if day is not None]
        return (min(known), max(known)) if known else (None, None)

    def _short_enough(self, one: int, other: int) -> bool:
        first, last = self._lasting(one, other)
        return first is None or last is None or last - first <= self.longest

    def _join(self, one: int, other: int) -> list[tuple[int, float]]:
        """Put two groups together under a new number; its neighbours and the average likeness to each."""
        new, self.next = self.next, self.next + 1
        self.days[new] = self._lasting(one, other)
        self.rows[new] = self.rows.pop(one) + self.rows.pop(other)
        sums: dict[int, float] = {}
        for part in (one, other):
            for neighbour, likeness in self.sums.pop(part).items():
                if neighbour not in (one, other):
                    sums[neighbour] = sums.get(neighbour, 0.0) + likeness
                    del self.sums[neighbour][part]
        self.sums[new] = sums
        for neighbour, likeness in sums.items():
            self.sums[neighbour][new] = likeness
        size = len(self.rows[new])
        return [(near, likeness / (size * len(self.rows[near]))) for near, likeness in sums.items()]
