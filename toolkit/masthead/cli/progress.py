"""A progress bar on standard error for work that takes more than two seconds, and only on a terminal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from types import TracebackType

DELAY = 2.0
SLOWEST = 600.0
"""Seconds that the time left is reckoned from: a step may take minutes."""


class Bar:
    """A bar that appears after DELAY seconds; without a total it pulses."""

    def __init__(self, what: str, *, shown: bool) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            speed_estimate_period=SLOWEST,
        )
        self._task = self._progress.add_task(what, total=None, rate="")
        self._what = what
        self._timer = threading.Timer(DELAY, self._progress.start) if shown else None
        if self._timer is not None:
            self._timer.daemon = True

    def advance(self, done: int, total: int) -> None:
        """``done`` of ``total`` items are finished; a total of 0 is not known."""
        speed = self._progress.tasks[0].speed
        self._progress.update(
            self._task,
            description=self._what,
            completed=done,
            total=total or None,
            rate=f"{speed:,.0f}/s" if speed and speed >= 1 else "",
        )

    def note(self, phase: str, share: float) -> None:
        """``share`` (0 to 1) of a phase with a name of its own is finished; a phase that has just begun pulses."""
        total = 100 if share else None
        self._progress.update(self._task, description=phase, completed=round(100 * share), total=total)

    def __enter__(self) -> Self:
        if self._timer is not None:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._progress.stop()
