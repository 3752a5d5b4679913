"""FEATURES from files: one, several, or a folder of them, pooled only where they are one data set."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead import storage
from masthead.engines.checking import FAILED, changed, inputs_twice, missing, unlisted
from masthead.engines.corpus import FEATURES_KIND
from masthead.engines.dataset import (
    AGAIN,
    KEY,
    MANIFEST,
    NAMING,
    RESULT,
    dataset_of,
    difference,
    manifest_in,
    results_in,
)
from masthead.engines.ids import IDS_ONCE, repeated_ids
from masthead.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_OF_FILES = frozenset({"files", "hits", KEY})
"""What of a manifest is of the files, and not of what is made of them."""
_OFF = {
    missing: "a file that its manifest lists is missing",
    unlisted: "it holds results that its manifest does not list",
    changed: "a file differs from what its manifest says",
    inputs_twice: "an input was measured into two files",
}
"""The checks that a folder has to pass before it is read, and what it is where it does not."""


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one run, what they are called together, and what their manifest says."""

    called: Path
    paths: tuple[Path, ...]
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pool:
    """Files of FEATURES that are one data set, what to call them together, and one manifest for all."""

    called: Path
    paths: tuple[Path, ...]
    manifest: dict[str, Any]
    notes: tuple[str, ...]


def is_result(item: str | Path) -> bool:
    """Whether a path is FEATURES that measure wrote: a file, a pattern of files, or a folder."""
    paths = _files(item)
    return (Path(item) / MANIFEST).is_file() or any(
        path.suffix == RESULT and path.is_file() and manifest_in(path).get("kind") == FEATURES_KIND for path in paths
    )


def pool(items: Iterable[str | Path]) -> Pool:
    """What is in the files and folders that ``items`` name.

    Raises UnreadableInput where a folder is not what its manifest says, or has none, and UsageError where results were
    made with other options or versions, or an input or an id is there twice; both files are named.
    """
    parts = [part for item in items for part in _parts(item)]
    _require_same_making(parts)
    _require_inputs_once(parts)
    paths = tuple(path for part in parts for path in part.paths)
    _require_ids_once(paths)
    return Pool(parts[0].called, paths, _together(parts), tuple(_notes(parts)))


def _files(item: str | Path) -> list[Path]:
    if os.path.lexists(item):
        return results_in(Path(item)) if Path(item).is_dir() else [Path(item)]
    return [Path(name) for name in sorted(glob.glob(str(item)))]  # noqa: PTH207 - absolute patterns too


def _parts(item: str | Path) -> Iterator[Part]:
    if Path(item).is_dir():
        yield _folder(Path(item))
    else:
        for path in _files(item):
            yield Part(path, (path,), storage.read_manifest(path))


def _folder(folder: Path) -> Part:
    """The files of a folder that is all that its manifest says, and nothing else."""
    data = dataset_of(folder)
    if data is None:
        raise _without_manifest(folder)
    if data.manifest.get("kind") != FEATURES_KIND:
        raise UsageError(
            f"this folder holds {data.manifest.get('kind')}, not features", where=str(folder), fix="Name the other."
        )
    for check, what in _OFF.items():
        for off in check(data):
            if off.status == FAILED:
                kind = UsageError if check is inputs_twice else UnreadableInput
                raise kind(
                    f"this folder is not one data set: {what} ({off.found})",
                    where=off.path,
                    fix=f"masthead verify {folder} lists everything that does not match. {AGAIN}",
                )
    return Part(folder, tuple(data.paths), data.manifest)


def _without_manifest(folder: Path) -> UnreadableInput:
    writer = storage.writer_of(folder)
    if writer is not None:
        what, fix = f"a run is still writing to this folder: {writer}", "Wait for it to end."
    else:
        what = f"this folder holds results and no {MANIFEST}: the run that wrote them did not finish, or they are a mix"
        fix = f"{AGAIN} Or name the files themselves: {folder / '*.parquet'}"
    return UnreadableInput(what, where=str(folder), fix=fix)


def _require_same_making(parts: Sequence[Part]) -> None:
    for part in parts[1:]:
        found = difference(parts[0].manifest, part.manifest, aside=NAMING)
        if found is not None:
            what, one, other = found
            raise UsageError(
                f"these results were not made the same way: {what} is {one} in {parts[0].called} and {other} in "
                f"{part.called}",
                where=str(part.called),
                fix="Measure their articles again with the same version and options, or give one of them alone.",
            )


def _require_inputs_once(parts: Sequence[Part]) -> None:
    first: dict[str, tuple[int, Path]] = {}
    for number, part in enumerate(parts):
        for item in part.manifest.get("inputs", ()):
            before, called = first.setdefault(item["sha256"], (number, part.called))
            if before != number:
                once = f"the same input, {item['name']}, was measured into {called} and {part.called}"
                raise UsageError(
                    once if called != part.called else "this is given twice",
                    where=str(part.called),
                    fix="Give one of them.",
                )


def _require_ids_once(paths: Sequence[Path]) -> None:
    for found in repeated_ids(paths, most=1):
        raise UsageError(
            f"the id {found.id!r} belongs to two articles: in {found.first} and in {found.again}",
            where=str(found.again),
            fix=IDS_ONCE,
        )


def _together(parts: Sequence[Part]) -> dict[str, Any]:
    """One manifest: that of the first, with the inputs, numbers and findings of all."""
    one = {name: value for name, value in parts[0].manifest.items() if name not in _OF_FILES}
    if len(parts) == 1:
        return one
    one.pop("command", None)
    for name in ("articles", "rejects"):
        one[name] = sum(part.manifest.get(name, 0) for part in parts)
    for name in ("inputs", "findings"):
        if any(name in part.manifest for part in parts):
            one[name] = [item for part in parts for item in part.manifest.get(name, ())]
    return one


def _notes(parts: Sequence[Part]) -> Iterator[str]:
    options = [part.manifest.get("options", {}) for part in parts]
    if any(given.get("columns") != options[0].get("columns") for given in options):
        yield "these results were read from columns of different names: their contents must be the same"
