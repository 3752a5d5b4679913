"""What a process of masthead's own leaves out."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from masthead.engines import own_process
own_process()
import pyarrow as pa
pa.array(["a"]), pa.scalar("a")
assert "pandas" not in sys.modules
assert not any(getattr(finder, "__name__", "") == "_Absent" for finder in sys.meta_path)
"""
LATER = """
import pandas
assert pa.table({"a": [1]}).to_pandas()["a"].tolist() == [1]
"""


def test_arrow_does_not_import_pandas() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)


def test_pandas_can_be_had_all_the_same() -> None:
    pytest.importorskip("pandas")
    subprocess.run([sys.executable, "-c", PROGRAM + LATER], check=True)
