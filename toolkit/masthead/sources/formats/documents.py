"""One file, one article: plain text, and Markdown with front matter."""

from __future__ import annotations

import re

from masthead.schema import ARTICLES, LABEL_PREFIX
from masthead.sources.furniture import rules as furniture
from masthead.sources.options import MAPPABLE
from masthead.sources.rows import Row, Span
from masthead.sources.strings import clean

_FRONT_KEYS = frozenset(MAPPABLE) - {"text"}
_FRONT_BLOCK = re.compile(
    r"---[ \t]*\n((?:[ \t]*\n|[A-Za-z_][\w-]*[ \t]*:[^\n]*\n|[ \t]*#[^\n]*\n){1,60})---[ \t]*(?:\n|$)"
)
_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*([^\n]*)")
_HEADING = re.compile(r"\s*#[ \t]+([^\n]*)(?:\n|$)")
_HEADING_SIGNS = "# \t"
_FIRST_LINE = re.compile(r"\s*([^\n]+)(\n|$)([ \t]*(?:\n|$))?")
_MOST_TITLE_WORDS = 25
_SHORT_WORD = 4
"""Letters of a word that need not have a capital in a headline."""


def read_text(text: str, name: str, outlet: str | None, *, markdown: bool) -> Row:
    """The article in a plain text or Markdown file.

    Values come from a front matter block; the title else from a ``# heading`` (Markdown) or from a first
    line that looks like a headline, and the date else from a "Published On" line. All stay in the text;
    front matter and title are marked.
    """
    text, _ = clean(text)
    values, body_start = _front_matter(text)
    spans = [Span(0, body_start, "front_matter")] if body_start else []
    head = furniture.head_end(text, body_start)
    title_span = _heading(text, head) if markdown else None
    if title_span is None and not values.get("title"):
        title_span = _headline(text, head)
    if title_span is not None:
        spans.append(title_span)
        values.setdefault("title", text[title_span.start : title_span.end].strip(_HEADING_SIGNS))
    if not values.get("date"):
        values["date"] = furniture.published(text[body_start:])
    values["outlet"] = values.get("outlet") or outlet
    return Row(name, {**values, "text": text}, spans)


def _front_matter(text: str) -> tuple[dict[str, str | None], int]:
    """The block's values and the offset where the text after it begins; nothing and 0 where there is none."""
    match = _FRONT_BLOCK.match(text)
    if match is None:
        return {}, 0
    lines = {key.lower(): _unquoted(value) for key, value in _FRONT_LINE.findall(match[1])}
    values = {key: value for key, value in lines.items() if value and (_is_field(key) or key not in ARTICLES.names)}
    # A rule of dashes around prose with a colon is no front matter.
    return (dict(values), match.end()) if any(map(_is_field, lines)) else ({}, 0)


def _is_field(key: str) -> bool:
    return key in _FRONT_KEYS or key.startswith(LABEL_PREFIX)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _heading(text: str, start: int) -> Span | None:
    match = _HEADING.match(text, start)
    return (
        Span(*_trimmed(text, match.start(), match.end()), "title") if match and match[1].strip(_HEADING_SIGNS) else None
    )


def _headline(text: str, start: int) -> Span | None:
    """The line at ``start`` if it looks like a headline: short, no full stop, a blank line, a body.

    A question or a call opens many a text, so that it counts as a headline only with capitals as headlines have.
    """
    match = _FIRST_LINE.match(text, start)
    if match is None or match[3] is None or not text[match.end() :].strip():
        return None
    line = match[1].strip()
    words = line.split()
    looks = 2 <= len(words) <= _MOST_TITLE_WORDS and not line.endswith((".", ":", ";", ",", "…"))
    if line.endswith(("?", "!")):
        looks = looks and all(word[0].isupper() for word in words if len(word) > _SHORT_WORD)
    return Span(*_trimmed(text, *match.span(1)), "title") if looks else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())
