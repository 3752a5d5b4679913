"""Why two articles are one event or are not: what they share, how alike that makes them, and which links hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import NONE
from masthead.reports.view import Cell, Grid, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from masthead.results import Result

    Row = Mapping[str, Any]

MOST_WORDS = 12
_WORDS = ("name", "number", "word")
_MEANINGS = {
    "words": "similarity of their words",
    "days": "factor for days named",
    "dates": "factor for days apart",
    "likeness": "total similarity",
    "nearest": "",
    "share": "similarity relative to their own",
    "asked": "share required",
    "probability": "probability from the share",
}
_LEGEND = (
    "Part: what a word adds to the similarity of the words, which is 0 to 1. A share is the similarity of two "
    "groups relative to the similarity within each."
)


def why_report(told: Result, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """EVENT_REASONS of two articles: the sentence, the words they share, the figures and the links between them."""
    rows = told.table.to_pylist()
    first, second = told.details["ids"]
    shared = [row for row in rows if row["kind"] in _WORDS]
    links = [row for row in rows if row["kind"] == "link"]
    grids = (_words(shared), _figures(rows, (first, second)), _links(links))
    return Report(
        title=f"{first} and {second}",
        lead=(told.details["because"],),
        blocks=tuple(filter(None, grids)),
        remarks=(_LEGEND,) if shared else (),
        rows=told.table,
        manifest=manifest or {},
    )


def _words(rows: Sequence[Row]) -> Grid | None:
    if not rows:
        return None
    shown = rows[:MOST_WORDS]
    title = "Words of both" + (f", the {len(shown)} of most weight" if len(shown) < len(rows) else "")
    columns = (*wordings("word", "kind"), *figures("articles", "part"))
    body = ((Cell(row["what"]), Cell(row["kind"]), Cell(f"{row['n_articles']:,}"), _value(row)) for row in shown)
    return Grid.of(title, columns, body)


def _figures(rows: Iterable[Row], ids: tuple[str, str]) -> Grid | None:
    body = list(_figure_rows(rows))
    columns = (*wordings("", *ids), *figures("value"))
    return Grid.of("What speaks for and against", columns, body) if body else None


def _figure_rows(rows: Iterable[Row]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        if row["kind"] in _MEANINGS:
            meaning = f"{row['what']} to its nearest" if row["kind"] == "nearest" else _MEANINGS[row["kind"]]
            yield Cell(meaning), Cell(row["first"] or NONE), Cell(row["second"] or NONE), _value(row)


def _links(rows: Sequence[Row]) -> Grid | None:
    if not rows:
        return None
    body = ((Cell(row["first"]), Cell(row["second"]), _value(row)) for row in rows)
    return Grid.of("Links from one to the other", (*wordings("article", "and"), *figures("likeness")), body)


def _value(row: Row) -> Cell:
    return Cell(f"{row['value']:.3f}")
