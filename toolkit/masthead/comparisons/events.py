"""Which articles report one story, across outlets: an event for each article that is not alone."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from masthead.comparisons.likeness import Noting
from masthead.comparisons.linking import Linked, lead_text, link_leads
from masthead.comparisons.options import EventsOptions
from masthead.engines import ArticlesResult, Rereading
from masthead.errors import options_of
from masthead.profiles.clusters import NO_EVENT
from masthead.schema import ARTICLES, EVENTS
from masthead.sources import ReadOptions, read_articles
from masthead.sources.dates import day_of, require_days
from masthead.storage import give_back_memory
from masthead.text.word_sets import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAME_WORDS = 3
_HEAD = 80
"""Characters of a text that stand for a headline where there is none."""
_SMALL = ["id", "outlet", "title", "date", "event"]
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def events(source: Any, options: EventsOptions | None = None, reading: ReadOptions | None = None) -> ArticlesResult:
    """Group articles that report the same story, across outlets: the EVENTS, those of the most outlets first.

    ``source`` is articles, or anything that ``read`` accepts; ``reading`` says how. The result's ``articles`` have
    their event filled in; ``details`` says how many had one already (``given``). ``find_events`` has the methods and
    errors.
    """
    options = options_of(options, EventsOptions)
    read = source if isinstance(source, Rereading) else Rereading(source, options_of(reading, ReadOptions))
    # What they were made from takes much memory where there are many articles.
    articles, given = _linked(read.batches(), options)[:2]
    give_back_memory()
    read.fill("event", articles["event"].combine_chunks())
    return ArticlesResult(
        table=list_events(articles),
        notes=read.notes,
        details={"given": 0 if options.regroup else sum(event is not None for event in given)},
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
    """ARTICLES with their events, in those columns that were given; those that came without one linked, and the groups.

    ``given`` are the events that articles came with, ``groups`` the places of each group among those that are linked.
    """

    articles: pa.Table
    given: tuple[str | None, ...]
    linked: Linked
    groups: tuple[tuple[int, ...], ...]


def find_links(articles: Any, options: EventsOptions) -> Found:
    """What ``find_events`` gives, and what it was made from."""
    if not isinstance(articles, pa.Table) or not set(ARTICLES.names) <= set(articles.column_names):
        articles = read_articles(articles)
    require_days(articles["date"])
    found = _linked([articles], options)
    place = articles.column_names.index("event")
    filled = articles.set_column(place, ARTICLES.field("event"), found.articles["event"])
    return found._replace(articles=filled)


def _linked(batches: Iterable[pa.Table], options: EventsOptions) -> Found:
    """Of ARTICLES that come in batches, their ``_SMALL`` columns and events."""
    noting, heads = Noting(), []
    small: list[pa.Table] = []
    given: list[str | None] = []
    for batch in batches:
        small.append(batch.select(_SMALL))
        for part in batch.select(["title", "text", "excluded", "event"]).to_batches(max_chunksize=1024):
            for row in part.to_pylist():
                given.append(None if options.regroup else known(row["event"]))
                heads.append(row["title"] or row["text"][:_HEAD])
                if given[-1] is None:
                    noting.note(*lead_text(row))
    articles = pa.concat_tables(small)
    require_days(articles["date"])
    dates = [_ordinal(date) for date in articles["date"].to_pylist()]
    free = [row for row, event in enumerate(given) if event is None]
    ids = articles["id"].to_pylist()
    linked = link_leads(noting, ids, dates, free, options.days)
    groups = tuple(map(tuple, linked.groups(options)))
    members = ([linked.rows[place] for place in group] for group in groups)
    names = _names(heads, ids, members, dates, set(given))
    events = pa.array([names.get(row, event) for row, event in enumerate(given)], pa.string())
    place = articles.column_names.index("event")
    return Found(articles.set_column(place, ARTICLES.field("event"), events), tuple(given), linked, groups)


def list_events(articles: pa.Table) -> pa.Table:
    """The events of an ARTICLES table, one row each (EVENTS): those of the most outlets first, then of most articles.

    ``title`` is the headline of the earliest article that has one.
    """
    chosen = articles.select(_SMALL)
    events = [known(event) for event in chosen["event"].to_pylist()]
    chosen = chosen.filter(pa.array([event is not None for event in events], pa.bool_()))
    members: dict[str, list[int]] = {}
    for row, event in enumerate(event for event in events if event is not None):
        members.setdefault(event, []).append(row)
    columns = {name: chosen[name].to_pylist() for name in ("id", "outlet", "title", "date")}
    days = {date: day_of(date) for date in set(columns["date"])}
    columns["day"] = [days[date] for date in columns["date"]]
    rows = [
        _event(event, [{name: values[row] for name, values in columns.items()} for row in own])
        for event, own in members.items()
    ]
    rows.sort(key=lambda row: (-row["n_outlets"], -row["n_articles"], row["event"]))
    return pa.Table.from_pylist(rows, schema=EVENTS)


def known(event: str | None) -> str | None:
    """The event that a cell names, None where it is empty or says there is none."""
    return None if event is None or event.strip().lower() in NO_EVENT else event


def _ordinal(date: str | None) -> int | None:
    day = day_of(date)
    return None if day is None else day.toordinal()


def _names(
    heads: Sequence[str],
    ids: Sequence[str],
    groups: Iterable[Sequence[int]],
    dates: Sequence[int | None],
    taken: set[str | None],
) -> dict[int, str]:
    """For each grouped row the name of its event: its first day and the most common words of its headlines.

    Names are told apart by a number where two would be the same, or the articles came with one like it.
    """
    names: dict[int, str] = {}
    used = set(taken)
    for group in groups:
        first = min((day for row in group if (day := dates[row]) is not None), default=None)
        words = _common_words([heads[row] for row in group]) or [ids[group[0]]]
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
