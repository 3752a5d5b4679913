"""The day that a date names, as it is written."""

from __future__ import annotations

import re
from datetime import date

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
