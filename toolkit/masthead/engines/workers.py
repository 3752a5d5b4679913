"""Worker processes that never outlive the run they work for.

Each has a pipe of its own and one item at a time: one that dies takes no other's work with it, and leaves nothing half
written that anybody waits for. Neither is so in a ProcessPoolExecutor, whose workers share one pipe back.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from contextlib import suppress
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

_ORPHANED = 1


class Died(NamedTuple):
    """What there is in place of a result where the process died that worked on it, or had no memory left for it."""

    exit_code: int | None


class _Raised(NamedTuple):
    """What there is where the work raised an exception."""

    error: Exception


class Team:
    """Processes, each of which first calls ``begin(*given)``; used within ``with``, at whose end they are gone.

    They also end when this process does, however that comes about.
    """

    def __init__(self, workers: int, begin: Callable[..., None], *given: Any) -> None:
        self._begin = begin, given
        self._workers = [_Worker(*self._begin) for _ in range(workers)]
        self._idle = list(self._workers)
        self._busy: dict[Any, tuple[_Worker, int]] = {}
        self._taken = self._due = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        for worker in self._workers:
            worker.end()

    def each(self, work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """The number of each item and ``work(item)``, or Died, as they are finished; raises what the work raises.

        Who dies is replaced.
        """
        return self._each(work, items, None)

    def in_order(self, work: Callable[[Any], Any], items: Iterable[Any], *, ahead: int) -> Iterator[Any]:
        """The same without the numbers, in the order of the items, of which few are taken ``ahead`` of what is due."""
        early: dict[int, Any] = {}
        for number, made in self._each(work, items, ahead):
            early[number] = made
            while self._due in early:
                yield early.pop(self._due)
                self._due += 1

    def _each(self, work: Callable[[Any], Any], items: Iterable[Any], ahead: int | None) -> Iterator[tuple[int, Any]]:
        waiting = iter(items)
        self._taken = self._due = 0
        while self._hand_out(work, waiting, ahead):
            for pipe in wait(list(self._busy)):
                worker, number = self._busy.pop(pipe)
                made = worker.take()
                self._idle.append(self._replaced(worker) if isinstance(made, Died) else worker)
                self._hand_out(work, waiting, ahead)
                if isinstance(made, _Raised):
                    raise made.error
                yield number, made

    def _hand_out(self, work: Callable[[Any], Any], waiting: Iterator[Any], ahead: int | None) -> bool:
        """Give those who are idle something to do, if there is; whether anybody is busy then."""
        while self._idle and (ahead is None or self._taken - self._due < ahead):
            try:
                item = next(waiting)
            except StopIteration:
                break
            worker = self._idle.pop()
            worker.give(work, item)
            self._busy[worker.pipe] = worker, self._taken
            self._taken += 1
        return bool(self._busy)

    def _replaced(self, dead: _Worker) -> _Worker:
        dead.end()
        worker = _Worker(*self._begin)
        self._workers[self._workers.index(dead)] = worker
        return worker


class _Worker:
    """One process, and this end of the pipe to it."""

    def __init__(self, begin: Callable[..., None], given: tuple[Any, ...]) -> None:
        context = multiprocessing.get_context("spawn")  # Arrow's threads do not survive a fork
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, begin, given), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, work: Callable[[Any], Any], item: Any) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # it is dead, as taking from it will tell
            self.pipe.send((work, item))

    def take(self) -> Any:
        """What it made of the last item."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            return Died(self.process.exitcode)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C comes to all processes; it is for the first to act on it
    Thread(target=_end_with_parent, daemon=True).start()
    begin(*given)
    with suppress(EOFError, ConnectionResetError, BrokenPipeError):  # the process that gives the work is gone
        while True:
            work, item = pipe.recv()
            pipe.send(_made(work, item))


def _made(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except MemoryError:
        return Died(None)  # the process is replaced: what it holds may be why there is no more
    except Exception as error:  # noqa: BLE001 - raised again where the result is taken
        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
        return _Raised(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(_ORPHANED)
