"""Stacked bars: who calls it what, by outlet and voice; each wording has a colour and a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.numerals import count, interval, whole_percent
from masthead.reports.figures.canvas import Canvas
from masthead.reports.figures.lettering import room_of, row_labels, widest
from masthead.reports.figures.palette import PARTS

if TYPE_CHECKING:
    from masthead.reports.figures.model import Bar, Bars, Paper, Part

_MARGIN, _GAP = 2.0, 5.0
_OTHER = "other wordings"
MOST_WORDINGS = len(PARTS) - 1
"""So many wordings have a colour of their own; the others are one part."""


def draw_bars(figure: Bars, paper: Paper) -> str:
    """The bars as SVG."""
    size = paper.text
    canvas = Canvas(paper, figure.title, "; ".join(_told(bar) for bar in figure.bars))
    colors = {wording: min(place, MOST_WORDINGS) for place, wording in enumerate(figure.wordings)}
    top = _legend(canvas, figure, colors)
    names = row_labels(figure, paper)
    voices = _MARGIN + widest(names.values(), size) + _GAP
    left = voices + widest([bar.voice for bar in figure.bars], size) + _GAP
    right = paper.width - _MARGIN - widest(["mentions", *(f"{bar.n:,}" for bar in figure.bars)], size) - _GAP
    canvas.text(paper.width - _MARGIN, top + size, "mentions", anchor="end", kind="soft")
    y = top + size * 1.3
    last = ""
    for bar in figure.bars:
        if bar.outlet != last:
            y += size * 0.6
            canvas.lines(_MARGIN, y + size * (0.8 if len(names[bar.outlet]) == 1 else 1.4), names[bar.outlet])
        last = bar.outlet
        canvas.lines(voices, y + size * 0.8, (bar.voice,), kind="soft")
        canvas.lines(paper.width - _MARGIN, y + size * 0.8, (f"{bar.n:,}",), anchor="end", kind="soft")
        _bar(canvas, figure, bar, colors, (left, y, right - left))
        y += size * 1.75
    _axis(canvas, left, right, y)
    return canvas.finished(y + size * 2.2)


def _told(bar: Bar) -> str:
    parts = ", ".join(f"{_words(part.wording)} {whole_percent(part.share)}" for part in bar.parts)
    return f"{bar.outlet}, {bar.voice} voice, {count(bar.n, 'mention')}: {parts or 'none'}"


def _words(wording: str) -> str:
    return wording.replace("_", " ")


def _legend(canvas: Canvas, figure: Bars, colors: dict[str, int]) -> float:
    """The wordings with their colours, in lines; where they end."""
    size = canvas.paper.text
    shown = [(_words(wording), colors[wording]) for wording in figure.wordings[:MOST_WORDINGS]]
    if len(figure.wordings) > MOST_WORDINGS:
        shown.append((_OTHER, MOST_WORDINGS))
    x, y = _MARGIN, size * 0.3
    for wording, color in shown:
        room = size * 1.6 + room_of(wording, size) + size
        if x > _MARGIN and x + room > canvas.paper.width:
            x, y = _MARGIN, y + size * 1.5
        canvas.patterned((x, y, size * 1.2, size), color)
        canvas.lines(x + size * 1.6, y + size / 2, (wording,))
        x += room
    return y + size * 1.6


def _bar(canvas: Canvas, figure: Bars, bar: Bar, colors: dict[str, int], place: tuple[float, float, float]) -> None:
    left, y, room = place
    ranked = sorted(bar.parts, key=lambda part: figure.wordings.index(part.wording))
    x = left
    for part in ranked:
        width = room * part.share
        outer = canvas.opened("estimate", _data(figure, bar, part), _part_told(bar, part))
        _part(canvas, part, colors[part.wording], (x, y, width))
        canvas.closed(outer)
        x += width


def _part(canvas: Canvas, part: Part, color: int, place: tuple[float, float, float]) -> None:
    """One part of a bar, with its share where there is room for it, on a plate so that no pattern runs through it."""
    x, y, width = place
    size = canvas.paper.text
    canvas.patterned((x, y, width, size * 1.6), color)
    said = whole_percent(part.share)
    plate = room_of(said, size)
    if plate + 3 < width:
        canvas.rect(x + (width - plate) / 2, y + size * 0.3, plate, size, PARTS[color], "plate")
        canvas.text(x + width / 2, y + size * 1.15, said, anchor="middle", kind="on")


def _part_told(bar: Bar, part: Part) -> str:
    low, high = (None if end is None else 100 * end for end in (part.low, part.high))
    limits = interval(low, high, 0)
    share = f"{whole_percent(part.share)} ({limits})" if limits else whole_percent(part.share)
    return f"{bar.outlet}, {bar.voice} voice: {_words(part.wording)} {share}, {part.n:,} of {count(bar.n, 'mention')}"


def _data(figure: Bars, bar: Bar, part: Part) -> dict[str, object]:
    shares = {"estimate": part.share, "low": part.low, "high": part.high}
    given = {name: f"{value:.6g}" for name, value in shares.items() if value is not None}
    named = {"outlet": bar.outlet, "feature": f"{figure.name}.{part.wording}", "voice": bar.voice}
    return {**named, **given, "n": part.n}


def _axis(canvas: Canvas, left: float, right: float, y: float) -> None:
    size = canvas.paper.text
    y += 1.5
    canvas.line((left, y), (right, y), "axis")
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = left + (right - left) * share
        canvas.line((x, y), (x, y + 2.5), "axis")
        canvas.text(x, y + 3 + size, f"{100 * share:.0f}%", anchor="middle", kind="soft")
