"""The generated part of classifiers.md: what calibration does to probabilities, from the result of its benchmark."""

from __future__ import annotations

import json

from markdown_text import table
from speed_figures import RESULTS

from masthead.numerals import interval, number

_FIGURES = {
    "Brier of base rates": "brier_base",
    "as it is": "brier_uncalibrated",
    "temperature": "brier_temperature",
    "and shifts": "brier",
    "ECE as it is": "ece_uncalibrated",
    "temperature ": "ece_temperature",
    "and shifts, 95 % interval": "ece",
}


def calibration_part() -> str:
    """Brier and ECE of a task of each suite before and after calibration."""
    rows = []
    for row in json.loads((RESULTS / "calibration.json").read_text(encoding="utf-8"))["rows"]:
        value, low, high = row["ece"]
        shown = [number(row[name][0], 3) for name in _FIGURES.values()]
        shown[-1] = f"{number(value, 3)}, {interval(low, high, 3)}"
        rows.append((f"`{row['task']}`", f"{row['n']:,}", *shown))
    return table(("task", "n", *map(str.strip, _FIGURES)), rows)
