"""Charts on a page: where each mark of a small drawing stands, one drawing a series, all on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.reports.numerals import interval, known, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.view import Chart, Point, Series

WIDTH, HEIGHT = 340, 130
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 8, 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A point at ``x``, ``y``, its interval from ``low`` down to ``high`` (None without one), and what it says."""

    x: float
    y: float
    low: float | None
    high: float | None
    about: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One series drawn: its marks, the stretches of line between neighbours, and the ends of its axes in words."""

    title: str
    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    ends: tuple[str, str]
    scale: tuple[str, str]


def panels(chart: Chart) -> list[Panel]:
    """One panel a series."""
    scale = number(chart.bounds[0], chart.places), number(chart.bounds[1], chart.places)
    return [
        Panel(
            series.title,
            tuple(mark for mark in _marks(series, chart) if mark is not None),
            tuple(_lines(series, chart)),
            (series.points[0].label, series.points[-1].label),
            scale,
        )
        for series in chart.series
    ]


def _marks(series: Series, chart: Chart) -> Iterator[Mark | None]:
    """A mark for each point, None where there is no value."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(series.points) - 1)
    for place, point in enumerate(series.points):
        if point.value is None or not known(point.value):
            yield None
            continue
        limits = (point.low, point.high) if known(point.low) and known(point.high) else (None, None)
        low, high = (None if limit is None else _height(limit, chart) for limit in limits)
        yield Mark(round(LEFT + place * step, 1), _height(point.value, chart), low, high, _about(point, chart.places))


def _lines(series: Series, chart: Chart) -> Iterator[str]:
    """Coordinates of each run of two neighbouring points or more."""
    run: list[str] = []
    for mark in (*_marks(series, chart), None):
        if mark is not None:
            run.append(f"{mark.x},{mark.y}")
            continue
        if len(run) > 1:
            yield " ".join(run)
        run = []


def _height(value: float, chart: Chart) -> float:
    low, high = chart.bounds
    share = (value - low) / (high - low) if high > low else 0.5
    return round(TOP + (1.0 - min(1.0, max(0.0, share))) * (HEIGHT - TOP - BOTTOM), 1)


def _about(point: Point, places: int) -> str:
    limits = interval(point.low, point.high, places) or point.reason
    return f"{point.label}: {number(point.value, places)}{f' ({limits})' if limits else ''}, n {point.n:,}"
