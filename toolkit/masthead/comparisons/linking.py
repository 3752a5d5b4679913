"""Articles compared with each other: which are how alike, words, named days and dates taken together, and their groups.

Here an article is a place in an order by date; ``masthead.comparisons.events`` makes events of the groups, and
``masthead.comparisons.why`` says of two articles how they came to be in one or not.
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.comparisons.likeness import Leads, Noting, day_factors
from masthead.comparisons.stories import Links, grouped, links, nearest
from masthead.sources.strings import reported

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.comparisons.likeness import Floats
    from masthead.comparisons.options import EventsOptions

FLOOR, UNDATED_FLOOR = 0.1, 0.02
"""Pairs of a lesser likeness are no neighbours: they count 0 in averages. Without dates so much more is asked whenever
there are ten times as many articles."""
WINDOW_APART = 0.5
"""What likeness is multiplied by where two articles are a whole window of days apart, in part where they are less."""
LONGEST = 2
"""An event lasts at most so many windows."""
FEW_ARTICLES, UNDATED, TENFOLD, MOST_ASKED = 100, 1.2, 1.33, 1.6
"""Without dates ``UNDATED`` times as much is asked, and ``TENFOLD`` times that whenever there are ten times as many
articles as these few, but ``MOST_ASKED`` times as much at most: the more there are, the more others an article can be
like by chance."""


class Linked(NamedTuple):
    """Articles in the order of ``rows``, which number those of the table: undated last.

    ``links`` are pairs of places with their likeness, ``near`` is how like each is its nearest; ``undated`` is how many
    times as much is asked where there are no dates, and ``floors`` the likeness below which there is no link: with
    dates, and without.
    """

    rows: tuple[int, ...]
    dates: tuple[int | None, ...]
    leads: Leads
    links: Links
    near: Floats
    undated: float
    floors: tuple[float, float]

    def groups(self, options: EventsOptions) -> list[list[int]]:
        """The places of each group of two or more."""
        return grouped(
            self.links,
            self.dates,
            self.near,
            least=options.similarity,
            longest=LONGEST * options.days,
            undated=self.undated,
        )


def link_articles(articles: pa.Table, dates: Sequence[int | None], free: Sequence[int], window: int) -> Linked:
    """Hold the rows ``free`` of ARTICLES against each other; ``dates`` are the days of all rows as ordinals."""
    noting = Noting()
    for title, text in lead_texts(articles, free):
        noting.note(title, text)
    return link_leads(noting, articles["id"].to_pylist(), dates, free, window)


def link_leads(
    noting: Noting, ids: Sequence[str], dates: Sequence[int | None], free: Sequence[int], window: int
) -> Linked:
    """As ``link_articles`` for articles of which the leads of those in ``free``, in this order, have been noted."""
    order = sorted(range(len(free)), key=lambda at: (dates[free[at]] is None, dates[free[at]] or 0, ids[free[at]]))
    rows = tuple(free[at] for at in order)
    days = tuple(dates[row] for row in rows)
    leads = noting.leads(order)
    tenfolds = max(0.0, log10(max(len(rows), 1) / FEW_ARTICLES))
    floors = (FLOOR, FLOOR + UNDATED_FLOOR * tenfolds)
    found = links(leads.vectors, days, window=window, least=floors)
    named = day_factors(leads.clues[found.later], leads.clues[found.earlier])
    found = found._replace(likeness=found.likeness * named * _nearness(days, found, window))
    asked = min(UNDATED * TENFOLD**tenfolds, MOST_ASKED)
    return Linked(rows, days, leads, found, nearest(found, len(rows)), asked, floors)


def lead_texts(articles: pa.Table, rows: Sequence[int] | None = None) -> Iterator[tuple[str, str]]:
    """Headline and text without furniture of each article, or of those at ``rows``, in that order."""
    chosen = articles.select(["title", "text", "excluded"])
    if rows is not None:
        chosen = chosen.take(pa.array(rows, pa.int64()))
    for batch in chosen.to_batches(max_chunksize=1024):
        yield from map(lead_text, batch.to_pylist())


def lead_text(article: Mapping[str, Any]) -> tuple[str, str]:
    """Headline and text without furniture of an ARTICLES row."""
    spans = [(span["start"], span["end"]) for span in article["excluded"] or ()]
    return article["title"] or "", reported(article["text"], spans)


def nearness(days: int, window: int) -> float:
    """What so many days between two articles leave of their likeness."""
    return float(WINDOW_APART ** (days / max(window, 1)))


def _nearness(dates: Sequence[int | None], pairs: Links, window: int) -> Floats:
    """``nearness`` of each pair: all where there is no date."""
    of_days = np.array([nearness(days, window) for days in range(window + 1)])
    days = np.array([-1 if date is None else date for date in dates], dtype=np.int64)
    later, earlier = days[pairs.later], days[pairs.earlier]
    found: Floats = of_days[np.where((later < 0) | (earlier < 0), 0, np.abs(later - earlier))]
    return found
