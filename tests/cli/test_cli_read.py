"""``masthead read`` and its kin on the command line: outlets joined by a file, columns that survive every step."""

import csv
import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from masthead.cli.app import app
from masthead.errors import UsageError

TEXT = "The ferry was late again on Monday, and the crews of {} told the council so, the {}th time."
NAMES = ("Harrow Post", "HARROW POST", "Harrow Post", "Tidewater")


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def articles(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "a.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["outlet", "text", "pages"])
        writer.writerows([name, TEXT.format(name, n), n] for n, name in enumerate(NAMES))
    return tmp_path / "a.csv"


def test_a_proposal_joins_spellings_for_every_command(articles, tmp_path):
    done = run("read", articles, "--propose-outlets", "names.csv")
    assert done.exit_code == 0
    assert "names.csv: 1 name to merge; check them before use" in done.stderr
    assert (tmp_path / "names.csv").read_text() == "old,new\nHARROW POST,Harrow Post\n"
    for command in ("read", "measure"):
        done = run(command, articles, "--outlets-file", "names.csv", "-o", "out.parquet")
        assert done.exit_code == 0, done.stderr
        assert pq.read_table("out.parquet")["outlet"].to_pylist() == ["Harrow Post"] * 3 + ["Tidewater"]


def test_the_options_file_can_name_the_file_of_outlets(articles, tmp_path):
    (tmp_path / "names.csv").write_text("old,new\nHARROW POST,Harrow Post\n")
    (tmp_path / "masthead.toml").write_text('outlets_file = "names.csv"\n')
    done = run("read", articles, "-o", "out.parquet")
    assert done.exit_code == 0, done.stderr
    assert set(pq.read_table("out.parquet")["outlet"].to_pylist()) == {"Harrow Post", "Tidewater"}


def test_the_findings_are_in_the_manifest(articles):
    done = run("read", articles, "--format", "json")
    (found,) = json.loads(done.stdout)["manifest"]["findings"]
    assert (found["finding"], found["outlet"], found["n"]) == ("spellings of one outlet", "Harrow Post", 3)


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_other_columns_are_written_out(articles, tmp_path, ending):
    assert run("read", articles, "-o", f"out.{ending}").exit_code == 0
    path = tmp_path / f"out.{ending}"
    rows = {
        "parquet": lambda: pq.read_table(path).to_pylist(),
        "csv": lambda: list(csv.DictReader(path.open())),
        "jsonl": lambda: [json.loads(line) for line in path.read_text().splitlines()],
    }[ending]()
    assert [row["pages"] for row in rows] == ["0", "1", "2", "3"]


@pytest.mark.parametrize("command", ["events", "duplicates"])
def test_other_columns_survive_each_step(articles, command):
    assert run("read", articles, "-o", "read.parquet").exit_code == 0
    assert run(command, "read.parquet", "-o", "out.parquet").exit_code == 0
    assert pq.read_table("out.parquet")["pages"].to_pylist() == ["0", "1", "2", "3"]


def test_a_file_of_outlets_that_is_none_is_wrong_use(articles, tmp_path):
    (tmp_path / "names.csv").write_text("a,b\n")
    done = run("read", articles, "--outlets-file", "names.csv")
    assert done.exit_code == UsageError.exit_code
    assert "has the columns old and new" in done.stderr
    assert run("read", articles, "--propose-outlets", articles).exit_code == UsageError.exit_code


BARE = "The council met for an hour and said no to the plan, which the crews had made in spring. " * 12


def test_a_severe_finding_is_repeated_by_compare_and_refused_where_that_is_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = ({"outlet": f"Paper {n % 2}", "text": f"{BARE} It was day {n} of it."} for n in range(60))
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    found = json.loads(run("read", "a.jsonl", "-f", "json").stdout)
    assert [(row["outlet"], row["n_articles"], row["n_usable"]) for row in found["rows"]] == [
        ("Paper 0", 30, 30),
        ("Paper 1", 30, 30),
    ]
    assert [(item["finding"], item["severity"], item["n"]) for item in found["manifest"]["findings"]] == [
        ("lost quotation marks", "severe", 30),
        ("lost quotation marks", "severe", 30),
    ]
    said = " ".join(run("compare", "a.jsonl").stdout.split())
    assert said.count("lost quotation marks, 30: not one quotation mark in") == 2
    for command in ("read", "compare", "profile"):
        refused = run(command, "a.jsonl", "--strict")
        assert refused.exit_code == 4
        assert "lost quotation marks, 30" in refused.stderr
        assert "(2 severe findings in all)" in refused.stderr
