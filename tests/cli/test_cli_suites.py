"""``masthead bench`` with suites of classifiers: listed, run on the bundled corpus, tabled, compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masthead.classifiers import DEFAULT
from masthead.evaluation.suites import SUITES

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

PUBLISHED = {
    "metric": "accuracy",
    "value": 0.9025,
    "system": "a rule of thumb",
    "split": "random split",
    "source": "Somebody (2020), table 2",
    "checked": "secondary",
}


@pytest.fixture(autouse=True)
def without_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASTHEAD_DATA", raising=False)


def results(name: str, right: int, **changes: Any) -> Path:
    """A file of results on twelve outlets, in each of which so many of four articles are right."""
    row = {
        "suite": "own",
        "task": "own.sites",
        "split": "outlet",
        "model": "framing",
        "metric": "accuracy",
        "value": right / 4,
        "low": right / 4 - 0.05,
        "high": right / 4 + 0.05,
        "n": 48,
        "n_outlets": 12,
        "seed": 0,
        "reason": None,
        "resampled": "outlet",
        "known_data": True,
        "published": [PUBLISHED],
    }
    told = {
        "title": "sites",
        "split": "5 folds, no publisher in two",
        "classes": ["a", "b"],
        "order": None,
        "positive": None,
        "notes": ["one article was left out"],
        "groups": [f"o{at:02}" for at in range(12)],
        "confusions": {"framing": [[[right, 4 - right], [0, 0]]] * 12},
    }
    path = Path(name)
    manifest = {"suite": "own 1", "default_model": "framing", "tasks": {"own.sites": told}}
    path.write_text(json.dumps({"manifest": manifest, "rows": [{**row, **changes}]}), encoding="utf-8")
    return path


def test_a_suite_runs_offline_with_nothing_but_masthead(run: Run, rows: Rows) -> None:
    asked = ("bench", "run", "demo", "--only", "*.events", "--model", "majority", "--model", "framing")
    result = run(*asked, "-o", "demo.json")
    assert result.exit_code == 0, result.output
    found = json.loads(Path("demo.json").read_text(encoding="utf-8"))
    by = {(row["model"], row["metric"]): row for row in found["rows"]}
    assert by["majority", "accuracy"]["value"] == 0.5
    assert by["framing", "accuracy"]["value"] > 0.9
    assert {(row["suite"], row["task"], row["n"], row["n_outlets"]) for row in found["rows"]} == {
        ("demo", "demo.events", 96, 8)
    }
    assert all(row["known_data"] and row["published"] == [] for row in found["rows"])
    manifest = found["manifest"]
    assert manifest["suite"] == "demo 1"
    assert manifest["default_model"] == DEFAULT
    assert set(manifest["environment"]) >= {"python", "machine", "scikit-learn"}
    assert len(manifest["tasks"]["demo.events"]["groups"]) == 12
    same = run("bench", "compare", "demo.json", "demo.json", "-f", "json")
    assert {(row["difference"], row["method"]) for row in rows(same) if row["metric"] == "accuracy"} == {
        (0.0, "paired")
    }


def test_the_suites_are_listed_with_their_terms(run: Run, rows: Rows) -> None:
    listed = rows(run("bench", "list", "-f", "json"))
    assert {row["suite"] for row in listed} == {"validity", "events", *SUITES}
    assert all(row["license"] and row["citation"] for row in listed)
    [task] = rows(run("bench", "list", "basil", "-f", "json"))
    assert (task["task"], task["split"], task["metrics"]) == (
        "basil.events",
        "event",
        ["f1", "macro_f1", "auroc", "accuracy", "brier", "brier_uncalibrated", "brier_base", "ece", "ece_uncalibrated"],
    )
    shown = run("bench", "list", "abp", "--width", "80").stdout
    assert shown.startswith("abp: 4 tasks\n")
    assert "Baly, Da San Martino" in shown
    misspelt = run("bench", "list", "semeval")
    assert (misspelt.exit_code, "Did you mean 'semeval2019'?" in misspelt.stderr) == (2, True)


def test_ours_stand_beside_the_published_figures_with_the_split_named(run: Run) -> None:
    shown = run("bench", "table", results("a.json", 2), "--width", "80").stdout
    assert "own.sites: 5 folds, no publisher in two; n 48, 12 outlets\n" in shown
    assert "framing                 0.500\nthe default       0.450–0.550\n" in shown
    assert "a rule of thumb¹       0.9025\nrandom split" in shown
    assert "¹ Somebody (2020), table 2: from a work that cites it" in shown
    assert "one article was left out" in run("bench", "table", "a.json", "-v").stdout
    alike = PUBLISHED | {"same": "yes", "system": "a rule of twelve"}
    shown = run("bench", "table", results("b.json", 2, published=[PUBLISHED, alike]), "--width", "80").stdout
    assert re.search(r"a rule of twelve[¹²] +0\.9025\nrandom split, as ours *\n", shown)
    assert re.search(r"a rule of thumb[¹²] +0\.9025\nrandom split *\n", shown)
    assert "are comparable only where the small print says “as ours”" in " ".join(shown.split())
    for form in ("md", "latex", "html"):
        assert "0.9025" in run("bench", "table", "a.json", "-f", form).stdout
    unknown = run("bench", "table", "a.json", "--model", "choices")
    assert (unknown.exit_code, "no results of the model 'choices'" in unknown.stderr) == (2, True)


def test_figures_on_a_file_that_the_suite_does_not_know_are_marked(run: Run) -> None:
    shown = run("bench", "table", results("a.json", 2, known_data=False), "--width", "80").stdout
    assert "¹ not a file known to the suite: not comparable" in shown


def test_what_changed_is_shown_with_its_interval(run: Run, rows: Rows) -> None:
    asked = ("bench", "compare", results("a.json", 2), results("b.json", 3))
    [row] = rows(run(*asked, "-f", "json"))
    assert (row["difference"], row["low"], row["high"], row["method"]) == (0.25, 0.25, 0.25, "paired")
    shown = run(*asked, "--width", "80").stdout
    assert shown.startswith("a.json and b.json: 1 clear change among 1 figure\n")
    results("c.json", 3, metric="auroc")
    results("d.json", 2, metric="auroc")
    apart = run("bench", "compare", "c.json", "d.json", "--width", "80").stdout
    assert "intervals apart¹" in apart
    assert "¹ auroc is not made of counts" in apart
    results("e.json", 2, task="own.other")
    nothing = run("bench", "compare", "a.json", "e.json")
    assert (nothing.exit_code, "no task and model in common" in nothing.stderr) == (2, True)
    refused = run(*asked, "-o", "a.json")
    assert (refused.exit_code, "would be overwritten" in refused.stderr) == (2, True)


def test_options_of_the_other_kind_of_suite_are_refused(run: Run, tmp_path: Path) -> None:
    for asked, said in (
        (("bench", "run", "demo", "--errors", "3"), "--errors is for the suite validity"),
        (("bench", "run", "validity", "--model", "framing"), "--model and --strict are for suites of classifiers"),
        (("bench", "run", "abp"), "needs a folder of corpora"),
        (("bench", "run", "demo", "--model", "framng"), "Did you mean 'framing'?"),
        (("bench", "run", "demo", "--only", "demo.evnts"), "Did you mean 'demo.events'?"),
    ):
        result = run(*asked)
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    absent = run("bench", "run", "abp", "--data", tmp_path)
    assert (absent.exit_code, "is about abp, and that is not here" in absent.stderr) == (4, True)
