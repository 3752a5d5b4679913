"""A folder of tables in, a folder of results out that is one data set: nothing in it is stale, mixed or twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from masthead import storage
from masthead.engines.corpus import FEATURES_KIND, Corpus, How, Tally, made_from, no_such_genre, told_left_out
from masthead.engines.counting import choose_counter
from masthead.engines.dataset import MANIFEST, Listed, Origin, write_dataset
from masthead.engines.ids import IDS_ONCE, repeated_ids
from masthead.engines.places import (
    HITS_KIND,
    Place,
    hits_of,
    move_out,
    refuse_foreign_files,
    refuse_other_making,
    way_to,
)
from masthead.engines.shards import Shard, making_of, measure_each, plan_shards
from masthead.errors import Locked, MastheadError, OutputFailed, UsageError
from masthead.features import load_instruments
from masthead.numerals import count
from masthead.sources import InputFile, Reject
from masthead.sources.options import Finding
from masthead.sources.rows import Log

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Found = Mapping[Shard, Corpus | MastheadError]


def measure_shards(inputs: Sequence[str | Path], folder: Path, hits: Path | None, how: How) -> Corpus:
    """Measure each input file into a file of its own in ``folder`` (and ``hits``), which become one data set each.

    A shard that fails is a reject and loses nothing of the others; with ``strict`` the first ends the run. What needs
    more than one file (recurring furniture, copies) is looked for within each file: read a corpus to one table first
    where that matters. With ``how.cache``, files that an earlier run has written and that would come out the same are
    left as they are. Results without an input are moved out. ``how.progress`` is called with the files done and their
    total. ``details`` says how many files were ``measured`` and how many ``kept``.

    Raises UsageError where the folder was made with other options or versions, an input is there twice or an id is of
    two articles, Locked while another run is at it, OutputFailed where nothing can be written, and the first failure
    where every shard failed.
    """
    shards, log = plan_shards(inputs, folder, hits, how)
    with ExitStack() as held:
        for into in filter(None, (folder, hits)):
            held.enter_context(storage.sole_writer(into))
        places = [Place.at(folder, FEATURES_KIND), *([Place.at(hits, HITS_KIND)] if hits is not None else [])]
        refuse_foreign_files(places)
        refuse_other_making(places, how)
        shards = _told_done(_each_once(_keyed(shards, how), how, log), places, how)
        if all(shard.done for shard in shards) and all(_is_settled(place, shards, how) for place in places):
            return _together(_measured(shards, how), shards, log, places, how)
        for place in places:
            (place.folder / MANIFEST).unlink(missing_ok=True)
            move_out(place.stale(shards), log)
        said = _compiled(shards, how)
        found = _measured(shards, how)
        for place in places:
            move_out([place.target(shard) for shard in shards if isinstance(found[shard], MastheadError)], log)
        corpus = _together(found, shards, log, places, how)
        if how.genre is not None and not corpus.tally.total:
            raise no_such_genre(how.genre, ())
        _write_manifests(corpus, found, shards, places)
    return corpus if said is None else replace(corpus, notes=(*corpus.notes, said))


def _keyed(shards: Sequence[Shard], how: How) -> list[Shard]:
    making = making_of(how)
    with ThreadPoolExecutor(how.workers) as pool:
        return list(pool.map(lambda shard: shard.keyed(making), shards))


def _each_once(shards: Sequence[Shard], how: How, log: Log) -> list[Shard]:
    """The shards without those whose input is exactly the same bytes as one before, unless that is an error."""
    first: dict[str, Shard] = {}
    for shard in shards:
        before = first.setdefault(shard.sha256 or str(shard.source), shard)
        if before is shard:
            continue
        if how.read.on_duplicate == "error":
            raise UsageError(
                f"the same file is given twice: {before.source} and {shard.source}",
                where=str(shard.source),
                fix="Remove one of them, or use --on-duplicate keep-first to measure only the first.",
            )
        log.reject("duplicate file", str(shard.source), f"exactly the same bytes as {before.source}", chosen=True)
    return list(first.values())


def _told_done(shards: Sequence[Shard], places: Sequence[Place], how: How) -> list[Shard]:
    """The shards, each saying whether its results are there."""
    if not how.cache:
        return list(shards)

    def told(shard: Shard) -> Shard:
        return replace(shard, done=bool(shard.key) and all(place.has(shard) for place in places))

    with ThreadPoolExecutor(how.workers) as pool:
        return list(pool.map(told, shards))


def _is_settled(place: Place, shards: Sequence[Shard], how: How) -> bool:
    """Whether a folder whose results are all there has nothing else, and a manifest that says of the run what is so."""
    if place.before is None or place.stale(shards):
        return False
    return all(place.before.manifest.get(name) == value for name, value in how.more.items())


def _measured(shards: Sequence[Shard], how: How) -> dict[Shard, Corpus | MastheadError]:
    found: dict[Shard, Corpus | MastheadError] = {}
    for shard, became in measure_each(shards, how):
        found[shard] = became
        if isinstance(became, OutputFailed | Locked) or (how.read.strict and isinstance(became, MastheadError)):
            raise became
        if how.progress is not None:
            how.progress(len(found), len(shards))
    return found


def _together(found: Found, shards: Sequence[Shard], log: Log, places: Sequence[Place], how: How) -> Corpus:
    """What became of all shards; the first failure is raised where there is nothing else."""
    made = [(shard, became) for shard in shards if isinstance(became := found[shard], Corpus)]
    failed = [(shard, became) for shard in shards if isinstance(became := found[shard], MastheadError)]
    if not made:
        raise failed[0][1]
    tally, said = Tally(), Log()
    notes = dict.fromkeys(log.notes)
    rejects = [*log.rejects]
    rejects += [Reject("file failed", became.where or str(shard.source), became.what) for shard, became in failed]
    for _, became in made:
        tally.merge(became.tally)
        rejects += became.rejects
        notes |= dict.fromkeys(became.notes)
        for item in became.manifest.get("findings", ()):
            said.find(Finding(**item))
    told = made_from(
        how,
        [InputFile(shard.source.name, shard.sha256) for shard, _ in made],
        articles=sum(became.manifest["articles"] for _, became in made),
        rejects=len(rejects),
        findings=said.findings,
    )
    hits = hits_of(places)
    if how.genre is not None:
        genres = sum((Counter(became.manifest.get("genres", {})) for _, became in made), Counter[str]())
        told["genres"] = dict(sorted(genres.items()))
        notes[told_left_out(how.genre, genres)] = None
    manifest: dict[str, Any] = {**told, **how.more, **({} if hits is None else {"hits": hits})}
    kept = sum(shard.done for shard, _ in made)
    details = {"measured": len(made) - kept, "kept": kept}
    notes |= dict.fromkeys(_told_kept(**details))
    last = made[-1][1]
    return replace(
        last,
        notes=tuple(notes),
        rejects=tuple(rejects),
        findings=said.findings,
        manifest=manifest,
        written=tally,
        details=details,
    )


def _told_kept(*, measured: int, kept: int) -> list[str]:
    if not kept:
        return []
    left = f"{count(kept, 'result is', 'results are')} as an earlier run left {'it' if kept == 1 else 'them'}"
    return [f"{left}, and {measured:,} measured" if measured else f"{left}: nothing to do"]


def _write_manifests(corpus: Corpus, found: Found, shards: Sequence[Shard], places: Sequence[Place]) -> None:
    """The manifest of the folder of hits, and last that of the features; raises UsageError for an id given twice."""
    made = [(shard, became) for shard in shards if isinstance(became := found[shard], Corpus)]
    for twice in repeated_ids([places[0].target(shard) for shard, _ in made], most=1):
        raise UsageError(
            f"the id {twice.id!r} belongs to two articles: in {twice.first.name} and in {twice.again.name}",
            where=str(twice.again.parent),
            fix=IDS_ONCE,
        )
    for place in reversed(places):
        listed = [_listed(place.target(shard), shard, became) for shard, became in made]
        write_dataset(place.folder, {**corpus.manifest, "kind": place.kind}, listed)


def _listed(path: Path, shard: Shard, became: Corpus) -> Listed:
    return Listed(
        name=path.name,
        sha256=storage.hash_file(path),
        rows=pq.read_metadata(path).num_rows,
        input=Origin(shard.source.name, shard.sha256, way_to(shard.source, path.parent)),
        articles=became.manifest["articles"],
        rejects=became.manifest["rejects"],
    )


def _compiled(shards: Sequence[Shard], how: How) -> str | None:
    """Have machine code made here, once for all workers, where there is something to count; what there is to say."""
    waiting = [shard.source for shard in shards if shard.sha256 and not shard.done]
    sizes = [path.stat().st_size for path in waiting if path.is_file()]
    return choose_counter(load_instruments(how.measure), size=sum(sizes), note=how.note).note if sizes else None
