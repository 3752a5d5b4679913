"""What stands out, to be seen before it is read: the strongest differences as dots and whiskers on one scale.

Features have units of their own, so differences are drawn in standard deviations between clusters.
"""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

from masthead.numerals import decimals, known, number
from masthead.reports.outlets import mark_of
from masthead.reports.view import Cell, Column, Grid, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.comparisons.summary import Standout
    from masthead.reports.outlets import Rows

    Row = Mapping[str, Any]
    Ends = tuple[float, float, float]

MOST_GLANCED = 10
_STEPS = (1, 1.5, 2, 3, 5, 10)


def glance(found: Sequence[Standout], differences: Rows, against: str) -> tuple[Grid, ...]:
    """The largest of the differences ``found``, the largest first; nothing where there are none."""
    rows = [differences[item.feature, item.outlet] for item in found[:MOST_GLANCED]]
    if not rows:
        return ()
    drawn = [_in_deviations(row) for row in rows]
    reach = reach_of(drawn)
    body = [
        (Cell(item.outlet), Cell(item.title), *_figures(row), whisker_cell(row, ends, reach))
        for item, row, ends in zip(found, rows, drawn, strict=False)
    ]
    title = "What stands out"
    if len(found) > len(rows):
        title = f"The {len(rows)} largest of {len(found)} differences that hold (-v lists all)"
    columns = (*wordings("outlet", "feature"), *figures("figure", against), _column(reach))
    return (Grid.of(title, columns, body, stub=2),)


def whisker_cell(row: Row, ends: Ends | None, reach: float) -> Cell:
    """A difference as a dot on its interval: ``ends`` are low, difference and high, on a scale to ``reach``."""
    if ends is None or reach <= 0:
        return Cell()
    low, value, high = (min(1.0, max(0.0, (end / reach + 1.0) / 2.0)) for end in ends)
    return Cell(scale=(low, value, high), mark=mark_of(row))


def ends_of(row: Row) -> Ends | None:
    """Low, difference and high of a row; the difference alone where it has no interval, None where there is none."""
    value, low, high = row["difference"], row["low"], row["high"]
    if not known(value):
        return None
    return (low, value, high) if known(low) and known(high) else (value, value, value)


def reach_of(drawn: Sequence[Ends | None]) -> float:
    """The round number that a scale must go to on either side for all that is drawn."""
    most = max((abs(end) for ends in drawn if ends is not None for end in ends), default=0.0)
    if not most:
        return 0.0
    power = 10.0 ** floor(log10(most))
    return next(step for step in _STEPS if ceil(most / power * 1e6) / 1e6 <= step) * power


def _in_deviations(row: Row) -> Ends | None:
    ends = ends_of(row)
    if ends is None or not row["effect"]:
        return None
    low, value, high = (end * row["effect"] / row["difference"] for end in ends)
    return low, value, high


def _figures(row: Row) -> tuple[Cell, Cell]:
    theirs = row["estimate"] - row["difference"]
    places = decimals([row["estimate"], theirs])
    own = Cell(number(row["estimate"], places), mark=mark_of(row), fragile=row["fragile"] or "")
    return own, Cell(number(theirs, places))


def _column(reach: float) -> Column:
    return Column("difference, in sd", axis=(f"−{reach:g}", f"+{reach:g}"))
