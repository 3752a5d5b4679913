"""One date as written: every way in which it can be read.

A value is one date and nothing else that has digits; words around it ("Published", "Final Edition") do no harm. The
time of day is taken out first, then the date is known by its form. Two forms are open by themselves: ``05/03/2021``
may begin with the day or the month, and a bare number may count seconds or days. What settles these is a whole column
(``columns``). Everything else has one reading or none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from masthead.sources.dates.months import folded, month_of
from masthead.sources.dates.years import possible

if TYPE_CHECKING:
    from collections.abc import Mapping

Order = Literal["day first", "month first", "year first", "seconds since 1970", "spreadsheet days"]
"""What a value begins with, or what a number counts."""
NUMBER = "number"
"""The form of a date that is a bare number; the others are called by what separates their numbers."""
SECONDS: Order = "seconds since 1970"
SPREADSHEET: Order = "spreadsheet days"

_CENTURY_FROM = 70
"""Two-digit years from here on are of the last century, those before of this one."""

_SPREADSHEET_ZERO = date(1899, 12, 30)
_EARLIEST_NUMBER = date(1980, 1, 1)
_MILLISECONDS = 10**11

_CHANGED = re.compile(
    r"\b(?:updated|modified|corrected|aktualisiert|geandert|mis a jour|modifie|actualizado|aggiornato|atualizado"
    r"|bijgewerkt)\b"
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)t(?=\d)")
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|e|o|a)\b")
_ZONE = r"(?:\s?\(?(?:(?P<utc>z|utc|gmt)\b)?\s?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?![\d/.-]))"
_CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?:\s?h\s?|[:.])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,](?P<part>\d+))?)?(?!\d|\s?[./]\s?\d)"
    rf"\s?(?P<half>[ap]\.?m\b\.?)?{_ZONE}?|\s?(?P<half_only>[ap]\.?m\b\.?))"
)
_HOURS = re.compile(r"(?<!\d)(?:[01]\d|2[0-3])[0-5]\d\s(?:gmt|utc)\b(?:\s?\(\d{4}\s\w+\))?(?=.*\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[ t]?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(z)?)?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d)")
_CHARACTERS = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_MONTH_ONLY = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})|(\d{1,2})\s?[-/.]\s?(\d{4})")
_MONTH, _DAY = r"(?<![^\W\d_])(?P<month>[^\W\d_]{3,12})(?![^\W\d_])", r"(?<!\d)(?P<day>\d{1,2})(?!\d)"
_YEAR, _FULL_YEAR = r"['’]?(?P<year>\d{4}|\d{2})(?!\d)", r"(?P<year>\d{4})(?!\d)"
_GAP, _SOME_GAP, _OF = r"[\s.,/-]*", r"[\s.,/-]+", r"(?:(?:de|del|do|di|of)\s)?"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}{_GAP}{_OF}{_MONTH}{_GAP}{_OF}{_YEAR}",
        rf"{_MONTH}{_GAP}{_DAY}{_SOME_GAP}(?:[^\W\d_]+{_SOME_GAP})?{_YEAR}",
        rf"(?<!\d){_FULL_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}",
        rf"{_MONTH}{_GAP}{_OF}{_FULL_YEAR}",
    )
)
"""Day, month and year in the orders that are in use, and month and year."""
_NUMBER = re.compile(r"(\d+)(\.\d*)?")


class Written(NamedTuple):
    """A date as written: its ISO 8601 readings by order, and the kind of form whose order a column settles.

    ``form`` is "" where the form itself tells, and there is one reading, or none, under None.
    """

    form: str
    readings: Mapping[Order | None, str]

    @property
    def sure(self) -> str | None:
        """The reading of a date that can be read by itself."""
        return None if self.form else self.readings.get(None)

    @property
    def ambiguous(self) -> bool:
        """Whether there are several readings."""
        return len(self.readings) > 1


_UNREAD = Written("", {})


@lru_cache(maxsize=1 << 16)
def read_date(text: str) -> Written:
    """Every way in which ``text`` can be read as a date, with the time of day where it has one.

    The day is the one that is written, whatever the zone; seconds since 1970 are those of UTC. A zone that has a name
    only ("ET") is dropped, and the time kept.
    """
    text = folded(text.strip())
    if number := _NUMBER.fullmatch(text):
        return _number(number[1], number[2] or "")
    if found := _COMPACT.fullmatch(text):
        return _compact(found)
    text = next((part for part in _CHANGED.split(text) if _DIGIT.search(part)), "")
    text = _HOURS.sub(" ", _BETWEEN_DIGITS.sub(" ", text))
    clock = _CLOCK.search(text)
    time = ""
    if clock is not None:
        time, text = _time(clock), f"{text[: clock.start()]} {text[clock.end() :]}"
    dated = _dated(_ORDINAL.sub("", text).strip())
    return Written(dated.form, {order: day + time * (len(day) == 10) for order, day in dated.readings.items()})


def _dated(text: str) -> Written:
    """The date in a text without a time of day."""
    for named in (found for pattern in _NAMED for found in pattern.finditer(text)):
        parts = named.groupdict()
        if (month := month_of(parts["month"])) and _alone(named):
            return _sure(_iso(parts["year"], month, parts.get("day")))
    if (numeric := _NUMERIC.search(text)) and _alone(numeric):
        return _numeric(numeric[1], numeric[2], numeric[3], numeric[4])
    if (found := _CHARACTERS.search(text)) and _alone(found):
        return _sure(_iso(found[1], int(found[2]), found[3]))
    if found := _MONTH_ONLY.fullmatch(text):
        return _sure(_iso(found[1] or found[4], int(found[2] or found[3]), None))
    return _UNREAD


def _alone(found: re.Match[str]) -> bool:
    """Whether no other digits are beside a match."""
    rest = found.string[: found.start()] + found.string[found.end() :]
    return _DIGIT.search(rest) is None


def _numeric(first: str, separator: str, second: str, third: str) -> Written:
    """Three numbers: a year of four digits tells where it stands; dots are never the American order."""
    if len(first) == 4:
        return _sure(_iso(first, int(second), third) if len(third) <= 2 else None)
    if len(first) > 2 or len(third) == 3:
        return _UNREAD
    orders: dict[Order, str | None] = {"day first": _iso(third, int(second), first)}
    if separator != ".":
        orders["month first"] = _iso(third, int(first), second)
        if len(first) == len(third) == 2:
            orders["year first"] = _iso(first, int(second), third)
    found: dict[Order | None, str] = {order: day for order, day in orders.items() if day is not None}
    same = len(set(found.values())) == 1
    if separator == "." or (same and len(found) > 1):
        return _sure(next(iter(found.values()), None))
    return Written(separator, found) if found else _UNREAD


def _compact(found: re.Match[str]) -> Written:
    """``20210301T101500Z``."""
    year, month, day, hour, minute, second, utc = found.groups()
    iso = _iso(year, int(month), day)
    clock = f"T{hour}:{minute}" + (f":{second}" if second else "") + ("Z" if utc else "") if hour else ""
    return _sure(iso and iso + clock)


def _number(whole: str, part: str) -> Written:
    """A year, a date without separators, or what a column may show to count seconds or a spreadsheet's days."""
    compact = _COMPACT.fullmatch(whole)
    if compact is not None and not part.strip(".0") and (found := _compact(compact)).readings:
        return found
    if len(whole) == 4 and not part.strip(".0"):
        return _sure(whole if possible(int(whole)) else None)
    order, found_at = _counted(int(whole))
    readings: dict[Order | None, str] = {} if found_at is None or order is None else {order: found_at}
    return Written(NUMBER, readings)


