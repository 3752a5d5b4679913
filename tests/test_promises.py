"""What masthead promises: the same bytes from the same input, and no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEMO = "corpora/demo"
OFFLINE = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.create_connection = refuse
sys.argv = ["masthead", *sys.argv[1:]]
from masthead.cli.app import main
main()
"""
VARIATIONS = [
    ("hash seed", {"PYTHONHASHSEED": "1"}, []),
    ("locale C", {"LC_ALL": "C"}, []),
    ("locale C.UTF-8", {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"}, []),
    ("two processes", {}, ["--jobs", "2"]),
    ("four processes, another zone", {"TZ": "America/Caracas"}, ["--jobs", "4"]),
    ("cached", {"MASTHEAD_TEST_CACHED": "1"}, []),
]


def run(*arguments: str, cwd: Path = ROOT, code: str | None = None, **environment: str) -> bytes:
    start = ["-c", code] if code else ["-m", "masthead"]
    done = subprocess.run(
        [sys.executable, *start, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return outputs(tmp_path_factory.mktemp("reference"), {"PYTHONHASHSEED": "0"}, [])


def outputs(folder: Path, environment: dict[str, str], options: list[str]) -> dict[str, bytes]:
    """The bytes of what compare and measure write."""
    cache = [] if environment.pop("MASTHEAD_TEST_CACHED", None) else ["--no-cache"]
    compared = run("compare", DEMO, "--format", "json", *cache, *options, **environment)
    table = run("compare", DEMO, "--width", "120", *cache, *options, **environment)
    features, hits = folder / "features.parquet", folder / "hits.parquet"
    run("measure", DEMO, "-o", str(features), "--hits", str(hits), *cache, *options, **environment)
    return {"json": compared, "table": table, "features": features.read_bytes(), "hits": hits.read_bytes()}


@pytest.mark.parametrize(
    ("environment", "options"), [row[1:] for row in VARIATIONS], ids=[row[0] for row in VARIATIONS]
)
def test_the_same_input_gives_the_same_bytes(
    reference: dict[str, bytes], tmp_path: Path, environment: dict[str, str], options: list[str]
) -> None:
    made = outputs(tmp_path, dict(environment), options)
    assert [name for name in reference if made[name] != reference[name]] == []


def test_a_folder_of_results_is_the_same_bytes_however_many_work_at_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "ABCD":
        rows = [
            {"id": f"{name}{n}", "outlet": name, "date": "3 May 2031", "text": f"It may rain on {name}{n}, Voss said."}
            for n in range(9)
        ]
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (tmp_path / "in" / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    made = []
    for jobs, environment in (("1", {"PYTHONHASHSEED": "0"}), ("2", {"TZ": "Asia/Tokyo"}), ("4", {"LC_ALL": "C"})):
        run("measure", "in", "-o", "out", "--hits", "hits", "--jobs", jobs, cwd=tmp_path, **environment)
        files = [path for folder in ("out", "hits") for path in sorted((tmp_path / folder).iterdir())]
        made.append({path.name: path.read_bytes().replace(f"--jobs {jobs}".encode(), b"") for path in files})
        for folder in ("out", "hits"):
            shutil.rmtree(tmp_path / folder)
    assert len(made[0]) == 5
    assert made[0] == made[1] == made[2]


def test_the_main_job_asks_no_network(tmp_path: Path) -> None:
    environment = {"MASTHEAD_CACHE": str(tmp_path / "cache")}  # empty, so the readability tables are built too
    assert b"8 outlets, 96 articles" in run("compare", DEMO, code=OFFLINE, **environment)
    assert b"8 outlets, 96 articles" in run("demo", code=OFFLINE, **environment)
