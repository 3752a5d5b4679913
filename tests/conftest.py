"""Shared places: the repository, and the research corpora that belong to others and are read where they are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
