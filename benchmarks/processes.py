"""Whole processes measured: CPU seconds (their children's too), wall seconds, peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple


class Run(NamedTuple):
    """What one run of a command took."""

    cpu: float
    wall: float
    megabytes: float
    code: int
    said: str


def run(command: list[str], stdin: Path | None = None, folder: Path | None = None, **environment: str) -> Run:
    """Run a command to its end, in ``folder``; its output goes nowhere.

    A small process of this file starts it: a child carries its parent's peak memory along. Modules are compiled once,
    as those of an installed package are.
    """
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).resolve()), str(stdin or os.devnull), *command]
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**given, **environment}
    done = subprocess.run(launcher, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return Run(*json.loads(done.stdout))


def launch(stdin: str, command: list[str]) -> None:
    """Run a command and print what it took."""
    start = time.perf_counter()
    with Path(stdin).open("rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.read().decode("utf-8", "replace").strip()
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = code = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    print(json.dumps(Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, code, said)))


def environment() -> dict[str, Any]:
    """The machine and the versions that a figure depends on."""
    import platform  # noqa: PLC0415 - the launcher is to stay small
    from importlib import metadata  # noqa: PLC0415

    return {
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in ("masthead", "numba", "numpy", "pyarrow", "textstat")},
        "load": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    launch(sys.argv[1], sys.argv[2:])
