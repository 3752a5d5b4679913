"""What an article says about itself: the day that its date names, and whether it is news or opinion.

The genre is told from the section, the address and the headline.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.sources.sieve import matches, sieve, superset
from masthead.sources.texts import truths

if TYPE_CHECKING:
    from masthead.sources.texts import Truths

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
YEAR_FIRST = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T|\s|$)")
YEAR_LAST = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
DAY_NAMED_MONTH = re.compile(r"\s*(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})")
NAMED_MONTH_DAY = re.compile(r"\s*(?:[A-Za-z]+,\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
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


def day_of(text: str) -> date | None:
    """The day at the start of a date as written, or None.

    Reads ISO 8601 (``2017-03-05T...``, ``2017/3/5``, ``20170305``), ``3/5/2017`` and ``3/5/17`` (month first,
    unless only day first is possible), RFC 5322 (``Sun, 05 Mar 2017 ...``) and ``March 5, 2017``. Month-first
    is a guess, harmless here: it may misname a day but never puts two days of one notation together.
    """
    if found := YEAR_FIRST.match(text):
        return _day(found[1], found[3], found[4])
    if found := COMPACT.match(text):
        return _day(found[1], found[2], found[3])
    if found := YEAR_LAST.match(text):
        return _day(found[4], found[1], found[3]) or _day(found[4], found[3], found[1])
    if found := DAY_NAMED_MONTH.match(text):
        return _day(found[3], found[2], found[1])
    if found := NAMED_MONTH_DAY.match(text):
        return _day(found[3], found[1], found[2])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else MONTHS.get(month[:3].casefold(), 0)
    century = 0 if len(year) == 4 else 1900 if int(year) >= 70 else 2000
    try:
        return date(century + int(year), number, int(day))
    except ValueError:
        return None


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
