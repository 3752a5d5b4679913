"""On a Dask cluster the same is measured as here, whatever becomes of workers and scheduler."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import distributed
import pytest

from masthead.engines import How, cluster, measure
from masthead.errors import OutputFailed, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
TEXT = "The brutal regime of {town} fell, said Karl Voss. It may rain on {town}, and nobody told them why. "
FILES = 12
PROGRAM = """
import sys
from distributed.cli.dask_{what} import main
main(["--host", "127.0.0.1", *sys.argv[1:]])
"""


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Twelve files, one of which has a line that is no JSON."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(FILES):
        rows = [{"id": f"{number}-{k}", "outlet": "AB"[k % 2], "text": TEXT.format(town=k)} for k in range(3)]
        lines = [*map(json.dumps, rows), *(["{bad"] if number == 5 else [])]
        (folder / f"{number:02}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A cluster of two workers, in the folder that the tests are run in."""
    with distributed.LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as found:
        yield found


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def on(address: str, progress: Callable[[int, int], None] | None = None) -> How:
    return How(engine="dask", scheduler=address, progress=progress)


def local(inputs: Path) -> dict[str, bytes]:
    measure(inputs, to=inputs.parent / "once")
    return files(inputs.parent / "once")


def test_the_cluster_writes_the_bytes_of_this_machine(
    inputs: Path, workers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "AHEAD", 5)  # so that more is asked for before all is done
    found = measure(inputs, on(workers.scheduler_address), to=tmp_path / "out")
    assert files(tmp_path / "out") == local(inputs)
    assert [(reject.reason, reject.origin) for reject in found.rejects] == [("bad JSON", f"{inputs / '05.jsonl'}:4")]
    again = measure(inputs, on(workers.scheduler_address), to=tmp_path / "out")
    assert "11 results are as an earlier run left them, and 1 measured" in again.notes


def test_a_worker_that_is_killed_loses_nothing(inputs: Path, workers: Any, tmp_path: Path) -> None:
    def kill(done: int, _total: int) -> None:
        if done == 2:
            os.kill(workers.workers[0].pid, signal.SIGKILL)

    measure(inputs, on(workers.scheduler_address, kill), to=tmp_path / "out")
    assert files(tmp_path / "out") == local(inputs)


def test_workers_elsewhere_or_with_other_code_are_refused(
    inputs: Path, workers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = workers.scheduler_address
    with monkeypatch.context() as patch:
        patch.chdir(tmp_path)
        with pytest.raises(UsageError, match="where the paths given mean something else"):
            measure("in", on(address), to="out")
    monkeypatch.setattr(cluster, "code_hash", lambda: "another")
    with pytest.raises(UsageError, match="a Dask worker runs another masthead"):
        measure(inputs, on(address), to=tmp_path / "out")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """What starts a scheduler or a worker as a process of its own, all of which are gone afterwards."""
    running: list[subprocess.Popen[bytes]] = []

    def started(what: str, *given: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"{what}.log").open("ab")
        code = PROGRAM.format(what=what)
        running.append(subprocess.Popen([sys.executable, "-c", code, *given], stdout=log, stderr=log))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.wait()


def test_a_scheduler_that_is_lost_ends_the_run_and_another_finishes_it(
    inputs: Path, tmp_path: Path, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    def begun() -> tuple[str, subprocess.Popen[bytes]]:
        place = tmp_path / "scheduler.json"
        place.unlink(missing_ok=True)
        scheduler = start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))
        start("worker", "--no-dashboard", "--no-nanny", "--nthreads", "1", "--scheduler-file", str(place))
        while not place.exists() or not place.read_text():
            time.sleep(0.1)
        return json.loads(place.read_text())["address"], scheduler

    address, scheduler = begun()

    def kill(done: int, _total: int) -> None:
        if done == 2:
            scheduler.kill()

    with pytest.raises(OutputFailed, match="the Dask scheduler was lost") as lost:
        measure(inputs, on(address, kill), to=tmp_path / "out")
    assert "run the same command again" in (lost.value.fix or "")
    assert not (tmp_path / "out" / "masthead.manifest.json").exists()
    found = measure(inputs, on(begun()[0]), to=tmp_path / "out")
    assert found.details["kept"] >= 2
    assert files(tmp_path / "out") == local(inputs)


def test_what_is_missing_is_said(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        measure(inputs, on("tcp://127.0.0.1:9"), to=tmp_path / "out")
    with pytest.raises(UsageError, match="a scheduler is of an engine that was not asked for"):
        How(scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="share out the files of a folder"):
        measure(inputs, How(engine="dask"), to=tmp_path / "one.parquet")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="needs Dask distributed") as refused:
        measure(inputs, How(engine="dask"), to=tmp_path / "out")
    assert refused.value.fix == 'pip install "masthead[dask]"'


def test_workers_of_this_machine_end_with_the_run(inputs: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from masthead.engines import How, measure\n"
        "if __name__ == '__main__': measure(sys.argv[1], How(engine='dask', jobs=2), to=sys.argv[2])"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    # This returns when nobody holds the other end of its output any more.
    subprocess.run([sys.executable, script, inputs, tmp_path / "out"], check=True, capture_output=True, timeout=100)
    assert files(tmp_path / "out") == local(inputs)
