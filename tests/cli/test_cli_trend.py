"""``masthead trend``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

TEXT = "The {word} council of town {n} met for {n} hours on the dam, and nobody was asked. It will meet again. {pad}"


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """Harrow Post and Velk Daily with 15 articles in each of two months, and one without a date."""
    rows = [
        {
            "outlet": outlet,
            "date": f"2031-{month:02}-{n + 1:02}",
            "text": TEXT.format(
                word=word, n=n + 2, pad=" ".join(f"{outlet.split()[0].lower()}{month}x{n}" for _ in range(n + 5))
            ),
        }
        for outlet, words in (("Harrow Post", ("old", "brutal")), ("Velk Daily", ("old", "old")))
        for month, word in zip((3, 4), words, strict=True)
        for n in range(15)
    ]
    rows.append({"outlet": "Velk Daily", "date": None, "text": "It rained on the dam all day and all night."})
    path = tmp_path / "dated.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_outlet_has_a_line_by_feature(run: Run, dated: Path, rows: Rows) -> None:
    result = run("trend", dated)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 outlets, 61 articles, by month from 2031-03 to 2031-04\n")
    assert "1 article without a date that names a day is left out." in " ".join(result.stdout.split())
    assert "▁█" in result.stdout
    found = rows(run("trend", dated, "--feature", "loaded.all", "-f", "json"))
    assert [(row["outlet"], row["period"], row["n_articles"]) for row in found] == [
        ("Harrow Post", "2031-03", 15), ("Harrow Post", "2031-04", 15),
        ("Velk Daily", "2031-03", 15), ("Velk Daily", "2031-04", 15),
    ]  # fmt: skip


def test_a_feature_is_drawn_with_its_intervals(run: Run, dated: Path) -> None:
    result = run("trend", dated, "Harrow Post", "--feature", "loaded.all")
    assert result.stdout.count("●") == 2
    assert "Velk" not in result.stdout
    page = run("trend", dated, "-f", "html").stdout
    assert "<svg" in page
    assert "<table>" in page


def test_before_and_after_a_day(run: Run, dated: Path, rows: Rows) -> None:
    result = run("trend", dated, "--around", "2031-04-01", "--feature", "loaded.all")
    assert result.stdout.startswith("2 outlets, 61 articles, before 2031-04-01 and from then on\n1 change at q < 0.05")
    up, level = rows(run("trend", dated, "--around", "2031-04-01", "--feature", "loaded.all", "-f", "json"))
    assert result.stdout.count("●") == 4
    assert "●" not in run("trend", dated, "--around", "2031-04-01").stdout
    assert "<figcaption>Harrow Post</figcaption>" in run("trend", dated, "--around", "2031-04-01", "-f", "html").stdout
    assert up["before"] == 0.0
    assert up["q"] < 0.01
    assert level["q"] is None or level["q"] > 0.05


def test_wrong_use_is_explained(run: Run, dated: Path, corpus: Path) -> None:
    assert "'April' is not a day" in run("trend", dated, "--around", "April").stderr
    assert "--days says how far to look" in run("trend", dated, "--days", "9").stderr
    assert (
        "there is no feature 'loaded.al'. Did you mean 'loaded.all'?"
        in run("trend", dated, "--feature", "loaded.al").stderr
    )
    undated = run("trend", corpus)
    assert undated.exit_code == 2
    assert "no article has a date that names a day" in undated.stderr
