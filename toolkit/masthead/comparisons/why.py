"""Why two articles are one event or are not: what they share, how alike that makes them, and which links hold.

Everything is taken from what ``masthead.comparisons.events`` groups by, so that the explanation cannot disagree with
the events.
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from masthead.comparisons.events import find_links
from masthead.comparisons.likeness import Weigher, day_factors, days_named, rarity
from masthead.comparisons.linking import LONGEST, lead_texts, nearness
from masthead.comparisons.options import EventsOptions
from masthead.comparisons.stories import Group, probability, share
from masthead.engines import reading_of
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.numerals import count
from masthead.results import Result
from masthead.schema import EVENT_REASONS
from masthead.sources import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.comparisons.events import Found
    from masthead.comparisons.likeness import Lead
    from masthead.comparisons.linking import Linked

    Row = dict[str, Any]

_REGROUP = "--regroup compares their words instead"
_TOLD = 5


def why_event(
    source: Any, first: str, second: str, options: EventsOptions | None = None, reading: ReadOptions | None = None
) -> Result:
    """Explain why the articles ``first`` and ``second``, by their ids, are or are not one event (EVENT_REASONS).

    ``source``, ``options`` and ``reading`` are those of ``events``. ``details`` has ``same`` and ``because``, which
    explains it in plain English. Raises UsageError if no article has an id or one is given twice, and what
    ``find_events`` raises.
    """
    options = options_of(options, EventsOptions)
    read = reading_of(source, options_of(reading, ReadOptions))
    found = find_links(read.articles, options)
    rows = _rows_of(found.articles, (first, second))
    events = [found.articles["event"][row].as_py() for row in rows]
    same = events[0] is not None and events[0] == events[1]
    reasons = [_reason("event", first=events[0], second=events[1])]
    if any(found.given[row] is not None for row in rows):
        because = _told_given([found.given[row] for row in rows], (first, second))
    else:
        explained = _Explained(found, options, (found.linked.rows.index(rows[0]), found.linked.rows.index(rows[1])))
        reasons += explained.reasons()
        because = explained.told()
    return Result(
        table=pa.Table.from_pylist(reasons, schema=EVENT_REASONS),
        notes=read.notes,
        details={"ids": (first, second), "same": same, "because": because},
        manifest={**read.manifest, "kind": "event reasons"},
    )


def _rows_of(articles: pa.Table, ids: tuple[str, str]) -> tuple[int, int]:
    if ids[0] == ids[1]:
        raise UsageError(f"{ids[0]!r} is given twice", fix="Name two articles: --why ID ID.")
    place = {name: row for row, name in enumerate(articles["id"].to_pylist())}
    for name in ids:
        if name not in place:
            raise UsageError(
                f"no article has the id {name!r}.{did_you_mean(name, place)}",
                fix="List them: masthead read PATH --format csv, column id.",
            )
    return place[ids[0]], place[ids[1]]


def _reason(kind: str, what: str | None = None, **more: Any) -> Row:
    return dict.fromkeys(EVENT_REASONS.names) | {"kind": kind, "what": what} | more


def _told_given(given: Sequence[str | None], ids: Sequence[str]) -> str:
    """Events that articles come with are kept, whatever their words say."""
    if None not in given:
        one = "one event" if given[0] == given[1] else "two events"
        return f"The input assigns the articles to {one}, which is kept; {_REGROUP}."
    came, free = ids if given[0] is not None else (ids[1], ids[0])
    return (
        f"The input gives {came} an event, which is kept; {free} is grouped with articles that have none; {_REGROUP}."
    )


class _Explained:
    """Two articles that were grouped, by their places, and the groups they are in."""

    def __init__(self, found: Found, options: EventsOptions, places: tuple[int, int]) -> None:
        self.found, self.linked, self.options, self.places = found, found.linked, options, places
        of_place = {place: group for group in found.groups for place in group}
        self.groups = [of_place.get(place, (place,)) for place in places]
        self.same = self.groups[0] == self.groups[1]
        self.likenesses = _likenesses(self.linked, sorted({*self.groups[0], *self.groups[1]}))
        first, second = (self.linked.dates[place] for place in places)
        self.apart = None if first is None or second is None else abs(first - second)
        self.words = list(_shared_words(found, places))
        self.cosine = sum(row["value"] for row in self.words)
        clues = self.linked.leads.clues
        self.factors = {
            "named days and years": float(day_factors(clues[[places[0]]], clues[[places[1]]])[0]),
            "days apart": nearness(self.apart or 0, options.days),
        }
        self.chain = _chain(self.linked, self.groups[0], places) if self.same else []

    def reasons(self) -> Iterator[Row]:
        """What speaks for and against, one row each."""
        yield from self.words
        yield _reason("words", "similarity of their words", value=self.cosine)
        yield from self._days()
        likeness = self.cosine * self.factors["named days and years"] * self.factors["days apart"]
        yield _reason("likeness", "words, named days and days apart", value=likeness)
        for place in self.places:
            yield _reason("nearest", self._id(place), value=float(self.linked.near[place]))
        what = "the two articles" if self.same else "their groups"
        yield _reason("share", f"similarity of {what}, relative to their own", value=self.share)
        yield _reason("asked", "share that is required", value=self.asked)
        yield _reason(
            "probability", "that they are one event, by that share", value=probability(self.share, self.asked)
        )
        for one, other in pairwise(self.chain):
            yield _reason(
                "link", first=self._id(one), second=self._id(other), value=self.likenesses[frozenset((one, other))]
            )

    def _days(self) -> Iterator[Row]:
        named = [days_named(int(self.linked.leads.clues[place])) for place in self.places]
        days, years = ([", ".join(map(str, of[at])) or None for of in named] for at in (0, 1))
        if all(days) or all(years):
            told = [", ".join(filter(None, texts)) for texts in zip(days, years, strict=True)]
            value = self.factors["named days and years"]
            yield _reason("days", "days and years named", first=told[0], second=told[1], value=value)
        if self.apart is not None:
            dates = [self.found.articles["date"][self.linked.rows[place]].as_py() for place in self.places]
            value = self.factors["days apart"]
            yield _reason("dates", f"{count(self.apart, 'day')} apart", first=dates[0], second=dates[1], value=value)

    @property
    def sides(self) -> list[tuple[int, ...]]:
        """What is compared with each other: the articles where they are one event, else the groups that they are in."""
        return [(place,) for place in self.places] if self.same else self.groups

    @property
    def asked(self) -> float:
        """The share that is asked: more where dates are missing."""
        missing = max(sum(self.linked.dates[place] is None for place in side) / len(side) for side in self.sides)
        return float(self.options.similarity * self.linked.undated**missing)

    @property
    def share(self) -> float:
        """How like each other both sides are, as a share of what each is like its own."""
        one, other = (_group(self.linked, side) for side in self.sides)
        between = sum(self.likenesses.get(frozenset((here, there)), 0.0) for here in one.rows for there in other.rows)
        return share(one, other, between, 1.0)

    def told(self) -> str:
        """In a sentence or two why they are one event or are not."""
        return f"{self._verdict()} {self._shared()}"

    def _verdict(self) -> str:
        window, longest = self.options.days, LONGEST * self.options.days
        if self.same:
            through = len(self.chain) - 2
            linked = "directly" if not through else f"through {count(through, 'other article')}"
            return f"One event of {len(self.groups[0]):,} articles: they are linked {linked}."
        if self.apart is not None and self.apart > longest:
            days = count(self.apart, "day")
            return f"Not one event: they are {days} apart, and none lasts more than {longest} (--days)."
        if self.share >= self.asked:
            return (
                f"Not one event: their groups are similar, but together would last more than {longest} days (--days)."
            )
        own = "of each to its nearest" if self._alone else "within their groups"
        apart = (
            f", {count(self.apart or 0, 'day')} apart with a window of {window} (--days)"
            if (self.apart or 0) > window
            else ""
        )
        return (
            f"Not one event{apart}. Their similarity is {self.share:.2f} of that {own}; {self.asked:.2f} is required "
            "(--similarity)."
        )

    @property
    def _alone(self) -> bool:
        return all(len(group) == 1 for group in self.groups)

    def _shared(self) -> str:
        rare = [row["what"] for row in self.words if row["kind"] in ("name", "number")][:_TOLD]
        if rare:
            return f"They share {_listed(rare)}."
        return "They share no name or number."

    def _id(self, place: int) -> str:
        return str(self.found.articles["id"][self.linked.rows[place]].as_py())


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _shared_words(found: Found, places: tuple[int, int]) -> Iterator[Row]:
    """The words of both, those that make them most alike first, each with its part of the cosine."""
    linked, weigher = found.linked, Weigher()
    texts = lead_texts(found.articles, [linked.rows[place] for place in places])
    leads = [weigher.read(title, text) for title, text in texts]
    weights = [_unit(linked, lead) for lead in leads]
    spelled: dict[int, str] = {}
    for word, form in weigher.forms.items():
        if form.column is not None and (form.column not in spelled or not form.capital):
            spelled[form.column] = word
    names = leads[0].names | leads[1].names
    parts = {column: part * weights[1][column] for column, part in weights[0].items() if column in weights[1]}
    for column, part in sorted(parts.items(), key=lambda item: (-item[1], spelled[item[0]])):
        word, name = spelled[column], column in names
        kind = "number" if word[0].isdigit() else "name" if name else "word"
        yield _reason(kind, word, value=part, n_articles=int(linked.leads.having[column]))


def _unit(linked: Linked, lead: Lead) -> dict[int, float]:
    """The weights of a lead's columns, of unit length."""
    having, n = linked.leads.having, len(linked.rows)
    weights = {column: weight * float(rarity(having[column], n)) for column, weight in lead.weights.items()}
    length = sqrt(sum(weight**2 for weight in weights.values()))
    return {column: weight / length for column, weight in weights.items()}


