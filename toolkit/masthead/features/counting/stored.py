"""The compiled tables in the cache, so that a run does not read every word list and dictionary again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import orjson

from masthead.features.counting.tables import Entries, Fixed, Tables, compile_tables
from masthead.features.instruments import lexicon_versions
from masthead.native.structs import Block
from masthead.storage.cache import Cache
from masthead.text.characters import characters
from masthead.text.dictionaries import package_versions
from masthead.text.phrase_tables import Phrases
from masthead.text.readability_tables import Hyphens
from masthead.text.source_words import SourceWords
from masthead.text.vocabulary import Vocabulary
from masthead.text.wildcards import Wildcards
from masthead.text.workspace import Known

if TYPE_CHECKING:
    from masthead.features.instruments import Instruments

_ROOMS = ("native", "text", "features", "lexicons")
_SOURCES = ("*.py", "word_sets.toml")
_GROUPS: dict[str, Any] = {
    "vocabulary": Vocabulary,
    "phrases": Phrases,
    "wildcards": Wildcards,
    "hyphens": Hyphens,
    "sources": SourceWords,
    "entries": Entries,
    "fixed": Fixed,
}
_CUES = "cues.npy"
_REST = "rest.json"
_LISTS = ("strings", "columns", "choice_names")


def load_tables(instruments: Instruments) -> Tables:
    """The tables of some instruments, from the cache or compiled into it.

    The cache's key is made from all that the tables are made from: word lists, readability packages, and this code.
    Raises UsageError where a list is refused or a package is missing.
    """
    made_from = (_source_hash(), list(lexicon_versions(instruments.own).items()), package_versions())
    key = f"tables-{hashlib.sha256(repr(made_from).encode()).hexdigest()[:24]}"
    return _read(Cache().get_or_build(key, lambda folder: _write(folder, compile_tables(instruments))))


@cache
def _source_hash() -> str:
    """SHA-256 of all files whose code and closed lists make the tables; the lexicons have hashes of their own."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for path in sorted(path for room in _ROOMS for kind in _SOURCES for path in (root / room).rglob(kind)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _write(folder: Path, tables: Tables) -> None:
    groups = {**vars(tables.known), "entries": tables.entries, "fixed": tables.fixed}
    numbers: dict[str, dict[str, int]] = {}
    for name in _GROUPS:
        for field, value in groups[name]._asdict().items():
            if isinstance(value, np.ndarray):
                np.save(folder / f"{name}.{field}.npy", value)
            else:
                numbers.setdefault(name, {})[field] = int(value)
    np.save(folder / _CUES, np.asarray(cast("Any", tables.known.entries)))
    rest = {"numbers": numbers, **{name: getattr(tables, name) for name in _LISTS}}
    (folder / _REST).write_bytes(orjson.dumps(rest))


def _read(folder: Path) -> Tables:
    rest = orjson.loads((folder / _REST).read_bytes())
    room = Block()

    def group(name: str) -> Any:
        numbers = rest["numbers"].get(name, {})
        fields = _GROUPS[name]._fields
        return _GROUPS[name](
            *(numbers[field] if field in numbers else _load(folder / f"{name}.{field}.npy", room) for field in fields)
        )

    known = Known(
        characters(),
        group("vocabulary"),
        group("phrases"),
        group("wildcards"),
        group("hyphens"),
        group("sources"),
        _load(folder / _CUES, room),
    )
    return Tables(known, group("entries"), group("fixed"), *(tuple(rest[name]) for name in _LISTS))


def _load(path: Path, room: Block) -> np.ndarray[Any, Any]:
    """An array as it was saved."""
    saved = np.load(path, mmap_mode="r")
    array = room.empty(saved.size, saved.dtype).reshape(saved.shape)
    array[...] = saved
    return array
