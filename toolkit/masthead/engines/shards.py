"""A folder of tables in, a folder of FEATURES out: each input file is measured by itself, several at a time."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from masthead.engines.counting import COMPILE_FROM, choose_counter
from masthead.engines.genres import no_such_genre
from masthead.engines.local import count_workers
from masthead.engines.processes import own_process
from masthead.engines.resuming import KEY, key_of, result_of
from masthead.engines.streaming import How, Outcome, Targets, measure_to
from masthead.engines.tally import Tally
from masthead.errors import Locked, MastheadError, OutputFailed, UsageError
from masthead.features import load_instruments
from masthead.sources import Reject
from masthead.sources.locate import DOCUMENTS, locate
from masthead.sources.rows import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from masthead.sources.locate import Source

_RESULT = ".parquet"


@dataclass(frozen=True, slots=True)
class Shard:
    """One input file, the outlet its place tells where it tells one, and the files its results go to."""

    source: Path
    outlet: str | None
    targets: Targets


def plan_shards(inputs: Sequence[str | Path], folder: Path, hits: Path | None, how: How) -> tuple[list[Shard], Log]:
    """One shard an input file, results named after it; and what was remarkable about the inputs.

    A single document among tables of articles is a reject. Raises UsageError where there are no tables, or a folder of
    results is one of the inputs, and what ``sources.locate`` raises.
    """
    log = Log(strict=how.read.strict)
    sources = _tables(list(locate(inputs, how.read, log)), log)
    for source in sources:
        if {folder.resolve(), hits.resolve() if hits else folder.resolve()} & set(source.path.resolve().parents):
            raise UsageError(
                "results would be written among the inputs",
                where=source.name,
                fix="Choose a folder of their own with -o FOLDER and --hits FOLDER.",
            )
    names = _names([source.path for source in sources])
    return [
        Shard(source.path, source.outlet, Targets(folder / name, hits / name if hits else None))
        for source, name in zip(sources, names, strict=True)
    ], log


def measure_shards(
    inputs: Sequence[str | Path],
    folder: Path,
    hits: Path | None,
    how: How,
    *,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Outcome:
    """Measure each input file into a file of its own below ``folder`` (and ``hits``), which are made.

    A shard that fails is a reject and loses nothing of the others; with ``strict`` the first ends the run. What needs
    more than one file (recurring furniture, copies, ids given twice) is looked for within each file: read a corpus to
    one table first where that matters. Unless ``how.again``, files that an earlier run has written and that would come
    out the same are left as they are. ``progress`` is called with the files done and their total. Raises OutputFailed
    where nothing can be written, and the first failure where every shard failed.
    """
    shards, log = plan_shards(inputs, folder, hits, how)
    for place in (folder, hits):
        if place is not None:
            _make(place)
    workers = min(count_workers(how.jobs), len(shards))
    size = sum(shard.source.stat().st_size for shard in shards)
    counter = choose_counter(load_instruments(how.measure), size=size if size < COMPILE_FROM else None, note=note)
    alone = replace(how, jobs=1, may_be_empty=True)
    found: dict[Shard, Outcome | MastheadError] = {}
    for shard, became in _in_processes(shards, alone, workers) if workers > 1 else _here(shards, alone):
        found[shard] = became
        if isinstance(became, OutputFailed | Locked) or (how.read.strict and isinstance(became, MastheadError)):
            raise became
        if progress is not None:
            progress(len(found), len(shards))
    outcome = _together([found[shard] for shard in shards], shards, log, counter.note)
    if how.genre is not None and not outcome.tally.total:
        raise no_such_genre(how.genre, ())
    return outcome


def _here(shards: Iterable[Shard], how: How) -> Iterator[tuple[Shard, Outcome | MastheadError]]:
    for shard in shards:
        yield shard, _measured(shard, how)


def _in_processes(shards: Sequence[Shard], how: How, workers: int) -> Iterator[tuple[Shard, Outcome | MastheadError]]:
    """The same in several processes; where one dies, its shards are tried again, each in a process of its own."""
    orphaned: list[Shard] = []
    with ProcessPoolExecutor(workers, get_context("spawn"), own_process) as pool:
        running = {pool.submit(_measured, shard, how): shard for shard in shards}
        try:
            for future in as_completed(running):
                try:
                    yield running[future], future.result()
                except BrokenProcessPool:
                    orphaned.append(running[future])
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    for shard in sorted(orphaned, key=shards.index):
        with ProcessPoolExecutor(1, get_context("spawn"), own_process) as pool:
            try:
                outcome = pool.submit(_measured, shard, how).result()
            except BrokenProcessPool:
                outcome = MastheadError(
                    "the process that measured it died, twice; it may have run out of memory", where=str(shard.source)
                )
            yield shard, outcome


def _measured(shard: Shard, how: How) -> Outcome | MastheadError:
    if shard.outlet is not None:
        how = replace(how, read=replace(how.read, outlet=shard.outlet))
    try:
        key = key_of(shard.source, how)
        done = None if how.again else result_of(shard.targets, key)
        return done or measure_to([shard.source], shard.targets, replace(how, more={**how.more, KEY: key}))
    except MastheadError as error:
        return error


def _together(
    outcomes: Sequence[Outcome | MastheadError], shards: Sequence[Shard], log: Log, said: str | None
) -> Outcome:
    tally = Tally()
    rejects = list(log.rejects)
    notes: dict[str, None] = dict.fromkeys((*log.notes, *((said,) if said else ())))
    manifest: dict[str, Any] = {}
    for shard, outcome in zip(shards, outcomes, strict=True):
        if isinstance(outcome, MastheadError):
            rejects.append(Reject("file failed", outcome.where or str(shard.source), outcome.what))
            continue
        tally.merge(outcome.tally)
        rejects += outcome.rejects
        notes |= dict.fromkeys(outcome.notes)
        inputs = [*manifest.get("inputs", ()), *outcome.manifest["inputs"]]
        manifest = {**outcome.manifest, "inputs": inputs}
    if not manifest:
        raise next(outcome for outcome in outcomes if isinstance(outcome, MastheadError))
    return Outcome(tally, tuple(rejects), tuple(notes), {**manifest, "articles": tally.total, "rejects": len(rejects)})


def _names(paths: Sequence[Path]) -> list[str]:
    """A file name for the results of each input: its own, told apart by folders and endings where it must be."""
    short = [f"{path.name.split('.')[0]}{_RESULT}" for path in paths]
    long = [f"{'-'.join(path.parts[-2:])}{_RESULT}" for path in paths]
    seen, again = Counter(short), Counter(long)
    return [
        one if seen[one] == 1 else other if again[other] == 1 else f"{number:05}-{one}"
        for number, (one, other) in enumerate(zip(short, long, strict=True))
    ]


def _tables(sources: Sequence[Source], log: Log) -> list[Source]:
    """Those that may hold many articles; the others are rejects, or an error where there is nothing else."""
    documents = [source for source in sources if source.kind in DOCUMENTS]
    if documents and len(documents) == len(sources):
        raise UsageError(
            "a folder of results takes tables, one result an input file, and this is a single document",
            where=documents[0].name,
            fix="Write one result: -o features.parquet.",
        )
    for source in documents:
        log.reject("not a table", source.name, "a single document, and a folder of results takes tables of articles")
    return [source for source in sources if source.kind not in DOCUMENTS]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputFailed(
            f"the folder can't be made: {error.strerror or error}",
            where=str(folder),
            fix="Choose another place with -o FOLDER.",
        ) from error
