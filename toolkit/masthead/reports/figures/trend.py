"""Trends: an outlet a row, its estimates with whiskers; periods line up across rows, and all have one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.numerals import decimals, known
from masthead.reports.figures.canvas import Canvas, data_of
from masthead.reports.figures.lettering import room_of, row_labels, widest
from masthead.reports.figures.model import ends
from masthead.reports.figures.scale import Scale

if TYPE_CHECKING:
    from masthead.reports.figures.model import Course, Paper, Trend

_MARGIN, _GAP = 2.0, 5.0
_BOTH = 2
_PANEL = 5.2
"""Height of a row in sizes of text."""


def draw_trend(figure: Trend, paper: Paper) -> str:
    """The trend as SVG."""
    size = paper.text
    points = [estimate for course in figure.courses for estimate in course.estimates]
    places = decimals([point.value for point in points])
    canvas = Canvas(paper, f"{figure.title}, {figure.unit}", _about(figure, places))
    names = row_labels(figure, paper)
    bounds = ends([value for point in points for value in (point.low, point.value, point.high)])
    step = size * _PANEL
    said = [text for _, text in Scale.of(bounds, (0, 1), 2).ticks()]
    left = _MARGIN + widest(names.values(), size) + _GAP + widest(said, size) + _GAP
    right = paper.width - _MARGIN - size
    across = (right - left) / max(1, len(figure.periods) - 1)
    columns = [left + size * 0.5 + across * place for place in range(len(figure.periods))]
    head = size * 1.9
    canvas.text(left - _GAP, size * 1.1, figure.unit, anchor="start", kind="soft")
    foot = head + step * len(figure.courses)
    shown = _labelled(figure.periods, across, size)
    for place in shown:
        canvas.line((columns[place], head - 2), (columns[place], foot), "rule")
    for row, course in enumerate(figure.courses):
        top = head + step * row
        scale = Scale.of(bounds, (top + step - size * 0.9, top + size * 0.9), 2)
        canvas.lines(_MARGIN, top + step / 2, names[course.outlet])
        for y, text in scale.ticks():
            canvas.line((left, y), (right + size * 0.5, y), "rule", 0.4)
            canvas.lines(left - _GAP / 2, y, (text,), anchor="end", kind="soft")
        _course(canvas, course, columns, scale, places)
    for place in shown:
        room = room_of(figure.periods[place], size) / 2
        x = min(columns[place], paper.width - room)
        canvas.text(x, foot + size * 0.9, figure.periods[place], anchor="middle", kind="soft")
    return canvas.finished(foot + size * 1.5)


def _about(figure: Trend, places: int) -> str:
    courses = (
        f"{course.outlet}: {', '.join(estimate.told(places) for estimate in course.estimates)}"
        for course in figure.courses
    )
    return "; ".join(courses)


def _labelled(periods: tuple[str, ...], across: float, size: float) -> list[int]:
    """The periods that have room for their label: the first, and each so many after it."""
    room = widest(periods, size) + size
    every = next(step for step in range(1, len(periods) + 2) if across * step >= room or step > len(periods))
    return list(range(0, len(periods), every))


def _course(canvas: Canvas, course: Course, columns: list[float], scale: Scale, places: int) -> None:
    run: list[tuple[float, float]] = []
    runs = [run]
    for x, estimate in zip(columns, course.estimates, strict=True):
        if estimate.value is not None and known(estimate.value):
            run.append((x, scale.place(estimate.value)))
        elif run:
            run = []
            runs.append(run)
    for points in runs:
        if len(points) > 1:
            canvas.course(points)
    for x, estimate in zip(columns, course.estimates, strict=True):
        if estimate.value is None or not known(estimate.value):
            continue
        outer = canvas.opened(
            "estimate", {**data_of(estimate), "period": estimate.name}, f"{course.outlet}, {estimate.told(places)}"
        )
        limits = [scale.place(end) for end in (estimate.low, estimate.high) if end is not None and known(end)]
        if len(limits) == _BOTH:
            canvas.line((x, limits[0]), (x, limits[1]), "range", 0.9)
        canvas.dot(x, scale.place(estimate.value), estimate.mark, filled=estimate.ranged, radius=1.6)
        canvas.closed(outer)
