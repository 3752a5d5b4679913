"""Charts in a terminal: one line a point, its interval as a bar; and many points on one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from masthead.numerals import interval, known, number
from masthead.reports.safe import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.reports.view import Chart, Point, Series

NARROWEST, WIDEST = 16, 72
_GAP = 2
_STEPS = "▁▂▃▄▅▆▇█"
_NONE = "·"
_BAR, _POINT = "─", "●"


def spark(values: Sequence[float | None], low: float, high: float) -> str:
    """One character a value, from ``▁`` at ``low`` to ``█`` at ``high``; a dot where there is none."""
    return "".join(_NONE if value is None or not known(value) else _step(value, low, high) for value in values)


def _step(value: float, low: float, high: float) -> str:
    if high <= low:
        return _STEPS[0]
    return _STEPS[min(len(_STEPS) - 1, max(0, int((value - low) / (high - low) * len(_STEPS))))]


def chart_lines(chart: Chart, width: int) -> Iterator[Text]:
    """The chart at most ``width`` cells wide: a heading a series, then label, bar, estimate with interval, articles."""
    yield Text(line(f"{chart.title}, {chart.unit}"), style="bold")
    labels = max(cell_len(point.label) for series in chart.series for point in series.points)
    told = {id(point): _told(point, chart.places) for series in chart.series for point in series.points}
    numbers = [max(len(text[place]) for text in told.values()) for place in range(3)]
    room = width - labels - sum(numbers) - (len(numbers) + 1) * _GAP
    bar = max(NARROWEST, min(WIDEST, room))
    low, high = chart.bounds
    scale = f"{number(low, chart.places)}{number(high, chart.places):>{bar - len(number(low, chart.places))}}"
    yield Text(f"{' ' * (labels + _GAP)}{scale}", style="dim")
    for place, series in enumerate(chart.series):
        if place:
            yield Text()
        yield Text(line(series.title), style="bold")
        yield from _series_lines(series, chart, labels, bar, told, numbers)


def _series_lines(
    series: Series,
    chart: Chart,
    labels: int,
    bar: int,
    told: dict[int, tuple[str, str, str]],
    numbers: Sequence[int],
) -> Iterator[Text]:
    for point in series.points:
        estimate, limits, count = told[id(point)]
        yield Text.assemble(
            f"{point.label:<{labels}}{' ' * _GAP}",
            _bar(point, chart.bounds, bar),
            f"{' ' * _GAP}{estimate:>{numbers[0]}}{' ' * _GAP}",
            (f"{limits:>{numbers[1]}}{' ' * _GAP}{count:>{numbers[2]}}", "dim"),
        )


def _told(point: Point, places: int) -> tuple[str, str, str]:
    return number(point.value, places), interval(point.low, point.high, places) or point.reason, f"{point.n:,}"


def _bar(point: Point, bounds: tuple[float, float], width: int) -> Text:
    """The interval as a line with the estimate on it; the estimate alone where there is no interval."""
    cells = [" "] * width
    value = point.value
    if value is None or not known(value):
        return Text("".join(cells))
    at = _place(value, bounds, width)
    if point.low is not None and point.high is not None and known(point.low) and known(point.high):
        first, last = _place(point.low, bounds, width), _place(point.high, bounds, width)
        cells[first : last + 1] = _BAR * (last + 1 - first)
    cells[at] = _POINT
    return Text("".join(cells))


def whisker(scale: tuple[float, float, float] | None, width: int, style: str) -> Text:
    """A value on its interval, and where 0 is: in the middle of ``width`` cells."""
    zero = Text("│", style="dim")
    ends = (0.0, 1.0)
    if scale is None:
        return Text.assemble(" " * (width // 2), zero)
    first, at, last = (_place(end, ends, width) for end in scale)
    cells = [" "] * width
    cells[first : last + 1] = _BAR * (last + 1 - first)
    cells[at] = _POINT
    drawn = Text("".join(cells), style=style)
    if cells[width // 2] == " ":
        drawn = Text.assemble(drawn[: width // 2], zero, drawn[width // 2 + 1 :])
    return drawn


def axis_line(axis: tuple[str, str], width: int) -> str:
    """The ends of an axis in words, and 0 between them."""
    left, right = width // 2, width - width // 2 - 1
    return f"{axis[0]:<{left}}0{axis[1]:>{right}}"


def _place(value: float, bounds: tuple[float, float], width: int) -> int:
    low, high = bounds
    share = (value - low) / (high - low) if high > low else 0.0
    return min(width - 1, max(0, round(share * (width - 1))))
