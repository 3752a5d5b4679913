import os
from pathlib import Path

import pytest


@pytest.fixture
def research_data() -> Path:
    """The folder of research corpora, which are no part of the repository."""
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
    folder = Path(os.environ.get("MASTHEAD_DATA", default))
    if not folder.is_dir():
        pytest.skip("research corpora absent: point MASTHEAD_DATA at them")
    return folder


@pytest.fixture
def write(tmp_path):
    """Write files below a temporary folder, given as path=content, and return that folder."""

    def write_files(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write_files
