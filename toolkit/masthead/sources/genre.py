"""News or opinion, told from what an article says about itself: its section, its address, its headline."""

from __future__ import annotations

import re

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
