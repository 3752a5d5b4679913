"""What an article says of its genre: in its section, address, headline and byline, and at either end of its text.

An article that says nothing may still stand at a news desk (``at_desk``). That and how it is written tell the genre
once it is measured (``masthead.features.genre``). The words are data, in ``genre.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.sources.sieve import matches, sieve
from masthead.sources.texts import truths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from masthead.sources.texts import Integers, Texts, Truths

NEWS, OPINION, UNKNOWN = "news", "opinion", "unknown"
_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
GENRES = (NEWS, *_DATA["genres"], UNKNOWN)
LAST_LINES, CLOSE = 3, 400
"""The last lines of a text, and characters from its end on, in which a note says what it is."""


PLACES = ("title", "section", "url", "author", "opening", "close")
"""Where an article may say what it is, in the order in which they are asked."""
_FROM_START = ("title", "opening")
"""Places whose rules are matched from the beginning on."""


def _any(words: str, between: str) -> str:
    """One of some words, whose hyphens stand for what ``between`` says."""
    listed = sorted(words.split(), key=len, reverse=True)
    return "|".join(word.replace("-", between) for word in listed)


def _either(*parts: str) -> str:
    return "|".join(part for part in parts if part)


def _lines(patterns: str) -> str:
    return "|".join(line for line in patterns.splitlines() if line)


def _address(words: str, slugs: str = "") -> str:
    """A folder, host or last part of an address that is one of the words, or a last part that begins or ends so."""
    folder = rf"/(?:{_any(words, '[-_]?')})(?:[/.?#]|$)"
    if not slugs:
        return folder
    named, not_theirs = _any(slugs, "-?"), _DATA["look_alikes"]
    begins = rf"/(?:{named})-(?!{not_theirs['after']})[^/]*/?$"
    before = "".join(f"(?<!{word}-)" for word in not_theirs["before"].split())
    return rf"{folder}|{begins}|-{before}(?:{named})(?:-\d+)?(?:\.\w+)?/?(?:[?#]|$)"


def _patterns(genre: dict[str, str]) -> dict[str, str]:
    """Where a genre is said, as a pattern for each place that may say it."""
    label, words = _any(genre["labels"], "[ -]?"), _any(genre["words"], "[ -]?")
    ends = rf".{{5,}}(?:[|–—]\s*(?:{label})\W*$|[(\[](?:{label})[)\]]\W*$)"
    phrases, authors = _lines(genre.get("phrases", "")), _any(genre.get("authors", ""), " ")
    patterns = {
        "title": _either(rf"\W*(?:{label})\s*[:|–—]", ends, f".*(?:{phrases})" if phrases else ""),
        "section": rf"\b(?:{words})\b",
        "url": _either(_address(genre["words"], genre.get("slugs", "")), genre.get("query", "")),
        "author": rf"\b(?:{authors})\b" if authors else "",
        "opening": rf"\W*(?:{genre['opens']})" if "opens" in genre else "",
        "close": _lines(genre.get("notes", "")),
    }
    return {place: pattern for place, pattern in patterns.items() if pattern}


@cache
def _rules_at(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The genres that one of PLACES may name, each with its rule."""
    found = ((name, _patterns(genre)) for name, genre in _DATA["genres"].items())
    return tuple((name, re.compile(made[place], re.IGNORECASE)) for name, made in found if place in made)


_DESK_ADDRESS = _address(_DATA["desk"]["words"])
_DESK_SECTION = rf"(?i:\b(?:{_any(_DATA['desk']['words'], '[ -]?')})\b)"


def guess_genre(
    *, url: str | None = None, section: str | None = None, title: str | None = None, author: str | None = None
) -> str:
    """The genre that an article says it is of, ``news`` where it stands at a news desk, else ``unknown``.

    The first that tells of headline, section, address and byline. Texts are not looked at: what ``measure`` finds in
    them can say otherwise.
    """
    told = _told((title or "", section or "", url or "", author or "", "", ""))
    return told or (NEWS if _is_desk(url, section) else UNKNOWN)


def told_genres(given: pa.Array, said: Iterable[pa.Array], texts: Texts) -> pa.Array:
    """``given``, a column of strings, with what an article says of itself where that is null, empty or unknown.

    ``said`` are the columns of title, section, address and byline. ``unknown`` where an article says nothing.
    """
    genres = [genre if genre and genre != UNKNOWN else None for genre in given.to_pylist()]
    for place, column in zip(PLACES, (*said, *_ends(texts)), strict=True):
        rows = [row for row in np.flatnonzero(_found(column, _sieve_of(place))).tolist() if genres[row] is None]
        for row, value in zip(rows, column.take(pa.array(rows, pa.int64())).to_pylist(), strict=True):
            if value:
                genres[row] = _told_at(place, value[-CLOSE:] if place == "close" else value)
    return pa.array([genre or UNKNOWN for genre in genres], pa.string())


def at_desk(url: pa.Array, section: pa.Array) -> Truths:
    """Which articles stand at a news desk, by section or address."""
    sections = section.fill_null("").dictionary_encode()
    named = np.array([_is_desk(None, name) for name in sections.dictionary.to_pylist()], np.bool_)
    found: Truths = _found(url, sieve(_DESK_ADDRESS)) | named[sections.indices.to_numpy()]
    return found


def _is_desk(url: str | None, section: str | None) -> bool:
    return bool(url and re.search(_DESK_ADDRESS, url, re.IGNORECASE)) or bool(section and _is_desk_section(section))


@cache
def _is_desk_section(section: str) -> bool:
    return re.search(_DESK_SECTION, section) is not None


def _told(said: Sequence[str]) -> str | None:
    """The genre that the first of PLACES which says one names."""
    found = (_told_at(place, value) for place, value in zip(PLACES, said, strict=True) if value)
    return next(filter(None, found), None)


def _told_at(place: str, value: str) -> str | None:
    """The first genre that what stands at one of PLACES names."""
    for genre, rule in _rules_at(place):
        if rule.match(value) if place in _FROM_START else rule.search(value):
            return genre
    return None


@cache
def _sieve_of(place: str) -> str:
    """The sieve of all genres' rules for one place."""
    found = sieve(_either(*(rule.pattern for _, rule in _rules_at(place))))
    return rf"\A{found}" if place in _FROM_START else found


def _found(column: pa.Array, pattern: str) -> Truths:
    return truths(matches(column.fill_null(""), f"(?i:{pattern})"))


def _ends(texts: Texts) -> tuple[pa.Array, pa.Array]:
    """The first line of each text, and its last lines in one; empty where it has none."""
    first, last = texts.first[:-1], texts.first[1:] - 1
    has = last >= first
    close = np.maximum(last - LAST_LINES + 1, first)
    return _between(texts, has, first, first), _between(texts, has, close, last)


def _between(texts: Texts, has: Truths, begin: Integers, end: Integers) -> pa.Array:
    """For each text that has lines, all from the beginning of one to the end of another."""
    starts, ends = texts.offsets[:-1].copy(), texts.offsets[:-1].copy()
    starts[has], ends[has] = texts.starts[begin[has]], texts.ends[end[has]]
    return texts.slices(starts, ends)
