"""The part of the articles that a study is of: some outlets, and the days from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import UsageError, did_you_mean
from masthead.numerals import count
from masthead.sources.dates import days_of, require_days

if TYPE_CHECKING:
    from masthead.studies.options import StudyOptions

_NAMED = 10


def within(table: pa.Table, options: StudyOptions) -> tuple[pa.Table, tuple[str, ...]]:
    """The rows of ARTICLES or FEATURES that the study is of, and what is said of those left out.

    Raises UsageError for an outlet that is not there, and where no article is left.
    """
    _require(options.outlets, table["outlet"].unique().to_pylist())
    notes: list[str] = []
    kept = table
    if options.outlets:
        kept = kept.filter(pc.is_in(kept["outlet"], value_set=pa.array(options.outlets)))
        notes.append(f"of the outlets named: {kept.num_rows:,} of {count(table.num_rows, 'article')}")
    if options.since is not None or options.until is not None:
        kept = _between(kept, options, notes)
    if not kept.num_rows:
        raise UsageError("no article is left in the study", fix="Check its outlets and its days.")
    return kept, tuple(notes)


def _require(outlets: tuple[str, ...], known: list[str]) -> None:
    for name in outlets:
        if name not in known:
            listed = ", ".join(sorted(known)[:_NAMED]) + (", ..." if len(known) > _NAMED else "")
            raise UsageError(f"there is no outlet {name!r}.{did_you_mean(name, known)}", fix=f"Outlets found: {listed}")


def _between(table: pa.Table, options: StudyOptions, notes: list[str]) -> pa.Table:
    """The rows whose day lies in the period; those without a day are left out."""
    require_days(table["date"])
    days = days_of(table["date"])
    inside = pc.is_valid(days)
    for day, compare in ((options.since, pc.greater_equal), (options.until, pc.less_equal)):
        if day is not None:
            inside = pc.and_(inside, pc.fill_null(compare(days, day.isoformat()), fill_value=False))
    kept = table.filter(inside)
    said = f"from {options.since or 'the first day'} to {options.until or 'the last'}"
    undated = f"; {count(days.null_count, 'article')} without a day left out" if days.null_count else ""
    notes.append(f"{said}: {kept.num_rows:,} of {count(table.num_rows, 'article')}{undated}")
    return kept
