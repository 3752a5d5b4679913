"""The made part of figures.md: what ways to draw and to convert cost, from the results of the benchmark."""

from __future__ import annotations

import json
from pathlib import Path

from markdown_text import filled, plain, table

RESULT = Path(__file__).parents[1] / "benchmarks" / "results" / "drawing.json"


def drawing_part() -> str:
    """A row for each way."""
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    rows = [
        (
            plain(row["way"]),
            row["makes"].upper(),
            f"{row['installed_mb']:.0f}" if row["installed_mb"] else "none",
            f"{max(row['load_s'], 0):.2f}",
            f"{row['whole_s']:.2f}",
            f"{row['bytes'] / 1000:.0f}",
            _what(row),
        )
        for row in found["rows"]
    ]
    head = ("way", "makes", "MB to install", "CPU s to load", "CPU s in all", "kB of the file", "text")
    of = found["environment"]
    said = f"Medians of {found['turns']} turns, {of['cores']} cores ({of['processor']}), Python {of['python']}."
    return f"{table(head, rows)}\n{filled(plain(said))}\n"


def _what(row: dict) -> str:
    if row["makes"] == "pdf":
        return plain("; ".join(font.rpartition("+")[2] for font in row["fonts"]))
    if row["makes"] == "svg":
        return "text" if row["text_is_text"] else "outlines"
    return ""
