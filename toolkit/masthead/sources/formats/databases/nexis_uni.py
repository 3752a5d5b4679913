"""Nexis Uni and Lexis Advance: documents that end with "End of Document", perhaps after a cover that lists them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.days import begins_with_date
from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.names import (
    documents_pattern,
    ends_text,
    field_of,
    is_body_heading,
    is_copyright,
    is_cover,
    is_heading,
)
from masthead.sources.formats.databases.nexis import DATABASE, article_from
from masthead.sources.formats.lines import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.formats.lines import Line

_DOCUMENTS = documents_pattern()
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_BARE_ADDRESS = re.compile(r"https?://[^/\s]+/?")


def read_uni(lines: Sequence[Line]) -> Export | None:
    """The articles of the newer layout; None where no document ends, and none begins with its fields and "Body"."""
    filled = [line for line in lines if line.text.strip()]
    ends = [place for place, line in enumerate(filled) if is_heading(line, "end")]
    documents = [filled[start:end] for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]
    rest = filled[ends[-1] + 1 :] if ends else filled
    if _is_document(rest):
        documents.append(rest)
    if not any(_is_document(document) for document in documents):
        return None
    cover = _cover_end(documents[0])
    announced = next((number for line in documents[0][:cover] if (number := _announced(line)) is not None), None)
    documents[0] = documents[0][cover:]
    articles = [_document(document) for document in documents]
    return Export(DATABASE, articles, announced) if any(articles) else None


def _is_document(lines: Sequence[Line]) -> bool:
    """Whether lines are a document for sure: its length given, and its body named or another field beside it."""
    kinds = {field.name: field.kind for line in lines if (field := field_of(line)) and field.kind}
    named = any(is_body_heading(line) for line in lines)
    return "length" in kinds.values() and (named or len(kinds) > 1)


def _announced(line: Line) -> int | None:
    match = _DOCUMENTS.fullmatch(line.text)
    return int(match[1] or match[2]) if match else None


def _cover_end(lines: Sequence[Line]) -> int:
    """How many lines at the beginning are an export's cover and its list of documents."""
    head = next((place for place, line in enumerate(lines) if _begins_head(line)), len(lines))
    last = max((place for place, line in enumerate(lines[:head]) if is_cover(line) or _announced(line)), default=-1)
    return last + 1


def _begins_head(line: Line) -> bool:
    """Whether a line is of an article's head for sure: its claim of rights, one of its fields, its body's heading."""
    field = None if is_cover(line) else field_of(line)
    return is_copyright(line.text) or is_body_heading(line) or (field is not None and bool(field.kind))


def _document(lines: Sequence[Line]) -> Article | None:
    head = next((place for place, line in enumerate(lines) if _begins_head(line)), None)
    if head is None:
        return None
    outlet, title, date = _named(lines[:head])
    start, fields = _fields(lines, head)
    end = next((place for place in range(start, len(lines)) if _ends(lines[place])), len(lines))
    fields |= {field.kind: field.value for line in lines[end:] if (field := field_of(line)) and field.kind != "other"}
    body, url = _body(lines[start:end])
    article = article_from("\n".join(body), outlet, title, date, fields)
    return article._replace(url=article.url or url)


def _named(lines: Sequence[Line]) -> tuple[str | None, str | None, str | None]:
    """Outlet, headline and day: the last line that begins with a day, the one before it, and what is before that."""
    lines = [line for line in lines if not is_heading(line, "dropped")]
    day = next((place for place in reversed(range(len(lines))) if begins_with_date(lines[place].text)), None)
    titles = [line.text for line in lines if line.role == "title"]
    names = [line.text for line in lines[:day] if line.role != "title"]
    if titles or len(names) == 1:
        outlet, title = " ".join(names), " ".join(titles)
    else:
        last = len(names) - (2 if names and names[-1].startswith("(") else 1)
        outlet, title = " ".join(names[last:]), " ".join(names[:last])
    return outlet, title, None if day is None else lines[day].text


def _fields(lines: Sequence[Line], head: int) -> tuple[int, dict[str, str]]:
    """Where the text begins, and the fields before it by kind."""
    body = next((place for place in range(head, len(lines)) if is_body_heading(lines[place])), None)
    fields: dict[str, str] = {}
    place = head
    while place < (len(lines) if body is None else body):
        field = field_of(lines[place])
        if field is not None:
            fields.setdefault(field.kind, field.value)
        elif body is None and not is_copyright(lines[place].text):
            break
        place += 1
    return (place if body is None else body + 1), fields


def _ends(line: Line) -> bool:
    """Whether a line ends the text: a heading that databases add, or a field that stands after texts only."""
    field = field_of(line)
    return (is_heading(line, "tail") and _stands_out(line)) or (field is not None and ends_text(field))


def _stands_out(line: Line) -> bool:
    """Whether a heading is bold, where anything is known of that."""
    return not line.lead or line.lead == fold(line.text)


def _body(lines: Sequence[Line]) -> tuple[list[str], str | None]:
    """The paragraphs of a text, and the address that is its last line."""
    texts = [line.text.strip() for line in lines if not is_heading(line, "dropped")]
    if not texts or not _ADDRESS.fullmatch(texts[-1]):
        return texts, None
    address = texts.pop()
    return texts, None if _BARE_ADDRESS.fullmatch(address) else address
