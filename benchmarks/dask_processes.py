"""A Dask cluster of processes that a benchmark may kill: a scheduler and two workers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Process = subprocess.Popen[bytes]

WORKERS = 2
SCHEDULER, WORKER = 0, 1
"""The places of the scheduler and of one worker among the processes."""
_PROGRAM = "import sys; from distributed.cli.dask_{} import main; main(sys.argv[1:])"
_HERE = "127.0.0.1"


@contextmanager
def cluster(
    folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a new scheduler, and its process and those of the workers, which run in ``folder``."""
    place = folder / "scheduler.json"
    place.unlink(missing_ok=True)
    given = [
        ("scheduler", "--port", "0"),
        *[("worker", "--nworkers", "1", "--nthreads", "1", "--no-nanny")] * WORKERS,
    ]
    with ExitStack() as stack:
        running = []
        for what, *options in given:
            command = [sys.executable, "-c", _PROGRAM.format(what), "--host", _HERE, "--no-dashboard", *options]
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(place)],
                cwd=folder,
                env=None if environment is None else dict(environment),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(_ended, process)
            running.append(process)
        while not (place.exists() and place.read_text(encoding="utf-8")):
            time.sleep(0.1)
        yield json.loads(place.read_text(encoding="utf-8"))["address"], running


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
