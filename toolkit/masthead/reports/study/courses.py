"""Trends: for each feature the outlets below each other, with periods that line up, on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.numerals import known, number
from masthead.reports.study.view import Course, Trend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.features.base import Feature
    from masthead.reports.study.view import Facts
    from masthead.reports.view import Chart, Point, Series

WIDTH, HEIGHT = 640, 60
MOST_PERIODS = 36
"""Of longer courses the last are drawn."""
_EDGE = 8
_LABELS = 6
MOST_VALUES = 4000
"""So many dots at most say their numbers to machines; of more, the tables of ``masthead trend`` do."""


def trends_of(charts: Sequence[Chart], features: Sequence[Feature]) -> tuple[Trend, ...]:
    """The charts of a trend, feature by feature; none where there is one period, which is no course."""
    dots = sum(min(MOST_PERIODS, _periods(chart)) * len(chart.series) for chart in charts)
    return tuple(
        _trend(f"t{place}", chart, feature, machines=dots <= MOST_VALUES)
        for place, (chart, feature) in enumerate(zip(charts, features, strict=True))
        if _periods(chart) > 1
    )


def _periods(chart: Chart) -> int:
    return len(chart.series[0].points) if chart.series else 0


def _trend(key: str, chart: Chart, feature: Feature, *, machines: bool) -> Trend:
    labels = [point.label for point in chart.series[0].points][-MOST_PERIODS:]
    step = max(1, -(-len(labels) // _LABELS))
    return Trend(
        key,
        feature.name,
        chart.title,
        chart.unit,
        tuple((_across(place, len(labels)), label) for place, label in enumerate(labels) if place % step == 0),
        (number(chart.bounds[0], chart.places), number(chart.bounds[1], chart.places)),
        tuple(_course(series, chart, machines=machines) for series in chart.series),
    )


def _course(series: Series, chart: Chart, *, machines: bool) -> Course:
    points = series.points[-MOST_PERIODS:]
    valued = [(place, point) for place, point in enumerate(points) if known(point.value)]
    there = [point for _, point in valued]
    runs = list(_runs(points))
    return Course(
        series.title,
        "".join(
            "M" + " ".join(f"{_across(place, len(points))},{_up(point.value, chart)}" for place, point in run)
            for run in runs
            if len(run) > 1
        ),
        tuple(_band(run, len(points), chart) for run in _runs(points, ranged=True)),
        "".join(f"M{_across(place, len(points))},{_up(point.value, chart)}h0" for place, point in valued),
        tuple((_across(place, len(points)), _up(point.value, chart), _facts(point)) for place, point in valued)
        if machines
        else (),
        number(there[0].value, chart.places) if there else "–",
        number(there[-1].value, chart.places) if there else "–",
    )


def _runs(points: Sequence[Point], *, ranged: bool = False) -> Iterator[list[tuple[int, Point]]]:
    """Stretches of neighbouring periods that have a value, or an interval."""
    run: list[tuple[int, Point]] = []
    for place, point in enumerate(points):
        if known(point.value) and (not ranged or (known(point.low) and known(point.high))):
            run.append((place, point))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _band(run: Sequence[tuple[int, Point]], n: int, chart: Chart) -> str:
    """The outline of the intervals of neighbouring periods; of a single one a narrow box."""
    wide = 3 if len(run) == 1 else 0
    upper = [f"{_across(place, n) - wide},{_up(point.high, chart)}" for place, point in run]
    lower = [f"{_across(place, n) - wide},{_up(point.low, chart)}" for place, point in reversed(run)]
    if wide:
        place, point = run[0]
        upper.append(f"{_across(place, n) + wide},{_up(point.high, chart)}")
        lower.insert(0, f"{_across(place, n) + wide},{_up(point.low, chart)}")
    return " ".join([*upper, *lower])


def _across(place: int, n: int) -> int:
    return round(_EDGE + place * (WIDTH - 2 * _EDGE) / max(1, n - 1))


def _up(value: float | None, chart: Chart) -> int:
    low, high = chart.bounds
    share = ((value or 0.0) - low) / (high - low) if high > low else 0.5
    return round(_EDGE + (1.0 - min(1.0, max(0.0, share))) * (HEIGHT - 2 * _EDGE))


def _facts(point: Point) -> Facts:
    numbers = {"estimate": point.value, "low": point.low, "high": point.high}
    told = {name: f"{value:.5g}" for name, value in numbers.items() if value is not None and known(value)}
    return {"period": point.label, **told, "n": str(point.n)}
