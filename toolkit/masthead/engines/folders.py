"""A folder of tables in, a folder of results out that is one data set: nothing in it is stale, mixed or twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead import storage
from masthead.engines.corpus import FEATURES_KIND, Corpus, How, made_from, no_such_genre
from masthead.engines.counting import choose_counter
from masthead.engines.dataset import MANIFEST, PART
from masthead.engines.parts import Part
from masthead.engines.places import HITS_KIND, Place, move_out, refuse_foreign_files, refuse_other_making
from masthead.engines.shards import Shard, making_of, measure_each, plan_shards
from masthead.engines.stream import Measuring
from masthead.engines.together import each_once, together, write_manifests
from masthead.errors import Locked, MastheadError, OutputFailed
from masthead.features import load_instruments
from masthead.numerals import count
from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

LARGE = 64_000_000
"""Bytes from which it is worth while to make several files of one."""


def measure_shards(inputs: Sequence[str | Path], folder: Path, hits: Path | None, how: How) -> Corpus:
    """Measure each input file into a file of its own in ``folder`` (and ``hits``), which become one data set each.

    A shard that fails is a reject and loses nothing of the others; with ``strict`` the first ends the run. What needs
    more than one file (recurring furniture, copies) is looked for within each file: read a corpus to one table first
    where that matters. With ``how.cache``, files that an earlier run has written and that would come out the same are
    left as they are. Results without an input are moved out. ``how.progress`` is called with the files done and their
    total. ``details`` says how many files were ``measured`` and how many ``kept``.

    With ``how.shard``, results wait in a folder of that part until ``merge`` makes a data set of all parts.

    Raises UsageError where the folder was made with other options or versions, an input is there twice or an id is of
    two articles, Locked while another run is at it, OutputFailed where nothing can be written, and the first failure
    where every shard failed.
    """
    shards, log = plan_shards(inputs, folder, hits, how)
    shared = _shared_badly(shards, how)
    part = None
    if how.shard is not None:
        part = Part.of_run(how.shard, shards, log)
        shards, folder, hits = part.share(shards, folder, hits)
    with ExitStack() as held:
        for into in filter(None, (folder, hits)):
            held.enter_context(storage.sole_writer(into))
        name = MANIFEST if part is None else PART
        places = [Place.at(folder, FEATURES_KIND, name), *([] if hits is None else [Place.at(hits, HITS_KIND, name)])]
        refuse_foreign_files(places)
        making = _making(how)
        refuse_other_making(places, making, anew=not how.cache)
        refused = how.read.on_duplicate == "error"
        keyed = _keyed(shards, how)
        # Which of two files is the first, only all parts together tell.
        once = keyed if part is not None and not refused else each_once(keyed, log, refused=refused)
        shards = _told_done(once, places, how)
        empty = None if part is None else _no_features(how)
        if all(shard.done for shard in shards) and all(_is_settled(place, shards, how, part) for place in places):
            return together(_measured(shards, how), shards, log, places, making, empty)
        for place in places:
            place.manifest.unlink(missing_ok=True)
            move_out(place.stale(shards), log)
        said = _compiled(shards, how)
        found = _measured(shards, how)
        for place in places:
            move_out([place.target(shard) for shard in shards if isinstance(found[shard], MastheadError)], log)
        corpus = together(found, shards, log, places, making, empty)
        if part is not None:
            corpus = part.recorded(corpus, found, shards, places)
        elif how.genre is not None and not corpus.tally.total:
            raise no_such_genre(how.genre, ())
        write_manifests(corpus, found, shards, places)
    return replace(corpus, notes=(*corpus.notes, *filter(None, (said, shared))))


def _shared_badly(shards: Sequence[Shard], how: How) -> str | None:
    """What is said where there are fewer files than jobs, and one is large."""
    jobs = how.workers if how.shard is None else how.shard[1]
    large = [shard for shard in shards if shard.source.is_file() and shard.source.stat().st_size >= LARGE]
    if len(shards) >= jobs or not large:
        return None
    return (
        f"{count(len(shards), 'file')} for {jobs} jobs: a file is measured by one of them; masthead read "
        f"{large[0].given} -o FOLDER makes tables that they can share"
    )


def _making(how: How) -> dict[str, Any]:
    """The manifest as far as it does not depend on the inputs; what does has its place there."""
    genres: dict[str, Any] = {} if how.genre is None else {"genres": {}}
    return {**made_from(how, (), articles=0, rejects=0), **genres, **how.more}


def _no_features(how: How) -> pa.Table:
    return Measuring([ARTICLES.empty_table()], replace(how, jobs=1, progress=None, note=None), 0).whole().features


def _keyed(shards: Sequence[Shard], how: How) -> list[Shard]:
    making = making_of(how)
    with ThreadPoolExecutor(how.workers) as pool:
        return list(pool.map(lambda shard: shard.keyed(making), shards))


def _told_done(shards: Sequence[Shard], places: Sequence[Place], how: How) -> list[Shard]:
    """The shards, each saying whether its results are there."""
    if not how.cache:
        return list(shards)

    def told(shard: Shard) -> Shard:
        return replace(shard, done=bool(shard.key) and all(place.has(shard) for place in places))

    with ThreadPoolExecutor(how.workers) as pool:
        return list(pool.map(told, shards))


def _is_settled(place: Place, shards: Sequence[Shard], how: How, part: Part | None) -> bool:
    """Whether a folder whose results are all there has nothing else, and a manifest that says of the run what is so."""
    if place.before is None or place.stale(shards) or (part is not None and not part.is_of(place.before)):
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


def _compiled(shards: Sequence[Shard], how: How) -> str | None:
    """Have machine code made here, once for all workers, where there is something to count; what there is to say."""
    waiting = [shard.source for shard in shards if shard.sha256 and not shard.done]
    sizes = [path.stat().st_size for path in waiting if path.is_file()]
    return choose_counter(load_instruments(how.measure), size=sum(sizes), note=how.note).note if sizes else None
