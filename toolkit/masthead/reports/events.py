"""Which stories several outlets report: the largest, what each outlet shares, and which outlets share most."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from masthead.numerals import NONE, count, percent, rejected
from masthead.reports.view import Cell, Grid, Report, amount, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    Row = Mapping[str, object]

MOST_EVENTS = 15
MOST_OUTLETS = 24
MOST_PAIRS = 10
_NAMED = 4
_OUTLETS = (2, 3, 5)
_PAIRED_OUTLETS = 60
"""Pairs are counted among so many outlets of an event at most: an event of all the world's press has millions."""
_LEGEND = (
    "Shared: on an event that another outlet also reports. An event is named by its first day and the most common "
    "words of its headlines."
)


def events_report(
    articles: pa.Table,
    events: pa.Table,
    *,
    given: int = 0,
    rejects: int = 0,
    everything: bool = False,
    manifest: Mapping[str, object] | None = None,
) -> Report:
    """EVENTS of ARTICLES: the events of most outlets, and what outlets have in common; ``rows`` are the EVENTS.

    ``given`` is the number of articles that came with an event; ``everything`` lists every event.
    """
    rows = events.to_pylist()
    present = Counter(articles["outlet"].to_pylist())
    outlet_of = dict(zip(articles["id"].to_pylist(), articles["outlet"].to_pylist(), strict=True))
    kept = f"{count(given, 'article')} came with an event, which is kept; --regroup finds all events again."
    shown = rows if everything else rows[:MOST_EVENTS]
    outlets = _outlets_grid(rows, present, outlet_of)
    return Report(
        title=f"Events: {count(articles.num_rows, 'article')} of {count(len(present), 'outlet')}",
        lead=(_lead(rows, articles.num_rows), *((kept,) if given else ()), *rejected(rejects)),
        blocks=tuple(filter(None, (_events_grid(shown, len(rows)), outlets, _pairs_grid(rows)))),
        remarks=(_LEGEND,),
        hints=(
            *(("All events: --all-events.",) if len(rows) > len(shown) else ()),
            "The articles with their events:  -o articles.parquet.  Outlets on the same events:  masthead compare "
            "--events",
        ),
        rows=events,
        manifest=manifest or {},
    )


def _lead(rows: Sequence[Row], articles: int) -> str:
    if not rows:
        return f"No two of {count(articles, 'article')} report the same story."
    grouped = sum(int(str(row["n_articles"])) for row in rows)
    shared = Counter(int(str(row["n_outlets"])) for row in rows)
    at_least = {least: sum(n for size, n in shared.items() if size >= least) for least in _OUTLETS}
    said = [f"{n:,} in {least} or more" for least, n in at_least.items() if n]
    spread = f": {', '.join(said)} outlets" if said else ", each of one outlet"
    alone = articles - grouped
    return (
        f"{grouped:,} of {count(articles, 'article')} report {count(len(rows), 'event')}{spread}; "
        f"{alone:,} {'is' if alone == 1 else 'are'} alone ({percent(alone / articles)})."
    )


def _events_grid(rows: Sequence[dict[str, object]], total: int) -> Grid | None:
    if not rows:
        return None
    body = (
        (
            Cell(str(row["title"] or row["event"]), detail=str(row["event"])),
            Cell(_listed(list(row["outlets"]))),  # type: ignore[call-overload]
            Cell(_days(row)),
            Cell(f"{row['n_articles']:,}"),
        )
        for row in rows
    )
    title = f"The {len(rows)} events of most outlets" if len(rows) < total else ""
    return Grid.of(title, (*wordings("event", "outlets"), *figures("days", "articles")), body, stub=0)


def _days(row: Row) -> str:
    """How many days from the first to the last; nothing is known without dates."""
    if row["first"] is None or row["last"] is None:
        return NONE
    return f"{(date.fromisoformat(str(row['last'])) - date.fromisoformat(str(row['first']))).days + 1:,}"


def _listed(outlets: Sequence[str]) -> str:
    more = len(outlets) - _NAMED
    return ", ".join(outlets[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _outlets_grid(rows: Iterable[Row], present: Counter[str], outlet_of: Mapping[str, str]) -> Grid:
    """Articles, events and shared events of the outlets that share most."""
    grouped: Counter[str] = Counter()
    shared_articles: Counter[str] = Counter()
    shared_events: Counter[str] = Counter()
    for row in rows:
        own = Counter(outlet_of[item] for item in row["ids"])  # type: ignore[attr-defined]
        grouped.update(own)
        if len(own) > 1:
            shared_articles.update(own)
            shared_events.update(own.keys())
    ordered = sorted(present, key=lambda outlet: (-shared_events[outlet], -present[outlet], outlet))[:MOST_OUTLETS]
    body = [
        (
            Cell(outlet),
            Cell(f"{present[outlet]:,}"),
            amount(present[outlet] - grouped[outlet]),
            amount(shared_articles[outlet]),
            amount(shared_events[outlet]),
        )
        for outlet in ordered
    ]
    more = len(present) - len(body)
    title = f"The {len(body)} outlets that share most ({more:,} more)" if more else "Outlets"
    columns = (*wordings("outlet"), *figures("articles", "alone", "shared", "shared events"))
    return Grid.of(title, columns, body)


def _pairs_grid(rows: Iterable[Row]) -> Grid | None:
    pairs: Counter[tuple[str, str]] = Counter()
    for row in rows:
        pairs.update(combinations(list(row["outlets"])[:_PAIRED_OUTLETS], 2))  # type: ignore[call-overload]
    if not pairs:
        return None
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:MOST_PAIRS]
    body = [(Cell(one), Cell(other), Cell(f"{n:,}")) for (one, other), n in ordered]
    more = len(pairs) - len(body)
    title = "Events that two outlets share" + (f" ({more:,} more pairs)" if more else "")
    return Grid.of(title, (*wordings("outlet", "and"), *figures("events")), body, stub=2)
