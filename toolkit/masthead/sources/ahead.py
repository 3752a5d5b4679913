"""The same done to one thing after another, to several at a time where threads are to be had, in their order."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Given = TypeVar("Given")
    Made = TypeVar("Made")


def in_order(work: Callable[[Given], Made], items: Iterable[Given], threads: int) -> Iterator[Made]:
    """What ``work`` makes of each of ``items``, which are taken in the caller's thread, ``threads`` of them ahead.

    Arrow and NumPy work without Python's lock, which is where the time is gained.
    """
    if threads == 1:
        yield from map(work, items)
        return
    running: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                running.append(pool.submit(work, item))
                if len(running) > threads:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
