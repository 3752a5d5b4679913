"""Commands that are killed at random moments and run again: nothing lost, nothing twice, nothing left behind.

    python benchmarks/torture.py --kills 200 --data ../shared/corpora -o benchmarks/results/torture.json

Each command runs once undisturbed, for its results and the time it takes. Then it is killed (SIGKILL, to its first
process alone) at a random moment of that time, as often as ``--kills`` says in all. Its workers must then end
within ``ENDS`` seconds. Where a worker or the scheduler of a Dask cluster is killed in its place, the command must
end by itself within ``GIVES_UP`` seconds, with success or with the exit code of what was lost. It is then run again
where it stopped: that run must succeed, its results must be the bytes of the undisturbed run with every article in
them once, and no temporary file or lock may be left, not even in the cache and among the temporary files. With
``--data`` the files of ``badinput`` and ``exports`` go through every reader, too. ``--only`` tries one command; the
file keeps what earlier runs found of the others. ``--cache`` is a cache folder that every run begins with; by
default one is made, which compiles the counting code. The exit status is 1 where anything was otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import bad_input
import pyarrow.parquet as pq
from dask_processes import SCHEDULER, WORKER, cluster
from processes import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS = 5
GIVES_UP = 60
MARK = "MASTHEAD_TORTURE"
"""A variable that every process of a run has, by which those are found that outlive it."""
OTHERS = ("dask-scratch-space",)
"""Where Dask keeps what its workers spill; it clears that away when it starts."""
OUTLETS = 8
ARTICLES = 15
SYLLABLES = ("bar", "len", "mor", "tis", "kan", "dol", "per", "vin", "sal", "gor")


class Command(NamedTuple):
    """What is run in a folder with ``in``; ``before`` is run first, undisturbed.

    ``killed`` is the process of a Dask cluster that is killed, None where it is the command itself. ``ends`` are the
    exit codes that the command may then end with.
    """

    run: tuple[str, ...]
    rows: str
    before: tuple[tuple[str, ...], ...] = ()
    killed: int | None = None
    ends: tuple[int, ...] = (-signal.SIGKILL, 0)


ON_DASK = ("measure", "in", "-o", "out/features", "--engine", "dask")
NO_SCHEDULER, LOST = 2, 5
"""The exit codes where there is no scheduler, and where there is none any more."""
COMMANDS = {
    "read": Command(("read", "in", "-o", "out/articles.parquet"), "out/articles.parquet"),
    "measure to a file": Command(
        ("measure", "in", "-o", "out/features.parquet", "--hits", "out/hits.parquet", "--jobs", "2", "--no-cache"),
        "out/features.parquet",
    ),
    "measure to a folder": Command(
        ("measure", "in", "-o", "out/features", "--hits", "out/hits", "--jobs", "2"), "out/features"
    ),
    "measure a shard and merge": Command(
        ("merge", "out/features"),
        "out/features",
        before=tuple(("measure", "in", "-o", "out/features", "--shard", f"{number}/2") for number in (1, 2)),
    ),
    "measure a shard": Command(
        ("measure", "in", "-o", "out/features", "--shard", "1/1", "--jobs", "2"), "out/features"
    ),
    "measure with Dask": Command((*ON_DASK, "--jobs", "2"), "out/features"),
    "a Dask worker": Command(ON_DASK, "out/features", killed=WORKER, ends=(0,)),
    "the Dask scheduler": Command(ON_DASK, "out/features", killed=SCHEDULER, ends=(0, NO_SCHEDULER, LOST)),
    "train": Command(
        ("train", "in", "--label", "side", "--model", "framing", "--folds", "2", "--save", "out/model.skops"), ""
    ),
}
"""Every command; ``rows`` is where the articles of its results are."""


def sentence(draw: random.Random) -> str:
    """A few made-up words."""
    return " ".join("".join(draw.choices(SYLLABLES, k=3)) for _ in range(9)).capitalize()


def made(folder: Path) -> None:
    """A small corpus: a file an outlet, with labels."""
    draw = random.Random(0)
    (folder / "in").mkdir(parents=True)
    for outlet in range(OUTLETS):
        rows = []
        for number in range(ARTICLES):
            text = " ".join(f"{sentence(draw)} may fall, Karl Voss said. It is a disgrace." for _ in range(9))
            side = ("left", "right")[outlet % 2]
            rows.append({"id": f"{outlet}-{number}", "outlet": f"Outlet {outlet}", "text": text, "label_side": side})
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (folder / "in" / f"{outlet}.jsonl").write_text(lines, encoding="utf-8")


def linked(source: str, target: str) -> None:
    """Put a file of the cache, which nobody changes, in a second place."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Place:
    """A folder of its own for one run, with its own cache and temporary files."""

    def __init__(self, root: Path, name: str, command: Command, cache: Path) -> None:
        self.folder, self.command, self.name = root / name, command, name
        self.cache, self.temporary = self.folder / "cache", self.folder / "tmp"
        made(self.folder)
        (self.folder / "out").mkdir()
        self.temporary.mkdir()
        shutil.copytree(cache, self.cache, copy_function=linked)
        self.environment = {**os.environ, "MASTHEAD_CACHE": str(self.cache), "TMPDIR": str(self.temporary)}
        for before in command.before:
            self.finish(before)

    def start(self, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        """Begin a command here."""
        return subprocess.Popen(
            [sys.executable, "-c", "from masthead.cli.app import main; main()", *arguments],
            cwd=self.folder,
            env={**self.environment, MARK: str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self, arguments: tuple[str, ...]) -> tuple[int, str]:
        """Run a command here to its end: its exit code, and what it said."""
        with self.start(arguments) as running:
            said = running.communicate()[1]
        return running.returncode, said.decode("utf-8", "replace")

    @contextmanager
    def ready(self) -> Iterator[tuple[tuple[str, ...], list[subprocess.Popen[bytes]]]]:
        """The command, and the processes of a cluster made for it where it needs one."""
        if self.command.killed is None:
            yield self.command.run, []
            return
        with cluster(self.folder, self.environment) as (address, processes):
            yield (*self.command.run, "--scheduler", address), processes

    def finished(self) -> tuple[int, str, float]:
        """Run the command to its end: its exit code, what it said, and the seconds it took."""
        with self.ready() as (run, _):
            began = time.monotonic()
            return *self.finish(run), time.monotonic() - began

    def results(self) -> dict[str, str]:
        """The files of the results with their hashes; what is left over too."""
        out = self.folder / "out"
        files = sorted(path for path in out.rglob("*") if path.is_file())
        return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def ids(self) -> list[str]:
        """The ids of all articles in the results."""
        place = self.folder / self.command.rows
        paths = sorted(place.rglob("*.parquet")) if place.is_dir() else [place]
        return sorted(name for path in paths for name in pq.read_table(path, columns=["id"])["id"].to_pylist())

    def leftovers(self) -> list[str]:
        """Temporary files and locks that nobody holds, here, in the cache and among temporary files."""
        found = [*(self.folder / "out").rglob(".*"), *self.cache.glob(".*"), *self.temporary.iterdir()]
        return [str(path.relative_to(self.folder)) for path in found if path.name not in OTHERS]

    def survivors(self) -> list[int]:
        """The processes of a run here that are still there."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"{MARK}={self.folder}\0".encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
        return found


def stopped(place: Place, after: float) -> list[str]:
    """What was wrong about the end of a run that was killed so many seconds after it began."""
    command = place.command
    with place.ready() as (run, processes):
        running = place.start(run)
        time.sleep(after)
        (running if command.killed is None else processes[command.killed]).send_signal(signal.SIGKILL)
        try:
            said = running.communicate(timeout=GIVES_UP)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            return [f"it had not ended after {GIVES_UP} seconds"]
    return [] if running.returncode in command.ends else [f"it ended with {running.returncode}: {said[-300:]}"]


def tortured(place: Place, after: float, expected: dict[str, str]) -> list[str]:
    """What was wrong after a kill so many seconds into a run, and after the run that followed."""
    wrong = stopped(place, after)
    until = time.monotonic() + ENDS
    while (alive := place.survivors()) and time.monotonic() < until:
        time.sleep(0.05)
    if alive:
        wrong.append(f"{len(alive)} processes outlived the run by {ENDS} seconds")
        for process in alive:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    code, said, _ = place.finished()
    if code:
        wrong.append(f"the run after it ended with {code}: {said[-300:]}")
        return wrong
    if place.results() != expected:
        wrong.append(f"other results: {sorted(set(place.results().items()) ^ set(expected.items()))[:4]}")
    if place.command.rows:
        ids = place.ids()
        if ids != sorted(f"{outlet}-{number}" for outlet in range(OUTLETS) for number in range(ARTICLES)):
            wrong.append(f"{len(ids)} rows, {len(set(ids))} of them once")
    if left := place.leftovers():
        wrong.append(f"left behind: {left[:4]}")
    return wrong


def kills(wanted: int, names: list[str], seed: int, cache: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kill every command in turn, so often in all; what came of each."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="torture-") as place:
        root = Path(place)
        cache = cache or root / "cache"
        doctor = [sys.executable, "-c", "from masthead.cli.app import main; main()", "doctor"]
        subprocess.run(doctor, env={**os.environ, "MASTHEAD_CACHE": str(cache)}, capture_output=True, check=True)
        for index, name in enumerate(names):
            command = COMMANDS[name]
            share = wanted // len(names) + (index < wanted % len(names))
            first = Place(root, f"{index}", command, cache)
            code, said, took = first.finished()
            if code or first.leftovers():
                raise SystemExit(f"{name}: ended with {code} undisturbed: {said} {first.leftovers()}")
            expected, wrong = first.results(), []
            for number in range(share):
                at = draw.uniform(0, took)
                one = Place(root, f"{index}-{number}", command, cache)
                wrong += [f"killed after {at:.2f} s: {what}" for what in tortured(one, at, expected)]
                shutil.rmtree(one.folder)
            print(f"{name}: {share} kills, {len(wrong)} wrong {wrong[:3]}", file=sys.stderr, flush=True)
            yield name, {"kills": share, "seconds": round(took, 2), "wrong": wrong}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", choices=list(COMMANDS), action="append")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    report: dict[str, Any] = {"commands": {}, "bad_input": {}}
    if given.output is not None and given.output.exists():
        report |= json.loads(given.output.read_text(encoding="utf-8"))
    for name, found in kills(given.kills, given.only or list(COMMANDS), given.seed, given.cache):
        report["commands"][name] = found
        keep(report, given)
    for name in ("badinput", "exports") if given.data is not None else ():
        report["bad_input"][name] = bad_input.tried([given.data / name], as_named=False)
        keep(report, given)
    print(json.dumps(report, indent=1))
    return 1 if report["wrong"] else 0


def keep(report: dict[str, Any], given: argparse.Namespace) -> None:
    """Write what is known so far, with what earlier runs found of other commands."""
    commands = report["commands"].values()
    report |= {
        "kills": sum(one["kills"] for one in commands),
        "wrong": sum(len(one["wrong"]) for one in (*commands, *report["bad_input"].values())),
        "seed": given.seed,
        "environment": environment(),
    }
    if given.output is not None:
        given.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
