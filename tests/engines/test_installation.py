"""Where machine code is kept: never beside the package, which may be read-only, and somewhere in any case."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import masthead

COMPILE_ONE = """
from masthead.engines.counting import _nowhere_to_keep
from masthead.native import machine
from masthead.native.entries import entry


@entry
def double(number: int) -> int:
    return 2 * number


with machine.compiling():
    print(double(21))
print(_nowhere_to_keep())
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


def test_a_read_only_installation_keeps_machine_code_in_the_users_cache_folder(installed: Path, tmp_path: Path) -> None:
    before = files(installed)
    assert compile_one(installed, tmp_path / "cache") == ["42", "None"]
    [code] = [path for path in files(tmp_path / "cache") if path.suffix == ".o"]
    made = code.stat().st_mtime_ns
    assert compile_one(installed, tmp_path / "cache") == ["42", "None"]
    assert code.stat().st_mtime_ns == made
    assert files(installed) == before


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
