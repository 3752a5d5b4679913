"""``masthead words``: articles and outlets in, distinctive words out."""

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

MACHINE = ("term", "outlet", "z", "log_ratio", "low", "high", "n_docs", "n_docs_rest")


@pytest.fixture
def demo(root: Path) -> Path:
    return root / "corpora" / "demo"


def flowing(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_each_outlet_is_held_against_the_rest(run: Run, demo: Path, rows: Rows) -> None:
    result = run("words", demo, "--format", "json")
    assert result.exit_code == 0
    found = rows(result)
    assert tuple(found[0])[: len(MACHINE)] == MACHINE
    assert len({row["outlet"] for row in found}) == 8
    stated = next(row for row in found if (row["outlet"], row["term"]) == ("State Bulletin", "stated"))
    assert (stated["n_docs"], stated["n_docs_rest"]) == (12, 2)
    assert stated["low"] > 3
    shown = run("words", demo, "--top", "3")
    assert shown.stdout.startswith("Distinctive words: each outlet against the rest (8 outlets, 96 articles)\n")


def test_two_outlets_are_held_against_each_other(run: Run, demo: Path, rows: Rows) -> None:
    result = run("words", demo, "State Bulletin", "Second Glance")
    assert result.stdout.startswith("Distinctive words: Second Glance against State Bulletin (24 articles)\n")
    found = rows(run("words", demo, "State Bulletin", "Second Glance", "-f", "json"))
    assert {row["outlet"] for row in found} == {"State Bulletin", "Second Glance"}


def test_one_outlet_shows_what_it_uses_more_and_less(run: Run, demo: Path) -> None:
    result = run("words", demo, "State Bulletin", "--no-bigrams", "--no-names")
    assert "More than the rest" in result.stdout
    assert "State Bulletin against the rest" in result.stdout


def test_words_stand_in_context(run: Run, demo: Path, rows: Rows) -> None:
    result = run("words", demo, "State Bulletin", "--top", "2", "--concordance", "2")
    assert "In context" in result.stdout
    assert result.stdout.count("[stated]") == 2
    found = rows(run("words", demo, "State Bulletin", "--top", "2", "--concordance", "2", "-f", "json"))
    shown = next(row for row in found if row["term"] == "stated")
    assert [sorted(line) for line in shown["concordance"]] == [["id", "left", "match", "right", "start"]] * 2
    assert found[-1]["concordance"] is None


@pytest.mark.parametrize("form", ["md", "latex", "html", "csv"])
def test_every_format_shows_the_words(run: Run, demo: Path, form: str) -> None:
    result = run("words", demo, "State Bulletin", "--top", "2", "--concordance", "1", "-f", form)
    assert result.exit_code == 0
    assert "stated" in result.stdout


def test_what_is_no_file_is_an_outlet_and_must_be_known(run: Run, demo: Path) -> None:
    result = run("words", demo, "State Buletin")
    assert result.exit_code == 2
    assert (
        "'State Buletin' is neither a file nor an outlet in these articles. Did you mean 'State Bulletin'?"
        in result.stderr
    )
    assert run("words", "nowhere", "State Bulletin").exit_code == 4


def test_features_hold_no_words(run: Run, corpus: Path) -> None:
    assert run("measure", corpus, "-o", "features.parquet").exit_code == 0
    result = run("words", "features.parquet")
    assert result.exit_code == 2
    assert "a FEATURES file holds no words" in result.stderr


def test_the_command_that_makes_it_again_is_told(run: Run, corpus: Path) -> None:
    result = run("words", corpus, "Alpha", "--voice", "all", "-f", "json")
    command = json.loads(result.stdout)["manifest"]["command"]
    assert command.endswith("Alpha --voice all --seed 0")
