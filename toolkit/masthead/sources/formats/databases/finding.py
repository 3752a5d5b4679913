"""Which database a file is from, told from what is in it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from masthead.sources.formats.databases import (
    europresse,
    factiva,
    factiva_text,
    newsbank,
    nexis,
    nexis_uni,
    proquest,
)
from masthead.sources.formats.databases.names import counter_pattern, name_pattern
from masthead.sources.formats.lines import html_lines, parsed_html, text_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.formats.databases.exports import Export
    from masthead.sources.formats.lines import Line

_CLASSES = re.compile(
    r"class=[\"']?(?:[^\"'>]{0,80}\s)?(?:[a-z]{2,4}Article|DocPublicationName)\b|<title>\s*Factiva\s*</title>"
)


_KEPT = 20
_RUNS = re.compile(rf"[\s\d.,]{{{2 * _KEPT},}}")
"""Runs that patterns would go through to their end from each of their characters; only their ends are of use."""


def _has_signs(text: str) -> bool:
    return _signs().search(_RUNS.sub(lambda run: run[0][:_KEPT] + run[0][-_KEPT:], text)) is not None


@cache
def _signs() -> re.Pattern[str]:
    """What every file of one of the databases has somewhere: all others are passed over soon."""
    signs = (
        counter_pattern().pattern,
        name_pattern("headings", "end"),
        rf"(?:^|>)\s*{name_pattern('heads', 'length')}\s*:",
        r"proquest document id\s*:|publication title\s*:|record(?: number)?\s*:",
        rf"(?-i:{factiva_text.NUMBER.pattern})",
    )
    return re.compile("|".join(signs), re.IGNORECASE | re.MULTILINE)


def find_in_page(markup: str) -> Export | None:
    """The articles of a database's page; None where it is some other page. Raises Unusable where it can't be read."""
    if _CLASSES.search(markup):
        page = parsed_html(markup)
        found = factiva.read_boxes(page) or europresse.read_page(page)
        if found is not None:
            return found
    if not _has_signs(markup):
        return None
    page = parsed_html(markup)
    return nexis.read_page(page, markup) or find_in_lines(html_lines(page), wrapped=False)


def find_in_text(text: str) -> Export | None:
    """The articles of a database's plain text; None where it is some other text."""
    return find_in_lines(text_lines(text), wrapped=True) if _has_signs(text) else None


def find_in_lines(lines: Sequence[Line], *, wrapped: bool) -> Export | None:
    """The articles in the lines of a file; None where they are of no database's.

    ``wrapped`` says that lines end where a page did and not where a paragraph does.
    """
    return (
        proquest.read_records(lines)
        or nexis.read_numbered(lines, wrapped=wrapped)
        or nexis_uni.read_uni(lines)
        or factiva_text.read_text(lines)
        or newsbank.read_records(lines)
    )
