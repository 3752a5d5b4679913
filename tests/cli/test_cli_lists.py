"""Word lists of others on the command line: imported, told about, written as ours, compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

MOODS = "%\n1\tharsh\n2\tplans\n%\nbruta*\t1\nplan*\t2\nroad? were\t2\nqzq*\t1\nc++\t2\nplan*\t2\n"
SCORES = "word;valence\nbrutal;-2,5\ndisgraceful;-3\nspring;1,5\nflood;1\n"


@pytest.fixture
def moods(tmp_path: Path) -> Path:
    (tmp_path / "moods.dic").write_text(MOODS, encoding="utf-8")
    (tmp_path / "tone.csv").write_text(SCORES, encoding="utf-8")
    return tmp_path


def test_an_import_says_what_was_read_and_how_often_each_entry_matched(run: Run, moods: Path, corpus: Path) -> None:
    done = run("lexicons", "import", "moods.dic", "--on", corpus, "--width", 100)

    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "moods: 4 entries in 2 categories, read as LIWC dictionary" in said
    assert "4 different terms, 4 of them with wildcards (* 3, ? 1), 1 phrase" in said
    assert "lines with remarks: 1 left out, 1 duplicate" in said
    assert "9 c++ left out '+' cannot be part of a word" in said
    assert "plan* plans 44" in said
    assert "Never matched here: 1 entry (qzq*)" in said


def test_rows_of_an_import_are_its_entries_and_remarks(run: Run, moods: Path, corpus: Path) -> None:
    rows = json.loads(run("lexicons", "import", "moods.dic", "--on", corpus, "-f", "json").stdout)["rows"]

    assert [(row["line"], row["term"], row["status"], row["hits"]) for row in rows] == [
        (5, "bruta*", "used", 21),
        (6, "plan*", "used", 44),
        (7, "road? were", "used", 22),
        (8, "qzq*", "used", 0),
        (9, "c++", "left out", None),
        (10, "plan*", "duplicate", None),
    ]


def test_a_list_written_as_ours_compares_the_same(run: Run, moods: Path, corpus: Path) -> None:
    assert run("lexicons", "import", "moods.dic", "-o", "ours.tsv").exit_code == 0
    few = ("--draws", 20, "--permutations", 19, "--family", "moods", "-f", "json")
    theirs, ours = (
        json.loads(run("compare", corpus, "--lexicon", name, *few).stdout)["rows"] for name in ("moods.dic", "ours.tsv")
    )

    assert theirs
    assert theirs == ours


def test_what_was_left_out_is_noted_by_every_command(run: Run, moods: Path, corpus: Path) -> None:
    for command in ("compare", "profile", "measure"):
        more = ("--draws", 20, "--permutations", 19) if command == "compare" else ()
        done = run(command, corpus, "--lexicon", "moods.dic", *more)
        assert "note: word list moods: 1 left out; masthead lexicons import moods.dic lists them" in done.stderr, (
            command
        )


def test_a_list_of_scores_is_a_mean_with_an_interval(run: Run, moods: Path, corpus: Path) -> None:
    done = run("profile", corpus, "--lexicon", "tone.csv", "--family", "tone", "-f", "json")
    rows = {(row["outlet"], row["feature"]): row for row in json.loads(done.stdout)["rows"]}
    alpha, beta = rows["Alpha", "tone.mean"], rows["Beta", "tone.mean"]

    # spring is in what somebody says
    assert alpha["estimate"] == pytest.approx((21 * (-2.5 - 3.0) + 11) / (2 * 21 + 11))
    assert alpha["low"] < alpha["estimate"] < alpha["high"] < 0
    assert beta["estimate"] == 1.0


def test_a_mean_of_no_words_is_unknown_and_says_so(run: Run, moods: Path, corpus: Path) -> None:
    (moods / "rage.csv").write_text("word,score\nbrutal,-2\ndisgraceful,-3\n", encoding="utf-8")
    done = run("profile", corpus, "--lexicon", "rage.csv", "--family", "rage", "-f", "json")
    rows = {(row["outlet"], row["feature"]): row for row in json.loads(done.stdout)["rows"]}

    assert rows["Beta", "rage.mean"]["estimate"] is None
    assert rows["Beta", "rage.mean"]["reason"] == "no listed own-voice words"
    assert rows["Beta", "rage.all"]["estimate"] == 0.0


def test_a_broken_list_is_an_error_with_its_line(run: Run, moods: Path, corpus: Path) -> None:
    (moods / "bad.yml").write_text("gloom:\n  - *phobia\n", encoding="utf-8")
    done = run("compare", corpus, "--lexicon", "bad.yml")

    assert done.exit_code == 2
    assert "bad.yml:2" in done.stderr
    assert "Put quotes around" in done.stderr
