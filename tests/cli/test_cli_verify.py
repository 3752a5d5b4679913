"""``masthead verify``, and what ``measure`` into a folder and the commands that read one say and exit with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masthead.engines import MANIFEST
from masthead.storage import sole_writer

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

TEXT = "It may rain on {town}, said Karl Voss of {town}. Nobody told {town} why the brutal regime fell. "
FORMATS = ("json", "jsonl", "csv", "md", "table", "latex", "html")


def write(folder: Path, outlet: str, n: int) -> Path:
    folder.mkdir(exist_ok=True)
    lines = (
        json.dumps({"id": f"{outlet}{k}", "outlet": outlet, "text": TEXT.format(town=f"{outlet}{k}") * 9})
        for k in range(n)
    )
    path = folder / f"{outlet}.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def out(run: Run, tmp_path: Path) -> Path:
    """``out``: the results of ``in``, made here."""
    for outlet in "AB":
        write(tmp_path / "in", outlet, 3)
    assert run("measure", "in", "-o", "out").exit_code == 0
    return tmp_path / "out"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_sound_folder_passes_every_check(run: Run, out: Path) -> None:
    result = run("verify", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("out: as its manifest says\n")
    for form in FORMATS:
        assert run("verify", "out", "-f", form).exit_code == 0
    rows = json.loads(run("verify", "out", "-f", "json").stdout)["rows"]
    assert list(rows[0]) == ["check", "status", "path", "expected", "found"]
    assert {row["status"] for row in rows} == {"ok"}
    checks = "manifest file unlisted leftover sha256 rows schema options input_twice id_twice input"
    assert [row["check"].replace(" ", "_") for row in rows] == checks.split()


def test_what_is_off_is_named_and_exits_with_four(run: Run, out: Path) -> None:
    shutil.copy(out / "A.parquet", out / "X.parquet")
    result = run("verify", "out")
    assert result.exit_code == 4
    assert result.stdout.startswith("out: 1 of 11 checks failed\n")
    assert "unlisted FAILED X.parquet" in flat(result.stdout)
    assert result.stderr.startswith("error: 1 thing does not match the manifest\n  where: out\n  fix: Run the measure ")
    assert run("verify", "nowhere").exit_code == 4
    (out / MANIFEST).unlink()
    assert "the run did not finish" in run("verify", "out", "-f", "csv").stdout


@pytest.mark.parametrize("command", ["profile", "compare", "choices", "trend"])
def test_a_folder_is_read_as_it_was_made_or_not_at_all(run: Run, out: Path, command: str) -> None:
    sound = run(command, "out", "-f", "json")
    shutil.copy(out / "A.parquet", out / "X.parquet")
    refused = run(command, "out")
    assert (refused.exit_code, refused.stdout) == (4, "")
    assert "it holds results that its manifest does not list" in refused.stderr
    assert "masthead verify out lists everything that does not match" in refused.stderr
    (out / "X.parquet").unlink()
    (out / MANIFEST).unlink()
    assert run(command, "out").exit_code == 4
    assert run("measure", "in", "-o", "out").exit_code == 0
    again = run(command, "out", "-f", "json")
    assert (again.exit_code, again.stdout) == (sound.exit_code, sound.stdout)


def test_a_file_taken_out_of_the_inputs_is_no_longer_counted(run: Run, out: Path) -> None:
    Path("in/B.jsonl").unlink()
    result = run("measure", "in", "-o", "out")
    assert result.exit_code == 0
    assert "note: 1 result without an input was moved to out/removed, which is never read: B.parquet" in result.stderr
    assert run("profile", "out").stdout.startswith("A: 3 articles\n")


def test_results_made_in_two_ways_are_not_pooled(run: Run, out: Path) -> None:
    refused = run("measure", "in", "-o", "out", "--limit", 1)
    assert refused.exit_code == 2
    assert "the option limit was none and is 1" in refused.stderr
    assert run("measure", "in/B.jsonl", "-o", "few.parquet", "--limit", 1).stderr.endswith(
        "wrote 1 row to few.parquet\n"
    )
    mixed = run("profile", "out/A.parquet", "few.parquet")
    assert mixed.exit_code == 2
    assert "the option limit is none in out/A.parquet and 1 in few.parquet" in mixed.stderr
    assert run("measure", "in", "-o", "out", "--limit", 1, "--no-cache").exit_code == 0
    assert run("profile", "out/A.parquet", "out/B.parquet").exit_code == 0


def test_the_same_run_again_writes_nothing_and_says_so(run: Run, out: Path) -> None:
    assert run("measure", "in", "-o", "out").stderr == (
        "note: 2 results are as an earlier run left them: nothing to do\n"
    )


def test_another_run_is_named(run: Run, out: Path) -> None:
    with sole_writer(out):
        for result in (run("measure", "in", "-o", "out", "--no-cache"), run("verify", "out")):
            assert result.exit_code == 6
            assert f"process {os.getpid()} on " in result.stderr


def test_single_articles_are_told_where_they_may_go(run: Run, corpus: Path) -> None:
    result = run("measure", "news", "-o", "out")
    assert result.exit_code == 2
    assert "-o out is a folder, which gets one result for each table of articles, but the input has only documents" in (
        result.stderr
    )
    assert "fix: Write one result for all of them: -o out.parquet." in result.stderr


def start(folder: Path) -> subprocess.Popen[str]:
    """A run of two workers, of which one has long to do."""
    arguments = ["measure", "in", "-o", "out", "--jobs", "2"]
    program = [sys.executable, "-c", "from masthead.cli.app import main; main()", *arguments]
    return subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["KILL", "TERM", "INT"]
)
def test_a_run_that_is_ended_takes_its_workers_with_it_and_is_taken_up(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    for name in ("whole", "ended"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "in", "A", 2)
        write(tmp_path / name / "in", "B", 12_000)
    folder = tmp_path / "ended" / "out"
    with start(tmp_path / "ended") as running:
        until = time.monotonic() + 240  # machine code may have to be made first
        while not (folder / "A.parquet").exists() and time.monotonic() < until:
            time.sleep(0.01)
        running.send_signal(number)
        said = running.communicate(timeout=20)[1]  # the workers hold the other end of the pipe as long as they live
    assert running.returncode == code
    assert "Traceback" not in said
    assert (folder / "A.parquet").exists()
    assert not (folder / "B.parquet").exists()
    assert not (folder / MANIFEST).exists()
    assert any(path.name.startswith(".") for path in folder.iterdir()) == (number is signal.SIGKILL)
    for name in ("ended", "whole"):
        with start(tmp_path / name) as running:
            said = running.communicate(timeout=240)[1]
        assert running.returncode == 0
        assert ("1 result is as an earlier run left it, and 1 measured" in said) == (name == "ended")
    made = {
        name: {path.name: path.read_bytes() for path in sorted((tmp_path / name / "out").iterdir())}
        for name in ("whole", "ended")
    }
    assert list(made["whole"]) == ["A.parquet", "B.parquet", MANIFEST]
    assert made["ended"] == made["whole"]
