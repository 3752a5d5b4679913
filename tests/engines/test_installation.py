"""An installation on machines of all kinds: read-only, without a cache folder, without Numba."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

import masthead
from masthead.engines.counting import SMALL
from masthead.sources import read_articles

if TYPE_CHECKING:
    from modes import CounterInMode

COMPILE_ONE = """
from masthead.engines.counting import _nowhere_to_keep
from masthead.native.entries import entry
from masthead.native.machine import compiling


@entry
def double(number: int) -> int:
    return 2 * number


with compiling():
    print(double(21))
print(_nowhere_to_keep())
"""
NO_NUMBA = """
import sys


class Hidden:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in ("numba", "llvmlite"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Hidden)
"""
COMPILE_FROM_THE_FIRST_BYTE = """
from masthead.cli.app import main
from masthead.engines import stream

stream.COMPILE_FROM = 1
main()
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The package in a folder that cannot be written to."""
    source = Path(masthead.__file__).parent
    target = tmp_path / "site" / "masthead"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [target, *target.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return target.parent


needs_numba = pytest.mark.skipif(not find_spec("numba"), reason="machine code is made by numba, which is not installed")


def compile_one(installed: Path, cache: Path) -> list[str]:
    script = installed.parent / "one.py"
    script.write_text(COMPILE_ONE, encoding="utf-8")
    given = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1", "MASTHEAD_CACHE": str(cache)}
    done = subprocess.run(
        [sys.executable, str(script)], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@needs_numba
def test_a_read_only_installation_keeps_machine_code_in_the_users_cache_folder(installed: Path, tmp_path: Path) -> None:
    before = files(installed)
    assert compile_one(installed, tmp_path / "cache") == ["42", "None"]
    [code] = [path for path in files(tmp_path / "cache") if path.suffix == ".o"]
    made = code.stat().st_mtime_ns
    assert compile_one(installed, tmp_path / "cache") == ["42", "None"]
    assert code.stat().st_mtime_ns == made
    assert files(installed) == before


@needs_numba
def test_where_that_cannot_be_written_either_it_lasts_for_the_run_and_a_note_says_so(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    before = files(installed)
    place = tmp_path / "file" / "cache"
    assert compile_one(installed, place) == [
        "42",
        f"the cache folder {place} can't be written: the counting code was compiled for this run only",
    ]
    assert files(installed) == before


@pytest.fixture(scope="module")
def no_numba(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a new installation in which neither Numba nor llvmlite can be imported."""
    folder = tmp_path_factory.mktemp("no_numba")
    (folder / "sitecustomize.py").write_text(NO_NUMBA, encoding="utf-8")
    paths = [str(folder), str(Path(masthead.__file__).parents[1])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "MASTHEAD_CACHE": str(folder / "cache")}


def command(
    environment: dict[str, str], *arguments: object, start: tuple[str, str] = ("-m", "masthead")
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        env={**environment, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_without_numba_the_demo_shows_the_same_figures(no_numba: dict[str, str]) -> None:
    without, usual = command(no_numba, "demo"), command(dict(os.environ), "demo")
    assert without.stdout == usual.stdout
    assert "8 outlets, 96 articles" in without.stdout
    assert f"note: {SMALL}" in without.stderr


def test_without_numba_the_same_features_and_hits_are_measured(
    no_numba: dict[str, str], root: Path, both_counters: tuple[CounterInMode, CounterInMode], tmp_path: Path
) -> None:
    demo = root / "corpora" / "demo"
    done = command(no_numba, "measure", demo, "-o", tmp_path / "features.parquet", "--hits", tmp_path / "hits.parquet")
    expected = both_counters[1].measure(read_articles(demo))
    for name, table in (("features", expected.features), ("hits", expected.hits)):
        assert pq.read_table(tmp_path / f"{name}.parquet").to_pylist() == table.to_pylist()
    assert f"note: {SMALL}" in done.stderr


def test_without_numba_a_note_says_that_python_mode_counts_where_machine_code_would_be_made(
    no_numba: dict[str, str], tmp_path: Path
) -> None:
    article, features = tmp_path / "A" / "rain.txt", tmp_path / "features.parquet"
    article.parent.mkdir()
    article.write_text("It rained in Ardel.", encoding="utf-8")
    done = command(no_numba, "measure", article, "-o", features, start=("-c", COMPILE_FROM_THE_FIRST_BYTE))
    said = (
        "note: counting in Python mode, which is slower: numba can't be imported (No module named 'llvmlite'); pip "
        "install numba"
    )
    assert said in done.stderr.splitlines()
    assert pq.read_table(features)["words.own"].to_pylist() == [4.0]
