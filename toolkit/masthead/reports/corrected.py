"""Figures corrected by codes, below those of the instrument alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import count, decimals, interval, known, number
from masthead.reports.outlets import with_rows_below
from masthead.reports.view import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.reports.outlets import Rows
    from masthead.reports.view import Grid, Mark

_MEANS = (
    "corrected: with the hand-coded articles (prediction-powered inference, Angelopoulos et al. 2023); λ says how "
    "far the instrument is trusted; the interval includes its error."
)
_MARKED = " ▲ ▼ beside it: 0 outside the interval of the corrected difference."


def corrected_grid(
    grid: Grid, rows: Rows, differences: Rows, features: Sequence[Feature], outlets: Sequence[str]
) -> Grid:
    """The grid of outlets side by side with a corrected row below each feature that has one."""
    if not any("corrected" in row for row in rows.values()):
        return grid
    lacking = len(grid.columns) - 1 - len(outlets)
    return with_rows_below(grid, features, lambda feature: _row(feature, rows, differences, outlets, lacking))


def corrected_means(table: pa.Table) -> tuple[str, ...]:
    """What the corrected rows are, where the table has any."""
    if "corrected" not in table.column_names or table["corrected"].null_count == len(table):
        return ()
    return (_MEANS + (_MARKED if "corrected_difference" in table.column_names else ""),)


def _row(
    feature: Feature, rows: Rows, differences: Rows, outlets: Sequence[str], lacking: int
) -> tuple[tuple[Cell, ...], ...]:
    """No row where nothing could be corrected; ``lacking`` columns beside those of outlets stay blank."""
    found = [rows.get((feature.name, outlet), {}) for outlet in outlets]
    told = [row for row in found if known(row.get("corrected"))]
    if not told:
        return ()
    places = decimals([row.get("estimate") for row in found])
    strengths = [row["lambda"] for row in told]
    about = f"λ {sum(strengths) / len(strengths):.2f}, {count(sum(row['n_coded'] for row in told), 'article')} coded"
    cells = (
        _cell(row, differences.get((feature.name, outlet)), places) for row, outlet in zip(found, outlets, strict=True)
    )
    return ((Cell("  corrected", detail=f"  {about}"), *cells, *(Cell() for _ in range(lacking))),)


def _cell(row: Mapping[str, Any], difference: Mapping[str, Any] | None, places: int) -> Cell:
    if not known(row.get("corrected")):
        n = row.get("n_coded") or 0
        return Cell(number(None, places), detail=f"{n} coded")
    return Cell(
        number(row["corrected"], places),
        detail=interval(row["corrected_low"], row["corrected_high"], places),
        mark=_mark(difference or {}),
    )


def _mark(difference: Mapping[str, Any]) -> Mark:
    if not difference.get("corrected_marked"):
        return ""
    return "higher" if difference["corrected_difference"] > 0 else "lower"
