"""Outlets before a day and from it on: both estimates, and the difference with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.summary import THRESHOLD, holds
from masthead.features.selecting import kept
from masthead.reports.numerals import count, decimals, interval, known, number, signed
from masthead.reports.outlets import TOO_SMALL, TOO_SMALL_MEANS, Shown, hints, mark_rule, outlets_shown
from masthead.reports.trend import features_told, subject, undated_sentence
from masthead.reports.view import Cell, Chart, Column, Grid, Notes, Point, Report, Section, Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.reports.overview import Overview
    from masthead.reports.view import Mark

    Row = Mapping[str, Any]

SIDES = ("before", "after")


def changes_report(
    rows: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    around: date,
    show: Shown | None = None,
    names: Sequence[str] = (),
    undated: int = 0,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A CHANGES table, feature by feature; differences that hold are marked.

    Both sides are drawn on a page, and in a terminal where ``names`` of features are given.
    """
    show = show or Shown()
    features = features_told(catalogue, show, names)
    outlets, left = outlets_shown(rows, overview, everything=show.all_outlets)
    found = {(row["feature"], row["outlet"]): row for row in rows.to_pylist()}
    notes = Notes()
    sections = tuple(
        Section(
            f"{feature.title}, {feature.unit}",
            tuple(_row(found[feature.name, outlet], notes) for outlet in outlets),
        )
        for feature in features
    )
    titles = ("before", "after", "difference", "articles")
    columns = (Column("", wrap=True), *(Column(title, "right") for title in titles))
    return Report(
        title=f"{subject(outlets, overview)}, before {around} and from then on",
        lead=(_lead(list(found.values())), *undated_sentence(undated), *overview.cautions()),
        blocks=(Grid("", columns, sections, notes.texts),),
        charts=tuple(_chart(feature, [found[feature.name, outlet] for outlet in outlets]) for feature in features),
        drawn=bool(names),
        remarks=(_legend(list(found.values()), overview),),
        hints=() if names else (*left, *hints(catalogue, features), "Drawn with its intervals: --feature NAME."),
        rows=kept(rows, show.families),
        fields=tuple(rows.column_names),
        manifest=manifest or {},
    )


def _row(row: Row, notes: Notes) -> tuple[Cell, ...]:
    places = decimals([row["before"], row["after"]])
    sides = (
        Cell(number(row[side], places), detail=interval(row[f"{side}_low"], row[f"{side}_high"], places))
        for side in SIDES
    )
    reason = row["reason"] or ""
    small = TOO_SMALL if "too few clusters" in reason else ""
    difference = Cell(
        signed(row["difference"], places),
        detail=interval(row["low"], row["high"], places) or small,
        mark=_mark(row),
        note=None if small else notes.number(reason),
    )
    articles = Cell(f"{row['n_articles_before']:,} / {row['n_articles_after']:,}")
    return (Cell(row["outlet"]), *sides, difference, articles)


def _chart(feature: Feature, rows: Sequence[Row]) -> Chart:
    """Both sides of each outlet, on one scale."""
    names = [f"{side}{end}" for side in SIDES for end in ("", "_low", "_high")]
    ends = [row[name] for row in rows for name in names if known(row[name])]
    series = tuple(Series(row["outlet"], tuple(_point(row, side) for side in SIDES)) for row in rows)
    places = decimals([row[side] for row in rows for side in SIDES])
    return Chart(feature.title, feature.unit, series, (min(ends, default=0.0), max(ends, default=0.0)), places)


def _point(row: Row, side: str) -> Point:
    value, low, high = row[side], row[f"{side}_low"], row[f"{side}_high"]
    return Point(side, value, low, high, row[f"n_articles_{side}"], "" if known(low) or not known(value) else TOO_SMALL)


def _mark(row: Row) -> Mark:
    if not holds(row):
        return ""
    return "higher" if row["difference"] > 0 else "lower"


def _lead(rows: Sequence[Row]) -> str:
    tests = [row["q"] for row in rows if row["q"] is not None]
    held = sum(map(holds, rows))
    if not tests and any(row["p"] is not None for row in rows):
        return "These features are exploratory: their changes are not among the tests."
    if not tests:
        return "Nothing could be tested: too little data."
    if not held:
        return f"No change holds at q < {THRESHOLD} ({count(len(tests), 'test')})."
    return f"{count(held, 'change')} at q < {THRESHOLD} ({count(len(tests), 'test')})."


def _legend(rows: Sequence[Row], overview: Overview) -> str:
    tests = sum(row["q"] is not None for row in rows)
    said = [f"▲ higher, ▼ lower after: {mark_rule(tests)}."] if tests else []
    said.append("Small print: 95% interval, resampling clusters.")
    if any("too few clusters" in (row["reason"] or "") for row in rows):
        said.append(TOO_SMALL_MEANS)
    said.append("Articles: before / after. What changed may be what there was to report on.")
    return " ".join([*said, overview.cluster_sentence()])
