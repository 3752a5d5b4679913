"""Outlets over time: their features by period, and before against after a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.options import CompareOptions, Period, TrendOptions
from masthead.comparisons.outlets import compared_rows, conclude, require_outlets
from masthead.comparisons.summary import Compared
from masthead.engines import How, open_corpus
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.features import ready
from masthead.features.rows import compared, kept, named_features
from masthead.profiles import profile_outlets
from masthead.profiles.facts import method_facts
from masthead.schema import CHANGES, TREND
from masthead.sources.dates import days_of, require_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from masthead.features.base import Feature

    Row = dict[str, Any]

PERIODS: tuple[Period, ...] = ("week", "month", "quarter", "year")
BEFORE, AFTER = "before", "after"
_BETWEEN = "\x1f"
_GROUP = "masthead.period"
_MONTHS_A_QUARTER = 3
_IN_ORDER = [(name, "ascending") for name in ("outlet", "place", "start")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Compared):
    """TREND, or CHANGES around a day: ``table`` has the rows of the families asked for, ``rows`` all.

    ``features`` are the articles of the outlets asked for, of which ``undated`` have no date that names a day.
    """

    options: TrendOptions
    rows: pa.Table
    undated: int


def trend(
    source: Any, options: TrendOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Trend:
    """Show outlets over time: each feature by period, or before and after a given day, with intervals.

    ``source``, ``how`` and ``keep_wire`` as for ``compare``; the articles need dates. The methods and errors are
    those of ``by_period`` and ``changes_around``.
    """
    options = options_of(options, TrendOptions)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    named = options.features
    features = named_features(corpus.catalogue, named) if named else compared(corpus.catalogue, options.families)
    told = chosen_outlets(corpus.table, options.outlets)
    follow = by_period if options.around is None else changes_around
    rows = follow(corpus.table, features, options)
    done = asdict(options)
    done |= {"around": None if options.around is None else options.around.isoformat(), "named": done.pop("features")}
    seed = done.pop("seed")
    facts = method_facts(told, rows, features, done)
    return Trend(
        table=kept(rows, options.families),
        manifest={**corpus.manifest, "kind": "trend", "seed": seed, **facts},
        corpus=corpus,
        features=told,
        catalogue=features,
        options=options,
        rows=rows,
        undated=count_undated(told),
    )


def by_period(
    features: Any, catalogue: Sequence[Feature] | None = None, options: TrendOptions | None = None
) -> pa.Table:
    """Features of each outlet by ``week`` (ISO 8601), ``month``, ``quarter`` or ``year``: a TREND table.

    Each row is like one of ``profile_outlets``, for the articles of one period; ``start`` is its first day. Articles
    without a date that can be read do not count. ``outlets`` limits the table to some. Rows are ordered by outlet,
    feature and period. Raises ``UsageError`` where no article has a date or one has a date that can be read in two
    ways, and for an unknown outlet or period.
    """
    options = options_of(options, TrendOptions)
    by = options.by
    if by not in PERIODS:
        raise UsageError(
            f"There is no period {by!r}.{did_you_mean(by, PERIODS)}", fix=f"Periods: {', '.join(PERIODS)}."
        )
    table, rows = ready(features, catalogue)
    table, days = _dated(chosen_outlets(table, options.outlets))
    starts = _each_day(days, lambda day: period_start(day, by).isoformat())
    outlets = pc.cast(table["outlet"].combine_chunks(), pa.string())
    table = table.append_column(_GROUP, pc.binary_join_element_wise(outlets, starts, _BETWEEN))
    profiles = profile_outlets(table, rows, by=_GROUP, **options.intervals)
    parts = pc.split_pattern(profiles["outlet"].combine_chunks(), _BETWEEN, max_splits=1)
    outlets, starts = pc.list_element(parts, 0), pc.list_element(parts, 1)
    places = pc.index_in(profiles["feature"], pa.array([feature.name for feature in rows]))
    order = pc.sort_indices(pa.table([outlets, places, starts], ["outlet", "place", "start"]), sort_keys=_IN_ORDER)
    periods = _each_day(starts, lambda day: period_name(day, by))
    told = {"outlet": outlets, "start": starts, "period": periods}
    columns = [told[name] if name in told else profiles[name] for name in TREND.names]
    return pa.table(columns, schema=TREND).take(order)


def changes_around(features: Any, catalogue: Sequence[Feature] | None, options: TrendOptions) -> pa.Table:
    """Each outlet before the day ``options.around`` against from that day on: a CHANGES table.

    ``days`` limits both sides to so many days. Difference, interval, effect size and p are those of ``compare_outlets``
    for two outlets, the clusters those of the outlet; q is over the primary features of all outlets. An event that goes
    on over the day is a cluster on each side. Rows are ordered by outlet and feature. Raises ``UsageError`` where no
    day is given, no article has a date, one has a date that can be read in two ways, or none of an outlet's lies on
    one of the sides in any outlet.
    """
    around, days = options.around, options.days
    if around is None:
        raise UsageError("before and after take a day", fix="Name the day: --around 2016-11-08.")
    table, rows = ready(features, catalogue)
    table, dates = _dated(chosen_outlets(table, options.outlets))
    sides = _each_day(dates, lambda day: _side(day, around, days))
    found: list[Row] = []
    for outlet in sorted(table["outlet"].unique().to_pylist()):
        own = pc.and_(pc.equal(table["outlet"], outlet), pc.is_valid(sides))
        part = table.filter(own)
        halves = part.set_column(part.column_names.index("outlet"), "outlet", sides.filter(own.combine_chunks()))
        if set(halves["outlet"].unique().to_pylist()) == {BEFORE, AFTER}:
            test = CompareOptions(baseline=BEFORE, permutations=options.permutations, **options.intervals)
            profiles = profile_outlets(halves, rows, **options.intervals)
            held = compared_rows(halves, rows, test, profiles=profiles)
            found += _changes(outlet, around, held, profiles.to_pylist())
    if not found:
        first, last = pc.min_max(dates).as_py().values()
        raise UsageError(
            f"no outlet has articles on both sides of {around}",
            fix=f"The articles are dated {first} to {last}." + (" Take more --days." if days else ""),
        )
    conclude(found)
    return pa.Table.from_pylist(found, schema=CHANGES)


def period_start(day: date, by: Period) -> date:
    """The first day of the period that a day is in."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    if by == "quarter":
        return date(day.year, day.month - (day.month - 1) % _MONTHS_A_QUARTER, 1)
    return date(day.year, 1, 1)


