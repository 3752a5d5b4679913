"""Articles on their way to being measured, and as they are: batch by batch, in one process or more, with one result."""

from __future__ import annotations

import warnings
import zipfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead.engines.corpus import How
from masthead.engines.counting import COMPILE_FROM, Counter, choose_counter
from masthead.engines.process import own_process
from masthead.engines.reading import require_text
from masthead.engines.workers import Died, Team
from masthead.errors import UnreadableInput, options_of
from masthead.features import Measurement, load_instruments
from masthead.sources import stream
from masthead.sources.formats.office import DAMAGED_ZIP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.features import MeasureOptions

HELD = 64_000_000
"""Bytes of text held in memory where a corpus has more than ``WHOLE``; the rest of it waits in a temporary file."""
WHOLE = 224_000_000
"""Bytes up to which a corpus is held in memory, which spares writing it down and reading it again."""
MOST_THREADS = 2
"""Threads that read: what more would hold in memory is not worth the little that they are faster."""
BATCH = 512
"""Articles measured at a time."""
BATCH_BYTES = 4_000_000
"""Bytes of text measured at a time, where articles are long."""
SMALL_BATCH = 64
"""Articles a task in Python mode, which spends ten milliseconds on each."""
_WAITING = 2
"""Batches a worker that are ahead of what has been taken; bounds memory."""
_ZIPPED = (".docx", ".docm", ".odt")

_counter: Counter | None = None


class Incoming:
    """The articles of some inputs, and what reading them had to say.

    Everything has been read once when this is made: what recurs in a corpus is only known at its end, and is read with
    several workers if there are. ``batches`` is gone through once. Raises what ``sources.stream`` raises.
    """

    def __init__(self, inputs: Sequence[Any], how: How) -> None:
        threads = min(how.workers, MOST_THREADS)
        self._stream = stream(
            list(inputs), how.reading, held=held_bytes(inputs), threads=threads, progress=how.note_reading
        )
        self.total = self._stream.rows
        self.rejects = self._stream.rejects
        self.files = self._stream.inputs
        self.notes = self._stream.notes
        self.findings = self._stream.findings

    def batches(self) -> Iterator[pa.Table]:
        """ARTICLES in the order of the input."""
        yield from self._stream.tables()


class Measuring:
    """FEATURES and HITS of articles, batch by batch in their order: the one stream that every result is made from.

    ``batches`` are tables of ARTICLES, ``total`` the number of their rows for ``how.progress``. Gone through once;
    ``notes`` then say what was remarkable about the counting.
    """

    def __init__(self, batches: Iterable[pa.Table], how: How, total: int) -> None:
        self._batches, self._how, self._total = iter(batches), how, total
        self.notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Measurement]:
        how = self._how
        first, size = begun(self._batches)
        counter = choose_counter(load_instruments(how.measure), size=size, note=how.note)
        self.notes = (counter.note,) if counter.note else ()
        parts = (part for batch in chain(first, self._batches) for part in slices(batch, counter))
        done = 0
        for measured in run(parts, how, counter):
            yield measured
            done += measured.features.num_rows
            if how.progress is not None:
                how.progress(done, self._total)

    def whole(self) -> Measurement:
        """All of it, in memory; hits in the parts they came in, since to join these takes their memory once more."""
        parts = list(self)
        return Measurement(
            pa.concat_tables([part.features for part in parts]).combine_chunks(),
            pa.concat_tables([part.hits for part in parts]),
        )


def begun(batches: Iterator[pa.Table]) -> tuple[list[pa.Table], int | None]:
    """The first of some batches, and the bytes of text in all of them: None if they are enough to compile for."""
    first: list[pa.Table] = []
    size = 0
    for batch in batches:
        first.append(batch)
        size += size_of(batch)
        if size >= COMPILE_FROM:
            return first, None
    return first, size


def measure_articles(articles: pa.Table, how: How | None = None) -> Measurement:
    """Measure an ARTICLES table in memory, whatever was measured before: FEATURES and HITS, in its order.

    What is remarkable about the counting is told in a UserWarning. Raises UsageError where a user's lexicon is
    refused, or a text is no UTF-8.
    """
    require_text(articles)
    measuring = Measuring([articles], options_of(how, How), articles.num_rows)
    measured = measuring.whole()
    for note in measuring.notes:
        warnings.warn(note, stacklevel=2)
    return measured


def held_bytes(inputs: Sequence[Any]) -> int:
    """How much text of these inputs is held in memory, by the sizes of their files."""
    return WHOLE if sum(map(size_of_input, inputs)) <= WHOLE else HELD


def size_of_input(item: object) -> int:
    """Bytes of a file or folder, unpacked where it says how many; a stream or a pattern may be of any size."""
    if not isinstance(item, str | Path):
        return 0  # a table is in memory anyhow
    path = Path(item)
    if path.is_dir():
        return sum(size_of_input(file) for file in path.rglob("*") if file.is_file())
    if not path.is_file():
        return WHOLE + 1
    if path.suffix == ".parquet":
        with suppress(pa.ArrowException, OSError, ValueError):  # a name of a column that is no UTF-8 is the last
            metadata = pq.read_metadata(path)
            return sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if path.suffix.lower() in _ZIPPED:
        with suppress(*DAMAGED_ZIP), zipfile.ZipFile(path) as archive:
            return sum(packed.file_size for packed in archive.infolist())
    return path.stat().st_size


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
        yield from (counter.measure(batch, hits=how.hits) for batch in batches)
    elif counter.compiled:
        yield from _in_threads(batches, counter, jobs, hits=how.hits)
    else:
        yield from _in_processes(batches, how)


def _in_processes(batches: Iterable[pa.Table], how: How) -> Iterator[Measurement]:
    jobs = how.workers
    with Team(jobs, _start_worker, how.measure) as team:
        for made in team.in_order(partial(_measure_in_worker, hits=how.hits), batches, ahead=jobs * _WAITING):
            if isinstance(made, Died):
                what = "a process that counted died; it may have run out of memory"
                raise UnreadableInput(what, fix="Run it with fewer --jobs.")
            yield made


def _in_threads(batches: Iterable[pa.Table], counter: Counter, jobs: int, *, hits: bool) -> Iterator[Measurement]:
    free: SimpleQueue[Counter] = SimpleQueue()
    for _ in range(jobs):
        free.put(counter.twin())

    def work(batch: pa.Table) -> Measurement:
        mine = free.get()
        try:
            return mine.measure(batch, hits=hits)
        finally:
            free.put(mine)

    running: deque[Future[Measurement]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for batch in batches:
                running.append(pool.submit(work, batch))
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
