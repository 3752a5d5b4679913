"""What an article says of its genre: in its section, address, headline and byline, and at either end of its text.

An article that says nothing may still stand at a news desk (``at_desk``). That and how it is written tell the genre
once it is measured (``masthead.features.genre``). The words are data, in ``genre.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.sources.sieve import matches, sieve
from masthead.sources.texts import truths

if TYPE_CHECKING:
    from masthead.sources.texts import Integers, Texts, Truths

NEWS, OPINION, UNKNOWN = "news", "opinion", "unknown"
_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
GENRES = (NEWS, *_DATA["genres"], UNKNOWN)
LAST_LINES, CLOSE = 3, 400
"""The last lines of a text, and characters from its end on, in which a note says what it is."""


class Said(NamedTuple):
    """Where an article may say what it is; what is not there is empty."""

    title: str = ""
    section: str = ""
    url: str = ""
    author: str = ""
    opening: str = ""
    close: str = ""


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


def _patterns(genre: dict[str, str]) -> Said:
    """Where a genre is said, as patterns; those of title and opening are matched from the beginning on."""
    label, words = _any(genre["labels"], "[ -]?"), _any(genre["words"], "[ -]?")
    ends = rf".{{5,}}(?:[|–—]\s*(?:{label})\W*$|[(\[](?:{label})[)\]]\W*$)"
    phrases = _lines(genre.get("phrases", ""))
    return Said(
        _either(rf"\W*(?:{label})\s*[:|–—]", ends, f".*(?:{phrases})" if phrases else ""),
        rf"\b(?:{words})\b",
        _either(_address(genre["words"], genre.get("slugs", "")), genre.get("query", "")),
        rf"\b(?:{_any(genre.get('authors', ''), ' ')})\b" if genre.get("authors") else "",
        rf"\W*(?:{genre['opens']})" if "opens" in genre else "",
        _lines(genre.get("notes", "")),
    )


_PATTERNS = {name: _patterns(genre) for name, genre in _DATA["genres"].items()}
_RULES = {
    name: Said(*(re.compile(pattern, re.IGNORECASE) if pattern else None for pattern in patterns))  # type: ignore[arg-type]
    for name, patterns in _PATTERNS.items()
}
_FROM_START = ("title", "opening")
_DESK_ADDRESS = _address(_DATA["desk"]["words"])
_DESK_SECTION = re.compile(rf"\b(?:{_any(_DATA['desk']['words'], '[ -]?')})\b", re.IGNORECASE)
_DESK_URL = re.compile(_DESK_ADDRESS, re.IGNORECASE)


def guess_genre(
    *, url: str | None = None, section: str | None = None, title: str | None = None, author: str | None = None
) -> str:
    """The genre that an article says it is of, ``news`` where it stands at a news desk, else ``unknown``.

    The first that tells of headline, section, address and byline. Texts are not looked at: what ``measure`` finds in
    them can say otherwise.
    """
    told = _told(Said(title or "", section or "", url or "", author or ""))
    return told or (NEWS if _is_desk(url, section) else UNKNOWN)


def told_genres(given: pa.Array, said: Said, texts: Texts) -> pa.Array:
    """``given``, a column of strings, with what an article says of itself where that is null, empty or unknown.

    ``said`` are columns of strings, but for what is in ``texts``. ``unknown`` where an article says nothing.
    """
    genres = [genre if genre and genre != UNKNOWN else None for genre in given.to_pylist()]
    opening, close = _ends(texts)
    columns = said._replace(opening=opening, close=close)
    looked_at = np.zeros(len(genres), np.bool_)
    for name, column in columns._asdict().items():
        looked_at |= _may_tell(name, column)
    rows = [row for row in np.flatnonzero(looked_at).tolist() if genres[row] is None]
    if rows:
        parts = (column.take(pa.array(rows)).fill_null("").to_pylist() for column in columns)
        for row, of_article in zip(rows, zip(*parts, strict=True), strict=True):
            *others, end = of_article
            genres[row] = _told(Said(*others, end[-CLOSE:]))
    return pa.array([genre or UNKNOWN for genre in genres], pa.string())


def at_desk(url: pa.Array, section: pa.Array) -> Truths:
    """Which articles stand at a news desk, by section or address."""
    found = _found(url, sieve(_DESK_ADDRESS))
    found |= np.array([_is_desk(None, name) for name in section.to_pylist()], np.bool_)
    return found


def _is_desk(url: str | None, section: str | None) -> bool:
    return bool(url and _DESK_URL.search(url)) or bool(section and _is_desk_section(section))


@cache
def _is_desk_section(section: str) -> bool:
    return _DESK_SECTION.search(section) is not None


def _told(said: Said) -> str | None:
    """The genre that the first place which says one names."""
    for name, value in said._asdict().items():
        for genre, rules in _RULES.items():
            rule = getattr(rules, name)
            if value and rule and (rule.match(value) if name in _FROM_START else rule.search(value)):
                return genre
    return None


def _may_tell(name: str, column: pa.Array) -> Truths:
    """Where a place in an article may say what genre it is of."""
    return _found(column, _sieve_of(name))


@cache
def _sieve_of(name: str) -> str:
    """The sieve of all genres' rules for one place."""
    found = sieve(_either(*(getattr(patterns, name) for patterns in _PATTERNS.values())))
    return rf"\A{found}" if name in _FROM_START else found


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
