"""Forest plots: an outlet a row, a dot with its whisker, on a labelled scale with a reference line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from masthead.numerals import known, number
from masthead.reports.figures.canvas import Canvas, data_of
from masthead.reports.figures.lettering import room_of, row_labels, widest
from masthead.reports.figures.model import NO_INTERVAL, ends
from masthead.reports.figures.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.reports.figures.model import Estimate, Forest, Paper

_PLOT = 0.34
"""The plot takes so much of the width at least."""
_MARGIN, _GAP = 2.0, 6.0
_DASH = "2 2"
_N = "n"


class _Layout(NamedTuple):
    """Where the columns of a forest plot stand; ``told`` writes an estimate, empty where there is no room for that."""

    names: dict[str, tuple[str, ...]]
    plot: tuple[float, float]
    told: Callable[[Estimate], str]
    n: float
    step: float


def draw_forest(figure: Forest, paper: Paper) -> str:
    """The forest plot as SVG; estimates and intervals are written beside it where there is room."""
    canvas = Canvas(paper, f"{figure.title}, {figure.unit}", _about(figure))
    layout = _laid_out(figure, paper)
    head = paper.text * 1.7
    foot = head + layout.step * len(figure.estimates)
    bounds = ends(
        [value for one in figure.estimates for value in (one.low, one.value, one.high)]
        + ([figure.reference[0]] if figure.reference else [])
    )
    scale = Scale.of(bounds, layout.plot, max(2, int((layout.plot[1] - layout.plot[0]) / (paper.text * 4.5))))
    _grid(canvas, figure, scale, (head, foot))
    if layout.n:
        canvas.text(paper.width - _MARGIN, paper.text * 1.15, _N, anchor="end", kind="soft")
    for place, estimate in enumerate(figure.estimates):
        _row(canvas, estimate, figure, layout, scale, head + layout.step * (place + 0.5))
    return canvas.finished(foot + paper.text * 3.1)


def _about(figure: Forest) -> str:
    return "; ".join(estimate.told(figure.places) for estimate in figure.estimates)


def _laid_out(figure: Forest, paper: Paper) -> _Layout:
    """Names to the left, numbers to the right: as many as leave room for the plot."""
    size, width = paper.text, paper.width
    names = row_labels(figure, paper)
    left = _MARGIN + widest(names.values(), size) + _GAP
    right = width - _MARGIN
    counts = [f"{one.n:,}" for one in figure.estimates if one.n is not None]
    n_room = widest([*counts, _N], size) + _GAP if counts else 0.0
    ways = (_whole(figure), _estimate(figure), _nothing)
    for told, n in [(told, n) for told in ways for n in dict.fromkeys((n_room, 0.0))]:
        numbers = 0.0 if told is _nothing else widest(map(told, figure.estimates), size) + size * 1.9 + _GAP
        plot = (left, right - numbers - n - size)
        if plot[1] - plot[0] >= _PLOT * width:
            break
    step = size * (2.45 if any(len(lines) > 1 for lines in names.values()) else 1.75)
    return _Layout(names, plot, told, n, step)


def _estimate(figure: Forest) -> Callable[[Estimate], str]:
    return lambda estimate: number(estimate.value, figure.places)


def _whole(figure: Forest) -> Callable[[Estimate], str]:
    def told(estimate: Estimate) -> str:
        limits = NO_INTERVAL if estimate.left_to_caption else estimate.limits(figure.places)
        return f"{number(estimate.value, figure.places)}{f' ({limits})' if limits else ''}"

    return told


def _nothing(_: Estimate) -> str:
    return ""


def _grid(canvas: Canvas, figure: Forest, scale: Scale, rows: tuple[float, float]) -> None:
    size = canvas.paper.text
    head, foot = rows
    for x, said in scale.ticks():
        canvas.line((x, head), (x, foot), "rule")
        canvas.line((x, foot), (x, foot + 2.5), "axis")
        canvas.text(x, foot + 3 + size, said, anchor="middle", kind="soft")
    canvas.line((scale.start, foot), (scale.end, foot), "axis")
    canvas.text((scale.start + scale.end) / 2, foot + 3.5 + size * 2.1, figure.unit, anchor="middle", kind="soft")
    if figure.reference is not None:
        value, said = figure.reference
        at = scale.place(value)
        canvas.line((at, head - 2), (at, foot), "reference", 0.9, _DASH)
        half = room_of(said, size) / 2
        canvas.text(min(max(at, half), canvas.paper.width - half), size * 1.15, said, anchor="middle", kind="soft")


def _row(canvas: Canvas, estimate: Estimate, figure: Forest, layout: _Layout, scale: Scale, y: float) -> None:
    size, right = canvas.paper.text, canvas.paper.width - _MARGIN
    outer = canvas.opened("estimate", data_of(estimate), estimate.told(figure.places))
    canvas.lines(_MARGIN, y, layout.names[estimate.name])
    if estimate.value is not None and known(estimate.value):
        _whisker(canvas, estimate, scale, y)
        canvas.dot(scale.place(estimate.value), y, estimate.mark, filled=bool(estimate.mark))
    canvas.lines(right - layout.n, y, (layout.told(estimate),), anchor="end")
    if layout.told is not _nothing:
        canvas.sign(layout.plot[1] + size * 0.9, y, estimate, size * 0.7)
    if layout.n and estimate.n is not None:
        canvas.lines(right, y, (f"{estimate.n:,}",), anchor="end", kind="soft")
    canvas.closed(outer)


def _whisker(canvas: Canvas, estimate: Estimate, scale: Scale, y: float) -> None:
    """The interval as a line with an end at each limit; where a limit is open, an arrow at the edge of the scale."""
    if not estimate.ranged:
        return
    ends_of_line = []
    for limit, edge, inwards in ((estimate.low, scale.start, 1.0), (estimate.high, scale.end, -1.0)):
        if limit is not None and known(limit):
            at = scale.place(limit)
            canvas.line((at, y - 1.8), (at, y + 1.8), "range", 0.8)
        else:
            at = edge
            for side in (-1.8, 1.8):
                canvas.line((at + inwards * 2.5, y + side), (at, y), "range", 0.8)
        ends_of_line.append(at)
    canvas.line((ends_of_line[0], y), (ends_of_line[1], y), "range", 1.1)
