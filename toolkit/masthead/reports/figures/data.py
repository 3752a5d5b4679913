"""The data of a figure as rows: what is drawn, unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.figures.model import Bars, Forest, HeatMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.figures.model import Estimate, Figure

FIELDS = ("outlet", "label", "feature", "unit", "estimate", "low", "high", "n", "q", "mark", "fragile", "reason")
PART_FIELDS = ("concept", "outlet", "voice", "wording", "n", "mentions", "share", "low", "high", "q", "mark", "fragile")


def data_fields(figure: Figure) -> tuple[str, ...]:
    """The columns of a figure's data."""
    return PART_FIELDS if isinstance(figure, Bars) else FIELDS


def data_rows(figure: Figure) -> Iterator[dict[str, Any]]:
    """What is drawn: a row an estimate, or a part of a bar."""
    if isinstance(figure, Bars):
        yield from _parts(figure)
    elif isinstance(figure, Forest):
        yield from (_row(estimate, figure.unit) for estimate in figure.estimates)
    elif isinstance(figure, HeatMap):
        units = {name: unit for name, _, unit in figure.features}
        yield from (_row(cell, units[cell.feature]) for cell in figure.cells)
    else:
        yield from (_row(estimate, figure.unit) for course in figure.courses for estimate in course.estimates)


def _row(estimate: Estimate, unit: str) -> dict[str, Any]:
    return {
        "outlet": estimate.outlet,
        "label": estimate.name,
        "feature": estimate.feature,
        "unit": unit,
        "estimate": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "q": estimate.q,
        "mark": estimate.mark,
        "fragile": estimate.fragile,
        "reason": estimate.reason,
    }


def _parts(figure: Bars) -> Iterator[dict[str, Any]]:
    for bar in figure.bars:
        for part in bar.parts:
            yield {
                "concept": figure.name,
                "outlet": bar.outlet,
                "voice": bar.voice,
                "wording": part.wording,
                "n": part.n,
                "mentions": bar.n,
                "share": part.share,
                "low": part.low,
                "high": part.high,
                "q": part.q,
                "mark": part.mark,
                "fragile": part.fragile,
            }
