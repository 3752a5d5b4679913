"""The wheel holds all it needs: `masthead demo` runs from it in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _python(*arguments: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, as pip lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    _python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    [wheel] = folder.glob("masthead-*.whl")
    target = folder / "site"
    _python("-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel), cwd=folder)
    return target


def test_the_demo_runs_from_the_wheel_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = _python("-c", "import masthead; print(masthead.__file__)", cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(where.strip()).parent.parent == installed
    shown = _python("-m", "masthead", "demo", cwd=tmp_path, PYTHONPATH=str(installed))
    assert shown.startswith("8 outlets, 96 articles")
    assert list(tmp_path.iterdir()) == []


def test_the_figures_of_validity_are_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    shown = _python("-m", "masthead", "lexicons", "show", "cues", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "Agreement with annotators" in shown
    listed = _python("-m", "masthead", "bench", "list", cwd=tmp_path, PYTHONPATH=str(installed))
    assert listed.startswith("12 suites, ")
    scored = _python(
        "-m", "masthead", "bench", "run", "validity", "--only", "quotes", cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert "quote_cases  cases right" in scored


def test_a_suite_runs_from_the_wheel_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    asked = ("bench", "run", "demo", "--only", "demo.events", "--model", "majority")
    shown = _python("-m", "masthead", *asked, cwd=tmp_path, PYTHONPATH=str(installed))
    assert "demo.events: 5 folds, no event in two; n 96, 8 outlets" in shown


def test_the_declarations_of_corpora_are_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    shown = _python(
        "-m", "masthead", "corpora", "list", "--data", str(tmp_path), cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert shown.startswith("17 corpora, 1 of them here")


def test_nothing_imports_the_source_root() -> None:
    assert not (ROOT / "toolkit" / "__init__.py").exists()
    for path in (ROOT / "toolkit").rglob("*.py"):
        assert "import toolkit" not in path.read_text(encoding="utf-8"), path
        assert "from toolkit" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["compare", "--help"]])
def test_help_starts_fast_because_it_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom masthead.cli.app import app\n"
        f"try:\n    app({arguments!r}, prog_name='masthead')\nexcept SystemExit as done:\n    assert not done.code\n"
        "heavy = {'numba', 'sklearn', 'textstat', 'scipy', 'pyarrow', 'numpy', 'trafilatura', 'nltk'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)\nassert not heavy & sys.modules.keys()\n"
    )
    _python("-c", code, cwd=ROOT)
    _python("-c", "import masthead, sys; assert 'pyarrow' not in sys.modules", cwd=ROOT)
