"""Which articles report one story, across outlets: an event for each article that is not alone."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from masthead.comparisons.linking import Linked, link_articles
from masthead.comparisons.options import EventsOptions
from masthead.engines import ArticlesResult, Rereading
from masthead.errors import options_of
from masthead.profiles.clusters import NO_EVENT
from masthead.schema import ARTICLES, EVENTS
from masthead.sources import ReadOptions, read_articles
from masthead.sources.dates import day_of, require_days
from masthead.text.word_sets import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAME_WORDS = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def events(source: Any, options: EventsOptions | None = None, reading: ReadOptions | None = None) -> ArticlesResult:
    """Group articles that report the same story, across outlets: the EVENTS, those of the most outlets first.

    ``source`` is articles, or anything that ``read`` accepts; ``reading`` says how. The result's ``articles`` have
    their event filled in; ``details`` says how many had one already (``given``). ``find_events`` has the methods and
    errors.
    """
    options = options_of(options, EventsOptions)
    read = source if isinstance(source, Rereading) else Rereading(source, options_of(reading, ReadOptions))
    articles = read.table()
    given = 0 if options.regroup else sum(known(event) is not None for event in articles["event"].to_pylist())
    found = find_events(articles, options)
    read.fill("event", found["event"].combine_chunks())
    return ArticlesResult(
        table=list_events(found),
        notes=read.notes,
        details={"given": given},
        manifest={**read.manifest, "kind": "events"},
        reading=read,
    )


def find_events(articles: Any, options: EventsOptions | None = None) -> pa.Table:
    """The articles with ``event`` filled: the same text for all that report one story, null where one is alone.

    ``articles`` is an ARTICLES table, or anything ``read_articles`` takes. Articles are compared with those of at most
    ``days`` days before; two groups are joined while they are at least ``similarity`` times as like each other as each
    is its own (``masthead.comparisons.stories`` names the methods). An article without a date is compared with all, and
    must be liker the more there are. Events that the articles come with are kept, and only the other articles are
    grouped, unless ``regroup``. The result depends on the articles and not on their order. Raises UsageError where a
    date can be read in two ways.
    """
    return find_links(articles, options_of(options, EventsOptions)).articles


class Found(NamedTuple):
    """ARTICLES with their events; those that came without one linked, and the places of each group among these."""

    articles: pa.Table
    given: tuple[str | None, ...]
    linked: Linked
    groups: tuple[tuple[int, ...], ...]


def find_links(articles: Any, options: EventsOptions) -> Found:
    """What ``find_events`` gives, and what it was made from."""
    if not isinstance(articles, pa.Table) or not set(ARTICLES.names) <= set(articles.column_names):
        articles = read_articles(articles)
    require_days(articles["date"])
    given = tuple(None if options.regroup else known(event) for event in articles["event"].to_pylist())
    dates = [_ordinal(date) for date in articles["date"].to_pylist()]
    linked = link_articles(articles, dates, [row for row, event in enumerate(given) if event is None], options.days)
    groups = tuple(map(tuple, linked.groups(options)))
    names = _names(articles, [[linked.rows[place] for place in group] for group in groups], dates, set(given))
    events = [names.get(row, event) for row, event in enumerate(given)]
    place = articles.column_names.index("event")
    filled = articles.set_column(place, ARTICLES.field("event"), pa.array(events, pa.string()))
    return Found(filled, given, linked, groups)


def list_events(articles: pa.Table) -> pa.Table:
    """The events of an ARTICLES table, one row each (EVENTS): those of the most outlets first, then of most articles.

    ``title`` is the headline of the earliest article that has one.
    """
    columns = articles.select(["id", "outlet", "title", "date", "event"]).to_pylist()
    members: dict[str, list[dict[str, Any]]] = {}
    for row in columns:
        if (event := known(row["event"])) is not None:
            members.setdefault(event, []).append(row | {"day": day_of(row["date"])})
    rows = [_event(event, own) for event, own in members.items()]
    rows.sort(key=lambda row: (-row["n_outlets"], -row["n_articles"], row["event"]))
    return pa.Table.from_pylist(rows, schema=EVENTS)


def known(event: str | None) -> str | None:
    """The event that a cell names, None where it is empty or says there is none."""
    return None if event is None or event.strip().lower() in NO_EVENT else event


def _ordinal(date: str | None) -> int | None:
    day = day_of(date)
    return None if day is None else day.toordinal()


def _names(
    articles: pa.Table, groups: Iterable[Sequence[int]], dates: Sequence[int | None], taken: set[str | None]
) -> dict[int, str]:
    """For each grouped row the name of its event: its first day and the most common words of its headlines.

    Names are told apart by a number where two would be the same, or the articles came with one like it.
    """
    titles, texts, ids = (articles[name] for name in ("title", "text", "id"))
    names: dict[int, str] = {}
    used = set(taken)
    for group in groups:
        first = min((day for row in group if (day := dates[row]) is not None), default=None)
        heads = [titles[row].as_py() or texts[row].as_py()[:80] for row in group]
        words = _common_words(heads) or [ids[group[0]].as_py()]
        parts = [*([_iso(first)] if first is not None else []), *words]
        name = base = " ".join(parts)
        number = 1
        while name in used:
            number += 1
            name = f"{base} {number}"
        used.add(name)
        names |= dict.fromkeys(group, name)
    return names


def _iso(ordinal: int) -> str:
    from datetime import date  # noqa: PLC0415 - the name is that of a column everywhere else

    return date.fromordinal(ordinal).isoformat()


def _common_words(heads: Sequence[str]) -> list[str]:
    """The words that most headlines have, longer ones first among equals."""
    counts = Counter(
        word
        for head in heads
        for word in dict.fromkeys(
            found.casefold().replace("’", "'").removesuffix("'s") for found in _WORD.findall(head)
        )
        if word not in FUNCTION_WORDS and len(word) > 2
    )
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))][
        :_NAME_WORDS
    ]


def _event(event: str, own: Sequence[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(own, key=lambda row: (row["day"] is None, row["day"] and row["day"].toordinal(), row["id"]))
    dated = [row["day"].isoformat() for row in ordered if row["day"] is not None]
    outlets = sorted({row["outlet"] for row in own})
    return {
        "event": event,
        "first": dated[0] if dated else None,
        "last": dated[-1] if dated else None,
        "n_articles": len(own),
        "n_outlets": len(outlets),
        "outlets": outlets,
        "title": next((row["title"] for row in ordered if row["title"]), None),
        "ids": [row["id"] for row in ordered],
    }
