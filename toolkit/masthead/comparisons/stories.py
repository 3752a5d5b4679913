"""Articles on one story: groups of those that are liker each other than those around them, within a window of days.

How alike two reports on one event are depends on the event: those on a rare one share little, those on a long affair
much with those on its other days. So the likeness of two groups, the *average* over all pairs of their articles (Sokal
and Michener 1958), is compared with how like each is its own: an article its nearest, a group its members. Two groups
are joined, the most similar in this sense first, while the average is a share of ``least`` of that or more and the
joint group lasts no longer than allowed. Averages keep chains from forming: a is like b, b like c, and so on through
weeks of news.
"""

from __future__ import annotations

import heapq
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.vectors import Vectors

    Floats = NDArray[np.float64]
    Places = NDArray[np.int32]

NEIGHBOURS = 50
"""How many earlier articles each is linked with at most."""
NEAREST = 3
"""So many neighbours say how like an article is its nearest."""
ARTICLE, GROUP, BASE = 0.25, 0.3, 0.05
"""What an article is like its nearest and a group its members at the least: where nothing is alike, the most similar
are not taken for one event. ``BASE`` is added to either."""
AS_ARTICLES = 2
"""What articles are like their nearest counts for a group as much as so many of its pairs."""
STEEPNESS = 5.7
"""By how much the log odds of being one event rise with the logarithm of the share."""
MOST_PRODUCTS, MOST_UNDATED, FEWER_PRODUCTS = 20_000, 250_000, 5_000
"""How many words an article may have in common with those that it is compared with, on average: with dates, and
without. Where it has more, pairs are looked for by the rarest words alone, by which it has the fewer in common: those
that are alike enough in these are links, and their likeness is that in all words. So time grows with the articles and
not with their square, however many there are in a day."""
_PART, _BLOCK = 4096, 256


class Links(NamedTuple):
    """Pairs of rows, the later row first, with their likeness."""

    later: Places
    earlier: Places
    likeness: Floats

    def kept(self, keep: NDArray[np.bool_]) -> Links:
        """Some of the pairs."""
        return Links(self.later[keep], self.earlier[keep], self.likeness[keep])


