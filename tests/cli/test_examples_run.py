"""The examples in ``--help`` that need nothing but a folder of articles, run as they stand."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from masthead.cli.examples import EXAMPLES
from masthead.storage import bundled

if TYPE_CHECKING:
    from pathlib import Path

OUTLETS = {"Daily Example": "State Bulletin", "Example Times": "Harrow Chronicle", "Third": "Free Kestria Voice"}
COMMANDS = (
    *(
        "measure",
        "verify",
        "study init",
        "choices",
        "words",
        "concordance",
        "profile",
        "power",
        "explain",
        "duplicates",
    ),
    *("features", "lexicons", "lexicons show", "cite", "sample", "compare"),
)
ELSEWHERE = ("tables/", "features/", "articles.csv", "results.csv", "siege/study.toml", "my-list.tsv")
"""Files and folders of which there are none here."""
LINES = [line for name in COMMANDS for line in EXAMPLES[name] if not any(name in line.split() for name in ELSEWHERE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``articles``, with the outlets and the file that the examples name."""
    place = tmp_path_factory.mktemp("examples")
    for name, written in OUTLETS.items():
        shutil.copytree(bundled("corpora/demo") / "articles" / written, place / "articles" / name)
    first = min((place / "articles" / "Daily Example").iterdir())
    first.rename(first.with_name("2026-03-01-budget.txt"))
    return place


@pytest.mark.parametrize("line", LINES)
def test_an_example_runs(line: str, folder: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    result = run(*shlex.split(line)[1:])
    assert (result.exit_code, result.exception) == (0, None), result.stderr


def test_most_of_these_commands_have_an_example_that_runs() -> None:
    assert len(LINES) >= 20
