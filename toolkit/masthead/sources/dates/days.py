"""Days of articles that were read: their dates are in ISO 8601, and what is not so names no day."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import UsageError
from masthead.sources.dates.years import possible

if TYPE_CHECKING:
    from masthead.sources.dates.forms import Written

SETTLED_BY = "--day-first or --month-first"
"""The flags that say how numeric dates begin."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![^T ])")


@lru_cache(maxsize=1 << 16)
def day_of(text: str | None) -> date | None:
    """The day of a date in ISO 8601; None for any other text, a month or a year, and a year that can't be."""
    if text is None or not _DAY.match(text):
        return None
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if possible(found.year) else None


def days_of(dates: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The days of a column of dates as ``day_of`` tells them, in ISO 8601."""
    if isinstance(dates, pa.ChunkedArray):
        dates = dates.combine_chunks()
    encoded = pc.dictionary_encode(dates.cast(pa.string()))
    found = [day_of(text) for text in encoded.dictionary.to_pylist()]
    days = pa.array([None if day is None else day.isoformat() for day in found], pa.string())
    return days.take(encoded.indices)


def require_days(dates: pa.Array | pa.ChunkedArray) -> None:
    """Raise UsageError where one of the dates can be read in two ways."""
    counts = pc.value_counts(dates.cast(pa.string())).to_pylist()
    asked = [row for row in counts if row["values"] and not day_of(row["values"])]
    open_ones = [row for row in asked if _read(row["values"]).ambiguous]
    if open_ones:
        n, first = sum(row["counts"] for row in open_ones), open_ones[0]["values"]
        articles = "1 article has a date" if n == 1 else f"{n:,} articles have dates"
        raise UsageError(
            f"{articles} that can be read in two ways: {ambiguity(first)}",
            fix=f"Read the articles with {SETTLED_BY}; anything measured from them is then measured again.",
        )


def ambiguity(text: str) -> str:
    """``'05/03/2021' is 2021-03-05 or 2021-05-03``."""
    return f"{text!r} is {' or '.join(dict.fromkeys(_read(text).readings.values()))}"


def _read(text: str) -> Written:
    from masthead.sources.dates.forms import read_date  # noqa: PLC0415 - its patterns are slow to make, and rarely needed

    return read_date(text)
