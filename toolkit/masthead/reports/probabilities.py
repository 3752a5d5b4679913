"""What the probabilities of classifiers are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, interval, known, number
from masthead.reports.view import Cell, Column, Grid, Notes, figures, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

_SHOWN = {"brier": "Brier", "brier_uncalibrated": "uncalibrated", "brier_base": "base rates", "ece": "ECE"}
BESIDE = ("brier_uncalibrated", "brier_base", "ece_uncalibrated")
"""Figures that stand beside Brier and ECE."""
OF_PROBABILITIES = (*_SHOWN, "ece_uncalibrated")
"""The metrics that are of probabilities; the last is in rows alone, for want of room."""
NO_BETTER = "no better than base rates: its probabilities say nothing about held-out outlets"
_PLACES = 3
_TIED = 1e-9


def probabilities_grid(rows: Sequence[Row], *, by: str = "") -> list[Grid]:
    """Brier and ECE of each model, beside those before calibration and of base rates; a section for each ``by``."""
    notes = Notes()
    sections = {
        title: body
        for title, own in grouped(rows, lambda row: str(row[by]) if by else "").items()
        if (body := _body(own, notes))
    }
    if not sections:
        return []
    columns = (Column("model"), *figures(*_SHOWN.values()))
    return [Grid.of("What the probabilities are worth", columns, sections if by else sections[""], notes)]


def _body(rows: Sequence[Row], notes: Notes) -> list[tuple[Cell, ...]]:
    body = []
    for model, own in grouped(rows, lambda row: str(row["model"])).items():
        found = {row["metric"]: row for row in own if row["metric"] in _SHOWN}
        if any(known(row["value"]) for row in found.values()):
            useless = NO_BETTER if _no_better(found.get("brier"), found.get("brier_base")) else None
            cells = (score_cell(found.get(metric), notes) for metric in _SHOWN)
            body.append((Cell(model, note=notes.number(useless)), *cells))
    return body


def _no_better(own: Row | None, base: Row | None) -> bool:
    if own is None or base is None or not known(own["value"]) or not known(base["value"]):
        return False
    return bool(own["value"] >= base["value"] - _TIED)


def calibration_grid(model: str, detail: Row) -> list[Grid]:
    """The reliability table of a model; none for one without probabilities."""
    if not detail["calibration"]:
        return []
    body = tuple(
        (Cell(share(row["probability"])), Cell(share(row["right"])), Cell(str(row["n"])))
        for row in detail["calibration"]["bins"]
    )
    columns = figures("mean probability", "share right", "articles")
    return [Grid.of(f"How far the probabilities of {model} can be trusted", columns, body)]


def calibration_remarks(detail: Row) -> tuple[str, ...]:
    """What Brier and ECE are, and the ECE that luck alone would give."""
    if not detail["calibration"]:
        return ()
    luck = number(detail["calibration"]["ece_by_chance"], _PLACES)
    return (
        "Brier: the mean squared error of probabilities; base rates: of always giving the labels' shares in "
        "training. ECE: how far, on average, probabilities are from the share that is right, in ten bins of equal "
        f"size; exactly right probabilities would show about {luck}, by luck.",
    )


def score_cell(row: Row | None, notes: Notes) -> Cell:
    """A figure with its interval in small print, or a footnote with why it lacks one."""
    if row is None:
        return Cell(NOTHING)
    value, low, high = row["value"], row["low"], row["high"]
    scale = (low, value, high) if known(value) and known(low) and known(high) else None
    shown = interval(low, high, _PLACES)
    return Cell(number(value, _PLACES), detail=shown or NOTHING, note=notes.number(row["reason"]), scale=scale)


def share(value: float | None) -> str:
    """A share with two places."""
    return NOTHING if value is None else f"{value:.2f}"
