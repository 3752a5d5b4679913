"""Measure batches in this process or in several, with the same result either way."""

from __future__ import annotations

import gc
import sys
from collections import deque
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.counting import Counter, choose_counter
from masthead.features import load_instruments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    from masthead.engines.corpus import How
    from masthead.features import Measurement, MeasureOptions

BATCH = 512
"""Articles measured at a time."""
BATCH_BYTES = 4_000_000
"""Bytes of text measured at a time, where articles are long."""
SMALL_BATCH = 64
"""Articles a task in Python mode, which spends ten milliseconds on each."""
_WAITING = 2
"""Batches a worker that are ahead of what has been taken; bounds memory."""
_OBJECTS = 200_000
_WITHOUT = "pandas"

_counter: Counter | None = None


def size_of(articles: pa.Table) -> int:
    """Bytes of text in a table."""
    return int(pc.sum(pc.binary_length(articles["text"])).as_py() or 0)


def slices(articles: pa.Table, counter: Counter) -> Iterator[pa.Table]:
    """The table in batches that the counter takes; one of no rows for a table of none."""
    rows = BATCH if counter.compiled else SMALL_BATCH
    for start in range(0, max(articles.num_rows, 1), rows):
        yield from _halves(articles.slice(start, rows))


def _halves(batch: pa.Table) -> Iterator[pa.Table]:
    """The batch, or parts of it where its texts are long."""
    if batch.num_rows <= 1 or size_of(batch) <= BATCH_BYTES:
        yield batch
        return
    middle = batch.num_rows // 2
    yield from _halves(batch.slice(0, middle))
    yield from _halves(batch.slice(middle))


def run(batches: Iterable[pa.Table], how: How, counter: Counter) -> Iterator[Measurement]:
    """Measure batches, several at a time where ``how.jobs`` says so, and give their results in order.

    Machine code runs without Python's lock, so its workers are threads; those in Python mode are processes.
    """
    jobs = how.workers
    if jobs == 1:
        for batch in batches:
            yield counter.measure(batch, hits=how.hits)
    elif counter.compiled:
        yield from _in_threads(batches, counter, jobs, hits=how.hits)
    else:
        # spawn, because Arrow's threads do not survive a fork
        with ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (how.measure,)) as pool:
            yield from _in_order(pool, _measure_in_worker, batches, jobs, hits=how.hits)


def _in_threads(batches: Iterable[pa.Table], counter: Counter, jobs: int, *, hits: bool) -> Iterator[Measurement]:
    free: SimpleQueue[Counter] = SimpleQueue()
    for _ in range(jobs):
        free.put(counter.twin())

    def work(batch: pa.Table, hits: bool) -> Measurement:
        mine = free.get()
        try:
            return mine.measure(batch, hits=hits)
        finally:
            free.put(mine)

    with ThreadPoolExecutor(jobs) as pool:
        yield from _in_order(pool, work, batches, jobs, hits=hits)


def _in_order(
    pool: Executor,
    work: Callable[[pa.Table, bool], Measurement],
    batches: Iterable[pa.Table],
    jobs: int,
    *,
    hits: bool,
) -> Iterator[Measurement]:
    """Results in the order of the batches, of which no more than a few a worker are taken ahead."""
    running = deque()  # type: ignore[var-annotated]
    try:
        for batch in batches:
            running.append(pool.submit(work, batch, hits))
            if len(running) > jobs * _WAITING:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start_worker(options: MeasureOptions) -> None:
    global _counter  # noqa: PLW0603 - a worker process compiles its instruments once
    own_process()
    _counter = choose_counter(load_instruments(options), size=0)


def _measure_in_worker(batch: pa.Table, hits: bool) -> Measurement:
    if _counter is None:
        raise RuntimeError("the worker was not started by _start_worker")
    return _counter.measure(batch, hits=hits)


def own_process() -> None:
    """Spare this process what its work does not need; not for programs that masthead is a library of.

    Nearly all that lives long is reference-counted or outside Python, so that cycles are looked for less often. Arrow
    imports pandas when it makes its first array of a list, only to ask whether that is a Series, which here it never
    is; it is made to ask while pandas can't be found, and does not ask again.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, 50, 1000)
    if _WITHOUT in sys.modules:
        return
    sys.meta_path.insert(0, _Absent)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(_Absent)


class _Absent:
    """Lets imports find anything but pandas."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for pandas."""
        if name == _WITHOUT:
            raise ModuleNotFoundError(name, name=name)
