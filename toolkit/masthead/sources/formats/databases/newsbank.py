"""NewsBank's documents (Access World News): headline, outlet and day, details, the text, a record number.

No real file was at hand: this follows the layouts that users of NewsBank describe.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.days import begins_with_date
from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.names import is_copyright, word_count
from masthead.sources.formats.lines import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.formats.lines import Line

DATABASE = "NewsBank"
_BULLET = r"\s*(?:[*•·]\s*)?"
_RECORD = re.compile(_BULLET + r"record(?: number)?\s*:\s*\S+", re.IGNORECASE)
_PLACED = re.compile(r"(?P<outlet>.{2,100}?)\s+[-–—|]\s+(?P<date>.{6,60})")
_DETAILS = ("author", "byline", "section", "page", "edition", "column", "readability", "lexile", "source", "word count")
_DETAIL = re.compile(rf"{_BULLET}({'|'.join(_DETAILS)})\s*:\s*", re.IGNORECASE)
_INLINE = re.compile(rf"(?:^|[\s|;,])({'|'.join(_DETAILS)})\s*:\s*", re.IGNORECASE)
_AFTER = re.compile(
    _BULLET + r"(?:openurl link|citation|apa citation|mla citation|copyright|memo|caption|index terms|dateline)\b",
    re.IGNORECASE,
)
_HEAD_LINES = 4
"""A day is followed by details within so many lines."""


def read_records(lines: Sequence[Line]) -> Export | None:
    """The articles of a file; None where none has a record number, or none an outlet and day above its details."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    if not any(_RECORD.match(text) for text in texts):
        return None
    heads: list[int] = []
    for place, text in enumerate(texts):
        if place and place - 1 not in heads[-1:] and _is_head(texts, place, text):
            heads.append(place)
    if not heads:
        return None
    ends = [*(head - 1 for head in heads[1:]), len(texts)]
    articles = [_article(texts[head - 1], texts[head:end]) for head, end in zip(heads, ends, strict=True)]
    records = sum(1 for text in texts if _RECORD.match(text))
    return Export(DATABASE, list(articles), records)


def _is_head(texts: Sequence[str], place: int, text: str) -> bool:
    match = _PLACED.fullmatch(text)
    below = texts[place + 1 : place + 1 + _HEAD_LINES]
    return match is not None and begins_with_date(match["date"]) and any(_DETAIL.match(line) for line in below)


def _article(title: str, lines: Sequence[str]) -> Article:
    placed = _PLACED.fullmatch(lines[0])
    details: dict[str, str] = {}
    start = 1
    while start < len(lines) and _DETAIL.match(lines[start]):
        details |= _details(lines[start])
        start += 1
    end = next((place for place in range(start, len(lines)) if _is_after(lines[place])), len(lines))
    return Article(
        "\n".join(lines[start:end]),
        outlet=placed["outlet"] if placed else None,
        title=title,
        date=placed["date"] if placed else None,
        author=details.get("author") or details.get("byline"),
        section=details.get("section"),
        words=word_count(details.get("word count", "")),
    )


def _details(line: str) -> dict[str, str]:
    """The details of a line, which may hold several: ``Section: News  Page: A1``."""
    marks = list(_INLINE.finditer(line))
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    return {
        mark[1].casefold(): fold(line[mark.end() : end]).strip(" ;|,") for mark, end in zip(marks, ends, strict=True)
    }


def _is_after(line: str) -> bool:
    return any(pattern.match(line) is not None for pattern in (_RECORD, _AFTER)) or is_copyright(line)
