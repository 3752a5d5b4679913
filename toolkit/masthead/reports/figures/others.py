"""Figures of what is not a comparison of outlets at one time: courses, changes, words, scores of classifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.contexts import words_shown
from masthead.numerals import known
from masthead.reports.changes import SIDES
from masthead.reports.figures.model import Estimate, Figure, Forest, Trend
from masthead.reports.figures.named import Named, named
from masthead.reports.outlets import IN_DATA, TOO_SMALL, Shown, fragile_means, mark_of, mark_rule, outlets_shown
from masthead.reports.titles import metric_title
from masthead.reports.trend import features_told, trend_charts
from masthead.reports.view import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.options import Period
    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]

_ALIKE = (0.0, "as often as the rest")


def trend_figures(
    rows: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    by: Period,
    show: Shown | None = None,
    names: Sequence[str] = (),
) -> tuple[Named, ...]:
    """A TREND table as figures, one a feature."""
    charts = trend_charts(rows, catalogue, overview, by=by, show=show or Shown(), names=names)
    return named((name, Trend.of(chart, name), "") for name, chart in charts.items())


def change_figures(
    rows: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown | None = None,
    names: Sequence[str] = (),
) -> tuple[Named, ...]:
    """A CHANGES table as forest plots, one a feature: each outlet before and after."""
    show = show or Shown()
    outlets, _ = outlets_shown(rows, overview, everything=show.all_outlets)
    found = {(row["feature"], row["outlet"]): row for row in rows.to_pylist()}
    compared = list(found.values())
    marked = f"▲ higher, ▼ lower after: {mark_rule(compared)}."
    marks = " ".join((marked, *fragile_means(compared, IN_DATA), "n: articles."))
    figures: list[tuple[str, Figure, str]] = []
    for feature in features_told(catalogue, show, names):
        sides = [side for outlet in outlets for side in _sides(found[feature.name, outlet], feature)]
        figures.append((feature.name, Forest(title=feature.title, unit=feature.unit, estimates=tuple(sides)), marks))
    return named(figures)


def _sides(row: Row, feature: Feature) -> Iterator[Estimate]:
    for side in SIDES:
        last = side == SIDES[-1]
        yield Estimate(
            outlet=row["outlet"],
            feature=feature.name,
            label=f"{row['outlet']}, {side}",
            value=row[side],
            low=row[f"{side}_low"],
            high=row[f"{side}_high"],
            n=row[f"n_articles_{side}"],
            mark=mark_of(row) if last else "",
            fragile=(row["fragile"] or "") if last else "",
            q=row["q"] if last else None,
            reason="" if known(row[f"{side}_low"]) else TOO_SMALL,
            unit=feature.unit,
        )


def words_figures(words: pa.Table, *, top: int | None = None) -> tuple[Named, ...]:
    """A WORDS table as forest plots of log ratios, one a side of the comparison."""
    unit = "log2 of the ratio to the rest"
    marks = "1 is twice, 2 four times as often as the rest, length of articles allowed for; n: articles that use it."
    figures: list[tuple[str, Figure, str]] = []
    for heading, rows in words_shown(words, top).items():
        drawn = tuple(_word(row, unit) for row in rows)
        if drawn:
            figures.append((heading, Forest(title=heading, unit=unit, estimates=drawn, reference=_ALIKE), marks))
    return named(figures)


def _word(row: Row, unit: str) -> Estimate:
    return Estimate(
        outlet=row["outlet"],
        feature=row["term"],
        label=row["term"],
        value=row["log_ratio"],
        low=row["low"],
        high=row["high"],
        n=row["n_docs"],
        mark="higher" if row["marked"] else "",
        q=row["q"],
        reason=TOO_SMALL if "too few" in (row["reason"] or "") else "",
        unit=unit,
    )


def score_figures(scores: pa.Table) -> tuple[Named, ...]:
    """A SCORES table as forest plots, one a unit and metric: models below each other."""
    rows = [row for row in scores.to_pylist() if known(row["value"])]
    groups = grouped(rows, lambda row: (str(row["unit"]), str(row["metric"])))
    figures: list[tuple[str, Figure, str]] = []
    for (unit, metric), own in groups.items():
        said = metric_title(metric)
        drawn = Forest(title=f"{said} by {unit}", unit=said, estimates=tuple(map(_score, own)))
        figures.append((f"{unit}-{metric}", drawn, f"n: {unit}s."))
    return named(figures)


def _score(row: Row) -> Estimate:
    return Estimate(
        outlet="",
        feature=row["metric"],
        label=row["model"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        reason=row["reason"] or "",
        unit=metric_title(row["metric"]),
    )
