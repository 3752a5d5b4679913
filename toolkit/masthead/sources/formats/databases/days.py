"""The day that a database prints over an article, in any language its pages come in."""

from __future__ import annotations

import re
from datetime import date

from masthead.sources.dates.months import month_of

_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?[ \t]*(?:de |di )?[ \t-]*([^\W\d_]{3,12})\.?,?[ \t]+(?:de |del )?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?[ \t]+(\d{1,2})(?:st|nd|rd|th)?,?[ \t]+(\d{4})\b")
_EAST_ASIAN = re.compile(r"(\d{4})[ \t]*[年년][ \t]*(\d{1,2})[ \t]*[月월][ \t]*(\d{1,2})[ \t]*[日일]")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DOTTED = re.compile(r"\b(\d{1,2})\.[ \t]?(\d{1,2})\.[ \t]?(\d{4})\b")
_MONTH_ONLY = re.compile(r"([^\W\d_]{3,12})(?:[ \t]*[-/][ \t]*[^\W\d_]{3,12})?[ \t]+(\d{4})\b")
_BEFORE = 40
"""How far into a line a date begins at the latest: a weekday, a section or a season may stand before it."""


def printed_day(text: str) -> str | None:
    """The first day that ``text`` spells out beyond doubt, as ISO 8601; None where there is none.

    Dots are read day first; other dates in figures alone, where the order is not known, are not read.
    """
    found = _first(text)
    return found[1] if found else None


def begins_with_date(line: str) -> bool:
    """Whether a line is a date, or begins with one: a day, or a month and its year."""
    found = _first(line)
    if found is not None:
        return found[0] <= _BEFORE
    month = _MONTH_ONLY.match(line.strip())
    return month is not None and month_of(month[1]) is not None


def _first(text: str) -> tuple[int, str] | None:
    """The place of the first day in ``text``, and the day."""
    found = [day for pattern, order in _PATTERNS for match in pattern.finditer(text) if (day := _day(match, order))]
    return min(found, default=None)


_PATTERNS = (
    (_DAY_FIRST, (3, 2, 1)),
    (_MONTH_FIRST, (3, 1, 2)),
    (_EAST_ASIAN, (1, 2, 3)),
    (_ISO, (1, 2, 3)),
    (_DOTTED, (3, 2, 1)),
)


def _day(match: re.Match[str], order: tuple[int, int, int]) -> tuple[int, str] | None:
    year, month, day = (match[number] for number in order)
    number = int(month) if month.isdigit() else month_of(month)
    try:
        return (match.start(), date(int(year), number, int(day)).isoformat()) if number else None
    except ValueError:
        return None
