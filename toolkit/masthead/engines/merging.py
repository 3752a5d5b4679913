"""Merge the parts of a run that several jobs shared: the data set that one run would have written, byte for byte."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from masthead import errors, storage
from masthead.engines.corpus import FEATURES_KIND, Corpus, no_such_genre
from masthead.engines.dataset import MANIFEST, PART, Dataset, dataset_of, difference
from masthead.engines.files import Targets
from masthead.engines.parts import PARTS, RECORD, Became, Record
from masthead.engines.places import HITS_KIND, Place, move_out, refuse_foreign_files, refuse_other_making
from masthead.engines.shards import Shard, made_before
from masthead.engines.tally import Tally
from masthead.engines.together import each_once, together, write_manifests
from masthead.errors import Locked, MastheadError, UnreadableInput, UsageError
from masthead.numerals import count
from masthead.sources import Reject
from masthead.sources.formats.remote import is_remote
from masthead.sources.rows import Log

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.engines.corpus import Progress

_OF_A_PART = frozenset({RECORD, "files", "hits"})
_AGAIN = "Run its job again: what is intact is kept."
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Part:
    """A finished part: its FEATURES, its HITS where there are any, and its record."""

    features: Dataset
    hits: Dataset | None
    record: Record

    @property
    def called(self) -> str:
        return f"part {self.record.number} of {self.record.of}"

    @property
    def making(self) -> dict[str, Any]:
        return {name: value for name, value in self.features.manifest.items() if name not in _OF_A_PART}


def merge(
    folders: str | Path | Sequence[str | Path],
    to: str | Path | None = None,
    hits_to: str | Path | None = None,
    *,
    keep_parts: bool = False,
    progress: Progress | None = None,
) -> Corpus:
    """Make one data set of the parts that several jobs measured with ``How(shard=(1, 4))`` and so on.

    ``folders`` are the folders of results that the jobs wrote to, one for all or one per machine. The data set goes
    to the folder ``to``, by default the one that the parts are in, and ``hits_to`` takes the hits if there are any.
    Its bytes are those that one run without parts would have written. Parts within ``to`` are removed when it is
    complete, unless ``keep_parts`` is set; others are left alone. Where they are gone already, since an earlier merge
    was ended just then, the data set is given back as it is, and ``details`` says that 0 were ``merged``.

    Raises UsageError if parts are missing, given twice, or of different inputs, options or versions. Raises
    UnreadableInput if a part is unfinished or damaged, and Locked if a job is still at it.
    """
    given = [Path(item) for item in ([folders] if isinstance(folders, str | Path) else folders)]
    if to is None and (before := _merged_before(given)) is not None:
        return before
    parts = _in_order(list(_parts(given)))
    _refuse_mixed(parts)
    folder = _target(given, to)
    hits = _hits_target(parts, to, hits_to)
    with ExitStack() as held:
        for into in filter(None, (folder, hits)):
            held.enter_context(storage.sole_writer(into))
        places = [Place.at(folder, FEATURES_KIND), *([] if hits is None else [Place.at(hits, HITS_KIND)])]
        refuse_foreign_files(places)
        # A new data set takes the place of the old one, whose parts these are not.
        refuse_other_making(places, parts[0].making, anew=True)
        corpus = _merged(parts, places, progress)
    if not keep_parts:
        drop_parts(folder, hits)
    return replace(corpus, details={"merged": len(parts), "folder": folder, "hits": hits})


def _merged_before(given: Sequence[Path]) -> Corpus | None:
    """The data set of a folder that has no parts any more; None where there are some, or no data set."""
    folder = given[0]
    if len(given) > 1 or (folder / PART).is_file() or (folder / PARTS).is_dir():
        return None
    found = dataset_of(folder)
    made = [made_before(Targets(path, None)) for path in found.paths] if found is not None else []
    whole = [corpus for corpus in made if corpus is not None]
    if found is None or not whole or len(whole) < len(made):
        return None
    tally = Tally()
    for corpus in whole:
        tally.merge(corpus.tally)
    way = found.manifest.get("hits")
    details = {"merged": 0, "folder": folder, "hits": None if way is None else (folder.resolve() / way).resolve()}
    return replace(whole[-1], manifest=found.manifest, written=tally, details=details)


def drop_parts(folder: str | Path, hits: str | Path | None = None) -> None:
    """Remove the parts that wait in folders of results, in one step each, so that none is left halfway."""
    for place in (folder, hits):
        if place is None:
            continue
        parts = Path(place) / PARTS
        gone = parts.with_name(f".{PARTS}.removed")
        with suppress(OSError):
            parts.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _parts(given: Sequence[Path]) -> Iterator[_Part]:
    for folder in given:
        if (folder / PART).is_file():
            yield _part(folder)
            continue
        places = sorted(path for path in folder.glob(f"{PARTS}/*-of-*") if path.is_dir())
        if not places and (folder / MANIFEST).is_file():
            drop_parts(folder)  # what a merge that was killed at the end has left
            what = "there is nothing to merge: the parts of this folder are a data set already"
            raise UsageError(what, where=str(folder), fix=f"masthead verify {folder} checks it.")
        if not places:
            raise UnreadableInput(
                "there are no parts in this folder",
                where=str(folder),
                fix="Name the folder that the jobs wrote to: measure PATH -o FOLDER --shard 1/4, and so on.",
            )
        yield from map(_part, places)


def _part(folder: Path) -> _Part:
    if (writer := storage.writer_of(folder)) is not None:
        raise Locked(f"a job is still at this part: {writer}", where=str(folder), fix="Wait for it to end.")
    features = _finished(folder)
    try:
        record = msgspec.convert(features.manifest.get(RECORD), Record)
    except msgspec.ValidationError as error:
        raise UnreadableInput(f"this is not the record of a part ({error})", where=str(folder), fix=_AGAIN) from error
    way = features.manifest.get("hits")
    hits = _finished((folder.resolve() / way).resolve()) if record.hits and way is not None else None
    if record.hits and hits is None:
        what = "this part does not say where its hits are, which share no folder with its features"
        raise UsageError(what, where=str(folder), fix="Measure with --hits in a folder beside that of -o.")
    return _Part(features, hits, record)


def _finished(folder: Path) -> Dataset:
    found = dataset_of(folder, PART)
    if found is None:
        raise UnreadableInput("this part is not finished", where=str(folder), fix=_AGAIN)
    return found


def _in_order(parts: Sequence[_Part]) -> list[_Part]:
    """The parts by their numbers; raises UsageError where one is missing or there twice."""
    by_number: dict[int, _Part] = {}
    of = parts[0].record.of
    for part in parts:
        if part.record.of != of:
            what = f"these are parts of different runs: {parts[0].called} and {part.called}"
            raise UsageError(what, where=str(part.features.folder), fix="Remove the folder that is not of this run.")
        before = by_number.setdefault(part.record.number, part)
        if before is not part:
            what = f"{part.called} is there twice: {before.features.folder} and {part.features.folder}"
            raise UsageError(what, where=str(part.features.folder), fix="Give each part once.")
    missing = [str(number) for number in range(1, of + 1) if number not in by_number]
    if missing:
        listed = ", ".join(missing[:_MOST_NAMED]) + (" and others" if len(missing) > _MOST_NAMED else "")
        parted = f"{count(len(missing), 'part is', 'parts are')} missing of {of}: {listed}"
        raise UsageError(parted, fix=f"Run the job of each: the same command with --shard {missing[0]}/{of}.")
    return [by_number[number] for number in range(1, of + 1)]


def _refuse_mixed(parts: Sequence[_Part]) -> None:
    """Raise UsageError where parts are not of one run: the first by which they differ is named."""
    first = parts[0]
    for part in parts[1:]:
        found = difference(first.making, part.making)
        if found is None and first.record.plan != part.record.plan:
            found = "the list of input files, their names and sizes", "one", "another"
        if found is None and first.making.get("command") != part.making.get("command"):
            found = "the command", str(first.making.get("command")), str(part.making.get("command"))
        if found is None and first.record.hits != part.record.hits:
            found = "the writing of hits", str(first.record.hits), str(part.record.hits)
        if found is not None:
            what, one, other = found
            raise UsageError(
                f"these parts were made differently: {what} is {one} in {first.called} and {other} in {part.called}",
                where=str(part.features.folder),
                fix="Run the jobs of all parts with the same command, version and inputs, each with its own --shard.",
            )


def _target(given: Sequence[Path], to: str | Path | None) -> Path:
    if to is not None:
        return Path(to)
    if len(given) > 1 or (given[0] / PART).is_file():
        raise UsageError("nothing says where the merged results go", fix="Name a folder with -o FOLDER.")
    return given[0]


def _hits_target(parts: Sequence[_Part], to: str | Path | None, hits_to: str | Path | None) -> Path | None:
    hits = parts[0].hits
    if hits is None:
        if hits_to is not None:
            raise UsageError("these parts were measured without hits", fix="Leave out --hits.")
        return None
    if hits_to is not None:
        return Path(hits_to)
    if to is not None:
        raise UsageError("these parts have hits, which go to a folder of their own", fix="Name it with --hits DIR.")
    return hits.folder.parents[1]


def _merged(parts: Sequence[_Part], places: Sequence[Place], progress: Progress | None) -> Corpus:
    first = parts[0]
    log = Log()
    for reject in first.record.rejects:
        log.reject(*reject)
    for note in first.record.notes:
        log.note(note)
    refused = first.making["options"].get("on_duplicate", "error") == "error"
    pairs = {_shard(became, places): (part, became) for part, became in _became(parts)}
    shards = each_once(list(pairs), log, refused=refused)
    made = [shard for shard in shards if pairs[shard][1].error is None]
    for place in places:
        place.manifest.unlink(missing_ok=True)
        move_out(place.stale(made), log)
    found: dict[Shard, Corpus | MastheadError] = {}
    for shard in shards:
        part, became = pairs[shard]
        known = replace(shard, source=_source(part, became, places[0].folder))
        found[known] = _failed(became) if became.error is not None else _taken(part, became, shard)
        if progress is not None:
            progress(len(found), len(shards))
    corpus = together(found, list(found), log, places, first.making)
    if "genre" in first.making and not corpus.tally.total:
        raise no_such_genre(first.making["genre"], ())
    write_manifests(corpus, found, list(found), places)
    return corpus


def _became(parts: Sequence[_Part]) -> Iterator[tuple[_Part, Became]]:
    """What became of every input file, in the order of the inputs."""
    for position in range(parts[0].record.files):
        part = parts[position % len(parts)]
        yield part, part.record.became[position // len(parts)]


def _shard(became: Became, places: Sequence[Place]) -> Shard:
    targets = [place.folder / became.result for place in places]
    address = became.given if is_remote(became.given) else None
    target = Targets(targets[0], targets[1] if len(targets) > 1 else None)
    return Shard(Path(became.given), None, target, became.sha256, address=address)


def _source(part: _Part, became: Became, folder: Path) -> Path:
    """The input by its place as seen from the part, or by its name alone."""
    name = Path(became.given).name
    return Path(folder.resolve().anchor, name) if became.path is None else part.features.folder / became.path


def _failed(became: Became) -> MastheadError:
    assert became.error is not None
    kind, what, where, fix = became.error
    named = getattr(errors, kind, MastheadError)
    return named(what, where=where or became.given, fix=fix)


def _taken(part: _Part, became: Became, shard: Shard) -> Corpus:
    """The results of one file, put in their place."""
    for there, target in ((part.features, shard.targets.features), (part.hits, shard.targets.hits)):
        if there is None or target is None:
            continue
        source = there.folder / became.result
        try:
            whole = storage.hash_file(source) == there.hashes.get(became.result)
        except OSError:
            whole = False
        if not whole:
            what = "a file is missing or differs from what the manifest of its part says"
            raise UnreadableInput(what, where=str(source), fix=_AGAIN)
        storage.put_in_place(source, target)
    made = made_before(shard.targets)
    if made is None:
        raise UnreadableInput("this result can't be read", where=str(shard.targets.features), fix=_AGAIN)
    return replace(made, rejects=tuple(Reject(*reject) for reject in became.rejects), notes=became.notes)
