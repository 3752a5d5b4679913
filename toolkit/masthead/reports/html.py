"""Reports as one HTML page without scripts or outside resources: to read, to send, to print, light and dark.

A chart is drawn as small panels, one a series, all on one scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from masthead.numerals import interval, known, number
from masthead.reports.passage import FAMILY_STYLES, letter
from masthead.reports.safe import visible
from masthead.reports.stated import notes_on_paper
from masthead.reports.view import Grid, Lines, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.view import Chart, Point, Report, Series

WIDTH, HEIGHT = 340, 130
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 8, 20
SIZE = {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM}
_SCALE = 100


def render_html(report: Report) -> Iterator[str]:
    """The page, chunk by chunk; jinja2 escapes every string that a view holds."""
    kinds = {Grid: "grid", Lines: "lines", Passage: "passage"}
    shown = (block.undrawn if isinstance(block, Grid) else block for block in report.blocks)
    blocks = [(kinds[type(block)], block) for block in shown]
    yield from (
        environment()
        .get_template("report.html.j2")
        .generate(
            report=report,
            notes=notes_on_paper(report, on_page=True),
            blocks=blocks,
            charts=[(chart, panels(chart)) for chart in report.charts],
            manifest=_flat(report.manifest),
        )
    )
    yield "\n"


@cache
def environment() -> Environment:
    """Where all pages come from: it escapes every string, and makes controls in text visible."""
    made = Environment(
        loader=PackageLoader("masthead.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters["letter"] = letter
    made.filters["percent"] = lambda share: f"{_SCALE * share:.2f}"
    made.globals |= {"families": FAMILY_STYLES, "size": SIZE}
    return made


def _finalized(value: object) -> object:
    """Controls in text are made visible before jinja2 escapes it; its own safe markup passes."""
    return visible(value) if type(value) is str else value


def _flat(manifest: object, prefix: str = "") -> list[tuple[str, str]]:
    """Nested mappings and lists as dotted names with their values."""
    if isinstance(manifest, dict):
        items = [(f"{prefix}.{key}" if prefix else str(key), value) for key, value in manifest.items()]
    elif isinstance(manifest, list | tuple):
        items = [(f"{prefix}[{number}]", value) for number, value in enumerate(manifest, start=1)]
    else:
        return [(prefix, "" if manifest is None else str(manifest))]
    return [pair for key, value in items for pair in _flat(value, key)]


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
