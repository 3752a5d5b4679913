"""Folders of results while a run writes to them: what is there, what may stay, what has to go."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from masthead import storage
from masthead.engines.corpus import FEATURES_KIND
from masthead.engines.dataset import KEY, MANIFEST, REMOVED, Dataset, dataset_of, difference, manifest_in, results_in
from masthead.errors import OutputFailed, UnreadableInput, UsageError
from masthead.numerals import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.engines.shards import Shard
    from masthead.sources.rows import Log

HITS_KIND = "hits"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of results of one kind, what its manifest said before this run, if it had one, and how that is named."""

    folder: Path
    kind: str
    before: Dataset | None
    name: str = MANIFEST

    @classmethod
    def at(cls, folder: Path, kind: str, name: str = MANIFEST) -> Place:
        """The folder as it is now; one whose manifest is damaged counts as unfinished."""
        try:
            return cls(folder, kind, dataset_of(folder, name), name)
        except UnreadableInput:
            return cls(folder, kind, None, name)

    @property
    def manifest(self) -> Path:
        """The file of the manifest."""
        return self.folder / self.name

    def target(self, shard: Shard) -> Path:
        """The file that the results of a shard go to."""
        found = shard.targets.features if self.kind == FEATURES_KIND else shard.targets.hits
        assert found is not None
        return found

    def has(self, shard: Shard) -> bool:
        """Whether the result of a shard is there, made as its key says, and nothing of its input was rejected."""
        path = self.target(shard)
        there = manifest_in(path) if path.is_file() else {}
        if there.get(KEY) != shard.key or there["rejects"]:
            return False
        return self.before is None or self.before.hashes.get(path.name) == storage.hash_file(path)

    def stale(self, shards: Sequence[Shard]) -> list[Path]:
        """Results of inputs that are not among ``shards``."""
        wanted = {self.target(shard) for shard in shards}
        return [path for path in results_in(self.folder) if path not in wanted]


def refuse_foreign_files(places: Sequence[Place]) -> None:
    """Raise UsageError where a Parquet file in a folder of results is whole and none that a run wrote."""
    for place in places:
        kind = place.kind if place.before is None else place.before.manifest.get("kind")
        if kind != place.kind:
            what = f"this folder holds {kind}, and {place.kind} are to go there"
            raise UsageError(what, where=str(place.folder), fix="Choose another folder.")
        listed = {} if place.before is None else place.before.hashes
        for path in results_in(place.folder):
            if path.name in listed:
                continue
            there = manifest_in(path)
            try:
                whole = pq.read_metadata(path) is not None
            except (OSError, ValueError):
                whole = False
            if whole and (KEY not in there or there.get("kind") != place.kind):
                raise UsageError(
                    f"this folder holds a file that is none of these {place.kind}: {path.name}",
                    where=str(path),
                    fix="Move it elsewhere, or choose another folder.",
                )


def refuse_other_making(places: Sequence[Place], now: Mapping[str, Any], *, anew: bool = False) -> None:
    """Raise UsageError where results were made otherwise than the manifest ``now`` says, or have hits that would age.

    With ``anew`` they may have been made in any way.
    """
    for place in places:
        if place.before is None:
            continue
        found = None if anew else difference(place.before.manifest, now)
        if found is not None:
            what, before, after = found
            raise UsageError(
                f"the results in this folder were made differently: {what} was {before} and is {after}",
                where=str(place.folder),
                fix="Choose another folder, or measure everything again with --no-cache.",
            )
        hits = place.before.manifest.get("hits")
        if place.kind == FEATURES_KIND and hits not in (None, hits_of(places)) and (place.folder / hits).is_dir():
            raise UsageError(
                f"the hits of this folder are in {hits}, and would no longer be those of its features",
                where=str(place.folder),
                fix=f"Give --hits {os.path.normpath(place.folder / hits)} again, or choose another folder.",
            )


def hits_of(places: Sequence[Place]) -> str | None:
    """The way from the folder of features to that of hits."""
    return way_to(places[1].folder, places[0].folder) if len(places) > 1 else None


def move_out(paths: Sequence[Path], log: Log) -> None:
    """Move results whose input is gone, or can't be read any more, to where nothing reads them."""
    paths = [path for path in paths if path.is_file()]
    if not paths:
        return
    place = paths[0].parent / REMOVED
    try:
        place.mkdir(exist_ok=True)
        for path in paths:
            path.replace(place / path.name)
    except OSError as error:
        raise OutputFailed(f"could not move results: {error.strerror or error}", where=str(place)) from error
    named = ", ".join(path.name for path in paths[:_MOST_NAMED]) + (" and others" if len(paths) > _MOST_NAMED else "")
    moved = count(len(paths), "result without an input was", "results without an input were")
    log.note(f"{moved} moved to {place}, which is never read: {named}")


def way_to(to: Path, folder: Path) -> str | None:
    """The way from a folder to a file; None where it would lead over the root and name the folders of this machine."""
    ends = [to.resolve(), folder.resolve()]
    try:
        shared = Path(os.path.commonpath(ends))
    except ValueError:  # two drives
        return None
    return None if shared == Path(shared.anchor) else Path(os.path.relpath(*ends)).as_posix()
