"""Articles on one story: how alike two are in what they report, and groups of those that are alike.

Likeness is TF-IDF over headline and lead, within a window of days. A word weighs by how often it is in an article's
headline and first words and by how few articles have it (Salton and Buckley 1988); names and numbers weigh more, since
they tell one story of a kind from the next. The likeness of two articles is the cosine of their weights, from 0 to 1.

Groups are connected components, each divided again by average linkage. Chaining is what components alone suffer from:
a is like b, b like c, and so on through weeks of news. Within a component two groups are joined only while the
*average* likeness of all their pairs reaches the threshold, pairs that are no neighbours counting 0, and while the
joint group lasts no longer than allowed (Sokal and Michener 1958; the best pair of groups first).
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from masthead.text.word_sets import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

LEAD_WORDS = 200
HEADLINE, NAME, NUMBER = 2.0, 1.5, 1.5
"""How often a word of the headline counts, and by how much names and numbers weigh more than other words."""
UNSEEN_ARTICLES = 1000
"""Articles on other stories that are thought of beside those given: else the words of the story that half of a small
collection is about would look like words of no account."""
NEIGHBOURS = 50
"""How many earlier articles each is linked with at most."""
_COLUMNS = 1 << 22
_LEAD_CHARACTERS = 12 * LEAD_WORDS
_BLOCK = 256
_WORD = re.compile(r"([.!?:\n\"“”‘][^\w]*)?([^\W_]+(?:[.'’][^\W_]+)*)")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 4
_FAINT = frozenset({"mr", "mrs", "ms", "told", "also", "who's", "according", "monday", "tuesday", "wednesday"}) | {
    "thursday",
    "friday",
    "saturday",
    "sunday",
}


class Links(NamedTuple):
    """Pairs of rows, the later row first, with their likeness."""

    later: Places
    earlier: Places
    likeness: Floats

    def kept(self, keep: NDArray[np.bool_]) -> Links:
        """Some of the pairs."""
        return Links(self.later[keep], self.earlier[keep], self.likeness[keep])


class _Form(NamedTuple):
    """A word as it is counted: its column, and whether it begins with a capital or a digit."""

    column: int
    capital: bool
    number: bool


class Weigher:
    """Words of headlines and leads as weighted columns; a word is looked at once however often it comes."""

    def __init__(self) -> None:
        self._forms: dict[str, _Form | None] = {}

    def weights(self, title: str, text: str) -> dict[int, float]:
        """Column and weight of each word of the headline and of the first ``LEAD_WORDS`` of the text."""
        counts: Counter[int] = Counter()
        names, numbers = set(), set()
        for _, word in _WORD.findall(title):
            if (form := self._form(word)) is not None:
                counts[form.column] += HEADLINE  # type: ignore[assignment]
                if form.number:
                    numbers.add(form.column)
        inside = False
        for begins, word in _WORD.findall(text[:_LEAD_CHARACTERS])[:LEAD_WORDS]:
            if (form := self._form(word)) is not None:
                counts[form.column] += 1
                if form.number:
                    numbers.add(form.column)
                elif form.capital and inside and not begins:
                    names.add(form.column)
            inside = True
        return {column: (1.0 + log(count)) * _factor(column, names, numbers) for column, count in counts.items()}

    def _form(self, word: str) -> _Form | None:
        if word not in self._forms:
            self._forms[word] = _form_of(word)
        return self._forms[word]


def _form_of(word: str) -> _Form | None:
    """None for words of grammar, days of the week and single letters or digits."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    if plain in FUNCTION_WORDS or plain in _FAINT or len(plain) < 2:
        return None
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST_STEM:
            plain = plain[: -len(ending)]
            break
    column = crc32(plain.encode("utf-8", "surrogatepass")) % _COLUMNS
    return _Form(column, word[0].isupper(), word[0].isdigit())


def _factor(column: int, names: set[int], numbers: set[int]) -> float:
    return NAME if column in names else NUMBER if column in numbers else 1.0


def vectors(articles: Iterable[tuple[str, str]]) -> csr_array:
    """One row of unit length an article (headline, text), in their order; an article without words is all zeros.

    Words of a single article count in its length and have no column: they are like nothing.
    """
    weigher = Weigher()
    columns, values, starts = [], [], [0]
    for title, text in articles:
        weights = weigher.weights(title, text)
        columns.append(np.fromiter(weights.keys(), np.int32, len(weights)))
        values.append(np.fromiter(weights.values(), np.float32, len(weights)))
        starts.append(starts[-1] + len(weights))
    found = np.concatenate([*columns, np.empty(0, np.int32)])
    weight = np.concatenate([*values, np.empty(0, np.float32)])
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    having = np.bincount(found, minlength=_COLUMNS)
    weight = _unit(weight * np.log((len(starts) - 1 + UNSEEN_ARTICLES) / (having[found] + 1.0)), rows)
    shared = having > 1
    kept = shared[found]
    numbers = (np.cumsum(shared) - 1)[found[kept]]
    return csr_array((weight[kept], (rows[kept], numbers)), shape=(len(starts) - 1, int(shared.sum())))


def _unit(weight: Floats, rows: Places) -> NDArray[np.float32]:
    """The weights over the length of their row."""
    lengths = np.sqrt(np.bincount(rows, weight**2))
    unit: NDArray[np.float32] = (weight / lengths[rows]).astype(np.float32)
    return unit


def links(articles: csr_array, days: Sequence[int | None], *, window: int, least: Floats) -> Links:
    """Each article's likest ``NEIGHBOURS`` among those before it that are no more than ``window`` days older.

    ``articles`` are ordered by day, those without one last; these are held against all. ``least`` is the least
    likeness of a pair: that of two dated articles, and that of one with or among the undated.
    """
    dated = sum(day is not None for day in days)
    known = np.array([day for day in days if day is not None], dtype=np.int64)
    found = []
    for start, end in _blocks(known, len(days)):
        undated = start >= dated
        first = 0 if undated else int(np.searchsorted(known, known[start] - window))
        found.append(_links_of(articles, start, end, first, float(least[int(undated)])))
    return Links(
        np.concatenate([np.empty(0, np.intp), *(part.later for part in found)]),
        np.concatenate([np.empty(0, np.intp), *(part.earlier for part in found)]),
        np.concatenate([np.empty(0), *(part.likeness for part in found)]),
    )


def _blocks(known: NDArray[np.int64], n: int) -> Iterator[tuple[int, int]]:
    """Rows that are compared together: of one day, at most ``_BLOCK``, or undated."""
    edges = [0, *(np.flatnonzero(np.diff(known)) + 1).tolist(), len(known), n]
    for start, end in pairwise(edges):
        for at in range(start, end, _BLOCK):
            yield at, min(at + _BLOCK, end)


def _links_of(articles: csr_array, start: int, end: int, first: int, least: float) -> Links:
    """Pairs of the rows from ``start`` to ``end`` with those from ``first`` up to each."""
    product = (articles[start:end] @ articles[first:end].T).tocoo()
    later, earlier = product.row + start, product.col + first
    keep = (product.data >= least) & (earlier < later)
    pairs = Links(later[keep].astype(np.intp), earlier[keep].astype(np.intp), product.data[keep].astype(np.float64))
    order = np.lexsort((pairs.earlier, -pairs.likeness, pairs.later))
    pairs = Links(pairs.later[order], pairs.earlier[order], pairs.likeness[order])
    begins = np.searchsorted(pairs.later, pairs.later)
    return pairs.kept(np.arange(len(begins)) - begins < NEIGHBOURS)


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
