"""When a web page says that it was published: as it says so, for the order of its numbers is not this page's to settle.

What the page declares comes first (``page_dates.toml``). The finder of dates in text (htmldate) has the last word, and
not about the order of day and month, which it guesses.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.sources.dates.forms import read_date
from masthead.sources.dates.years import YEARS_AHEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_MOST = 60


def search_options() -> dict[str, Any]:
    """How trafilatura is to look for a date: the first one, without weighing all numbers of the text."""
    latest = date(date.today().year + YEARS_AHEAD, 12, 31)
    return {"original_date": True, "extensive_search": False, "max_date": latest.isoformat()}


def declared_date(page: HtmlElement) -> str | None:
    """The date of publication that a page declares, as written there; None where none can be understood."""
    values = chain(_in_metadata(page), _in_scripts(page), _in_elements(page))
    found = (" ".join(value.split()) for value in values if len(value) <= _MOST)
    return next((value for value in found if read_date(value).readings), None)


def as_written(found: str, markup: str) -> str:
    """A day in ISO 8601 that was found in ``markup``, or the numbers there that may as well mean another day."""
    day = read_date(found).sure
    if day is None or day[8:10] == day[5:7]:
        return found
    year, one, two = day[:4], str(int(day[5:7])), str(int(day[8:10]))
    written = rf"(?<![\d/-])(?:0?{one}([-/])0?{two}|0?{two}([-/])0?{one})[-/](?:{year[:2]})?{year[2:]}(?![\d/-])"
    numbers = re.search(written, markup)
    return found if numbers is None else numbers[0]


def _in_metadata(page: HtmlElement) -> Iterator[str]:
    by_name: dict[str, str] = {}
    for element in page.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (name := element.get(attribute)) and (content := element.get("content")):
                by_name.setdefault(name.strip().casefold(), content)
    return (by_name[name] for name in _declared()["meta"] if name in by_name)


def _in_scripts(page: HtmlElement) -> Iterator[str]:
    scripts = [script.text or "" for script in page.iter("script") if "ld+json" in (script.get("type") or "")]
    for key in _declared()["keys"]:
        for script in scripts:
            yield from re.findall(rf'"{key}"\s*:\s*"([^"\\]*)"', script)


def _in_elements(page: HtmlElement) -> Iterator[str]:
    """Elements marked as the date of publication, then the one time that a page has."""
    for key in _declared()["keys"]:
        for element in page.xpath("//*[@itemprop=$key]", key=key):
            yield element.get("datetime") or element.get("content") or element.text_content()
    times = {element.get("datetime") for element in page.iter("time") if element.get("datetime")}
    marked = [element.get("datetime") for element in page.iter("time") if element.get("pubdate") is not None]
    yield from (value for value in marked if value)
    if len(times) == 1:
        yield from times


@cache
def _declared() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
