"""Whether an article is news or opinion, told from its section, its address and its headline."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.sources.sieve import matches, sieve, superset
from masthead.sources.texts import truths

if TYPE_CHECKING:
    from masthead.sources.texts import Truths

NEWS, OPINION, UNKNOWN = "news", "opinion", "unknown"
_OPINION_WORDS = (
    r"opinions?|op-?eds?|editorials?|commentary|comment|commentisfree|columnists?|viewpoints?|perspectives?"
    r"|ideas|voices|letters|debate-ideas"
)
_NEWS_WORDS = (
    r"news|politics|world|national|international|local|business|economy|markets|us-news|uk-news|world-news|nation"
    r"|middle-?east|mideast|europe|asia|africa|americas|crime|elections?|health|science|technology|education|sports?"
)
_OPINION_SECTION = re.compile(rf"\b(?:{_OPINION_WORDS})\b", re.IGNORECASE)
_NEWS_SECTION = re.compile(rf"\b(?:{_NEWS_WORDS})\b", re.IGNORECASE)
_OPINION_PATH = re.compile(rf"(?:/|//)(?:{_OPINION_WORDS})(?:/|\.|$)", re.IGNORECASE)
_NEWS_PATH = re.compile(rf"(?:/|//)(?:{_NEWS_WORDS})(?:/|\.|$)", re.IGNORECASE)
_OPINION_TITLE = re.compile(
    r"(?:opinion|op-?ed|editorial|commentary|comment|column|viewpoint|analysis and opinion|letters?)\s*[:|–—]"
    r"|.{5,}[|–—]\s*(?:opinion|editorial|commentary)\s*$",
    re.IGNORECASE,
)


def guess_genre(*, url: str | None, section: str | None, title: str | None) -> str:
    """``news``, ``opinion`` or ``unknown``: the first of headline prefix, section and address that tells."""
    if title and _OPINION_TITLE.match(title):
        return OPINION
    if section and _OPINION_SECTION.search(section):
        return OPINION
    if url and _OPINION_PATH.search(url):
        return OPINION
    if (section and _NEWS_SECTION.search(section)) or (url and _NEWS_PATH.search(url)):
        return NEWS
    return UNKNOWN


def guess_genres(given: pa.Array, *, url: pa.Array, section: pa.Array, title: pa.Array) -> pa.Array:
    """``given``, a column of strings, with what ``guess_genre`` gives where it is null or empty."""
    genres = given.to_pylist()
    wanted = [row for row, genre in enumerate(genres) if not genre]
    if not wanted:
        return given
    sections = section.to_pylist()
    looked_at = _found(title, rf"\A(?:{superset(_OPINION_TITLE.pattern)})", ignoring_case=True)
    looked_at |= np.array([section is not None and _section_tells(section) for section in sections], np.bool_)
    looked_at |= _found(url, sieve(_OPINION_PATH.pattern), ignoring_case=True) | _found(url, "[^\x00-\x7f]")
    news = _found(url, sieve(_NEWS_PATH.pattern), ignoring_case=True)
    urls, titles = url.to_pylist(), title.to_pylist()
    for row in wanted:
        if looked_at[row]:
            genres[row] = guess_genre(url=urls[row], section=sections[row], title=titles[row])
        else:
            genres[row] = NEWS if news[row] else UNKNOWN
    return pa.array(genres, pa.string())


@cache
def _section_tells(section: str) -> bool:
    return _OPINION_SECTION.search(section) is not None or _NEWS_SECTION.search(section) is not None


def _found(column: pa.Array, pattern: str, *, ignoring_case: bool = False) -> Truths:
    return truths(matches(column.fill_null(""), f"(?i:{pattern})" if ignoring_case else pattern))
