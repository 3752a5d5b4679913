"""Pooled estimates below the raw ones: how far each outlet is drawn towards the mean of the outlets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead.reports.families import by_family
from masthead.reports.numerals import decimals, interval, known, number
from masthead.reports.view import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.features.base import Feature
    from masthead.reports.view import Grid

    Rows = Mapping[tuple[str, str], Mapping[str, Any]]

POOL_FIELDS = (
    "pooled",
    "pooled_low",
    "pooled_high",
    "shrinkage",
    "pooled_mean",
    "tau2",
    "pooling_scale",
    "pooling_reason",
)
_HALF_PERCENT = 0.005
MEANS = (
    "pooled: drawn towards the mean of the outlets by the percentage given, the further the less an outlet's own data "
    "say (empirical Bayes, Morris 1983); τ² is the variance between outlets, on the scale of pooling; "
    "where it is 0, outlets differ no more than chance makes them."
)


def pooled_grid(grid: Grid, rows: Rows, features: Sequence[Feature], outlets: Sequence[str]) -> Grid:
    """``grid`` of outlets side by side (its head, then a section a family) with a pooled row below each raw one."""
    sections = [
        replace(
            section,
            rows=tuple(
                row
                for feature, raw in zip(members, section.rows, strict=True)
                for row in (raw, *_pooled_row(feature, rows, outlets))
            ),
        )
        for section, (_, members) in zip(grid.sections[1:], by_family(features), strict=True)
    ]
    return replace(grid, sections=(grid.sections[0], *sections))


def _pooled_row(feature: Feature, rows: Rows, outlets: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    """No row where nothing could be pooled."""
    found = [rows.get((feature.name, outlet), {}) for outlet in outlets]
    told = next((row for row in found if known(row.get("pooled"))), None)
    if told is None:
        return ()
    places = decimals([row.get("estimate") for row in found])
    about = f"mean {number(told['pooled_mean'], places)}, τ² {told['tau2']:.2g}"
    return ((Cell("  pooled", detail=f"  {about}"), *(_cell(row, places) for row in found)),)


def _cell(row: Mapping[str, Any], places: int) -> Cell:
    if not known(row.get("pooled")):
        return Cell(number(None, places))
    return Cell(
        f"{_percent(row['shrinkage'])} → {number(row['pooled'], places)}",
        detail=interval(row["pooled_low"], row["pooled_high"], places),
    )


def _percent(share: float) -> str:
    return "<1%" if 0 < share < _HALF_PERCENT else f"{100 * share:.0f}%"
