"""The made part of coding.md: what correcting does to intervals, from the result of its benchmark."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from markdown_text import table
from speed_figures import RESULTS

METHODS = ("masthead alone", "coded alone", "corrected")
CORPORA = {"polnear": "attributed sentences, PolNeAR", "basil": "loaded sentences, BASIL", "hedge_news": "hedged, news"}


def corrected_part() -> str:
    """Coverage and width of intervals of differences, by corpus and design."""
    result = json.loads((RESULTS / "corrected.json").read_text(encoding="utf-8"))
    rows = [row for row in result["rows"] if row["quantity"] == "difference"]
    lines = [_line(list(own)) for _, own in groupby(rows, lambda row: (row["task"], row["coded"], row["times"]))]
    head = ("", "outlets", "coded", "collection", *METHODS)
    return table(head, lines)


def _line(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    first = rows[0]
    told = {row["method"]: f"{row['coverage']:.1f} %, {row['width']:.1f}" for row in rows}
    size = "as large" if first["times"] == 1 else f"{first['times']} times"
    about = (CORPORA[first["task"].split(".")[1]], str(first["outlets"]), str(first["coded"]), size)
    return (*about, *(told[method] for method in METHODS))
