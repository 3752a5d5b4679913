"""Figures as SVG: forest plots, heat maps, stacked bars and trends, for a page or for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.reports.figures.model import (
    WIDTHS,
    Bar,
    Bars,
    Columns,
    Course,
    Estimate,
    Figure,
    Forest,
    HeatMap,
    Paper,
    Part,
    Trend,
)
from masthead.reports.figures.palette import STYLE

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "STYLE",
    "WIDTHS",
    "Bar",
    "Bars",
    "Columns",
    "Course",
    "Estimate",
    "Figure",
    "Forest",
    "HeatMap",
    "Paper",
    "Part",
    "Trend",
    "draw",
]


def draw(figure: Figure, paper: Paper) -> str:
    """The figure as an SVG element, alone in a file or inside a page; every string in it is escaped.

    On ``paper.live`` it has no background and a page adds ``STYLE`` to its own style sheet, with the variables that
    it names. Estimates are ``g`` elements of class ``mf-estimate`` with ``data-outlet``, ``data-feature``,
    ``data-estimate``, ``data-low``, ``data-high`` and ``data-n``; those of bars have ``data-voice``, those of trends
    ``data-period``.
    """
    from masthead.reports.figures.bars import draw_bars  # noqa: PLC0415 - they take what stands in the model
    from masthead.reports.figures.forest import draw_forest  # noqa: PLC0415
    from masthead.reports.figures.heat import draw_heat_map  # noqa: PLC0415
    from masthead.reports.figures.trend import draw_trend  # noqa: PLC0415

    ways: dict[type, Callable[..., str]] = {
        Forest: draw_forest,
        HeatMap: draw_heat_map,
        Bars: draw_bars,
        Trend: draw_trend,
    }
    return ways[type(figure)](figure, paper)
