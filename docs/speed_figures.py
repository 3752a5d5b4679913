"""The made parts of speed.md: what the benchmarks of speed and of equality found, from their results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markdown_text import filled, plain, table

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"


def speed_part() -> str:
    """The comparison of whole processes."""
    result = _result("speed")
    rows = [
        (
            plain(name),
            f"{row['megabytes_per_cpu_second']:,.2f}",
            f"{row['articles_per_cpu_second']:,.0f}",
            f"{100 * row['of_wc']:.3g} %",
            f"{row['wall_seconds']:,.1f}",
            f"{row['peak_megabytes']:,}",
        )
        for name, row in result["ways"].items()
    ]
    head = ("whole process", "MB of text a CPU second", "articles a CPU second", "of `wc -w`", "wall s", "peak MB")
    missing = "; ".join(
        f"{name} ({why.split('. ')[0].rstrip('.')})" for name, why in sorted(result["not_installed"].items())
    )
    of = result["environment"]
    size = f"{result['articles']:,} articles, {result['ways']['wc -w']['megabytes']:,.0f} MB of text"
    machine = f"{of['cores']} cores ({of['processor']}, load {of['load']} when it began)"
    versions = f"Python {of['python']}, Numba {of['numba']}, pyarrow {of['pyarrow']}"
    said = (
        f"{size}; medians of {result['rounds']} rounds on {machine}, {versions}. All but wc and ours took "
        f"a sample, without the time to start. Could not be run there: {missing}."
    )
    return f"{table(head, rows)}\n{filled(plain(said))}\n"


def scaling_part() -> str:
    """Time and memory against the number of articles."""
    rows = [
        (
            f"{row['articles']:,}",
            f"{row['megabytes']:,.0f}",
            f"{row['cpu_seconds']:,.1f}",
            f"{row['megabytes_per_cpu_second']:,.1f}",
            f"{row['peak_megabytes']:,}",
        )
        for row in _result("scaling")["sizes"]
    ]
    return table(("articles", "MB of text", "CPU s", "MB a CPU second", "peak MB"), rows)


def textstat_part() -> str:
    """How many articles were held against textstat, and the largest difference."""
    result = _result("textstat")
    files = result["files"].values()
    largest = max(row["largest"] for file in files for row in file["measures"].values())
    measures = max(len(file["measures"]) for file in files)
    articles = sum(file["articles"] for file in files)
    return (
        filled(
            f"Readability: {measures} formulas and counts on {articles:,} articles, largest difference from textstat "
            f"{result['textstat']}: {largest:g}."
        )
        + "\n"
    )


def _result(name: str) -> Any:
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
