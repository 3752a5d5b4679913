"""Figures of a result: each with the name of its files and what its caption says of what is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.reports.figures.lettering import row_labels
from masthead.reports.figures.model import WIDTHS, Bars, Figure, Forest, HeatMap, Paper, Trend
from masthead.reports.layout import key
from masthead.reports.view import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST = 60
_KINDS = {Forest: "forest", HeatMap: "heatmap", Bars: "bars", Trend: "trend"}
_ESTIMATES = (
    "Dots: estimates; lines: 95% intervals, none if there is too little data for one; an arrow where a limit is open."
)
_DRAWN = {
    Forest: _ESTIMATES,
    HeatMap: "Shades go from the least to the greatest figure of a feature, column by column.",
    Bars: "Shares of the wordings among mentions of the concept, by the voice in which they stand.",
    Trend: f"{_ESTIMATES} All rows have the same scale; dots are hollow if there is no interval.",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A figure, the name of its files without an ending, and what is to be said of how it is drawn.

    ``method`` says how its numbers were made, where that is not what made the others in its folder.
    """

    name: str
    figure: Figure
    drawn: str
    method: str = ""


def named(figures: Iterable[tuple[str, Figure, str]]) -> tuple[Named, ...]:
    """Figures of something each (a feature, a concept, an outlet), with what more there is to say of it.

    Names of files differ even where those of the things differ in nothing that may stand in the name of a file.
    """
    found: dict[str, Named] = {}
    for what, figure, more in figures:
        stem = f"{_KINDS[type(figure)]}-{_NOT_IN_NAMES.sub('-', what).strip('-.')[:_LONGEST]}".rstrip("-.")
        name = next(name for name in _numbered(stem) if name.casefold() not in found)
        said = " ".join(filter(None, (_DRAWN[type(figure)], more)))
        found[name.casefold()] = Named(name, figure, said)
    return tuple(found.values())


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _reasons(figure: Forest) -> list[str]:
    """Why there is no interval, where the figure has no room to say it."""
    lacking = grouped([one for one in figure.estimates if one.left_to_caption], lambda one: one.reason)
    return [f"No interval: {', '.join(one.name for one in rows)} ({reason})." for reason, rows in lacking.items()]


def caption(one: Named, method: str, reproduce: str) -> str:
    """The caption of a figure as text: what it is, how it is drawn, by what method, and the command."""
    figure = one.figure
    reasons = _reasons(figure) if isinstance(figure, Forest) else []
    cut = {short: None for width in WIDTHS.values() for short in key(row_labels(figure, Paper(width=width)))}
    names = [f"Names: {'; '.join(cut)}."] if cut else []
    unit = figure.unit if isinstance(figure, Forest | Trend) else ""
    title = ", ".join(filter(None, (figure.title, unit)))
    return (
        "\n\n".join(filter(None, (f"{title}. {one.drawn}", *names, *reasons, one.method or method, reproduce))) + "\n"
    )
