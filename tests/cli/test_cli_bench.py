"""``masthead bench`` on annotated corpora of our own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

TEXT = "The plan may fail. The road was closed on Monday."


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with FactBank's place taken by twelve documents, the first sentence of each annotated."""
    monkeypatch.delenv("MASTHEAD_DATA", raising=False)
    (tmp_path / "data" / "gold").mkdir(parents=True)
    rows = [
        {
            "doc_id": str(number),
            "group_id": str(number),
            "outlet": "Daily",
            "text": TEXT,
            "sentences": [{"start": 0, "end": 18}, {"start": 19, "end": 49}],
            "spans": [{"start": 9, "end": 12, "type": "speculation_modal_probable"}],
        }
        for number in range(12)
    ]
    with gzip.open(tmp_path / "data" / "gold" / "hedge_news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("".join(f"{json.dumps(row)}\n" for row in rows))
    return tmp_path / "data"


def test_the_suite_is_run_on_the_corpora_that_are_there(run: Run, rows: Rows, data: Path) -> None:
    result = run("bench", "run", "validity", "--data", data, "-f", "json")
    assert result.exit_code == 0, result.output
    found = rows(result)
    assert {row["task"] for row in found if row["corpus"] == "quote_cases"} == {
        "quotes.quote_cases.quotation",
        "quotes.quote_cases.scare_quote",
    }
    assert {row["task"].split(".")[0] for row in found if row["corpus"] == "checklist"} == {"checklist"}
    found = [row for row in found if row["corpus"] not in ("quote_cases", "checklist")]
    assert [(row["task"], row["metric"], row["outlet"]) for row in found] == [
        ("hedging.hedge_news.sentence", metric, outlet)
        for outlet in (None, "Daily")
        for metric in ("f1", "precision", "recall")
    ]
    assert [(row["value"], row["n"], row["n_groups"]) for row in found] == [(1.0, 24, 12)] * 6
    assert (found[0]["naive"], found[0]["reference_kind"], found[3]["naive"]) == (0.53, "trained", None)
    assert "note: polnear is left out: there is no gold/polnear.jsonl.gz" in result.stderr
    manifest = json.loads(result.stdout)["manifest"]
    assert manifest["command"] == "masthead bench run validity --data data --seed 0"
    assert list(manifest) == ["masthead", "suite", "lexicons", "data", "kind", "seed", "command"]
    bundled = ["benchmarks/cases/checklist.toml", "benchmarks/cases/quotes.toml"]
    assert sorted(manifest["data"]) == [*bundled, "gold/hedge_news.jsonl.gz"]


def test_the_folder_may_come_from_the_environment_and_the_bytes_are_the_same(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASTHEAD_DATA", str(data))
    first = run("bench", "run", "validity", "-q", "-f", "json")
    assert first.exit_code == 0
    assert first.stdout == run("bench", "run", "validity", "-q", "-f", "json").stdout
    assert run("bench", "run", "validity", "-q", "-o", "v.json").exit_code == 0
    assert Path("v.json").read_text(encoding="utf-8") == first.stdout


def test_the_table_shows_ours_beside_naive_and_reference(run: Run, data: Path) -> None:
    shown = run("bench", "run", "validity", "--only", "hedge_news", "--data", data, "--width", "80", "-v").stdout
    assert shown.startswith("Agreement with annotators: 3 figures, 1 corpus\n")
    assert (
        "hedge_news  F1         1.000¹   0.53       0.88  24\nsentence                    –           trained\n"
        in shown
    )
    assert "By outlet" in shown
    assert "BERT (HEDGEhog), epistemic" in shown


def test_without_corpora_the_command_says_where_it_looked(run: Run, tmp_path: Path, data: Path) -> None:
    missing = run("bench", "run", "validity", "--data", tmp_path / "nothing")
    assert missing.exit_code == 4
    assert "error: none of the annotated corpora is here: gold/polnear.jsonl.gz, " in missing.stderr
    assert f"where: {tmp_path / 'nothing'}" in missing.stderr
    assert "fix: Give --data DIR, or set MASTHEAD_DATA" in missing.stderr
    unsaid = run("bench", "run", "validity")
    assert (unsaid.exit_code, "needs a folder of annotated corpora" in unsaid.stderr) == (2, True)
    misspelt = run("bench", "run", "validty", "--data", data)
    assert (misspelt.exit_code, "Did you mean 'validity'?" in misspelt.stderr) == (2, True)
    unknown = run("bench", "run", "validity", "--data", data, "--only", "hedgin")
    assert (unknown.exit_code, "Did you mean 'hedging'?" in unknown.stderr) == (2, True)


def test_the_gravest_differences_are_shown_instead_of_the_figures(run: Run, rows: Rows, data: Path) -> None:
    with gzip.open(data / "gold" / "hedge_news.jsonl.gz", "at", encoding="utf-8") as file:
        for name, text, spans in (
            ("x\x1b[2J", "He may possibly come.", []),
            ("y", "The road was \x1b[31mclosed.", [{"start": 13, "end": 18, "type": "speculation_modal_probable"}]),
        ):
            row = {"doc_id": name, "group_id": name, "outlet": "Daily", "text": text, "spans": spans}
            file.write(json.dumps({**row, "sentences": [{"start": 0, "end": len(text)}]}) + "\n")
    asked = ("bench", "run", "validity", "--data", data, "--only", "hedging.*news.sentence", "--errors", "5")
    false_hit, miss = rows(run(*asked, "-f", "json"))
    assert [(row["task"], row["kind"], row["start"], row["end"]) for row in (false_hit, miss)] == [
        ("hedging.hedge_news.sentence", "false hit", 0, 21),
        ("hedging.hedge_news.sentence", "miss", 0, 25),
    ]
    assert false_hit["annotators"] == miss["ours"] == []
    assert [(span["start"], span["end"]) for span in false_hit["ours"]] == [(3, 6), (7, 15)]
    assert miss["annotators"] == [{"start": 13, "end": 18, "type": "speculation_modal_probable"}]
    shown = run(*asked).stdout
    assert "He [may] [possibly] come.\n" in shown
    assert "The road was {␛[31m}closed.\n" in shown
    assert "Daily x␛[2J 0–21. ours: epistemic may " in shown
    assert "\x1b" not in shown
    refused = run(*asked, "-o", "cases.html")
    assert (refused.exit_code, "belong to others and are not written to a document" in refused.stderr) == (2, True)


def test_the_suite_is_listed_with_terms_and_limits(run: Run, rows: Rows) -> None:
    listed = rows(run("bench", "list", "-f", "json"))
    assert {row["instrument"] for row in listed} >= {"attribution", "hedging", "loaded", "pronouns", "quotes"}
    assert all(row["license"] and row["citation"] and row["limits"] for row in listed)
    assert "hedging.hedge_news.sentence" in run("bench", "list").stdout


@pytest.mark.parametrize(
    ("lexicon", "corpora"),
    [("loaded", ["babe", "basil", "ptc"]), ("hedging", ["hedge_news", "hedge_wiki"]), ("cues", ["polnear"])],
)
def test_a_word_list_is_shown_with_the_figures_of_its_instrument(run: Run, lexicon: str, corpora: list[str]) -> None:
    shown = run("lexicons", "show", lexicon).stdout
    figures = shown.split("Agreement with annotators (masthead bench list)")[1].split("\nterm ")[0]
    assert [name for name in corpora if f"\n{name} " not in figures] == []


def test_cases_of_our_own_need_no_corpus(run: Run, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASTHEAD_DATA", raising=False)
    found = rows(run("bench", "run", "validity", "--only", "quotes", "-f", "json"))
    assert {(row["corpus"], row["metric"]) for row in found} == {("quote_cases", "right")}


def test_a_list_that_is_no_instrument_has_no_figures(run: Run) -> None:
    assert "Agreement" not in run("lexicons", "show", "classes").stdout


def test_one_feature_is_shown_with_its_figures_and_limits(run: Run, rows: Rows) -> None:
    shown = run("features", "hedging.rate", "--width", "100").stdout
    assert shown.startswith("hedging.rate: Hedges\nunit: per 1,000 unquoted words, ratio of sums\n")
    assert "\nhedge_news  F1  " in shown
    assert "hedge_wiki: Not news." in shown
    [row] = rows(run("features", "hedging.rate", "-f", "json"))
    assert {figure["task"] for figure in row["agreement"]} == {
        "hedging.hedge_news.sentence",
        "hedging.hedge_wiki.sentence",
    }
    unknown = run("features", "hedging.rates")
    assert (unknown.exit_code, "Did you mean 'hedging.rate'?" in unknown.stderr) == (2, True)
