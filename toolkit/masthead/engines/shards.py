"""The files of a run over many: one result an input file, several at a time, and which are there already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from masthead import storage
from masthead.engines.cluster import Cluster
from masthead.engines.corpus import DASK, Corpus, How, code_hash, unusual_options
from masthead.engines.dataset import KEY, RESULT, manifest_in
from masthead.engines.files import Targets, measure_to
from masthead.engines.process import own_process
from masthead.engines.quarantine import attempt, poison
from masthead.engines.tally import Tally
from masthead.engines.workers import Died, Team
from masthead.errors import MastheadError, UnreadableInput, UsageError
from masthead.features import lexicon_versions, load_instruments
from masthead.sources.files import CHANGED
from masthead.sources.formats.locate import DOCUMENTS, locate
from masthead.sources.formats.remote import hash_remote
from masthead.sources.rows import Log
from masthead.text.dictionaries import package_versions
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.formats.locate import Source


@dataclass(frozen=True, slots=True)
class Shard:
    """One input file, the outlet its place tells where it tells one, and the files its results go to.

    ``sha256`` is that of the input, "" where it can't be read. ``key`` is the hash of that, of how it is read and
    measured, and of the versions and code that do it. ``done`` says that an earlier run made these results. A file
    that has to be fetched has an ``address``, and ``source`` is only its name.
    """

    source: Path
    outlet: str | None
    targets: Targets
    sha256: str = ""
    key: str = ""
    done: bool = False
    address: str | None = None

    @property
    def given(self) -> str:
        """The input as it is given to be read, and as messages call it."""
        return self.address or str(self.source)

    def keyed(self, making: str) -> Shard:
        """The same with its hash and key, where all are made in the way that ``making`` is the hash of."""
        try:
            sha256 = storage.hash_file(self.source) if self.address is None else hash_remote(self.address)
        except OSError:
            return self  # reading it says why
        return replace(self, sha256=sha256, key=storage.hash_options([sha256, self.outlet or "", making]))


def making_of(how: How) -> str:
    """The hash of how files are read and measured, and of the versions and code that do it."""
    versions = lexicon_versions(load_instruments(how.measure).own)
    return storage.hash_options(
        [unusual_options(how), how.genre or "", versions, package_versions(), __version__, code_hash()]
    )


def plan_shards(inputs: Sequence[str | Path], folder: Path, hits: Path | None, how: How) -> tuple[list[Shard], Log]:
    """One shard an input file, results named after it; and what was remarkable about the inputs.

    A single document among tables of articles is a reject; what an earlier run wrote there is no input. Raises
    UsageError where there are no tables, or other files of the folders of results are among the inputs, and what
    ``sources.locate`` raises.
    """
    if not all(isinstance(item, str | Path) for item in inputs):
        raise UsageError("a folder of results takes files, not tables", fix="Write one result: a name in .parquet.")
    log = Log(strict=how.read.strict)
    places = {place.resolve() for place in (folder, hits) if place is not None}
    found = list(locate(inputs, how.read, log))
    among = [source for source in found if source.address is None and places & set(source.path.resolve().parents)]
    foreign = [source for source in among if KEY not in manifest_in(source.path)]
    if foreign or len(among) == len(found):
        raise UsageError(
            "results would be written among the inputs",
            where=(foreign or among)[0].name,
            fix="Choose a folder of their own with -o FOLDER and --hits FOLDER.",
        )
    sources = _tables([source for source in found if source not in among], log, folder)
    names = _names([source.path for source in sources])
    return [
        Shard(source.path, source.outlet, Targets(folder / name, hits / name if hits else None), address=source.address)
        for source, name in zip(sources, names, strict=True)
    ], log


def measure_each(shards: Sequence[Shard], how: How) -> Iterator[tuple[Shard, Corpus | MastheadError]]:
    """What became of each shard, as they are finished, ``how.jobs`` at a time; those that are done are only read."""
    alone = replace(how, jobs=1, progress=None, note=None)
    waiting = [shard for shard in shards if not shard.done]
    workers = min(how.workers, len(waiting))
    lost: list[Shard] = []
    if how.engine == DASK and waiting:
        cluster = Cluster(how.scheduler, how.workers, _folder_of(waiting, how))
        yield from _here([shard for shard in shards if shard.done], alone, lost)
        yield from _elsewhere(waiting, alone, cluster, lost)
    elif workers > 1:
        yield from _elsewhere(shards, alone, Team(workers, own_process), lost)
    else:
        yield from _here(shards, alone, lost)
    yield from _again(lost, alone)


def _here(shards: Iterable[Shard], how: How, lost: list[Shard]) -> Iterator[tuple[Shard, Corpus | MastheadError]]:
    """What became of the shards in this process; those that there is no memory for are ``lost``."""
    for shard in shards:
        try:
            yield shard, _measured(shard, how)
        except MemoryError:
            lost.append(shard)


def _elsewhere(
    shards: Sequence[Shard], how: How, team: Team | Cluster, lost: list[Shard]
) -> Iterator[tuple[Shard, Corpus | MastheadError]]:
    """The same in several processes; those that a process dies of are ``lost``."""
    with team:
        for number, made in team.each(partial(_measured, how=how), shards):
            if isinstance(made, Died):
                lost.append(shards[number])
            else:
                yield shards[number], made


def _again(lost: Sequence[Shard], how: How) -> Iterator[tuple[Shard, Corpus | MastheadError]]:
    """The same of lost shards, once all others are done: as they are, and then without the articles that kill."""
    with Team(1 if lost else 0, own_process) as team:
        for shard in lost:
            yield shard, _tried_again(shard, how, team)


def _folder_of(shards: Iterable[Shard], how: How) -> Path | None:
    """The working folder, where a path of some shard or word list is relative to it."""
    paths = [Path(name) for name in how.measure.lexicons]
    paths += [shard.source for shard in shards if shard.address is None]
    paths += [path for shard in shards for path in shard.targets if path is not None]
    return None if all(path.is_absolute() for path in paths) else Path.cwd()


def _tried_again(shard: Shard, how: How, team: Team) -> Corpus | MastheadError:
    """The same of a shard whose process died; ``team`` has one worker."""
    made = attempt(team, partial(_measured, how=how), shard)
    if isinstance(made, Died) and (found := poison(shard.given, _how_of(shard, how), team)):
        made = attempt(team, partial(_measured, how=how, without=tuple(found)), shard)
    return _dead(shard) if isinstance(made, Died) else made


def _how_of(shard: Shard, how: How) -> How:
    return how if shard.outlet is None else replace(how, read=replace(how.read, outlet=shard.outlet))


def _dead(shard: Shard) -> MastheadError:
    what = "the process that measured it died each time, not for some of its articles; it may have run out of memory"
    return UnreadableInput(what, where=shard.given)


def _measured(shard: Shard, how: How, without: tuple[int, ...] = ()) -> Corpus | MastheadError:
    try:
        done = made_before(shard.targets) if shard.done else None
        # The command is of the run, not of its files, which another run may keep: it is in the manifest of them all.
        how = replace(_how_of(shard, how), more={KEY: shard.key})
        made = done or measure_to([shard.given], shard.targets, how, may_be_empty=True, without=without)
    except MastheadError as error:
        return error
    unlike = [item for item in made.manifest["inputs"] if item["sha256"] != shard.sha256]
    if unlike:  # the result would go by the hash of what the file no longer holds
        return UnreadableInput(f"the file changed: {CHANGED[1]}", where=shard.given)
    return made


def made_before(targets: Targets) -> Corpus | None:
    """What an earlier run found; None where its files turn out to be damaged."""
    try:
        features = storage.read_table(targets.features)
        hits = None if targets.hits is None else pq.read_table(targets.hits, columns=["family", "voice"])
    except (MastheadError, OSError, ValueError):  # Arrow's errors are of both kinds
        return None
    tally = Tally.of(features, hits)
    empty = features.replace_schema_metadata(None).slice(0, 0)
    return Corpus(empty, manifest=manifest_in(targets.features), written=tally)


def _names(paths: Sequence[Path]) -> list[str]:
    """A file name for the results of each input: its own, told apart by folders and endings where it must be."""
    short = [f"{path.name.split('.')[0]}{RESULT}" for path in paths]
    long = [f"{'-'.join(path.parts[-2:])}{RESULT}" for path in paths]
    seen, again = Counter(short), Counter(long)
    return [
        one if seen[one] == 1 else other if again[other] == 1 else f"{number:05}-{one}"
        for number, (one, other) in enumerate(zip(short, long, strict=True))
    ]


def _tables(sources: Sequence[Source], log: Log, folder: Path) -> list[Source]:
    """Those that may hold many articles; the others are rejects, or an error where there is nothing else."""
    documents = [source for source in sources if source.kind in DOCUMENTS]
    if documents and len(documents) == len(sources):
        raise UsageError(
            f"-o {folder.name} is a folder, which gets one result for each table of articles, but the input has "
            "only documents",
            where=documents[0].name,
            fix=f"Write one result for all of them: -o {folder.name}.parquet.",
        )
    for source in documents:
        log.reject("not a table", source.name, "a single document, and a folder of results takes tables of articles")
    return [source for source in sources if source.kind not in DOCUMENTS]
