"""What became of the files of a run, put together: its tally, rejects, notes and manifests."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from masthead import storage
from masthead.engines.corpus import Corpus, read_from, told_left_out
from masthead.engines.dataset import Listed, Origin, write_dataset
from masthead.engines.ids import IDS_ONCE, repeated_ids
from masthead.engines.places import hits_of, way_to
from masthead.engines.tally import Tally
from masthead.errors import MastheadError, UsageError
from masthead.numerals import count
from masthead.sources import InputFile, Reject
from masthead.sources.options import Finding
from masthead.sources.rows import Log

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from masthead.engines.places import Place
    from masthead.engines.shards import Shard

    Found = Mapping[Shard, Corpus | MastheadError]


def each_once(shards: Sequence[Shard], log: Log, *, refused: bool) -> list[Shard]:
    """The shards without those whose input is the same bytes as one before; UsageError where that is refused."""
    first: dict[str, Shard] = {}
    for shard in shards:
        before = first.setdefault(shard.sha256 or shard.given, shard)
        if before is shard:
            continue
        if refused:
            raise UsageError(
                f"the same file is given twice: {before.given} and {shard.given}",
                where=shard.given,
                fix="Remove one of them, or use --on-duplicate keep-first to measure only the first.",
            )
        log.reject("duplicate file", shard.given, f"exactly the same bytes as {before.given}", chosen=True)
    return list(first.values())


def together(
    found: Found,
    shards: Sequence[Shard],
    log: Log,
    places: Sequence[Place],
    making: Mapping[str, Any],
    empty: pa.Table | None = None,
) -> Corpus:
    """What became of all ``shards``, with a manifest that says ``making`` of how.

    ``empty`` are FEATURES of no article, where it may be that nothing was made; else the first failure is raised.
    """
    made = [(shard, became) for shard in shards if isinstance(became := found[shard], Corpus)]
    failed = [(shard, became) for shard in shards if isinstance(became := found[shard], MastheadError)]
    if not made and empty is None:
        raise failed[0][1]
    tally, said = Tally(), Log()
    notes = dict.fromkeys(log.notes)
    rejects = [*log.rejects]
    rejects += [Reject("file failed", became.where or shard.given, became.what) for shard, became in failed]
    for _, became in made:
        tally.merge(became.tally)
        rejects += became.rejects
        notes |= dict.fromkeys(became.notes)
        for item in became.manifest.get("findings", ()):
            said.find(Finding(**item))
    told = read_from(
        [InputFile(shard.source.name, shard.sha256) for shard, _ in made],
        articles=sum(became.manifest["articles"] for _, became in made),
        rejects=len(rejects),
        findings=said.findings,
    )
    if "genre" in making:
        genres = sum((Counter(became.manifest.get("genres", {})) for _, became in made), Counter[str]())
        told["genres"] = dict(sorted(genres.items()))
        notes[told_left_out(making["genre"], genres)] = None
    hits = hits_of(places)
    kept = sum(shard.done for shard, _ in made)
    details = {"measured": len(made) - kept, "kept": kept}
    notes |= dict.fromkeys(_told_kept(**details))
    return Corpus(
        made[-1][1].table if made else empty,
        tuple(notes),
        rejects=tuple(rejects),
        findings=said.findings,
        manifest={**making, **told, **({} if hits is None else {"hits": hits})},
        written=tally,
        details=details,
    )


def _told_kept(*, measured: int, kept: int) -> list[str]:
    if not kept:
        return []
    left = f"{count(kept, 'result is', 'results are')} as an earlier run left {'it' if kept == 1 else 'them'}"
    return [f"{left}, and {measured:,} measured" if measured else f"{left}: nothing to do"]


def write_manifests(corpus: Corpus, found: Found, shards: Sequence[Shard], places: Sequence[Place]) -> None:
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
        write_dataset(place.folder, {**corpus.manifest, "kind": place.kind}, listed, place.name)


def _listed(path: Path, shard: Shard, became: Corpus) -> Listed:
    return Listed(
        name=path.name,
        sha256=storage.hash_file(path),
        rows=pq.read_metadata(path).num_rows,
        input=Origin(shard.source.name, shard.sha256, None if shard.address else way_to(shard.source, path.parent)),
        articles=became.manifest["articles"],
        rejects=became.manifest["rejects"],
    )
