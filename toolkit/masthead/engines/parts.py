"""One part of a run over many files, done by one job of several: its files, and the record that merging needs.

The jobs of a run see the same inputs and share nothing else. Each takes every so many-th file and writes to a folder
of its own, below that of the whole, so that no job waits for another or can harm what it did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from masthead import storage
from masthead.engines.corpus import Corpus
from masthead.engines.files import Targets
from masthead.engines.places import way_to
from masthead.errors import OutputFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from masthead.engines.dataset import Dataset
    from masthead.engines.places import Place
    from masthead.engines.shards import Shard
    from masthead.errors import MastheadError
    from masthead.sources.rows import Log

PARTS = "parts"
"""The folder in a folder of results that parts wait in."""
RECORD = "part"
"""Where the manifest of a part keeps its record."""


class Became(msgspec.Struct, frozen=True):
    """What became of one input file: its result with rejects and notes, or the kind, text, place and fix of an error.

    ``given`` is the file as the job was given it, ``path`` the way to it from the folder of the part.
    """

    result: str
    given: str
    sha256: str
    path: str | None
    rejects: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    error: tuple[str, str, str | None, str | None] | None = None


class Record(msgspec.Struct, frozen=True):
    """What a part tells of itself; ``plan`` is the hash of all ``files`` of the run, which every part must agree on."""

    number: int
    of: int
    plan: str
    files: int
    hits: bool
    rejects: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    became: tuple[Became, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Part ``number`` of ``of``, the ``plan`` of the whole run, and what that had to say."""

    number: int
    of: int
    plan: str
    files: int
    rejects: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]

    @classmethod
    def of_run(cls, shard: tuple[int, int], shards: Sequence[Shard], log: Log) -> Part:
        """The part of a run over ``shards``, of whose plan ``log`` tells."""
        plan = storage.hash_options([[item.targets.features.name, item.source.name, _size(item)] for item in shards])
        return cls(*shard, plan, len(shards), tuple(log.rejects), log.notes)

    def share(self, shards: Sequence[Shard], folder: Path, hits: Path | None) -> tuple[list[Shard], Path, Path | None]:
        """The shards of this part, and the folders that their results go to."""
        own = [self._folder(place) for place in (folder, hits) if place is not None]
        mine, hits = own[0], own[1] if len(own) > 1 else None
        taken = shards[self.number - 1 :: self.of]
        return [replace(shard, targets=_in(mine, hits, shard.targets.features.name)) for shard in taken], mine, hits

    def _folder(self, folder: Path) -> Path:
        try:
            folder.mkdir(exist_ok=True)
            (folder / PARTS).mkdir(exist_ok=True)
        except OSError as error:
            raise OutputFailed(
                f"the folder can't be created: {error.strerror or error}",
                where=str(folder),
                fix="Choose another place with -o FOLDER.",
            ) from error
        return folder_of_part(folder, self.number, self.of)

    def is_of(self, before: Dataset) -> bool:
        """Whether what is in a folder was made as this part of the same run."""
        there = before.manifest.get(RECORD, {})
        return all(there.get(name) == getattr(self, name) for name in ("number", "of", "plan"))

    def recorded(
        self,
        corpus: Corpus,
        found: Mapping[Shard, Corpus | MastheadError],
        shards: Sequence[Shard],
        places: Sequence[Place],
    ) -> Corpus:
        """The corpus with the record of this part in its manifest."""
        became = tuple(_became(shard, found[shard], places[0]) for shard in shards)
        known = (self.number, self.of, self.plan, self.files, len(places) > 1)
        record = Record(*known, self.rejects, self.notes, became)
        return replace(corpus, manifest={**corpus.manifest, RECORD: msgspec.to_builtins(record)})


def folder_of_part(folder: Path, number: int, of: int) -> Path:
    """Where a part waits in a folder of results."""
    return folder / PARTS / f"{number:0{len(str(of))}}-of-{of}"


def _in(folder: Path, hits: Path | None, name: str) -> Targets:
    return Targets(folder / name, None if hits is None else hits / name)


def _size(shard: Shard) -> int | None:
    try:
        return shard.source.stat().st_size
    except OSError:
        return None


def _became(shard: Shard, became: Corpus | MastheadError, place: Place) -> Became:
    path = place.target(shard)
    way = None if shard.address else way_to(shard.source, path.parent)
    known: dict[str, Any] = {"result": path.name, "given": shard.given, "sha256": shard.sha256, "path": way}
    if isinstance(became, Corpus):
        return Became(**known, rejects=became.rejects, notes=became.notes)
    return Became(**known, error=(type(became).__name__, became.what, became.where, became.fix))
