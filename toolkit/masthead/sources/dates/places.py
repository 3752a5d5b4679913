"""Dates in the address of an article or in the name of its file, for articles that come without one."""

from __future__ import annotations

import re
from pathlib import PurePath

from masthead.sources.dates.forms import read_date

_YEAR, _MONTH, _DAY = r"(?P<year>(?:1[6-9]|20)\d\d)", r"(?P<month>\d{1,2}|[a-z]{3,9})", r"(?P<day>\d{1,2})"
_FULL = r"(?P<year>(?:1[6-9]|20)\d\d)(?P<gap>[-_]?)(?P<month>[01]\d)(?P=gap)(?P<day>[0-3]\d)"
MAY_DATE = r"[/-](?:1[6-9]|20)\d\d"
"""What an address with a day has in it."""
_IN_ADDRESS = (
    re.compile(rf"/{_YEAR}/{_MONTH}/{_DAY}(?=/|$)"),
    re.compile(rf"/{_YEAR}/(?P<month>[01]\d)(?P<day>[0-3]\d)(?=/|$)"),
    re.compile(rf"(?<=/){_FULL}(?=/|$)"),
    re.compile(r"(?<!\d)(?P<year>(?:1[6-9]|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
)
_IN_NAME = re.compile(rf"^{_FULL}(?!\d)|(?<=[-_. ]){_FULL.replace('?P<', '?P<last_').replace('?P=', '?P=last_')}$")


def date_in_address(address: str) -> str | None:
    """The day in an address before its query: ``/2021/03/05/``, ``/2021/mar/05/``, ``/2021-03-05/`` and the like."""
    path = address.partition("?")[0].casefold()
    for pattern in _IN_ADDRESS:
        if found := pattern.search(path):
            return _day(found["year"], found["month"], found["day"])
    return None


def date_in_name(name: str) -> str | None:
    """The day at the beginning or the end of a file's name: ``2021-03-05_fares.txt``, ``fares-20210305.html``."""
    found = _IN_NAME.search(PurePath(name.replace("\\", "/")).name.partition(".")[0])
    if found is None:
        return None
    parts = [found[part] or found[f"last_{part}"] for part in ("year", "month", "day")]
    return _day(*parts)


def _day(year: str, month: str, day: str) -> str | None:
    return read_date(f"{year}-{month}-{day}").sure