def _likenesses(linked: Linked, places: Sequence[int]) -> dict[frozenset[int], float]:
    """The likeness of each two of the places that are linked."""
    inside = linked.links.kept(np.isin(linked.links.later, places) & np.isin(linked.links.earlier, places))
    pairs = zip(inside.later.tolist(), inside.earlier.tolist(), strict=True)
    return dict(zip(map(frozenset, pairs), inside.likeness.tolist(), strict=True))


def _group(linked: Linked, places: Sequence[int]) -> Group:
    """A group as it was when its articles were joined."""
    days = [day for place in places if (day := linked.dates[place]) is not None]
    inside = np.isin(linked.links.later, places) & np.isin(linked.links.earlier, places)
    return Group(
        tuple(places),
        min(days, default=None),
        max(days, default=None),
        float(linked.near[list(places)].sum()),
        float(linked.links.likeness[inside].sum()),
        len(places) - len(days),
    )


def _chain(linked: Linked, group: Sequence[int], places: tuple[int, int]) -> list[int]:
    """From the first place to the second over links of the group, the weakest of which is as strong as can be.

    That is the way through a tree that spans the group by its strongest links.
    """
    number = {place: at for at, place in enumerate(group)}
    inside = linked.links.kept(np.isin(linked.links.later, group) & np.isin(linked.links.earlier, group))
    # Some versions of SciPy's trees take no longer integers.
    ends = np.array([[number[place] for place in side.tolist()] for side in (inside.later, inside.earlier)], np.int32)
    costs = csr_array((1.0 + inside.likeness.max() - inside.likeness, tuple(ends)), shape=(len(group), len(group)))
    tree = minimum_spanning_tree(costs)
    first, second = (number[place] for place in places)
    _, before = breadth_first_order(tree, first, directed=False)
    chain = [second]
    while chain[-1] != first:
        chain.append(int(before[chain[-1]]))
    return [group[at] for at in reversed(chain)]
