"""The report as a command: from options, from a study's file, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from masthead.cli.app import app

DEMO = Path(__file__).parents[2] / "corpora" / "demo"
FEW = ("--draws", "20", "--permutations", "99")
STUDY = f"""
title = "The siege"
sources = ["{DEMO}"]
outlets = ["Second Glance", "State Bulletin", "Kestria Today"]
draws = 20
permutations = 99

[period]
since = "2031-04-01"

[features]
names = ["loaded.label"]

[evidence]
show = "offsets"

[groups]
loud = ["Second Glance", "Kestria Today"]
quiet = ["State Bulletin"]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments])


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def sections(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", page)


def without_manifest(page: str) -> str:
    return page.split('<section id="made"', maxsplit=1)[0]


def test_a_page_has_its_sections_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    done = run(str(DEMO), *FEW, "--evidence", "none", "-o", str(path))
    assert done.exit_code == 0, done.output
    page = path.read_text(encoding="utf-8")
    assert sections(page) == [
        "The answer",
        "What was compared",
        "All features at a glance",
        "The comparison, feature by feature",
        "Choice of words",
        "Own voice against quoted",
        "Distinctive words",
        "On the same events",
        "Over time",
        "Methods",
        "Validity of the instruments",
        "What this does not show",
        "How this was made",
    ]
    assert "Not made" not in page
    assert "reproduce: masthead report demo --evidence none --draws 20 --permutations 99 --seed 0" in page


def test_a_study_makes_the_page_that_its_options_make_whatever_the_options_file_says(study: Path) -> None:
    (study.parent / "masthead.toml").write_text("seed = 9\n", encoding="utf-8")
    options = (
        "--only",
        "Second Glance",
        "--only",
        "State Bulletin",
        "--only",
        "Kestria Today",
        "--since",
        "2031-04-01",
    )
    shown = ("--feature", "loaded.label", "--evidence", "offsets", "--title", "The siege", "--seed", "0")
    told, asked = run("--study", str(study)), run(str(DEMO), *options, *shown, *FEW)
    assert (told.exit_code, asked.exit_code) == (0, 0), told.output + asked.output
    one, other = without_manifest(told.stdout), without_manifest(asked.stdout)
    assert "Groups of outlets" in one
    assert (
        re.sub(r'<section id="groups".*?</section>|<li><a href="#groups">.*?</li>', "", one, flags=re.DOTALL).split()
        == other.split()
    )
    assert "reproduce: masthead report --study study.toml --seed 0" in told.stdout


def test_an_option_wins_over_the_study(study: Path) -> None:
    done = run("--study", str(study), "--title", "Another", "--evidence", "none")
    assert "<title>Another</title>" in done.stdout
    assert "<li data-article=" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "report.html"), "no articles are named"),
        ((str(DEMO), "-o", "report.csv"), "a report is not written as csv"),
        ((str(DEMO), "--format", "json"), "a report is not written as json"),
        ((str(DEMO), "--since", "May"), "'May' is not a day"),
        ((str(DEMO), "--only", "Second Glanse"), "Did you mean 'Second Glance'?"),
        ((str(DEMO), "--feature", "loaded.al"), "Did you mean 'loaded.all'?"),
        (("--study", "none.toml"), "the study file cannot be read"),
    ],
)
def test_wrong_use_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code in (2, 4)
    assert said in done.output


def test_counts_alone_make_a_page_that_says_what_is_missing(tmp_path: Path) -> None:
    features = tmp_path / "features.parquet"
    assert CliRunner().invoke(app, ["measure", str(DEMO), "-q", "-o", str(features)]).exit_code == 0
    done = run(str(features), *FEW)
    assert done.exit_code == 0, done.output
    assert re.findall(r"Not made: ([^<]*)", done.stdout) == [
        "the articles themselves were not read, only counts of them.",
        "a FEATURES file holds no words",
        "a file of counts holds no texts to find events in",
    ]
    assert "Evidence: a file of counts holds no texts." in done.stdout
    assert 'data-n="12"' in done.stdout.split('<section id="events"')[1]


def test_figures_of_all_parts_are_written_beside_the_page(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="figures for paper take masthead[figures]")
    done = run(
        str(DEMO), *FEW, "--evidence", "none", "-o", str(tmp_path / "r.html"), "--figures", str(tmp_path / "drawn")
    )
    assert done.exit_code == 0, done.output
    stems = {path.stem for path in (tmp_path / "drawn").glob("*.csv")}
    assert {stem.partition("-")[0] for stem in stems} == {"compare", "choices", "words", "trend"}
    assert {"compare-forest-loaded.all", "choices-bars-ruling_power", "trend-trend-loaded.all"} <= stems
    told = (tmp_path / "drawn" / "compare-forest-loaded.all.txt").read_text(encoding="utf-8")
    assert told.startswith("Loaded terms, per 1,000 own-voice words.")
    assert "reproduce: masthead report demo" in told
