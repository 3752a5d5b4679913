"""Every command: what it prints, what it writes, and with which exit code it leaves."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pyarrow.parquet as pq
import pytest

from masthead.cli.options import Form
from masthead.reports import FORMATS, OFFICE
from masthead.schema import FEATURES_IDENTITY, HITS
from masthead.storage import bundled, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

COMPARISON_FIELDS = [
    "feature", "family", "primary", "outlet", "reference", "estimate", "estimate_low",
    "estimate_high", "difference", "low", "high", "effect", "p", "q",
    "marked", "fragile", "hits", "hits_expected", "hits_reference",
    "n_articles", "n_clusters", "n_events", "stratum", "reason",
]  # fmt: skip
PROFILE_FIELDS = [
    "outlet", "feature", "family", "estimate", "low", "high", "n_articles", "n_clusters", "numerator", "denominator",
    "unit", "reason",
]  # fmt: skip


def test_formats_offered_are_those_there_are() -> None:
    assert get_args(Form) == (*FORMATS, *OFFICE)


def test_compare_prints_a_table(run: Run, corpus: Path) -> None:
    result = run("compare", corpus)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "2 outlets, 22 articles: Alpha minus Beta"
    assert "Stands out from Beta: " in result.stdout
    assert lines[-1] == "masthead 0.1.0 · reproduce: masthead compare news --seed 0"


def test_compare_as_json_has_manifest_and_rows(run: Run, corpus: Path, rows: Rows) -> None:
    result = run("compare", corpus, "--format", "json", "--seed", 3)
    answer = json.loads(result.stdout)
    assert list(answer) == ["manifest", "rows"]
    assert all(list(row) == COMPARISON_FIELDS for row in answer["rows"])
    loaded = next(row for row in answer["rows"] if row["feature"] == "loaded.all" and row["outlet"] == "Alpha")
    assert loaded["difference"] > 0
    assert loaded["q"] < 0.05
    assert answer["manifest"]["kind"] == "comparison"
    assert answer["manifest"]["seed"] == 3
    assert answer["manifest"]["command"] == "masthead compare news --seed 3"
    assert len(answer["manifest"]["inputs"]) == 22
    assert str(Path.cwd()) not in result.stdout


def test_profile_of_one_outlet(run: Run, corpus: Path, rows: Rows) -> None:
    result = run("profile", corpus / "Alpha", "--outlet", "Alpha", "-f", "json")
    assert result.exit_code == 0
    assert all(list(row) == PROFILE_FIELDS for row in rows(result))
    assert {row["outlet"] for row in rows(result)} == {"Alpha"}


def test_compare_of_one_outlet_is_refused(run: Run, corpus: Path) -> None:
    result = run("compare", corpus / "Alpha", "--outlet", "Alpha")
    assert result.exit_code == 2
    assert "masthead profile" in result.stderr
    assert result.stdout == ""


def test_measure_writes_features_and_hits_that_compare_takes_up(run: Run, corpus: Path, rows: Rows) -> None:
    result = run("measure", corpus, "-o", "features.parquet", "--hits", "hits.parquet")
    assert result.exit_code == 0
    assert result.stdout.startswith("Measured 22 articles of 2 outlets\n")
    features, hits = pq.read_table("features.parquet"), pq.read_table("hits.parquet")
    assert features.num_rows == 22
    assert features.column_names[: len(FEATURES_IDENTITY)] == FEATURES_IDENTITY.names
    assert hits.schema.names == HITS.names
    assert read_manifest("features.parquet")["kind"] == "features"
    assert read_manifest("hits.parquet")["command"] == (
        "masthead measure news --hits hits.parquet --seed 0 -o features.parquet"
    )
    fresh, again = run("compare", corpus, "-f", "json"), run("compare", "features.parquet", "-f", "json")
    assert rows(again) == rows(fresh)


def test_measure_verifies_readability_with_textstat(run: Run, corpus: Path) -> None:
    result = run("measure", corpus, "--verify", 2)
    assert result.exit_code == 0
    assert "formulas and counts on 2 articles, largest difference 0" in result.stderr


def test_read_reports_and_writes_articles(run: Run, corpus: Path) -> None:
    result = run("read", corpus, "-o", "articles.parquet")
    assert result.exit_code == 0
    assert "Read 22 articles of 2 outlets" in result.stdout
    assert "front matter" in result.stdout
    assert read_manifest("articles.parquet")["kind"] == "articles"
    assert run("compare", "articles.parquet").stdout.startswith("2 outlets, 22 articles")


def test_articles_go_through_a_pipe(run: Run, corpus: Path) -> None:
    piped = run("read", corpus, "--format", "jsonl")
    assert len(piped.stdout.splitlines()) == 22
    assert run("compare", "-", stdin=piped.stdout).stdout.startswith("2 outlets, 22 articles")


def test_choices_show_wordings(run: Run, corpus: Path, rows: Rows) -> None:
    found = rows(run("choices", corpus, "-f", "json"))
    regime = next(
        row for row in found if row["wording"] == "regime" and row["outlet"] == "Alpha" and not row["referent"]
    )
    assert regime["mentions_own"] == sum(1 + n % 3 for n in range(11))


def test_explain_shows_the_words(run: Run, corpus: Path, rows: Rows) -> None:
    article = corpus / "Alpha" / "0.md"
    result = run("explain", article)
    assert result.exit_code == 0
    assert "[brutal|L] [regime|LC]" in result.stdout
    assert "not counted, front matter" in result.stdout
    spans = rows(run("explain", article, "-f", "json"))
    text = article.read_text(encoding="utf-8")
    assert all(text[row["start"] : row["end"]] == row["text"] for row in spans if row["field"] == "text")


def test_explain_needs_one_article(run: Run, corpus: Path) -> None:
    result = run("explain", corpus)
    assert result.exit_code == 2
    assert "--id" in result.stderr
    name = json.loads(run("read", corpus, "-f", "jsonl").stdout.splitlines()[0])["id"]
    assert run("explain", corpus, "--id", name).exit_code == 0


def test_a_label_column_needs_no_prefix_and_no_flag_of_its_own(run: Run) -> None:
    lines = [f"o{n % 4},{'vile' if n % 2 else 'calm'} words about town number {n},{n % 2}" for n in range(24)]
    Path("a.csv").write_text("\n".join(["outlet,text,bias", *lines]), encoding="utf-8")
    result = run("evaluate", "a.csv", "--label", "bias", "--model", "majority", "--folds", 2, "-f", "json")
    assert result.exit_code == 0, result.stderr
    assert {row["task"] for row in json.loads(result.stdout)["rows"]} == {"label_bias"}


def test_a_concept_that_nobody_mentions_is_no_error(run: Run, corpus: Path, rows: Rows) -> None:
    assert rows(run("choices", corpus, "--concept", "estate_tax", "-f", "json")) == []
    misspelt = run("choices", corpus, "--concept", "estate_taxx")
    assert misspelt.exit_code == 2
    assert "Did you mean 'estate_tax'?" in misspelt.stderr


def test_what_masthead_writes_beside_a_table_is_no_article(run: Run, corpus: Path) -> None:
    Path("out").mkdir()
    assert run("read", corpus, "-o", "out/articles.csv").exit_code == 0
    assert Path("out/articles.csv.manifest.json").is_file()
    result = run("read", "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Read 22 articles of 2 outlets\n")


def test_evaluate_needs_a_label_or_a_model(run: Run, corpus: Path) -> None:
    result = run("evaluate", corpus)
    assert result.exit_code == 2
    assert "--label NAME or --trained FILE" in result.stderr


def test_demo_compares_the_bundled_corpus_and_says_what_next(run: Run) -> None:
    result = run("demo")
    assert result.exit_code == 0
    assert result.stdout.startswith("8 outlets, 96 articles")
    assert "masthead compare FOLDER" in result.stdout
    assert "masthead explain ARTICLE" in result.stdout


def test_doctor_finds_everything_in_place(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.stdout
    assert "everything is in place" in result.stdout


def test_doctor_names_a_cache_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "file" / "cache"))
    result = run("doctor")
    assert result.exit_code == 2
    assert "PROBLEM" in result.stdout
    assert "MASTHEAD_CACHE" in result.stderr


def test_features_lists_the_catalogue(run: Run, rows: Rows) -> None:
    result = run("features", "-f", "json")
    assert "loaded.all" in {row["feature"] for row in rows(result)}
    assert "choices" not in {row["family"] for row in rows(result)}
    assert {row["family"] for row in rows(run("features", "--family", "choices", "-f", "json"))} == {"choices"}


def test_lexicons_are_listed_and_shown(run: Run, rows: Rows) -> None:
    assert "hedging" in run("lexicons").stdout
    shown = run("lexicons", "show", "hedging", "-f", "json")
    assert "perhaps" in {row["term"] for row in rows(shown)}
    assert "regime" in run("lexicons", "show", "ruling_power").stdout
    wrong = run("lexicons", "show", "hedgin")
    assert wrong.exit_code == 2
    assert "Did you mean 'hedging'?" in wrong.stderr


def test_a_word_list_of_ones_own_becomes_a_family(run: Run, corpus: Path, rows: Rows) -> None:
    Path("roads.tsv").write_text(
        "# name: roads\n# version: 1\n# license: CC0\n# source: us\n# citation: us\nterm\nroad\nroads\n",
        encoding="utf-8",
    )
    found = rows(run("compare", corpus, "--lexicon", "roads.tsv", "--family", "roads", "-f", "json"))
    assert {row["feature"] for row in found} == {"roads.all"}
    assert all(row["estimate"] > 0 for row in found)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("out.html", "<!DOCTYPE html>"),
        ("out.json", '{"manifest": {'),
        ("out.md", "# 2 outlets"),
        ("out.tex", "% 2 outlets"),
        ("out.csv", "feature,family"),
        ("out.txt", "2 outlets"),
        ("out.jsonl", '{"feature":'),
    ],
)
def test_the_format_follows_the_name_of_the_output(run: Run, corpus: Path, name: str, start: str) -> None:
    result = run("compare", corpus, "-o", name)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert Path(name).read_text(encoding="utf-8").startswith(start)
    beside = Path(f"{name}.manifest.json")
    assert beside.exists() == name.endswith((".csv", ".jsonl"))


def test_the_same_input_gives_the_same_bytes_whatever_the_jobs_and_the_cache(run: Run, corpus: Path) -> None:
    first = run("compare", corpus, "-f", "json", "--no-cache")
    second = run("compare", corpus, "-f", "json", "--jobs", 2, "--no-cache")
    third = run("compare", corpus.resolve(), "-f", "json")
    assert first.stdout == second.stdout == third.stdout


def test_an_options_file_sets_defaults_that_flags_override(run: Run, corpus: Path) -> None:
    Path("masthead.toml").write_text('seed = 7\nformat = "json"\n', encoding="utf-8")
    from_file = json.loads(run("compare", corpus).stdout)
    assert from_file["manifest"]["command"] == "masthead compare news --seed 7"
    assert json.loads(run("compare", corpus, "--seed", 1).stdout)["manifest"]["seed"] == 1
    Path("masthead.toml").write_text("sed = 7\n", encoding="utf-8")
    wrong = run("compare", corpus)
    assert wrong.exit_code == 2
    assert "Did you mean 'seed'?" in wrong.stderr


def test_demo_corpus_is_where_the_manual_says() -> None:
    assert (bundled("corpora/demo") / "articles").is_dir()
    assert os.sep in str(bundled("corpora/demo"))


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_an_office_file_has_its_manifest_beside_it(run, corpus, form):
    assert run("compare", corpus, "--family", "loaded", "-o", f"table.{form}").exit_code == 0
    assert Path(f"table.{form}").read_bytes()[:2] == b"PK"
    assert "masthead compare" in json.loads(Path(f"table.{form}.manifest.json").read_text(encoding="utf-8"))["command"]
    assert run("methods", f"table.{form}").stdout.startswith("Methods")


@pytest.mark.parametrize("command", ["compare", "choices", "words", "trend"])
def test_the_rows_of_a_result_are_written_as_parquet_with_its_manifest(run, corpus, command):
    rows = [
        {"outlet": path.parent.name, "date": "2031-03-01", "text": path.read_text(encoding="utf-8").split("---")[2]}
        for path in sorted(corpus.rglob("*.md"))
    ]
    Path("dated.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run(command, "dated.jsonl", "-o", "rows.parquet")
    assert result.exit_code == 0, result.stderr
    found = json.loads(run(command, "dated.jsonl", "-f", "json").stdout)["rows"]
    table = pq.read_table("rows.parquet")
    assert (table.num_rows, table.column_names) == (len(found), list(found[0]))
    assert json.loads(table.schema.metadata[b"masthead"])["command"].startswith(f"masthead {command}")
