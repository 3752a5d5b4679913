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
import numpy as np
from masthead.engines.counting import _nowhere_to_keep
from masthead.features.kernel.strings import StringColumns
columns = StringColumns(("a", "bc"))
print(columns.listed(np.array([1, 0], np.int32)).to_pylist())
print(_nowhere_to_keep())
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The package in a folder that cannot be written to."""
    source = Path(masthead.__file__).parent
    target = tmp_path / "site" / "masthead"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "data", "choices"))
    for path in [target, *target.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return target.parent


def compile_one(installed: Path, **environment: str) -> list[str]:
    given = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", COMPILE_ONE], env=given, capture_output=True, text=True, check=False, cwd=installed
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_read_only_installation_keeps_machine_code_in_the_users_cache_folder(installed: Path, tmp_path: Path) -> None:
    before = files(installed)
    made, note = compile_one(installed, MASTHEAD_CACHE=str(tmp_path / "cache"))
    assert made == "['bc', 'a']"
    assert note == "None"
    assert [path.suffix for path in files(tmp_path / "cache") if path.parent.name.startswith("kernel-")] == ["", ".o"]
    assert files(installed) == before


def test_where_that_cannot_be_written_either_it_lasts_for_the_run_and_a_note_says_so(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    before = files(installed)
    made, note = compile_one(installed, MASTHEAD_CACHE=str(tmp_path / "file" / "cache"))
    assert made == "['bc', 'a']"
    assert note == (
        f"the cache folder {tmp_path / 'file' / 'cache'} can't be written: "
        "the counting code was compiled for this run only"
    )
    assert files(installed) == before
