"""Outlets before and after a day: what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.summary import THRESHOLD, holds
from masthead.features.rows import kept
from masthead.numerals import count, decimals, interval, known, number, probability, signed
from masthead.reports.outlets import (
    IN_NOTES,
    IN_TABLE,
    TOO_SMALL,
    TOO_SMALL_MEANS,
    Shown,
    fragile_means,
    hints,
    mark_of,
    mark_rule,
    outlets_shown,
)
from masthead.reports.trend import features_told, subject, undated_sentence
from masthead.reports.view import Cell, Chart, Grid, Notes, Point, Report, Section, Series, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]
    Courses = Mapping[tuple[str, str], Sequence[Row]]

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
    """A CHANGES table, feature by feature; differences that hold are marked, with q and hits where asked for.

    Both sides are drawn on a page, and in a terminal where ``names`` of features are given.
    """
    show = show or Shown()
    features = features_told(catalogue, show, names)
    outlets, left = outlets_shown(rows, overview, everything=show.all_outlets)
    found = {(row["feature"], row["outlet"]): row for row in rows.to_pylist()}
    return Report(
        title=f"{subject(outlets, overview)}, before {around} and from then on",
        lead=(_changes_lead(list(found.values())), *undated_sentence(undated), *overview.cautions()),
        blocks=(_changes_grid(features, outlets, found, complete=show.stacked),),
        paper=(_changes_grid(features, outlets, found, complete=True),),
        paper_remarks=(_changes_legend(list(found.values()), overview, IN_NOTES),),
        charts=tuple(
            _sides_chart(feature, [found[feature.name, outlet] for outlet in outlets]) for feature in features
        ),
        drawn=bool(names),
        remarks=(_changes_legend(list(found.values()), overview),),
        hints=() if names else (*left, *hints(catalogue, features), "Drawn with its intervals: --feature NAME."),
        rows=kept(rows, show.families),
        manifest=manifest or {},
    )


def _changes_grid(
    features: Sequence[Feature], outlets: Sequence[str], found: Mapping[tuple[str, str], Row], *, complete: bool
) -> Grid:
    """Feature by feature what was before and after; ``complete`` with q and hits."""
    notes = Notes()
    sections = tuple(
        Section(
            f"{feature.title}, {feature.unit}",
            tuple(_change_row(found[feature.name, name], notes, stacked=complete) for name in outlets),
        )
        for feature in features
    )
    tested = ("q", "hits") if complete else ()
    columns = (*wordings(""), *figures("before", "after", "difference", *tested, "articles"))
    return Grid("", columns, sections, notes.texts, whole=complete)


def _change_row(row: Row, notes: Notes, *, stacked: bool) -> tuple[Cell, ...]:
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
        mark=mark_of(row),
        fragile=row["fragile"] or "",
        note=None if small else notes.number(reason or (row["fragile"] if stacked else None)),
    )
    hits = " / ".join(number(row[f"hits_{side}"], 0) for side in SIDES)
    tested = (Cell(probability(row["q"])), Cell(hits)) if stacked else ()
    articles = Cell(f"{row['n_articles_before']:,} / {row['n_articles_after']:,}")
    return (Cell(row["outlet"]), *sides, difference, *tested, articles)


def _sides_chart(feature: Feature, rows: Sequence[Row]) -> Chart:
    """Both sides of each outlet, on one scale."""
    series = (Series(row["outlet"], tuple(_side_point(row, side) for side in SIDES)) for row in rows)
    return Chart.of(feature.title, feature.unit, series)


def _side_point(row: Row, side: str) -> Point:
    value, low, high = row[side], row[f"{side}_low"], row[f"{side}_high"]
    return Point(side, value, low, high, row[f"n_articles_{side}"], "" if known(low) or not known(value) else TOO_SMALL)


def _changes_lead(rows: Sequence[Row]) -> str:
    tests = [row["q"] for row in rows if row["q"] is not None]
    held = sum(map(holds, rows))
    if not tests and any(row["p"] is not None for row in rows):
        return "These features are exploratory: their changes are not among the tests."
    if not tests:
        return "Nothing could be tested: too little data."
    if not held:
        return f"No change is significant at q < {THRESHOLD} ({count(len(tests), 'test')})."
    return f"{count(held, 'change')} at q < {THRESHOLD} ({count(len(tests), 'test')})."


def _changes_legend(rows: Sequence[Row], overview: Overview, where: str = IN_TABLE) -> str:
    tests = sum(row["q"] is not None for row in rows)
    said = [f"▲ higher, ▼ lower after: {mark_rule(rows)}."] if tests else []
    said.append("Small print: 95% interval over clusters.")
    if any("too few clusters" in (row["reason"] or "") for row in rows):
        said.append(TOO_SMALL_MEANS)
    said += fragile_means(rows, where)
    said.append("Articles: before / after. What changed may be the events that there were to report.")
    return " ".join([*said, overview.cluster_sentence()])