def links(articles: Vectors, days: Sequence[int | None], *, window: int, least: tuple[float, float]) -> Links:
    """Each article's most similar ``NEIGHBOURS`` among those before it that are no more than ``window`` days older.

    ``articles`` are ordered by day, those without one last; these are compared with all. ``least`` is the least
    likeness of a pair: that of two dated articles, and that of one with or among the undated.
    """
    dated = sum(day is not None for day in days)
    known = np.array([day for day in days if day is not None], dtype=np.int64)
    found = [Links(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))]
    for start, end in _stretches(known, len(days)):
        undated = start >= dated
        first = 0 if undated else int(np.searchsorted(known, known[start] - window))
        near = articles[first:end]
        searched = rarest(near, MOST_UNDATED if undated else MOST_PRODUCTS)
        found += _links_of(near, searched, start - first, first, least[int(undated)])
    return Links(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _stretches(known: NDArray[np.int64], n: int) -> Iterator[tuple[int, int]]:
    """Rows that are compared with the same ones before them: of one day, or undated."""
    edges = [0, *(np.flatnonzero(np.diff(known)) + 1).tolist(), len(known), n]
    return ((start, end) for start, end in pairwise(edges) if start < end)


def _links_of(near: csr_array, searched: csr_array, start: int, first: int, least: float) -> Iterator[Links]:
    """Pairs of the rows from ``start`` on with those up to each; ``near`` begins with row ``first`` of all.

    They are found by the columns that ``searched`` has of them.
    """
    for part in range(start, near.shape[0], _PART):
        end = min(part + _PART, near.shape[0])
        before = searched[:end].T.tocsr()
        for at in range(part, end, _BLOCK):
            product = (searched[at : min(at + _BLOCK, end)] @ before).tocoo()
            later, earlier = product.row + at, product.col
            keep = (product.data >= least) & (earlier < later)
            later, earlier, likeness = later[keep], earlier[keep], product.data[keep]
            if searched is not near:
                likeness = near[later].multiply(near[earlier]).sum(axis=1)
            later, earlier = ((rows + first).astype(np.int32) for rows in (later, earlier))
            pairs = Links(later, earlier, likeness.astype(np.float64))
            yield pairs.kept(_likest(pairs.later, pairs.likeness, NEIGHBOURS))


def rarest(near: csr_array, most: int) -> csr_array:
    """The rows as they are, or, if their product by each other takes more than ``most`` products a row, with their
    rarest columns alone, which take ``FEWER_PRODUCTS`` at most.
    """
    having = np.bincount(near.indices, minlength=near.shape[1])
    products = np.cumsum(np.bincount(having, having.astype(np.float64) ** 2)) / max(near.shape[0], 1)
    if not len(having) or products[-1] <= most:
        return near
    widest = int(np.searchsorted(products, FEWER_PRODUCTS, side="right")) - 1
    keep = having[near.indices] <= widest
    ends = np.concatenate([[0], np.cumsum(keep)])[near.indptr]
    return csr_array((near.data[keep], near.indices[keep], ends), shape=near.shape)


def _likest(rows: Places, likeness: Floats, most: int) -> NDArray[np.bool_]:
    """Which are among the ``most`` most similar of their row."""
    order = np.lexsort((-likeness, rows))
    ordered = rows[order]
    found = np.empty(len(rows), dtype=np.bool_)
    found[order] = np.arange(len(rows)) - np.searchsorted(ordered, ordered) < most
    return found


def nearest(links: Links, n: int) -> Floats:
    """How like each of ``n`` rows is its ``NEAREST``, on average; one that is missing is like it by 0."""
    sides = (links.later, links.earlier)
    nearer = [_likest(side, links.likeness, NEAREST) for side in sides]
    rows = np.concatenate([side[kept] for side, kept in zip(sides, nearer, strict=True)])
    likeness = np.concatenate([links.likeness[kept] for kept in nearer])
    kept = _likest(rows, likeness, NEAREST)
    found: Floats = np.bincount(rows[kept], likeness[kept], minlength=n) / NEAREST
    return found


def relative(likeness: Floats, one: Floats, other: Floats) -> Floats:
    """Likeness as a share of what two articles are like their ``nearest``."""
    found: Floats = likeness / np.sqrt((np.maximum(one, ARTICLE) + BASE) * (np.maximum(other, ARTICLE) + BASE))
    return found


def grouped(
    links: Links,
    days: Sequence[int | None],
    near: Floats,
    *,
    least: float,
    longest: int,
    undated: float = 1.0,
) -> list[list[int]]:
    """Groups of two rows or more, each in ascending order, ordered by their first row.

    ``near`` is how like each row is its ``nearest``. ``least`` is the least share of its own likeness that a group is
    like another it is joined with, ``undated`` times as much where there are no days; ``longest`` the most days from a
    group's first day to its last.
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - slow to import, needed here only

    n = len(days)
    without = np.array([day is None for day in days], dtype=np.bool_)
    needed = np.where(without[links.later] | without[links.earlier], least * undated, least)
    strong = relative(links.likeness, near[links.later], near[links.earlier]) >= needed
    graph = coo_array((np.ones(int(strong.sum())), (links.later[strong], links.earlier[strong])), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    inside = links.kept(component[links.later] == component[links.earlier])
    order = np.argsort(component[inside.later], kind="stable")
    of_link = component[inside.later][order]
    found = []
    for part in np.split(order, np.flatnonzero(np.diff(of_link)) + 1):
        if part.size:
            pairs = zip(inside.later[part].tolist(), inside.earlier[part].tolist(), strict=True)
            weighed = dict(zip(pairs, inside.likeness[part].tolist(), strict=True))
            found += Linkage(weighed, near, days, longest=longest, undated=undated).run(least)
    return sorted(found)


class Group(NamedTuple):
    """Rows joined so far, their first and last day, and sums over them and over their pairs."""

    rows: tuple[int, ...]
    first: int | None
    last: int | None
    near: float
    within: float
    undated: int

    @property
    def own(self) -> float:
        """How like an article is its nearest, or a group its members: the smaller it is, the more as its articles."""
        size = len(self.rows)
        if size == 1:
            return max(self.near, ARTICLE) + BASE
        pairs = size * (size - 1) / 2
        return max((self.within + AS_ARTICLES * self.near / size) / (pairs + AS_ARTICLES), GROUP) + BASE

    def joined(self, other: Group, between: float) -> Group:
        """Both as one, where their pairs are like each other by ``between`` in all."""
        known = [day for day in (self.first, self.last, other.first, other.last) if day is not None]
        return Group(
            self.rows + other.rows,
            min(known, default=None),
            max(known, default=None),
            self.near + other.near,
            self.within + other.within + between,
            self.undated + other.undated,
        )


class Linkage:
    """Groups of one component, by number, and the summed likeness of each to its neighbours."""

    def __init__(
        self,
        pairs: dict[tuple[int, int], float],
        near: Floats,
        days: Sequence[int | None],
        *,
        longest: int,
        undated: float,
    ) -> None:
        self.longest, self.undated = longest, undated
        rows = sorted({row for pair in pairs for row in pair})
        self.groups = {
            row: Group((row,), days[row], days[row], float(near[row]), 0.0, days[row] is None) for row in rows
        }
        self.sums: dict[int, dict[int, float]] = {row: {} for row in rows}
        for (one, other), likeness in pairs.items():
            self.sums[one][other] = self.sums[other][one] = likeness
        self.next = rows[-1] + 1

    def run(self, least: float) -> list[list[int]]:
        """Join the most similar two groups until no two are like enough."""
        heap = [
            (-share, other, one)
            for one, sums in self.sums.items()
            for other in sums
            if other < one and (share := self.share(one, other)) >= least
        ]
        heapq.heapify(heap)
        while heap:
            _, one, other = heapq.heappop(heap)
            if one in self.groups and other in self.groups and self._short_enough(one, other):
                new = self._join(one, other)
                for neighbour in self.sums[new]:
                    if (share := self.share(new, neighbour)) >= least:
                        heapq.heappush(heap, (-share, neighbour, new))
        return [sorted(group.rows) for group in self.groups.values() if len(group.rows) > 1]

    def share(self, one: int, other: int) -> float:
        """The average likeness of two groups over what each is like its own."""
        return share(self.groups[one], self.groups[other], self.sums[one].get(other, 0.0), self.undated)

    def _short_enough(self, one: int, other: int) -> bool:
        joined = self.groups[one].joined(self.groups[other], 0.0)
        return joined.first is None or joined.last is None or joined.last - joined.first <= self.longest

    def _join(self, one: int, other: int) -> int:
        """Put two groups together under a new number, with their neighbours."""
        new, self.next = self.next, self.next + 1
        between = self.sums[one].get(other, 0.0)
        self.groups[new] = self.groups.pop(one).joined(self.groups.pop(other), between)
        sums: dict[int, float] = {}
        for part in (one, other):
            for neighbour, likeness in self.sums.pop(part).items():
                if neighbour not in (one, other):
                    sums[neighbour] = sums.get(neighbour, 0.0) + likeness
                    del self.sums[neighbour][part]
        self.sums[new] = sums
        for neighbour, likeness in sums.items():
            self.sums[neighbour][new] = likeness
        return new


def share(one: Group, other: Group, between: float, undated: float) -> float:
    """The average likeness of the pairs of two groups, ``between`` in all, as a share of what each is like its own.

    Of groups without days ``undated`` times as much is asked, so they have as much less, in part where some are known.
    """
    average = between / (len(one.rows) * len(other.rows))
    missing = max(group.undated / len(group.rows) for group in (one, other))
    return float(average / (sqrt(one.own * other.own) * undated**missing))


def probability(share: float, asked: float) -> float:
    """How probable it is that two groups are one event, by the share that they reach of the one that is asked."""
    return float(1.0 / (1.0 + (asked / max(share, 1e-9)) ** STEEPNESS))
