"""Parts of a corpus that are compared each by itself: months, sections, values of a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from masthead.errors import UsageError, did_you_mean
from masthead.schema import LABEL_PREFIX
from masthead.sources.dates import days_of, require_days

if TYPE_CHECKING:
    import pyarrow as pa

MONTH = "month"
COLUMNS = ("section", "genre", "lang")
MOST = 200


def strata(features: pa.Table, by: str | None) -> list[tuple[str | None, pa.Table]]:
    """Name and rows of each part of FEATURES, in the order of their names; everything under None without ``by``.

    ``by`` is ``month``, a column (section, genre, lang) or a label with or without ``label_``. Articles without a value
    are in no part. Raises UsageError for a column that is not there, one without values or one with more than ``MOST``,
    and for months where a date can be read in two ways.
    """
    if by is None:
        return [(None, features)]
    column = values_by(features, by)
    values = sorted({value for value in column if value})
    if not values:
        raise UsageError(
            f"no article has a {by} to compare by",
            fix="Dates need a year, a month and a day."
            if by == MONTH
            else "Name the column when reading: --section-col.",
        )
    if len(values) > MOST:
        raise UsageError(
            f"{by} has {len(values):,} values; a comparison within each can have {MOST} at most",
            fix="Choose a column with fewer values.",
        )
    rows: dict[str, list[int]] = {value: [] for value in values}
    for row, value in enumerate(column):
        if value:
            rows[value].append(row)
    return [(value, features.take(rows[value])) for value in values]


def values_by(features: pa.Table, by: str) -> list[str | None]:
    """The part that each row is in, None for none. ``by`` and errors are those of ``strata``."""
    return _months(features) if by == MONTH else _column(features, by)


def _months(features: pa.Table) -> list[str | None]:
    if "date" not in features.column_names:
        return [None] * features.num_rows
    require_days(features["date"])
    months: list[str | None] = pc.utf8_slice_codeunits(days_of(features["date"]), 0, len("2021-03")).to_pylist()
    return months


def _column(features: pa.Table, by: str) -> list[str | None]:
    labels = [name for name in features.column_names if name.startswith(LABEL_PREFIX)]
    known = [MONTH, *(name for name in COLUMNS if name in features.column_names), *labels]
    name = next((name for name in (by, f"{LABEL_PREFIX}{by}") if name in known), None)
    if name is None:
        plain = [name.removeprefix(LABEL_PREFIX) for name in known]
        raise UsageError(
            f"there is nothing called {by!r} to compare by.{did_you_mean(by, plain)}",
            fix=f"Known: {', '.join(plain)}. Keep a column of the input as a label with --label-col NAME.",
        )
    found: list[str | None] = pc.cast(features[name], "string").to_pylist()
    return found
