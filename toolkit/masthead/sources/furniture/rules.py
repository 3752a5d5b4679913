"""Furniture: stretches of an article's text that are not its reporting, marked and never cut.

The shapes are rules in ``rules.toml``, each with its examples; that file says what the scopes mean. What is here looks
at heads and tails, ``lines`` at one line; ``marking`` finds those of a column of texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.furniture.declared import fitting, found_in, span_of
from masthead.sources.furniture.lines import mark_line
from masthead.sources.rows import Span
from masthead.sources.strings import split_lines

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_MOST_HEAD_MARKS = 12
FOOT_LINES = 8
TAIL = 400
PROSE_LENGTH = 120
_AFTER_TITLE = re.compile(r"[ \t]*(?:\.[ \t]*)?(?=\n|\Z)|\.?[ \t]+(?=[\"“‘(]?[A-Z0-9])")
_FEWEST_TITLE_WORDS, _FEWEST_RUN_ON_WORDS = 2, 5
_SIGNS = str.maketrans({**dict.fromkeys("“”„‟«»‹›‘’‚‛`´'\"", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "\u00a0": " "})
"""What a title and its repetition are compared without: kinds of quotation marks, dashes and blanks."""


def head_end(text: str, start: int) -> int:
    """Where the text begins once the furniture at its head is passed over (its title is not)."""
    return mark_head(text, start, None, "")[1]


def published(text: str) -> str | None:
    """The date in a "Published On" line near the beginning of ``text``, as it is written there."""
    for begin, end in list(split_lines(text, 0))[:10]:
        match = fitting(("head",), text[begin:end])
        if match is not None and match.groupdict().get("date"):
            return match["date"]
    return None


def merge(spans: Iterable[Span]) -> list[Span]:
    """Spans in order with the overlaps taken from the later ones; empty ones are dropped."""
    given = list(spans)
    reached = 0
    for start, end, _ in given:
        if start < reached or end <= start:
            break
        reached = end
    else:
        return given  # as most are: in order, none empty and none over another
    merged: list[Span] = []
    reached = 0
    for start, end, kind in sorted(given, key=lambda span: (span.start, -span.end)):
        if end > max(start, reached):
            merged.append(Span(max(start, reached), end, kind))
            reached = end
    return merged


def mark_head(
    text: str, start: int, title: str | None, outlet: str, lines: Container[int] | None = None, *, ruled: bool = True
) -> tuple[list[Span], int]:
    """The furniture at the head of ``text`` from ``start`` on, and where what follows it begins.

    ``lines`` are the places of lines that may be furniture, where that is known already, and ``ruled`` says whether a
    rule for heads may fit the very beginning.
    """
    spans: list[Span] = []
    position = _past_space(text, start)
    for _ in range(_MOST_HEAD_MARKS):
        scopes = ("head", "head_after") if spans else ("head",) if ruled else ()
        span = _head_mark(text, position, title, outlet, scopes)
        if span is None and (lines is None or position in lines):
            span = _line_at(text, position, outlet)
        if span is None:
            break
        spans.append(span)
        position = _past_space(text, span.end)
    return spans, position


def _head_mark(text: str, position: int, title: str | None, outlet: str, scopes: tuple[str, ...]) -> Span | None:
    match = fitting(scopes, text, position) if scopes else None
    if match is not None and match.end() > position:
        return span_of(match)
    end = _title_end(text, position, title, outlet)
    if end is not None:
        return Span(position, end, "title")
    end = _outlet_end(text, position, outlet)
    return Span(position, end, "lead") if end is not None else None


def _line_at(text: str, position: int, outlet: str) -> Span | None:
    """The line at ``position``, if one begins there and is furniture by itself."""
    if text[text.rfind("\n", 0, position) + 1 : position].strip():
        return None
    begin, end = next(split_lines(text, position), (position, position))
    found = mark_line(text[begin:end], outlet, foot=False)
    return Span(begin, end, found.spans[0].kind) if found.whole and not found.follows else None


def _title_end(text: str, position: int, title: str | None, outlet: str) -> int | None:
    """Where the article's own title ends if the text has it at ``position``, on its own line or run on.

    Quotation marks and dashes may be others, and the title may have its outlet's name after it ("... - Harrow Post").
    """
    title = title.strip() if title else ""
    first = text[position : position + 1]
    if not title or (first != title[0] and _plain(first) != _plain(title[0])):
        return None
    for written in dict.fromkeys((title, _without_outlet(title, outlet))):
        words = written.count(" ") + 1
        end = position + len(written)
        shown = text[position:end]
        if words < _FEWEST_TITLE_WORDS or (shown != written and _plain(shown) != _plain(written)):
            continue
        match = _AFTER_TITLE.match(text, end)
        if match is None:
            continue
        run_on = match.end() < len(text) and text[match.end()] != "\n"
        if not run_on or words >= _FEWEST_RUN_ON_WORDS:
            return end + len(match[0].rstrip())
    return None


def _plain(title: str) -> str:
    return title.translate(_SIGNS).casefold()


def _without_outlet(title: str, outlet: str) -> str:
    size = len(title) - len(outlet)
    if not outlet or title[size:].casefold() != outlet.casefold():
        return title
    return title[:size].rstrip(" |:–—-")


def _outlet_end(text: str, position: int, outlet: str) -> int | None:
    """The end of a lead-in ("Harrow Post : ", "Harrow Post - ") or of a line that is the outlet's name."""
    end = position + len(outlet)
    if not outlet or text[position:end].casefold() != outlet.casefold():
        return None
    match = _AFTER_OUTLET.match(text, end)
    return end + len(match[0].rstrip()) if match is not None else None


_AFTER_OUTLET = re.compile(r"[ \t]*(?:\n|\Z)|[ ]?:[ ]|[ ][|–—-][ ](?=[\"“]?[A-Z])")


def mark_tail(text: str, position: int) -> Iterator[Span]:
    """The furniture that the last ``TAIL`` characters end with, not before ``position``."""
    match = found_in("tail", text, max(position, len(text) - TAIL))
    if match is not None:
        yield span_of(match)


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
