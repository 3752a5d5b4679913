"""Factiva's articles as plain text, Rich Text or PDF, with field codes or without.

The numbers of the documents tell them apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.factiva import CODES, DATABASE, WORDS, from_codes, placed
from masthead.sources.formats.databases.names import is_copyright
from masthead.sources.formats.lines import CELL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.formats.lines import Line

NUMBER = re.compile(r"\b[A-Z0-9]{8}(?:19|20)\d{6}[a-z0-9]{9}\b")
"""The number of a document: its outlet's code, its day and a number."""
_MARGIN = re.compile(r"(?:\S+ \d+ \S+ \d+\s+)?(?:©|\(c\)) \d{4} Factiva, Inc\.|.*[.…]{4,}\s*\d+$")
"""Head or foot of a page, or a line of a table of contents."""
_CODED = re.compile(rf"\|?{CODES.pattern}(?P<between>[|\t ]+|$)(?P<value>.*)")
_LOOSE = frozenset(("HD", "SE", "CLM", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY"))
_NAME = re.compile(r"(?:(?:[A-ZÀ-Þ][\w'’.-]*|and|de|van|von|der|la|le|du|;|,)\s*){1,8}")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HEAD_LINES = 3
_PUBLISHER_WORDS = 10


def read_text(lines: Sequence[Line]) -> Export | None:
    """The articles of a text; None where no document has its number."""
    parts = list(_documents(lines))
    return Export(DATABASE, [_article(part) for part in parts]) if parts else None


def _documents(lines: Iterable[Line]) -> Iterator[list[str]]:
    """The lines of each document, up to that with its number and without margins."""
    part: list[str] = []
    for line in lines:
        text = line.text.strip(f" |{CELL}") if NUMBER.search(line.text) else line.text.strip()
        number = NUMBER.search(text)
        if number is not None and number.end() == len(text):
            yield part
            part = []
        elif text and not _MARGIN.match(text):
            part.append(text)


def _article(lines: Sequence[str]) -> Article | None:
    codes = _coded(lines)
    return from_codes(codes) if "HD" in codes or "SN" in codes else _uncoded(lines)


def _coded(lines: Iterable[str]) -> dict[str, list[str]]:
    """The lines of each field; a code at the head may be followed by a single space, a later one only by more."""
    found: dict[str, list[str]] = {}
    values: list[str] | None = None
    in_text = False
    for line in lines:
        match = _CODED.fullmatch(line)
        if match is not None and (match["between"] != " " or (match[1] in _LOOSE and not in_text)):
            values = found.setdefault(match[1], [])
            in_text = in_text or match[1] in ("LP", "TD")
            values.append(match["value"].strip("| "))
        elif values is not None:
            values.append(line.strip("| "))
    return found


def _uncoded(lines: Sequence[str]) -> Article | None:
    """An article whose head has no codes: section, headline, author, words, day, outlet, rights, paragraphs."""
    count = next((place for place, line in enumerate(lines) if WORDS.fullmatch(line)), None)
    rights = next((place for place, line in enumerate(lines) if is_copyright(line)), None)
    if count is None or rights is None or rights < count:
        return None
    section, title, author = _named(lines[max(0, count - _HEAD_LINES) : count])
    text = list(lines[rights + 1 :])
    if len(text) > 1 and not _SENTENCE_END.search(text[-1]) and len(text[-1].split()) <= _PUBLISHER_WORDS:
        del text[-1]
    found = placed(lines[count:rights]) or Article("")
    return found._replace(text="\n".join(text), title=title, section=section, author=author)


def _named(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Section, headline and author: of two lines the last is the headline, unless it is a name and the first is not."""
    if len(lines) == _HEAD_LINES:
        return lines[0], lines[1], lines[2]
    if len(lines) == _HEAD_LINES - 1:
        is_author = _NAME.fullmatch(lines[1]) is not None and _NAME.fullmatch(lines[0]) is None
        return (None, lines[0], lines[1]) if is_author else (lines[0], lines[1], None)
    return None, (lines[0] if lines else None), None
