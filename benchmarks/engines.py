"""Does a run on Dask, or in parts, lose or change anything, and what does it cost?

    python benchmarks/engines.py -o benchmarks/results/engines.json

Made-up articles in 1,000 files are measured by two workers: here, on a Dask cluster of this machine in turn, in four
parts that are merged, and on a cluster whose worker is killed midway, and then its scheduler, before another run
finishes. Bytes of all results are compared with those of the first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dask_processes import SCHEDULER, WORKER, WORKERS, cluster
from made_corpus import MadeCorpus

from masthead.engines import MANIFEST
from masthead.storage import hash_file
from masthead.version import __version__

PARTS = 4
RESULT = "features"
KILLED_AT, LOST_AT = 0.25, 0.5
"""The shares of files done at which a worker is killed, and the scheduler."""


def measured(*more: str) -> list[str]:
    """The command that measures the corpus of the working folder."""
    return [sys.executable, "-m", "masthead", "measure", "in", "-o", RESULT, "--no-hits", "--quiet", *more]


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds, and seconds of processors, that a command takes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def taken(folder: Path) -> dict[str, str]:
    """The hashes of all results, which are removed."""
    place = folder / RESULT
    found = {path.relative_to(place).as_posix(): hash_file(path) for path in place.rglob("*") if path.is_file()}
    shutil.rmtree(place)
    return found


def in_parts(folder: Path) -> tuple[float, float]:
    """Seconds of the jobs one after the other, and of merging."""
    jobs = sum(timed(measured("--shard", f"{number}/{PARTS}"), folder)[0] for number in range(1, PARTS + 1))
    merged = timed([sys.executable, "-m", "masthead", "merge", RESULT, "--quiet"], folder)
    return jobs, merged[0]


def done(folder: Path) -> int:
    """How many files are finished."""
    return len(list((folder / RESULT).glob("*.parquet"))) if (folder / RESULT).is_dir() else 0


def with_faults(folder: Path, files: int) -> dict[str, Any]:
    """Kill a worker and then the scheduler, and run again on another cluster; what was seen."""
    with cluster(folder) as (address, running):
        command = measured("--engine", "dask", "--scheduler", address)
        run = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for share, process in ((KILLED_AT, running[WORKER]), (LOST_AT, running[SCHEDULER])):
            while done(folder) < share * files and run.poll() is None:
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
        said = run.communicate()[1].decode().strip().splitlines()
        first = {"exit_code": run.returncode, "said": said[:1]}
    left = done(folder)
    unfinished = not (folder / RESULT / MANIFEST).exists()
    with cluster(folder) as (address, _):
        took, _ = timed(measured("--engine", "dask", "--scheduler", address), folder)
    return {"first_run": first, "no_data_set_after_it": unfinished, "files_kept": left, "rerun_seconds": round(took, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="masthead-engines-") as name:
        found = compared(Path(name), given)
    text = json.dumps(found, indent=2) + "\n"
    print(text, end="")
    if given.output is not None:
        given.output.write_text(text, encoding="utf-8")


def compared(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    (folder / "in").mkdir()
    for _ in MadeCorpus(given.articles).write(folder / "in", given.articles // given.files):
        pass
    load = os.getloadavg()[0]
    times: dict[str, list[tuple[float, float]]] = {"local": [], "dask": []}
    results: dict[str, list[dict[str, str]]] = {"local": [], "dask": []}
    for _ in range(given.rounds):
        for engine, seen in times.items():
            seen.append(timed(measured("--engine", engine, "--jobs", str(WORKERS)), folder))
            results[engine].append(taken(folder))
    jobs, merging = in_parts(folder)
    results["parts"] = [taken(folder)]
    faults = with_faults(folder, given.files)
    results["faults"] = [taken(folder)]
    whole = results["local"][0]
    ratios = [dask[0] / local[0] for local, dask in zip(times["local"], times["dask"], strict=True)]
    rounded = {name: [[round(second, 1) for second in pair] for pair in pairs] for name, pairs in times.items()}
    return {
        "articles": given.articles,
        "files": given.files,
        "workers": WORKERS,
        "results": len(whole),
        "same_bytes": {name: all(item == whole for item in items) for name, items in results.items()},
        "seconds_and_cpu_seconds": rounded,
        "dask_over_local": {"median": round(statistics.median(ratios), 3), "all": [round(x, 3) for x in ratios]},
        "parts": {"of": PARTS, "jobs_seconds": round(jobs, 1), "merge_seconds": round(merging, 1)},
        "faults": faults,
        "environment": {
            "masthead": __version__,
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "load": round(load, 1),
        },
    }


if __name__ == "__main__":
    main()
