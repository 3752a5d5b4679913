"""Outlets over time: the course of each feature, and what changed on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from masthead.comparisons.periods import period_name, periods_between
from masthead.features.rows import kept, shown
from masthead.numerals import count, decimals, interval, known, number
from masthead.reports.chart import spark
from masthead.reports.outlets import (
    TOO_SMALL,
    Shown,
    hints,
    outlets_shown,
)
from masthead.reports.titles import family_rows
from masthead.reports.view import Cell, Chart, Column, Grid, Point, Report, Section, Series, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.options import Period
    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]
    Courses = Mapping[tuple[str, str], Sequence[Row]]

MOST_PERIODS = 36
"""Periods on one line; of longer courses the last."""
_TOO_FEW_CLUSTERS = "too few clusters"


def trend_report(
    rows: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    by: Period,
    show: Shown | None = None,
    names: Sequence[str] = (),
    undated: int = 0,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A TREND table: a line for each outlet and feature; with ``names`` of features a chart of each, a line per period.

    ``undated`` articles are not among the rows, which is said.
    """
    show = show or Shown()
    features = features_told(catalogue, show, names)
    outlets, left = outlets_shown(rows, overview, everything=show.all_outlets)
    courses, labels = _courses(rows, by)
    charts = tuple(_chart(feature, courses, outlets, labels) for feature in features)
    return Report(
        title=f"{subject(outlets, overview)}, by {by} from {labels[0]} to {labels[-1]}",
        lead=(*undated_sentence(undated), *overview.cautions()),
        blocks=() if names else (_grid(courses, features, outlets, labels, by),),
        charts=charts,
        remarks=(_legend(courses, labels, names, overview),),
        hints=() if names else (*left, *hints(catalogue, features), "One feature with its intervals: --feature NAME."),
        rows=kept(rows, show.families),
        manifest=manifest or {},
    )


def trend_charts(
    rows: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    by: Period,
    show: Shown,
    names: Sequence[str] = (),
) -> dict[str, Chart]:
    """A chart of each feature that ``trend_report`` tells of, by its name."""
    outlets, _ = outlets_shown(rows, overview, everything=show.all_outlets)
    courses, labels = _courses(rows, by)
    features = features_told(catalogue, show, names)
    return {feature.name: _chart(feature, courses, outlets, labels) for feature in features}


def features_told(catalogue: Sequence[Feature], show: Shown, names: Sequence[str]) -> Sequence[Feature]:
    """The features named, or those that ``show`` asks for."""
    if names:
        return [feature for feature in catalogue if feature.name in names]
    return shown(catalogue, show.families, everything=show.everything)


def subject(outlets: Sequence[str], overview: Overview) -> str:
    """``Daily News, 120 articles``, or the number of outlets and articles."""
    return f"{outlets[0]}, {count(overview.total, 'article')}" if len(outlets) == 1 else overview.size


def undated_sentence(undated: int) -> tuple[str, ...]:
    """How many articles were left out for want of a day, if any."""
    if not undated:
        return ()
    return (f"{count(undated, 'article')} without a date that names a day {'is' if undated == 1 else 'are'} left out.",)


def _courses(rows: pa.Table, by: Period) -> tuple[Courses, list[str]]:
    """For each outlet and feature its rows over all periods, empty where it has no article; and the periods."""
    starts = sorted(set(rows["start"].to_pylist()))
    periods = list(periods_between(date.fromisoformat(starts[0]), date.fromisoformat(starts[-1]), by))
    place = {start.isoformat(): n for n, start in enumerate(periods)}
    courses: dict[tuple[str, str], list[Row]] = {}
    for row in rows.to_pylist():
        course = courses.setdefault((row["outlet"], row["feature"]), [{} for _ in periods])
        course[place[row["start"]]] = row
    return courses, [period_name(start, by) for start in periods]


def _grid(
    courses: Courses, features: Sequence[Feature], outlets: Sequence[str], labels: Sequence[str], by: str
) -> Grid:
    """Features by family as rows for one outlet; the outlets as rows, feature by feature, for several."""
    cut = labels[-MOST_PERIODS:]
    course = Column(f"{cut[0]} to {cut[-1]}")
    columns = (*wordings(""), *figures(f"first {by}"), course, Column(f"last {by}"))
    if len(outlets) > 1:
        return Grid("", columns, tuple(_section(feature, courses, outlets) for feature in features))
    return Grid.of(
        "",
        columns,
        family_rows(
            features,
            lambda feature: _line(Cell(feature.title, detail=feature.unit), [courses[outlets[0], feature.name]], 0),
        ),
    )


def _section(feature: Feature, courses: Courses, outlets: Sequence[str]) -> Section:
    all_courses = [courses[outlet, feature.name] for outlet in outlets]
    rows = tuple(_line(Cell(outlet), all_courses, place) for place, outlet in enumerate(outlets))
    return Section(f"{feature.title}, {feature.unit}", rows)


def _line(head: Cell, courses: Sequence[Sequence[Row]], place: int) -> tuple[Cell, ...]:
    """One course: its first and last estimate, and all on one line, on the scale of all ``courses``."""
    values = [row.get("estimate") for course in courses for row in course]
    there = [value for value in values if value is not None and known(value)]
    places = decimals(values)
    own = [row for row in courses[place] if known(row.get("estimate"))]
    line = spark(
        [row.get("estimate") for row in courses[place][-MOST_PERIODS:]],
        min(there, default=0.0),
        max(there, default=0.0),
    )
    ends = (_estimate(own[0], places), _estimate(own[-1], places)) if own else (Cell("–"), Cell("–"))
    return (head, ends[0], Cell(line), ends[1])


def _estimate(row: Row, places: int) -> Cell:
    return Cell(number(row["estimate"], places), detail=interval(row["low"], row["high"], places) or _reason(row))


def _reason(row: Row) -> str:
    """Why there is no interval, in a word or two."""
    reason = row.get("reason") or ""
    return TOO_SMALL if reason.startswith(_TOO_FEW_CLUSTERS) else ""


def _chart(feature: Feature, courses: Courses, outlets: Sequence[str], labels: Sequence[str]) -> Chart:
    chosen = {outlet: courses[outlet, feature.name] for outlet in outlets}
    series = (
        Series(outlet, tuple(_point(label, row) for label, row in zip(labels, course, strict=True)))
        for outlet, course in chosen.items()
    )
    return Chart.of(feature.title, feature.unit, series)


def _point(label: str, row: Row) -> Point:
    return Point(label, row.get("estimate"), row.get("low"), row.get("high"), row.get("n_articles", 0), _reason(row))


def _legend(courses: Courses, labels: Sequence[str], names: Sequence[str], overview: Overview) -> str:
    said = ["Bar: 95% interval over clusters." if names else "Small print: 95% interval over clusters."]
    if any(_reason(row) for course in courses.values() for row in course if row):
        said.append("too small: fewer than 10 clusters in the period, no interval.")
    if not names:
        said.append("Lines of one feature have one scale, from the least to the greatest estimate shown; · no article.")
        if len(labels) > MOST_PERIODS:
            said.append(
                f"Only the last {MOST_PERIODS} of {len(labels)} periods are shown; charts and machine formats have all."
            )
    said.append("What changes may be the events that there were to report. " + overview.cluster_sentence())
    return " ".join(said)
