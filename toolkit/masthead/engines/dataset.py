"""A folder of results as one data set: its manifest, and how results tell that they were made the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
import orjson

from masthead import storage
from masthead.errors import MastheadError, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MANIFEST = "masthead.manifest.json"
"""The manifest of a folder of results, written when all of them are there."""
PART = "masthead.part.json"
"""That of the results of one job of several, which are no data set until all are merged."""
REMOVED = "removed"
"""The folder in it that takes results whose input is gone; nothing reads it."""
RESULT = ".parquet"
KEY = "key"
"""Where the manifest of a result keeps the hash of everything that it was made from."""
SETTINGS = {
    "masthead": "the version of masthead",
    "code": "the code of masthead",
    "lexicons": "the word list",
    "packages": "the version of",
    "options": "the option",
    "genre": "the genre kept",
}
"""What of a manifest says how results were made, and what to call it."""
NAMING = frozenset({"outlet", "columns", "encoding", "day_first", "month_first"})
"""Options that only say how an input is written: they may differ between results of different inputs."""
AGAIN = "Run the same measure command again: it keeps what is intact and makes the rest."


class Origin(msgspec.Struct, frozen=True):
    """An input file: its name, its hash, and the way to it from the folder of results where the two are near."""

    name: str
    sha256: str
    path: str | None = None


class Listed(msgspec.Struct, frozen=True):
    """A result as the manifest lists it; ``articles`` were read from ``input``, ``rows`` of them are in the file."""

    name: str
    sha256: str
    rows: int
    input: Origin
    articles: int
    rejects: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """A folder of results that has a manifest."""

    folder: Path
    manifest: dict[str, Any]
    files: tuple[Listed, ...]

    @property
    def paths(self) -> list[Path]:
        """Its files, in the order of their inputs."""
        return [self.folder / item.name for item in self.files]

    @property
    def hashes(self) -> dict[str, str]:
        """The hash that each file is to have."""
        return {item.name: item.sha256 for item in self.files}


def dataset_of(folder: Path, name: str = MANIFEST) -> Dataset | None:
    """The data set in a folder, None where it has no manifest; raises UnreadableInput where that is no manifest."""
    path = folder / name
    try:
        manifest = orjson.loads(path.read_bytes())
        return Dataset(folder, manifest, msgspec.convert(manifest["files"], tuple[Listed, ...]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:  # msgspec's ValidationError is a ValueError
        what = f"this is not the manifest of a folder of results ({type(error).__name__}: {error})"
        raise UnreadableInput(what, where=str(path), fix=AGAIN) from error


def write_dataset(folder: Path, manifest: Mapping[str, Any], files: Iterable[Listed], name: str = MANIFEST) -> None:
    """Write the manifest of a folder whose files are all there."""
    listed = [msgspec.to_builtins(item) for item in files]
    data = orjson.dumps({**manifest, "files": listed}, option=orjson.OPT_INDENT_2, default=str) + b"\n"

    def write(file: BinaryIO) -> None:
        file.write(data)

    storage.write_atomically(folder / name, write)


def results_in(folder: Path) -> list[Path]:
    """The Parquet files of a folder itself."""
    return sorted(path for path in folder.glob(f"*{RESULT}") if not path.name.startswith("."))


def manifest_in(path: Path) -> dict[str, Any]:
    """The manifest that a result carries; none where the file is cut off or another's."""
    try:
        return storage.read_manifest(path)
    except MastheadError:
        return {}


def difference(
    one: Mapping[str, Any], other: Mapping[str, Any], *, aside: frozenset[str] = frozenset()
) -> tuple[str, str, str] | None:
    """The first thing by which two manifests say that results were made differently, and what each says of it.

    Options named in ``aside`` may differ.
    """
    for name, called in SETTINGS.items():
        ours, theirs = one.get(name), other.get(name)
        if not isinstance(ours, dict) and not isinstance(theirs, dict):
            if ours != theirs:
                return called, _shown(ours), _shown(theirs)
            continue
        ours, theirs = ours or {}, theirs or {}
        for key in sorted({*ours, *theirs} - (aside if name == "options" else frozenset())):
            if ours.get(key) != theirs.get(key):
                return f"{called} {key}", _shown(ours.get(key)), _shown(theirs.get(key))
    return None


def _shown(value: Any) -> str:
    return "none" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
