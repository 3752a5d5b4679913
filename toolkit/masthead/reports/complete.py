"""One table for a paper: each outlet's estimate and difference, both with their intervals, and q."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, decimals, interval, known, number, probability, signed
from masthead.reports.outlets import EXPLORATORY, TOO_SMALL, by_feature, mark_of
from masthead.reports.view import Cell, Grid, Notes, Section, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.reports.view import Mark

    Row = Mapping[str, Any]

COLUMNS = ("estimate", "95% interval", "difference", "95% interval", "q", "n")
N_MEANS = "n: articles."
CORRECTED_N_MEANS = "n: articles; of corrected figures, coded articles."


def complete_grid(
    profiles: pa.Table, comparisons: pa.Table, features: Sequence[Feature], outlets: Sequence[str]
) -> Grid:
    """PROFILES and COMPARISONS feature by feature, outlets below each other, corrected figures below the raw ones."""
    rows, differences = by_feature(profiles), by_feature(comparisons)
    notes = Notes()
    sections = []
    for feature in features:
        own = [rows[feature.name, outlet] for outlet in outlets if (feature.name, outlet) in rows]
        places = decimals([row["estimate"] for row in own])
        cells = [
            line
            for row in own
            for line in _lines(row, differences.get((feature.name, row["outlet"]), {}), places, notes)
        ]
        sign = "" if feature.primary else EXPLORATORY
        sections.append(Section(f"{feature.title}{sign}, {feature.unit}", tuple(cells)))
    columns = (*wordings("outlet"), *figures(*COLUMNS))
    return Grid("", columns, tuple(sections), notes.texts, whole=True)


def _lines(row: Row, difference: Row, places: int, notes: Notes) -> Iterator[tuple[Cell, ...]]:
    yield (
        Cell(row["outlet"]),
        Cell(number(row["estimate"], places)),
        _limits(row["low"], row["high"], places, row["reason"] or "", notes),
        *_difference(difference, places, notes),
        Cell(f"{row['n_articles']:,}"),
    )
    if known(row.get("corrected")):
        yield _corrected(row, difference, places)


def _difference(row: Row, places: int, notes: Notes) -> tuple[Cell, Cell, Cell]:
    """Difference, interval and q; blank for the outlet that others are compared with."""
    if not row:
        return Cell(), Cell(), Cell()
    fragile = row["fragile"] or ""
    reason = row["reason"] or ""
    return (
        Cell(signed(row["difference"], places), mark=mark_of(row), fragile=fragile, note=notes.number(fragile)),
        Cell(interval(row["low"], row["high"], places) or NOTHING),
        Cell(probability(row["q"]), note=notes.number(reason)),
    )


def _limits(low: float | None, high: float | None, places: int, reason: str, notes: Notes) -> Cell:
    said = interval(low, high, places)
    if said:
        return Cell(said)
    return Cell(TOO_SMALL) if "too few clusters" in reason else Cell(NOTHING, note=notes.number(reason))


def _corrected(row: Row, difference: Row, places: int) -> tuple[Cell, ...]:
    theirs = difference.get("corrected_difference")
    held = theirs is not None and difference["corrected_marked"]
    mark: Mark = "" if theirs is None or not held else "higher" if theirs > 0 else "lower"
    limits = (difference.get("corrected_difference_low"), difference.get("corrected_difference_high"))
    return (
        Cell(f"{row['outlet']}, corrected"),
        Cell(number(row["corrected"], places)),
        Cell(interval(row["corrected_low"], row["corrected_high"], places) or NOTHING),
        Cell(signed(theirs, places), mark=mark),
        Cell(interval(*limits, places) or NOTHING),
        Cell(NOTHING),
        Cell(f"{row['n_coded']:,}"),
    )
