"""The program as a process: what it imports, signals, pipes, colour."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("numba", "sklearn", "textstat", "pyarrow", "numpy", "pandas", "scipy", "trafilatura")
PROGRAM = (sys.executable, "-c", "from masthead.cli.app import main; main()")


def program(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        **options,
    )


@pytest.mark.parametrize("command", [[], ["compare"], ["measure"]], ids=["masthead", "compare", "measure"])
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    code = (
        f"import sys\nsys.argv = {['masthead', *command, '--help']}\nfrom masthead.cli.app import main\n"
        f"try:\n    main()\nexcept SystemExit:\n    pass\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_overview_is_what_the_whole_command_line_says_of_itself(run: Any) -> None:
    assert program("--help").stdout.splitlines() == run("--help").stdout.splitlines()


def test_the_overview_imports_no_command() -> None:
    code = (
        "import sys\nsys.argv = ['masthead']\nfrom masthead.cli.app import COMMANDS, GROUPS, main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in {**COMMANDS, **GROUPS} if f'masthead.cli.{name}' in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert result.stdout.splitlines()[-1] == "[]"


def test_help_names_every_command() -> None:
    text = program("--help").stdout
    commands = "compare choices profile explain read measure train evaluate features lexicons demo doctor"
    assert all(f" {name} " in text for name in commands.split())


def test_version() -> None:
    assert program("--version").stdout == "masthead 0.1.0\n"


def test_wrong_use_exits_with_two() -> None:
    assert program("compare").returncode == 2
    assert program("compair").returncode == 2


def test_a_closed_pipe_ends_the_run_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = subprocess.run([*PROGRAM, "lexicons"], stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    finally:
        os.close(writer)
    assert result.returncode == 141
    assert result.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_output_error() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*PROGRAM, "lexicons"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert result.returncode == 5
    assert result.stderr.startswith("error: could not write: No space left on device\n  where: standard output\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_without_a_trace(number: signal.Signals, code: int, tmp_path: Path) -> None:
    fifo = tmp_path / "endless.jsonl"
    command = [*PROGRAM, "read", "-", "-o", str(tmp_path / "out.jsonl")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as running:
        time.sleep(2.5)
        running.send_signal(number)
        said = running.communicate(timeout=30)[1]
    assert running.returncode == code
    assert b"Traceback" not in said
    assert not fifo.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Four files of 50 articles."""
    (tmp_path / "in").mkdir()
    for name in "ABCD":
        rows = [
            {"id": f"{name}{n}", "outlet": name, "text": f"It may rain on {name}{n}, Voss said."} for n in range(50)
        ]
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "in" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path / "in"


def measuring(tables: Path) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "measure", str(tables), "-o", str(tables.parent / "out"), "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_of_two_workers_at_once_and_the_next_run_goes_on(
    number: signal.Signals, code: int, tables: Path
) -> None:
    out = tables.parent / "out"
    with measuring(tables) as running:
        while not (out / ".masthead.run").exists():
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(number)
        running.communicate(timeout=30)  # the workers hold the other end of the pipe as long as they live
    assert running.returncode == code
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
    with measuring(tables) as again:
        assert again.wait(timeout=120) == 0
    assert program("verify", out).returncode == 0


def test_of_two_runs_of_two_workers_at_once_one_wins(tables: Path) -> None:
    with measuring(tables) as one, measuring(tables) as other:
        codes = sorted(run.wait(timeout=180) for run in (one, other))
    assert codes in ([0, 6], [0, 0])  # both where one was done before the other began
    assert program("verify", tables.parent / "out").returncode == 0


def test_colour_only_where_it_is_wanted() -> None:
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    assert "\x1b" not in program("doctor", env=plain).stdout
    assert "\x1b" in program("doctor", "--color", "always", env=plain).stdout
    assert "\x1b" not in program("doctor", "--color", "never", env=plain).stdout


def test_the_width_of_the_terminal_is_kept() -> None:
    narrow = program("lexicons", env={**os.environ, "COLUMNS": "60"}).stdout
    assert max(len(line) for line in narrow.splitlines()) <= 60


def test_a_terminal_without_unicode_is_served() -> None:
    result = program("doctor", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0
    assert result.stdout.isascii()
