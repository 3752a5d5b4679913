"""ProQuest's documents as text, page or Rich Text: fields in English, the text after "Full text".

No real file was at hand: this follows the layouts that users of ProQuest describe.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.names import counter_pattern, word_count
from masthead.sources.formats.lines import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.formats.lines import Line

DATABASE = "ProQuest"
_SIGN = re.compile(r"\s*(proquest document id|publication title|full text)\s*(?:[:|]|$)", re.IGNORECASE)
_RULE = re.compile(r"\s*[_*=-]{20,}\s*")
_COUNTER = counter_pattern()
_FIELD = re.compile(
    r"(abstract|author|business indexing term|classification|column|company / organization|copyright|credit|database|"
    r"country of publication|document feature|document type|document url|doi|first page|full text|identifier / keyword|"
    r"identifiers / keywords|illustration|issn|issue|language of publication|last updated|links|location|pages|people|"
    r"number of pages|place of publication|product name|proquest document id|publication date|publication info|"
    r"publication note|publication subject|publication title|publication year|publisher|section|source type|start page|"
    r"subject|supplement|title|volume|word count|year)\s?:\s*(.*)",
    re.IGNORECASE,
)
_HEADINGS = {"full text": "full text", "abstract": "abstract", "details": "", "links": "", "abstract (english)": ""}
_DROPPED = re.compile(r"proquest document link|enlarge this image\.?|bibliography|citation style:.*", re.IGNORECASE)
_NO_TEXT = re.compile(r"(?:full text )?(?:is )?(?:not available|unavailable)\b.{0,40}", re.IGNORECASE)


def read_records(lines: Sequence[Line]) -> Export | None:
    """The articles of a file; None where no document has the fields that all of ProQuest's have."""
    signs = {fold(match[1]).casefold() for line in lines if (match := _SIGN.match(line.text))}
    if "proquest document id" not in signs and not {"publication title", "full text"} <= signs:
        return None
    records, counts = [], []
    for part in _parts(lines):
        counts += [int(match[2] or match[4]) for line in part if (match := _COUNTER.fullmatch(line))]
        if any(_SIGN.match(line) for line in part):
            records.append(_article([line for line in part if not _COUNTER.fullmatch(line)]))
    return Export(DATABASE, list(records), max(counts, default=None))


def _parts(lines: Iterable[Line]) -> Iterator[list[str]]:
    """The lines between rules or counters."""
    part: list[str] = []
    for line in lines:
        text = line.text.replace("|", " ").strip()
        if _RULE.fullmatch(text) or _COUNTER.fullmatch(text):
            yield part
            part = []
        if text and not _RULE.fullmatch(text):
            part.append(text)
    yield part


def _article(lines: Sequence[str]) -> Article:
    fields: dict[str, list[str]] = {}
    name = "headline"
    for place, line in enumerate(lines):
        match = _FIELD.match(line)
        if fold(line).casefold() in _HEADINGS:
            name = _HEADINGS[fold(line).casefold()]
        elif match is not None and (name != "full text" or _follows_field(lines, place)):
            name = match[1].casefold()
            fields.setdefault(name, []).append(match[2].strip())
        elif not _DROPPED.fullmatch(line):
            fields.setdefault(name, []).append(line)
    one = {key: fold(" ".join(values)) for key, values in fields.items()}
    text = "\n".join(line for line in fields.get("full text", ()) if line)
    return Article(
        "" if _NO_TEXT.fullmatch(text) else text,
        outlet=one.get("publication title") or one.get("publication info", "").split(";")[0],
        title=one.get("title") or one.get("headline"),
        date=one.get("publication date") or one.get("publication info"),
        author=one.get("author"),
        section=one.get("section"),
        words=word_count(one.get("word count", "")),
        lang=one.get("language of publication"),
        url=one.get("document url"),
    )


def _follows_field(lines: Sequence[str], place: int) -> bool:
    """Whether another field comes right after that at ``place``, as after a text and not within it."""
    return place + 1 >= len(lines) or _FIELD.match(lines[place + 1]) is not None