def period_name(start: date, by: Period) -> str:
    """``2016-W45``, ``2016-11``, ``2016-Q4`` or ``2016``."""
    if by == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if by == "month":
        return f"{start:%Y-%m}"
    return f"{start.year}-Q{(start.month + 2) // _MONTHS_A_QUARTER}" if by == "quarter" else f"{start.year}"


def periods_between(first: date, last: date, by: Period) -> Iterator[date]:
    """The starts of all periods from that of ``first`` to that of ``last``."""
    start = period_start(first, by)
    longest = {"week": 7, "month": 31, "quarter": 92, "year": 366}[by]
    while start <= last:
        yield start
        start = period_start(start + timedelta(days=longest), by)


def chosen_outlets(table: pa.Table, outlets: Sequence[str]) -> pa.Table:
    """The rows of ``outlets``, all where none is named; UsageError for one there is not."""
    require_outlets(outlets, sorted(table["outlet"].unique().to_pylist()))
    return table.filter(pc.is_in(table["outlet"], pa.array(outlets, pa.string()))) if outlets else table


def count_undated(features: pa.Table) -> int:
    """Rows of FEATURES without a date that names a day."""
    return int(_days(features).null_count)


def _days(table: pa.Table) -> pa.Array:
    """Days in ISO 8601, null where none is named."""
    return days_of(table["date"]) if "date" in table.column_names else pa.nulls(len(table), pa.string())


def _each_day(days: pa.Array, what: Callable[[date], str | None]) -> pa.Array:
    """What is made of each of some days."""
    encoded = pc.dictionary_encode(days)
    made = [what(date.fromisoformat(day)) for day in encoded.dictionary.to_pylist()]
    return pa.array(made, pa.string()).take(encoded.indices)


def _dated(table: pa.Table) -> tuple[pa.Table, pa.Array]:
    """The rows with a date that names a day, and their days."""
    if "date" in table.column_names:
        require_days(table["date"])
    days = _days(table)
    if days.null_count == len(days):
        raise UsageError(
            "no article has a date that names a day",
            fix="Name the column of dates with --date-col, or add a column `date` to the articles (2016-11-08).",
        )
    return table.filter(pc.is_valid(days)) if days.null_count else table, days.drop_null()


def _side(day: date, around: date, days: int | None) -> str | None:
    if days is not None and not around - timedelta(days=days) <= day < around + timedelta(days=days):
        return None
    return BEFORE if day < around else AFTER


def _changes(outlet: str, around: date, compared: Sequence[Row], profiles: Sequence[Row]) -> Iterator[Row]:
    sides = {(row["outlet"], row["feature"]): row for row in profiles}
    for row in compared:
        shown = {
            f"{side}{name}": sides[side, row["feature"]][figure]
            for side in (BEFORE, AFTER)
            for name, figure in (("", "estimate"), ("_low", "low"), ("_high", "high"))
        }
        numbers = {
            f"{figure}_{side}": sides[side, row["feature"]][figure]
            for figure in ("n_articles", "n_clusters")
            for side in (BEFORE, AFTER)
        }
        counted = {f"hits_{side}": _hits(sides[side, row["feature"]], row["case"].feature) for side in (BEFORE, AFTER)}
        told = {name: row[name] for name in ("feature", "family", "primary", "low", "high", "effect", "p", "case")}
        both = shown[AFTER] is not None and shown[BEFORE] is not None
        yield {
            **told,
            "difference": shown[AFTER] - shown[BEFORE] if both else None,
            **shown,
            **numbers,
            **counted,
            "outlet": outlet,
            "around": around.isoformat(),
            "q": None,
            "unit": sides[AFTER, row["feature"]]["unit"],
            "reason": _renamed(row["reason"]),
        }


def _renamed(reason: str | None) -> str | None:
    """A reason in which what was before the day is not called the baseline."""
    return reason and reason.replace("the baseline has", "before:").replace("the baseline", BEFORE)


def _hits(profile: Row, feature: Feature) -> float | None:
    """What a rate was counted from, by its row of PROFILES."""
    if feature.hits not in (feature.numerator, feature.denominator):
        return None
    hits: float | None = profile["numerator" if feature.hits == feature.numerator else "denominator"]
    return hits
