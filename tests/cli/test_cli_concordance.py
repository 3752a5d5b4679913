"""``masthead concordance``: a word in context on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]


@pytest.fixture
def demo(root: Path) -> Path:
    return root / "corpora" / "demo"


def flowing(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_the_answer_comes_first_then_lines_counts_and_collocates(run: Run, demo: Path) -> None:
    result = run("concordance", demo, "govern*", "--width", 80)
    assert result.exit_code == 0
    shown = flowing(result)
    told = [
        "“govern*” in 8 outlets, 96 articles",
        "44 uses in the outlet's own voice, 2.62 per 1,000 own-voice words, in 33 of 96 articles; "
        "also 13 attributed and 2 quoted: --voice all.",
        "Most often in State Bulletin (7.86; 1.01–27.72), least in Kestria Today (0.41; 0.00–4.84).",
        "Forms: government 33, governor 10, govern 1.",
        "In context: 15 of 44 uses, drawn at random (seed 0)",
        "How often, and how evenly over articles",
        "Collocates, within 5 words in the sentence",
        "More lines: --lines N; all: --all-lines, or --format csv.",
    ]
    places = [shown.index(sentence) for sentence in told]
    assert places == sorted(places)
    lines = result.stdout.split("In context")[1].split("How often")[0].splitlines()[1:]
    uses = [line for line in lines if "[" in line]
    assert len(uses) == 15
    assert {line.index("[") for line in uses} == {34}
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_one_outlet_in_one_voice(run: Run, demo: Path, rows: Rows) -> None:
    result = run("concordance", demo, "govern*", "--outlet", "State Bulletin", "--voice", "quoted", "-f", "json")
    [row] = rows(result)
    assert (row["outlet"], row["voice"], row["match"]) == ("State Bulletin", "quoted", "government")
    command = json.loads(result.stdout)["manifest"]["command"]
    assert command.endswith("'govern*' --voice quoted --seed 0 --outlet 'State Bulletin'")
    shown = run("concordance", demo, "govern*", "--outlet", "State Bulletin", "--voice", "quoted")
    assert flowing(shown).startswith("“govern*” in State Bulletin, 12 articles 1 use inside quotation marks,")
    assert "In context: the only use" in shown.stdout


def test_inputs_that_name_no_outlet_are_of_the_one_named(run: Run, tmp_path: Path, rows: Rows) -> None:
    (tmp_path / "one.txt").write_text("The regime fell on the town. It was over.\n", encoding="utf-8")
    [row] = rows(run("concordance", "one.txt", "regime", "--outlet", "Alpha", "-f", "json"))
    assert (row["outlet"], row["left"], row["right"]) == ("Alpha", "The ", " fell on the town. It was over.")


def test_machine_formats_hold_every_line_unless_told_otherwise(run: Run, demo: Path, rows: Rows) -> None:
    assert len(rows(run("concordance", demo, "govern*", "-f", "json"))) == 44
    assert len(rows(run("concordance", demo, "govern*", "-f", "json", "--lines", 3))) == 3
    assert run("concordance", demo, "govern*", "--all-lines", "--width", 80).stdout.count("[") == 44
    assert "In context: all 44 uses" in run("concordance", demo, "govern*", "--lines", 44).stdout


def test_counts_and_collocates_are_written_beside_the_lines(run: Run, demo: Path) -> None:
    result = run(
        "concordance", demo, "govern*", "-o", "l.csv", "--counts", "c.csv", "--collocates", "near.json", "--lines", 5
    )
    assert (result.exit_code, result.stdout) == (0, "")
    lines, counts = (
        list(csv.DictReader(Path(name).read_text(encoding="utf-8").splitlines())) for name in ("l.csv", "c.csv")
    )
    assert (len(lines), list(lines[0])[:4]) == (5, ["outlet", "article_id", "date", "voice"])
    assert (len(counts), counts[-1]["outlet"], counts[-1]["uses"]) == (9, "", "44")
    near = json.loads(Path("near.json").read_text(encoding="utf-8"))["rows"]
    assert (near[0]["word"], near[0]["near"]) == ("ruth", 6)


def test_a_word_without_a_use_says_so(run: Run, demo: Path) -> None:
    result = run("concordance", demo, "zeppelin")
    assert result.exit_code == 0
    assert "No use in the outlet's own voice." in result.stdout
    assert "In context" not in result.stdout
    other = run("concordance", demo, "governing")
    assert "No use in the outlet's own voice; there are 2 attributed: --voice all." in flowing(other)
    assert run("concordance", demo, "zeppelin", "-f", "csv").stdout.splitlines() == [
        "outlet,article_id,date,voice,start,end,left,match,right"
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["corpora"], 2, "concordance needs articles and a word"),
        (["DEMO", "kill(ed|ing)"], 2, "cannot be part of a word"),
        (["DEMO", "war", "--outlet", "State Buletin"], 2, "There is no outlet 'State Buletin'. Did you mean"),
        (["DEMO", "war", "--lines", "3", "--all-lines"], 2, "--lines and --all-lines cannot be combined"),
        (["DEMO", "war", "--window", "0"], 2, "greater than or equal to 1"),
        (["nowhere", "war"], 4, "nowhere"),
        (["DEMO", "war", "--counts", "a.csv", "--collocates", "a.csv"], 2, "two results would be written to this file"),
        (["DEMO", "war", "-o", "a.parquet"], 2, "this result cannot be written as Parquet"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, demo: Path, arguments: list[str], code: int, said: str) -> None:
    result = run("concordance", *[demo if item == "DEMO" else item for item in arguments])
    assert result.exit_code == code
    assert said in " ".join(result.output.split())


@pytest.mark.parametrize("form", ["md", "latex", "html", "csv", "jsonl"])
def test_every_format_shows_the_lines(run: Run, demo: Path, form: str) -> None:
    result = run("concordance", demo, "governor", "--voice", "all", "-f", form)
    assert result.exit_code == 0
    assert "announced. The state will receive income" in result.stdout
