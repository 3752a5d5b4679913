"""A folder of tables in, a folder of FEATURES out: each input file is measured by itself, several at a time."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from masthead import storage
from masthead.engines.corpus import Corpus, How, Tally, code_hash, no_such_genre
from masthead.engines.counting import choose_counter
from masthead.engines.files import Targets, measure_to
from masthead.engines.stream import own_process
from masthead.errors import Locked, MastheadError, OutputFailed, UnreadableInput, UsageError
from masthead.features import lexicon_versions, load_instruments
from masthead.sources import Reject
from masthead.sources.formats.locate import DOCUMENTS, locate
from masthead.sources.rows import Log
from masthead.text.dictionaries import package_versions
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.formats.locate import Source

KEY = "key"
"""Where the manifest of a result keeps the hash of everything that it was made from."""
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
    if not all(isinstance(item, str | Path) for item in inputs):
        raise UsageError("a folder of results takes files, not tables", fix="Write one result: a name in .parquet.")
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


def measure_shards(inputs: Sequence[str | Path], folder: Path, hits: Path | None, how: How) -> Corpus:
    """Measure each input file into a file of its own below ``folder`` (and ``hits``), which are made.

    A shard that fails is a reject and loses nothing of the others; with ``strict`` the first ends the run. What needs
    more than one file (recurring furniture, copies, ids given twice) is looked for within each file: read a corpus to
    one table first where that matters. With ``how.cache``, files that an earlier run has written and that would come
    out the same are left as they are. ``how.progress`` is called with the files done and their total. Raises
    OutputFailed where nothing can be written, and the first failure where every shard failed.
    """
    shards, log = plan_shards(inputs, folder, hits, how)
    for place in (folder, hits):
        if place is not None:
            _make(place)
    size = sum(shard.source.stat().st_size for shard in shards)
    counter = choose_counter(load_instruments(how.measure), size=size, note=how.note)  # compiled once, here
    alone = replace(how, jobs=1, progress=None, note=None)
    workers = min(how.workers, len(shards))
    found: dict[Shard, Corpus | MastheadError] = {}
    for shard, became in _in_processes(shards, alone, workers) if workers > 1 else _here(shards, alone):
        found[shard] = became
        if isinstance(became, OutputFailed | Locked) or (how.read.strict and isinstance(became, MastheadError)):
            raise became
        if how.progress is not None:
            how.progress(len(found), len(shards))
    corpus = _together([found[shard] for shard in shards], shards, log, counter.note)
    if how.genre is not None and not corpus.tally.total:
        raise no_such_genre(how.genre, ())
    return corpus


def _here(shards: Iterable[Shard], how: How) -> Iterator[tuple[Shard, Corpus | MastheadError]]:
    for shard in shards:
        yield shard, _measured(shard, how)


def _in_processes(shards: Sequence[Shard], how: How, workers: int) -> Iterator[tuple[Shard, Corpus | MastheadError]]:
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


def _measured(shard: Shard, how: How) -> Corpus | MastheadError:
    if shard.outlet is not None:
        how = replace(how, read=replace(how.read, outlet=shard.outlet))
    try:
        key = key_of(shard.source, how)
        done = result_of(shard.targets, key) if how.cache else None
        how = replace(how, more={**how.more, KEY: key})
        return done or measure_to([shard.source], shard.targets, how, may_be_empty=True)
    except MastheadError as error:
        return error


def key_of(source: Path, how: How) -> str:
    """The hash of an input file, how it is read and measured, and the versions and code that do it."""
    try:
        content = storage.hash_file(source)
    except OSError as error:
        raise UnreadableInput(f"can't be read: {error.strerror or error}", where=str(source)) from error
    versions = lexicon_versions(load_instruments(how.measure).own)
    return storage.hash_options(
        [content, how.read, how.genre or "", versions, package_versions(), __version__, code_hash()]
    )


def result_of(targets: Targets, key: str) -> Corpus | None:
    """What an earlier run found, where its files are whole and bear this key and nothing was rejected; else None."""
    manifest = _manifest(targets.features, key)
    if not manifest or manifest["rejects"] or (targets.hits is not None and not _manifest(targets.hits, key)):
        return None
    features = storage.read_table(targets.features)
    hits = None if targets.hits is None else pq.read_table(targets.hits, columns=["family", "voice"])
    tally = Tally.of(features, hits)
    return Corpus(features.replace_schema_metadata(None).slice(0, 0), manifest=manifest, written=tally)


def _manifest(path: Path, key: str) -> dict[str, Any]:
    try:
        manifest = storage.read_manifest(path) if path.is_file() else {}
    except MastheadError:
        return {}  # cut off or another's: it is written anew
    return manifest if manifest.get(KEY) == key else {}


def _together(found: Sequence[Corpus | MastheadError], shards: Sequence[Shard], log: Log, said: str | None) -> Corpus:
    tally = Tally()
    rejects = list(log.rejects)
    notes: dict[str, None] = dict.fromkeys((*log.notes, *((said,) if said else ())))
    inputs: list[Any] = []
    for shard, became in zip(shards, found, strict=True):
        if isinstance(became, MastheadError):
            rejects.append(Reject("file failed", became.where or str(shard.source), became.what))
            continue
        tally.merge(became.tally)
        rejects += became.rejects
        notes |= dict.fromkeys(became.notes)
        inputs += became.manifest["inputs"]
    made = [became for became in found if isinstance(became, Corpus)]
    if not made:
        raise next(became for became in found if isinstance(became, MastheadError))
    manifest = {**made[-1].manifest, "inputs": inputs, "articles": tally.total, "rejects": len(rejects)}
    return replace(made[-1], notes=tuple(notes), rejects=tuple(rejects), manifest=manifest, written=tally)


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
