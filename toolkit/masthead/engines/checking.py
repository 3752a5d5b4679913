"""Whether a folder of results is what its manifest says: each check with all that it finds to be off."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from masthead.engines.dataset import MANIFEST, REMOVED, difference, manifest_in, results_in
from masthead.engines.ids import ID, repeated_ids
from masthead.features import MeasureOptions, load_instruments
from masthead.features.instruments import count_columns
from masthead.numerals import count
from masthead.schema import FEATURES_IDENTITY, HITS
from masthead.storage import hash_file, leftovers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from masthead.engines.dataset import Dataset

OK, WARNING, FAILED = "ok", "warning", "failed"
NOWHERE = "missing"
_BESIDE = frozenset({MANIFEST, REMOVED, "rejects.jsonl"})


class Check(NamedTuple):
    """One thing that was checked: ``status`` is ``ok``, ``warning`` or ``failed``; ``path`` is what it is about."""

    check: str
    status: str
    path: str
    expected: str
    found: str


def missing(data: Dataset) -> Iterator[Check]:
    """Files that the manifest lists and the folder lacks."""
    for path in data.paths:
        if not path.is_file():
            yield Check("file", FAILED, str(path), "there", NOWHERE)


def unlisted(data: Dataset) -> Iterator[Check]:
    """Results that the manifest does not list; other files, which nothing reads, are worth a warning."""
    listed = {*data.hashes, *_BESIDE}
    results = results_in(data.folder)
    for path in sorted(data.folder.iterdir()):
        if path.name not in listed and not path.name.startswith("."):
            status = FAILED if path in results else WARNING
            yield Check("unlisted", status, str(path), "nothing", "a file that the manifest does not list")


def changed(data: Dataset) -> Iterator[Check]:
    """Files whose bytes are not those that were written."""
    for item, path in zip(data.files, data.paths, strict=True):
        with suppress(FileNotFoundError):
            found = hash_file(path)
            if found != item.sha256:
                yield Check("sha256", FAILED, str(path), item.sha256, found)


def miscounted(data: Dataset) -> Iterator[Check]:
    """Files with another number of rows than was written, or incomplete Parquet files; and a sum that is wrong."""
    for item, path in zip(data.files, data.paths, strict=True):
        found = _rows(path)
        if found is not None and found != str(item.rows):
            yield Check("rows", FAILED, str(path), str(item.rows), found)
    articles = sum(item.articles for item in data.files)
    if articles != data.manifest.get("articles"):
        told = str(data.manifest.get("articles"))
        yield Check("rows", FAILED, str(data.folder / MANIFEST), f"{count(articles, 'article')} in all", told)


def misshapen(data: Dataset) -> Iterator[Check]:
    """Files without the columns that they share, or with these of another type."""
    wanted = HITS if data.manifest.get("kind") == "hits" else _features()
    kinds: dict[str, pa.DataType] = {field.name: field.type for field in wanted}
    for path in data.paths:
        with suppress(OSError, ValueError, pa.ArrowException):
            there = pq.read_schema(path)
            for name in kinds.keys() - set(there.names):
                yield Check("schema", FAILED, str(path), f"a column {name}", "none")
            for field in there:
                if kinds.setdefault(field.name, field.type) != field.type:
                    found = f"{field.name}: {field.type}"
                    yield Check("schema", FAILED, str(path), f"{field.name}: {kinds[field.name]}", found)


def mixed(data: Dataset) -> Iterator[Check]:
    """Files made with another version, other word lists or other options than the manifest says."""
    for path in data.paths:
        if path.is_file():
            # The outlet of a sub-folder's table is that sub-folder.
            other = difference(data.manifest, manifest_in(path), aside=frozenset({"outlet"}))
            if other is not None:
                what, expected, found = other
                yield Check("options", FAILED, str(path), f"{what}: {expected}", found)


def left_behind(data: Dataset) -> Iterator[Check]:
    """Temporary files and locks of runs that were killed."""
    for path in leftovers(data.folder):
        yield Check("leftover", FAILED, str(path), "nothing", "a temporary file of a run that was killed")


def inputs_twice(data: Dataset) -> Iterator[Check]:
    """Inputs that were measured into two files."""
    first: dict[str, str] = {}
    for item, path in zip(data.files, data.paths, strict=True):
        before = first.setdefault(item.input.sha256, item.name)
        if before != item.name:
            yield Check("input twice", FAILED, str(path), "an input of its own", f"that of {before}: {item.input.name}")


def ids_twice(data: Dataset) -> Iterator[Check]:
    """Ids of two articles."""
    try:
        repeats = repeated_ids([path for path in data.paths if _has_ids(path)])
    except (OSError, pa.ArrowException) as error:
        yield Check("id twice", FAILED, str(data.folder), "ids that can be read", str(error).splitlines()[0])
        return
    for found in repeats:
        yield Check("id twice", FAILED, str(found.again), f"{found.id} once", f"also in {found.first.name}")


def inputs_gone(data: Dataset) -> Iterator[Check]:
    """Inputs that have changed since; a warning where they can't be found."""
    for item in data.files:
        path = None if item.input.path is None else data.folder / item.input.path
        try:
            found = NOWHERE if path is None else hash_file(path)
        except OSError:
            found = NOWHERE
        if found != item.input.sha256:
            status = WARNING if found == NOWHERE else FAILED
            yield Check("input", status, item.input.path or item.input.name, item.input.sha256, found)


CHECKS: dict[str, Callable[[Dataset], Iterator[Check]]] = {
    "file": missing,
    "unlisted": unlisted,
    "leftover": left_behind,
    "sha256": changed,
    "rows": miscounted,
    "schema": misshapen,
    "options": mixed,
    "input twice": inputs_twice,
    "id twice": ids_twice,
    "input": inputs_gone,
}
"""What is checked of a folder that has a manifest, in this order."""


def _rows(path: object) -> str | None:
    try:
        return str(pq.read_metadata(path).num_rows)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, pa.ArrowException):
        return "not a complete Parquet file"


def _has_ids(path: object) -> bool:
    try:
        return ID in pq.read_schema(path).names
    except (OSError, ValueError, pa.ArrowException):
        return False


def _features() -> pa.Schema:
    """The columns that all FEATURES have; those of a list of your own are compared with the first file's."""
    counts = count_columns(load_instruments(MeasureOptions()))
    return pa.schema([*FEATURES_IDENTITY, *(pa.field(name, pa.float64()) for name in counts)])
