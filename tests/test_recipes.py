"""The recipes of the manual work: their changes are made in a copy of masthead, and their Python prints what they say."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from edited_package import answer, copy_package, printed, replaced

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "docs" / "recipes.md"
SECTION = re.compile(r"^## (Add .+)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)
BLOCK = re.compile(r"(?:^`([\w.-]+)`\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEW = "/dev/null"


class Recipe(NamedTuple):
    """Changes to files of masthead, files of one's own, and Python with what it prints."""

    changes: list[str]
    files: dict[str, str]
    python: str
    shown: str


def recipes() -> dict[str, Recipe]:
    """Every recipe by its heading."""
    found = {}
    for heading, text in SECTION.findall(RECIPES.read_text(encoding="utf-8")):
        blocks = BLOCK.findall(text)
        files = {name: content for name, _, content in blocks if name}
        (python,), (shown,) = (
            [block for name, kind, block in blocks if kind == k and not name] for k in ("python", "text")
        )
        found[heading] = Recipe([block for _, kind, block in blocks if kind == "diff"], files, python, shown)
    return found


def apply(change: str, package: Path) -> None:
    """Make a change in a copy of the package; the form is that of ``diff`` without numbers of lines."""
    head, *hunks = re.split(r"(?m)^@@\n", change)
    ((old, new),) = re.findall(r"--- (\S+)\n\+\+\+ (\S+)\n", head)
    path = package / Path(new).relative_to("toolkit/masthead")
    text = "" if old == NEW else path.read_text(encoding="utf-8")
    for hunk in hunks:
        lines = hunk.splitlines(keepends=True)
        before, after = ("".join(line[1:] or "\n" for line in lines if line[0] in f"{sign} \n") for sign in "-+")
        text = after if old == NEW else replaced(text, before, after, f"docs/recipes.md: {new}")
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_there_is_a_recipe_for_a_lexicon_a_reader_a_feature_and_a_suite() -> None:
    assert list(recipes()) == ["Add a lexicon", "Add a reader", "Add a feature", "Add a suite"]


@pytest.mark.parametrize("heading", recipes())
def test_a_recipe_prints_what_it_says(heading: str, tmp_path: Path, cache: Path) -> None:
    recipe = recipes()[heading]
    package = copy_package(tmp_path)
    shutil.copytree(ROOT / "corpora" / "demo", package / "bundled" / "corpora" / "demo")
    for change in recipe.changes:
        apply(change, package)
    (tmp_path / "work").mkdir()
    for name, content in recipe.files.items():
        (tmp_path / "work" / name).write_text(content, encoding="utf-8")
    assert printed(Path(__file__), package, cache, json.dumps([str(tmp_path / "work"), recipe.python])) == recipe.shown


if __name__ == "__main__":
    folder, code = json.load(sys.stdin)
    out = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out):
        exec(compile(code, "docs/recipes.md", "exec"), {})
    answer(out.getvalue())