def _counted(number: int) -> tuple[Order | None, str | None]:
    if len(str(number)) == 5:
        day = _SPREADSHEET_ZERO + timedelta(days=number)
        return SPREADSHEET, day.isoformat() if _plausible(day) else None
    seconds = number if number < _MILLISECONDS else number / 1000
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None, None
    whole = moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    return SECONDS, whole if _plausible(moment.date()) else None


def _plausible(day: date) -> bool:
    return day >= _EARLIEST_NUMBER and possible(day.year)


def _iso(year: str, month: int, day: str | None) -> str | None:
    """``2021-03-05``, or ``2021-03`` without a day; None where there is no such day."""
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _CENTURY_FROM else 2000
    elif len(year) != 4:
        return None
    try:
        found = date(number, month, 1 if day is None else int(day))
    except ValueError:
        return None
    if not possible(number):
        return None
    return found.isoformat() if day is not None else f"{found:%Y-%m}"


def _sure(iso: str | None) -> Written:
    return Written("", {None: iso}) if iso else _UNREAD


def _time(clock: re.Match[str]) -> str:
    """``T15:04:00.5+01:00`` of a time of day."""
    hour, half = int(clock["hour"]), (clock["half"] or clock["half_only"] or "")[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    found = f"T{hour:02}:{clock['minute'] or '00'}"
    if clock["second"]:
        part = (clock["part"] or "").rstrip("0")
        found += f":{clock['second']}" + (f".{part}" if part else "")
    if offset := clock["offset"]:
        digits = offset[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        return f"{found}{offset[0]}{int(hours):02}:{minutes}"
    return found + "Z" * bool(clock["utc"])
