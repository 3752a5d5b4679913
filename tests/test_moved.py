"""The table of what moved since the version before, from two results made up here."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks/moved.py"))


def result(path: Path, *rows: tuple[str, str, float | None]) -> Path:
    told: list[dict[str, Any]] = [
        {"task": task, "instrument": task.partition(".")[0], "metric": metric, "outlet": None, "value": value}
        for task, metric, value in rows
    ]
    beside = {"low": 0.25, "high": 0.75}
    by_outlet = [row | {"outlet": "Harrow Post", "value": 0.0} for row in told]
    path.write_text(json.dumps({"rows": [row | beside for row in (*by_outlet, *told)]}), encoding="utf-8")
    return path


def test_figures_of_whole_corpora_are_set_beside_each_other(tmp_path: Path) -> None:
    before = result(
        tmp_path / "a.json", ("hedging.news.sentence", "f1", 0.5), ("hedging.news.sentence", "recall", 0.9),
        ("loaded.news.sentence", "auc", 0.7), ("quotes.news.case", "right", 1.0),
    )  # fmt: skip
    now = result(
        tmp_path / "b.json", ("hedging.news.sentence", "f1", 0.625), ("loaded.news.sentence", "f1", 0.4),
        ("events.news.event", "b_cubed_f1", 0.8), ("readability.news.lix", "spearman", 0.6),
        ("checklist.checklist.all", "right", 0.99), ("checklist.checklist.voice-minimum", "right", 0.9),
    )  # fmt: skip
    made = list(SCRIPT["moved"](SCRIPT["figures"](before), SCRIPT["figures"](now)))
    between = "0.250–0.750"
    assert made == [
        ("hedging", "`news`, sentence", "F1", "0.500", "0.625", between, "+0.125"),
        ("loaded", "`news`, sentence", "F1", "–", "0.400", between, "–"),
        ("events", "`news`, event", "B-cubed F1", "–", "0.800", between, "–"),
        ("checklist", "`checklist`, all", "cases right", "–", "0.990", between, "–"),
        ("quotes", "`news`, case", "cases right", "1.000", "–", "", "–"),
    ]


def test_the_table_is_written_between_its_marks() -> None:
    text = f"above\n{SCRIPT['BEGIN']}\nold\n{SCRIPT['END']}\nbelow"
    made = SCRIPT["written"](text, "| new |")
    assert made == f"above\n{SCRIPT['BEGIN']}\n\n| new |\n\n{SCRIPT['END']}\nbelow"
    assert SCRIPT["written"](made, "| new |") == made
    with pytest.raises(SystemExit, match="there is no"):
        SCRIPT["written"]("nothing", "| new |")


def test_the_changelog_has_the_marks() -> None:
    changelog = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    SCRIPT["written"](changelog, "")
