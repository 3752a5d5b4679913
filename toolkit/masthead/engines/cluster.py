"""A Dask cluster that does what a Team of processes does here: one task an item, results as they are finished.

The cluster moves no articles and writes no results. A task is told which file to measure, reads it from where all
workers see it, and commits what it finds as any process does; only a summary comes back.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from masthead.engines.corpus import code_hash
from masthead.engines.process import own_process
from masthead.engines.workers import Died
from masthead.errors import OutputFailed, UsageError
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AHEAD = 500
"""Tasks that the scheduler is given at a time, when it has fewer left; more would only take its memory."""
_CONNECT_SECONDS = 10
_HERE = "127.0.0.1"
_LEAN: dict[str, Any] = {
    "distributed.worker.profile.enabled": False,
    "distributed.nanny.pre-spawn-environ": {},
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
}
"""No samples of what runs, which nobody looks at, memory that is not given back at every turn, and fewer wakings."""
_AGAIN = "Start it again, if it has ended, and run the same command again: files that are finished are kept."


class Cluster:
    """The workers of the scheduler at ``address``, or ``workers`` processes of this machine; used within ``with``.

    ``folder`` is the working folder that paths are relative to, None where none is. Raises UsageError where the extra
    is missing or no scheduler answers.
    """

    def __init__(self, address: str | None, workers: int, folder: Path | None) -> None:
        self._dask = _distributed()
        self._address, self._workers, self._folder = address, workers, folder
        self._held = ExitStack()
        self._client: Any = None

    def __enter__(self) -> Self:
        try:
            self._client = self._connected()
        except (OSError, ValueError) as error:
            self._held.close()
            what = f"no Dask scheduler answers ({error})"
            fix = "Check --scheduler; `dask scheduler` starts one and prints its address."
            raise UsageError(what, where=self._address, fix=fix) from error
        except BaseException:
            self._held.close()
            raise
        return self

    def _connected(self) -> Any:
        """A client of the scheduler, or of one that is started here, which nobody but this machine can reach."""
        dask, address = self._dask, self._address
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what it would say is in the errors
        if address is None:
            self._held.enter_context(_config().set(_LEAN))
            cluster = dask.LocalCluster(
                n_workers=self._workers,
                threads_per_worker=1,
                host=_HERE,
                dashboard_address=f"{_HERE}:0",
                scheduler_kwargs={"dashboard": False},
                silence_logs=logging.CRITICAL,
            )
            address = self._held.enter_context(cluster)
        client = self._held.enter_context(dask.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False))
        if self._address is None:
            client.run(own_process)
        return client

    def __exit__(self, *failure: object) -> None:
        self._held.close()

    def each(self, work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """The number of each item and ``work(item)``, or Died, as they are finished; raises what the work raises.

        Dask gives the item of a worker that dies to another, until several have died of it. Raises OutputFailed where
        the scheduler is lost.
        """
        task, run = _Task(work, code_hash(), self._folder), uuid4().hex
        waiting = enumerate(items)
        numbers: dict[Any, int] = {}

        def submitted() -> list[Any]:
            taken = dict(islice(waiting, AHEAD))
            if not taken:
                return []
            keys = [f"measure-{run}-{number}" for number in taken]
            futures: list[Any] = self._client.map(task, list(taken.values()), key=keys)
            numbers.update(zip(futures, taken, strict=True))
            return futures

        done = self._dask.as_completed(submitted(), loop=self._client.loop)
        for future in done:
            made = self._made(future)
            yield numbers.pop(future), made
            future.release()
            if len(numbers) < AHEAD:
                done.update(submitted())

    def _made(self, future: Any) -> Any:
        try:
            return future.result()
        except (self._dask.KilledWorker, MemoryError):
            return Died(None)
        except (self._dask.CancelledError, self._dask.comm.CommClosedError) as error:
            raise OutputFailed("the Dask scheduler was lost", where=self._address, fix=_AGAIN) from error


@dataclass(frozen=True)
class _Task:
    """``work``, where a worker runs the same code in the same folder as the process that sent it."""

    work: Callable[[Any], Any]
    code: str
    folder: Path | None

    def __call__(self, item: Any) -> Any:
        if code_hash() != self.code:
            what = f"a Dask worker runs another masthead ({__version__}, or other code under that number)"
            raise UsageError(what, fix="Install the same version on all machines and start the workers again.")
        if self.folder is not None and Path.cwd() != self.folder:
            raise UsageError(
                f"a Dask worker runs in {Path.cwd()}, where the paths given mean something else",
                where=str(self.folder),
                fix="Give absolute paths, or start the workers in this folder.",
            )
        return self.work(item)


def _config() -> Any:
    import dask.config  # noqa: PLC0415 - comes with distributed

    return dask.config


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise UsageError("--engine dask needs Dask distributed", fix='pip install "masthead[dask]"') from error
    return distributed
