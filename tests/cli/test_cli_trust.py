"""``masthead compare --aa`` and ``--sensitivity``."""

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
    """Two outlets with an article on each of 24 days; two of Harrow Post's are agency copy."""
    rows = [
        {
            "outlet": outlet,
            "date": f"2031-03-{n + 1:02}",
            "agency": "AP" if outlet == "Harrow Post" and n < 2 else None,
            "text": TEXT.format(
                word="brutal" if n % 3 == 0 else "old",
                n=n + 2,
                pad=f"It was day {chr(97 + n)}{outlet[0].lower()} of the works. "
                + "The road to it was closed. " * (n * 5 % 13),
            ),
        }
        for outlet in ("Harrow Post", "Velk Daily")
        for n in range(24)
    ]
    path = tmp_path / "dated.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_false_alarms_have_a_row_a_feature(run: Run, rows: Rows, dated: Path) -> None:
    result = run("compare", dated, "--aa", 20, "-f", "json")
    found = {(row["split"], row["feature"]): row for row in rows(result)}
    assert list(dict.fromkeys(split for split, _ in found)) == ["random", "halves", "weeks"]
    random = found["random", "loaded.all"]
    assert random["n"] == 40
    assert {"feature", "n", "share_below_05", "ks_p"} <= set(random)
    assert 0.0 <= random["share_below_05"] <= 0.2
    assert json.loads(result.stdout)["manifest"]["command"] == f"masthead compare {dated.name} --aa 20 --seed 0"


def test_false_alarms_are_told_in_words(run: Run, dated: Path) -> None:
    result = run("compare", dated, "--aa", 20)
    assert result.stdout.startswith("2 outlets, 46 articles: false alarms in 20 random splits of each\n")
    assert "Band: where 95 in 100 such shares lie if p is right" in " ".join(result.stdout.split())
    assert "Clusters are outlet-days (46 articles)." in " ".join(result.stdout.split())


def test_clusters_can_be_ignored_in_the_trial_only(run: Run, dated: Path) -> None:
    assert "Clusters are ignored" in run("compare", dated, "--aa", 5, "--ignore-clusters").stdout
    result = run("compare", dated, "--ignore-clusters")
    assert result.exit_code == 2
    assert "--aa 200 --ignore-clusters" in result.stderr


def test_a_trial_takes_no_reference(run: Run, dated: Path) -> None:
    result = run("compare", dated, "--aa", 5, "--baseline", "Velk Daily")
    assert result.exit_code == 2
    assert "compares each outlet with itself" in result.stderr


def test_a_trial_says_what_it_lacks(run: Run, corpus: Path) -> None:
    result = run("compare", corpus, "--aa", 5)
    assert result.exit_code == 2
    assert "no outlet has 20 clusters, 10 for each half" in result.stderr


def test_a_trial_on_shared_events(run: Run, rows: Rows, corpus: Path) -> None:
    found = {row["feature"]: row for row in rows(run("compare", corpus, "--aa", 5, "--events", "-f", "json"))}
    assert (found["loaded.all"]["n"], found["loaded.all"]["n_outlets"]) == (10, 2)


def test_sensitivity_tries_one_choice_at_a_time(run: Run, rows: Rows, dated: Path) -> None:
    found = rows(run("compare", dated, "--sensitivity", "-f", "json"))
    assert {row["choice"] for row in found} == {"as compared", "with wire", "quotations", "faint words", "strong words"}
    harrow = {row["choice"]: row for row in found if (row["outlet"], row["feature"]) == ("Harrow Post", "loaded.all")}
    assert (harrow["as compared"]["n_articles"], harrow["with wire"]["n_articles"]) == (22, 24)


def test_sensitivity_is_told_in_words(run: Run, dated: Path) -> None:
    said = " ".join(run("compare", dated, "--sensitivity").stdout.split())
    assert said.startswith("2 outlets, 46 articles: differences under other choices")
    assert "Not own work: 2 of 48 articles" in said


def test_weights_cannot_be_tried_on_counts(run: Run, rows: Rows, dated: Path) -> None:
    run("measure", dated, "-o", "features.parquet")
    result = run("compare", "features.parquet", "--sensitivity")
    assert "can be tried on articles, not on a file of counts" in " ".join(result.stdout.split())
    assert "faint words" not in {
        row["choice"] for row in rows(run("compare", "features.parquet", "--sensitivity", "-f", "json"))
    }


def test_outlets_are_held_at_one_mix(run: Run, rows: Rows, dated: Path) -> None:
    mixed = [json.loads(line) for line in dated.read_text(encoding="utf-8").splitlines()]
    for n, row in enumerate(mixed):
        row["genre"] = "opinion" if n % (3 if row["outlet"] == "Velk Daily" else 4) == 0 else "news"
    dated.write_text("".join(json.dumps(row) + "\n" for row in mixed), encoding="utf-8")
    result = run("compare", dated, "--stratify", "genre")
    assert "Given the same mix of genre: 72% news, 28% opinion." in " ".join(result.stdout.split())
    result = run("compare", dated, "--stratify", "genre", "--family", "loaded", "-f", "json")
    assert json.loads(result.stdout)["manifest"]["mix"]["weights"] == pytest.approx(
        {"news": 0.72, "opinion": 0.28}, abs=0.01
    )
    found = rows(result)
    assert {(row["outlet"], row["reference"]) for row in found} == {("Harrow Post", "Velk Daily")}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--stratify", "genre", "--events"), "Leave out --by and --events"),
        (("--sensitivity", "--by", "month"), "cannot be combined with --by"),
        (("--sensitivity", "--aa", "5"), "Ask for one at a time"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, dated: Path, options: tuple[str, ...], said: str) -> None:
    result = run("compare", dated, *options)
    assert result.exit_code == 2
    assert said in result.stderr
