"""Worker processes: results come back, the dead are replaced, and none outlives its run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from masthead.engines import workers
from masthead.engines.workers import Died, Team
from team_work import begun, lose_two, square

WAITING = """
import sys, time
sys.path.insert(0, {tests!r})
from masthead.engines.workers import Team
from team_work import begun, wait_long
if __name__ == "__main__":
    with Team(2, begun, 1) as team:
        for _ in team.each(wait_long, range(2)):
            pass
"""


def test_results_come_as_they_are_finished_or_in_order() -> None:
    with Team(2, begun, 10) as team:
        assert sorted(team.each(square, range(5))) == [(number, 10 + number**2) for number in range(5)]
        taken: list[int] = []
        given = 0
        for given, made in enumerate(team.in_order(square, (taken.append(n) or n for n in range(9)), ahead=3), 1):
            assert made == 10 + (given - 1) ** 2
            assert len(taken) <= given - 1 + 3
        assert given == 9


def test_who_dies_is_replaced_and_takes_no_other_work_with_it() -> None:
    with Team(2, begun, 0) as team:
        found = dict(team.each(lose_two, range(5)))
    assert found == {0: 0, 1: 1, 2: Died(9), 3: 3, 4: 4}


def test_what_work_raises_is_raised_with_where_it_was() -> None:
    with Team(1, begun, 0) as team, pytest.raises(ValueError, match="invalid literal") as raised:
        list(team.each(int, ["1", "one"]))
    assert "In a worker process" in raised.value.__notes__[0]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_run(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING.format(tests=str(Path(__file__).parents[1])), encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        assert {running.stdout.readline() for _ in range(2)} == {b"waiting\n"}
        running.send_signal(number)
        running.communicate(timeout=20)  # the workers hold the other end of the pipe as long as they live


@pytest.mark.parametrize("lost", [EOFError, ConnectionResetError, BrokenPipeError])
def test_a_worker_ends_quietly_where_nobody_gives_it_work(lost: type[Exception], monkeypatch: Any) -> None:
    class Gone:
        def recv(self) -> None:
            raise lost

    monkeypatch.setattr(workers.signal, "signal", lambda *_: None)
    workers._serve(Gone(), begun, (0,))
