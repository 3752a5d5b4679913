"""Shared places: the repository, the research corpora that belong to others, and the Counter in each of its modes."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from modes import MODES, CounterInMode

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def research_data() -> Path:
    """The folder of research corpora; skips where it is absent."""
    folder = Path(os.environ.get("MASTHEAD_DATA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"research corpora not found at {folder}; set MASTHEAD_DATA to their folder")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of one megabyte; skips where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root, on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="session", params=MODES)
def counter(request: pytest.FixtureRequest) -> CounterInMode:
    """The shipped Counter, once in Python mode and once as machine code."""
    return _counter(request.param)


@pytest.fixture(scope="session")
def both_counters() -> tuple[CounterInMode, CounterInMode]:
    """The shipped Counter in Python mode and as machine code, to hold one against the other."""
    return _counter("Python mode"), _counter("machine code")


@cache
def _counter(mode: str) -> CounterInMode:
    if mode == "machine code":
        pytest.importorskip("numba", reason="machine code is made by numba, which is not installed")
    return CounterInMode(mode)
