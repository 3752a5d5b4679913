"""Run a batch function over articles in this process or in several, with the same result either way."""

from __future__ import annotations

import os
import warnings
from collections import deque
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.counting import Counter, choose_counter
from masthead.engines.processes import own_process
from masthead.errors import UsageError
from masthead.features import Measurement, MeasureOptions, load_instruments
from masthead.schema import ARTICLES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Progress = Callable[[int, int], None]

BATCH = 512
"""Articles measured at a time."""
BATCH_BYTES = 4_000_000
"""Bytes of text measured at a time, where articles are long."""
PLAIN_BATCH = 64
"""Articles a task of the plain code, which spends ten milliseconds on each."""
_WAITING = 2
"""Batches a worker that are ahead of what has been taken; bounds memory."""

_counter: Counter | None = None


def measure(
    articles: Any,
    options: MeasureOptions | None = None,
    *,
    jobs: int = 1,
    hits: bool = True,
    progress: Progress | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Measurement:
    """Measure articles: FEATURES and HITS, in the order of the articles.

    ``articles`` is an ARTICLES table, or anything ``read_articles`` takes (a folder, a file, a data frame).

    ``jobs`` is the number of workers (0: one a core) and ``counting`` says which code counts (``engines.counting``);
    neither changes a byte of the result. Without ``hits`` that table is empty, and the rest sooner done. ``progress``
    is called with the articles done and their total, ``note`` while tables or machine code are made for the first
    time. Raises UsageError where a user's lexicon is refused, or a text is no UTF-8.
    """
    options = options or MeasureOptions()
    workers = count_workers(jobs)
    if not isinstance(articles, pa.Table) or not set(ARTICLES.names) <= set(articles.column_names):
        articles = read_articles(articles)
    require_text(articles)
    counter = choose_counter(load_instruments(options), size=size_of(articles), note=note)
    if counter.note:
        warnings.warn(counter.note, stacklevel=2)
    return measure_table(articles, options, counter, jobs=workers, hits=hits, progress=progress)


def measure_table(
    articles: pa.Table,
    options: MeasureOptions,
    counter: Counter,
    *,
    jobs: int = 1,
    hits: bool = True,
    progress: Progress | None = None,
) -> Measurement:
    """The same for an ARTICLES table, by a counter that has been chosen and with at least one worker."""
    parts = []
    done = 0
    for part in run(slices(articles, counter), options, counter, jobs=jobs, hits=hits):
        parts.append(part)
        done += part.features.num_rows
        if progress is not None:
            progress(done, articles.num_rows)
    return Measurement(
        pa.concat_tables([part.features for part in parts]).combine_chunks(),
        pa.concat_tables([part.hits for part in parts]).combine_chunks(),
    )


def count_workers(jobs: int) -> int:
    """The number of workers that ``jobs`` asks for; raises UsageError below 0."""
    if jobs < 0:
        raise UsageError(f"jobs is {jobs}", fix="Give a number of workers, or 0 for one a core.")
    return jobs or os.cpu_count() or 1


def size_of(articles: pa.Table) -> int:
    """Bytes of text in a table."""
    return int(pc.sum(pc.binary_length(articles["text"])).as_py() or 0)


def require_text(articles: pa.Table) -> None:
    """Raise UsageError where an ARTICLES table that was not read by ``sources`` holds text that is no UTF-8."""
    for name in ("text", "title"):
        try:
            articles[name].validate(full=True)
        except pa.ArrowInvalid as error:
            raise UsageError(
                f"the column {name!r} holds what is no UTF-8 text ({str(error).splitlines()[0]})",
                fix="Read the articles with read_articles, which decodes them.",
            ) from error


def slices(articles: pa.Table, counter: Counter) -> Iterator[pa.Table]:
    """The table in batches that the counter takes; one of no rows for a table of none."""
    rows = BATCH if counter.compiled else PLAIN_BATCH
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


def run(
    batches: Iterable[pa.Table], options: MeasureOptions, counter: Counter, *, jobs: int, hits: bool
) -> Iterator[Measurement]:
    """Measure batches, several at a time where ``jobs`` says so, and give their results in order.

    The compiled pass runs without Python's lock, so its workers are threads; the plain code's are processes.
    """
    if jobs == 1:
        for batch in batches:
            yield counter.measure(batch, hits=hits)
    elif counter.compiled:
        yield from _in_threads(batches, counter, jobs, hits=hits)
    else:
        # spawn, because Arrow's threads do not survive a fork
        with ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (options,)) as pool:
            yield from _in_order(pool, _measure_in_worker, batches, jobs, hits=hits)


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
