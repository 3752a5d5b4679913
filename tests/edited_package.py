"""Copies of the package in which something is changed, and what a file that runs with one of them prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import masthead

PACKAGE = Path(masthead.__file__).parent


def copy_package(folder: Path) -> Path:
    """A copy of the package in a folder."""
    return Path(shutil.copytree(PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__")))


def replaced(text: str, old: str, new: str, where: str) -> str:
    """The text with ``old`` replaced. Raises ValueError unless it stands there exactly once."""
    if text.count(old) != 1:
        raise ValueError(f"{where} holds {old!r} {text.count(old)} times, and not once: bring the edit up to date")
    return text.replace(old, new)


def printed(script: Path, package: Path, cache: Path, given: str = "") -> Any:
    """The JSON that a script prints which imports masthead from a copy of the package, with a cache of its own."""
    paths = os.pathsep.join((str(package.parent), str(Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": paths, "MASTHEAD_CACHE": str(cache)},
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.returncode, done.stderr
    used, result = json.loads(done.stdout)
    assert Path(used) == package / "__init__.py", f"{script.name} ran with {used}"
    return result


def answer(result: Any) -> None:
    """Print what ``printed`` reads."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(json.dumps((masthead.__file__, result)))
