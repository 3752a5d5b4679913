"""Tables of the commands' own reports as blocks of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from masthead.reports.view import Grid, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable


def grids_of(blocks: Iterable[object]) -> tuple[tuple[str, object], ...]:
    """Tables and lines as blocks; whiskers in cells stand in the plots already."""
    shown = tuple(blocks)
    lines = (("lines", grid) for grid in shown if isinstance(grid, Lines))
    return (*(("grid", _without_strips(grid)) for grid in shown if isinstance(grid, Grid)), *lines)


def _without_strips(grid: Grid) -> Grid:
    grid = grid.undrawn
    sections = tuple(
        replace(section, rows=tuple(tuple(replace(cell, scale=None) for cell in row) for row in section.rows))
        for section in grid.sections
    )
    return replace(grid, sections=sections)
