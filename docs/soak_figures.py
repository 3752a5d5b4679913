"""The made parts of billion.md: what commands took for a million articles, and what that means for a billion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markdown_text import filled, table

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"
BILLION = 1_000_000_000
SHARED = ("read", "measure")
"""The commands that every article of a corpus goes through once."""


def soak_part() -> str:
    """Seconds of processors and peak memory of every command, by the number of articles."""
    found = _sizes()
    names = list(dict.fromkeys(name for one in found.values() for name in one["commands"]))
    head = ("command", *(f"{int(size):,}: CPU s, peak MB" for size in found))
    rows = [(name, *(_took(one["commands"].get(name)) for one in found.values())) for name in names]
    return table(head, rows)


def recovered_part() -> str:
    """How well copies and events were found."""
    said = []
    for size, one in _sizes().items():
        found = [
            f"{name} {100 * share['recall']:.1f} % and {100 * share['precision']:.1f} %"
            for name, share in one["recovered"].items()
        ]
        said.append(f"of {int(size):,} articles: {', '.join(found)}")
    return (
        filled(
            "Pairs that belong together and were found, and pairs found that belong together, " + "; ".join(said) + "."
        )
        + "\n"
    )


def billion_part() -> str:
    """Hours of one core, and space, that a billion such articles would take."""
    size, largest = list(_sizes().items())[-1]
    times = BILLION / int(size)
    rows = []
    for name in SHARED:
        took = largest["commands"][name]
        space = ", ".join(
            f"{output.split('.')[0]} {times * mega / 1e6:,.2f} TB" for output, mega in took["written"].items()
        )
        rows.append((f"`{name}`", f"{int(size) / took['cpu']:,.0f}", f"{times * took['cpu'] / 3600:,.0f}", space))
    return table(("command", "articles a CPU second", "core hours", "space"), rows)


def _sizes() -> dict[str, Any]:
    return json.loads((RESULTS / "soak.json").read_text(encoding="utf-8"))["articles"]


def _took(one: dict[str, Any] | None) -> str:
    if one is None:
        return "not run"
    if one.get("exit_code"):
        return "failed"
    return f"{one['cpu']:,.0f}, {one['megabytes']:,}"
