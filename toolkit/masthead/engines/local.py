"""Run a batch function over articles in this process or in several, with the same result either way."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.errors import UsageError
from masthead.features import Instruments, Measurement, MeasureOptions, load_instruments, measure_batch
from masthead.schema import ARTICLES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress = Callable[[int, int], None]

BATCH = 64
"""Articles a task; fixed, so that the result does not depend on the number of workers."""

_instruments: Instruments | None = None


def measure(
    articles: Any,
    options: MeasureOptions | None = None,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Measurement:
    """Measure articles: FEATURES and HITS, in the order of the articles.

    ``articles`` is an ARTICLES table, or anything ``read_articles`` takes (a folder, a file, a data frame).

    ``jobs`` is the number of processes (0: one a core); it never changes a byte of the result. ``progress`` is
    called with the articles done and their total, ``note`` while the readability tables are built for the first
    time. Raises UsageError where a user's lexicon is refused.
    """
    options = options or MeasureOptions()
    if jobs < 0:
        raise UsageError(f"jobs is {jobs}", fix="Give a number of processes, or 0 for one a core.")
    if not isinstance(articles, pa.Table) or not set(ARTICLES.names) <= set(articles.column_names):
        articles = read_articles(articles)
    batches = [articles.slice(start, BATCH) for start in range(0, max(articles.num_rows, 1), BATCH)]
    instruments = load_instruments(options, note)
    _ = instruments.tables  # built or refused here, once, and not in every worker
    parts = []
    done = 0
    for part in _run(batches, options, instruments, min(jobs or os.cpu_count() or 1, len(batches))):
        parts.append(part)
        done += part.features.num_rows
        if progress is not None:
            progress(done, articles.num_rows)
    return Measurement(
        pa.concat_tables([part.features for part in parts]).combine_chunks(),
        pa.concat_tables([part.hits for part in parts]).combine_chunks(),
    )


def _run(
    batches: list[pa.Table], options: MeasureOptions, instruments: Instruments, jobs: int
) -> Iterator[Measurement]:
    if jobs == 1:
        yield from (measure_batch(batch, instruments) for batch in batches)
        return
    # spawn, because Arrow's threads do not survive a fork
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (options,)) as pool:
        yield from pool.map(_measure_in_worker, batches)


def _start_worker(options: MeasureOptions) -> None:
    global _instruments  # noqa: PLW0603 - a worker process compiles its instruments once
    _instruments = load_instruments(options)


def _measure_in_worker(batch: pa.Table) -> Measurement:
    if _instruments is None:
        raise RuntimeError("the worker was not started by _start_worker")
    return measure_batch(batch, _instruments)
