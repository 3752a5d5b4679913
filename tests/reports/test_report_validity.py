"""Figures of validity as a table."""

from __future__ import annotations

from typing import Any

from masthead.reports import render
from masthead.reports.terminal import Look
from masthead.reports.validity import validity_report


def row(task: str, metric: str, value: float | None, outlet: str | None = None, **more: Any) -> dict[str, Any]:
    instrument, corpus, _ = task.split(".")
    interval = {"low": None, "high": None} if value is None else {"low": value - 0.05, "high": value + 0.05}
    common = {"task": task, "instrument": instrument, "corpus": corpus, "metric": metric, "outlet": outlet}
    return {**common, "value": value, **interval, "n": 1200, "reason": None, **more}


ROWS = [
    row(
        "attribution.polnear.cue",
        "f1",
        0.7,
        naive=0.47,
        naive_source="said",
        reference=0.811,
        reference_kind="humans",
        reference_source="two of them",
    ),
    row("attribution.polnear.cue", "recall", 0.65),
    row("attribution.polnear.cue", "f1", 0.6, "Daily"),
    row("attribution.polnear.article", "mae", None, reason="no value: one side has nothing to compare"),
]


def shown(**look: Any) -> str:
    return "".join(render(validity_report(ROWS, ()), "table", Look(width=80, **look)))


def test_ours_stands_beside_the_naive_rule_and_people_in_their_own_decimals() -> None:
    assert shown().startswith(
        "Agreement with annotators: 3 figures, 1 corpus\n"
        "\n"
        "                                     people or\n"
        "corpus   figure         ours  naive    trained      n\n"
        "─────────────────────────────────────────────────────\n"
        "Attribution\n"
        "polnear  F1           0.700    0.47      0.811  1,200\n"
        "cue              0.650–0.750            humans\n"
        "         recall       0.650       –          –  1,200\n"
        "                 0.600–0.700\n"
        "polnear  MAE              –¹      –          –  1,200\n"
        "article                    –\n"
        "\n"
        "¹ no value: one side has nothing to compare\n"
    )


def test_outlets_and_the_sources_of_figures_are_in_the_details() -> None:
    assert "By outlet\n" not in shown()
    detailed = shown(verbose=True)
    assert "By outlet\noutlet         ours      n\n──────────────────────────\n" in detailed
    assert "attribution.polnear.cue, F1\nDaily         0.600  1,200\n        0.550–0.650\n" in detailed
    assert "attribution.polnear.cue  humans   0.811  two of them\n" in detailed
