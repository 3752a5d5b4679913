"""Comparison of outlets: each against the mean of the others, against a baseline, or against each other.

On all their articles, or on the events they share; over all of them, or month by month, section by section.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.comparisons.differences import REST, Tested, compare_groups
from masthead.comparisons.fragile import Case, cutoff_of, say_fragile
from masthead.comparisons.matched import match_groups
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.strata import strata
from masthead.comparisons.summary import holds
from masthead.engines.health import marks_lost
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.features import ready
from masthead.profiles import ClusterTable, blocks_of, group_names, reason_without_articles
from masthead.profiles.facts import FEW_HITS, FEW_MISSES, FEWEST_HITS
from masthead.schema import COMPARISONS
from masthead.stats import false_discovery_rates, on_one_thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Row = dict[str, Any]

MEASURES = ("estimate", "difference", "low", "high", "effect", "p")
LOST = "lost quotation marks, on which this feature depends"


def compare_outlets(
    features: Any,
    catalogue: Sequence[Feature] | None = None,
    options: CompareOptions | None = None,
    *,
    profiles: pa.Table | None = None,
) -> pa.Table:
    """Compare each outlet with the rest (or with ``baseline``, or each other): a COMPARISONS table.

    ``features`` is a FEATURES table, or any data frame of one; the catalogue is every feature but choices where none
    is given. Rows count as they come, agency copy among them (``masthead.engines.open_corpus`` leaves it out).

    Unmatched, the difference is the outlet's estimate minus the mean of the other outlets' estimates, each with the
    same weight, in the feature's unit. Outlets with fewer than ``min_clusters`` clusters for a feature are not tested
    and stay out of that mean; their difference from it is given without interval or p, with the reason. ``low`` and
    ``high``: the outlets' own intervals over clusters, combined (see ``masthead.stats.combine_intervals``). ``effect``:
    difference over the standard deviation between clusters (``masthead.stats.pooled_deviation``). ``p``: whole clusters
    permuted over the outlets (over the two outlets for a pair), two-sided on the studentised difference, ``(b + 1) / (m
    + 1)``.

    With ``events`` outlets are matched: only events that another outlet reports too count, and the difference is the
    mean over them (``masthead.comparisons.matched`` has the estimator, weights and test). ``estimate`` is then the mean
    of the outlet's rates in them, ``effect`` the difference over its standard deviation between events, and the numbers
    are those of shared events. Where no outlet shares ``min_clusters`` events with its reference for any feature, the
    comparison is unmatched after all, and ``n_events`` null.

    ``all_pairs`` compares each pair once, the first in alphabetical order minus the second; two outlets are such a
    pair. ``by`` repeats the comparison in each month (``"month"``) or each value of a column, which stands in
    ``stratum``.

    ``hits`` are what the outlet's rate was counted from, ``hits_reference`` what the rates it is compared with were,
    and ``hits_expected`` those it would have at their rate; where neither reaches ``FEWEST_HITS`` there is no p, and so
    where of a share as many are lacking to all. Outlets whose quotation marks were lost
    (``masthead.engines.health.marks_lost``) are left out of features that depend on these, with the reason.

    ``q``: Benjamini-Hochberg over the primary features and everything tested with them, what had too few hits taken for
    p = 1; null for the other features, which are exploratory. ``marked``: q below 0.05 and 0 outside the interval;
    ``fragile`` says what such a mark depends on (``masthead.comparisons.fragile``). ``profiles``, what
    ``profile_outlets`` made of the same rows with the same options, saves making the outlets' intervals again. Raises
    ``UsageError`` for fewer than two outlets, an unknown one or a missing column.
    """
    rows = compared_rows(features, catalogue, options_of(options, CompareOptions), profiles=profiles)
    conclude(rows)
    return pa.Table.from_pylist(rows, schema=COMPARISONS)


@on_one_thread
def compared_rows(
    features: Any,
    catalogue: Sequence[Feature] | None,
    options: CompareOptions,
    *,
    profiles: pa.Table | None = None,
    intervals: bool = True,
) -> list[Row]:
    """The rows of ``compare_outlets`` before ``conclude``, which corrects over all rows that are read together.

    Without ``intervals`` those of outlets are not made, where p alone is wanted; what the rows say of them is void.
    """
    options = replace(options, min_clusters=max(2, options.min_clusters))
    features, catalogue = ready(features, catalogue)
    known = group_names(features)
    if len(known) < 2:
        found = f"one: {known[0]}" if known else "none"
        raise UsageError(
            f"compare needs two outlets or more; found {found}.",
            fix="`masthead profile` describes a single outlet." if known else None,
        )
    require_outlets([options.baseline] if options.baseline else [], known)
    if len(known) == 2 and options.baseline is None:
        options = replace(options, all_pairs=True)
    unmarked = marks_lost(features)
    parts = strata(features, options.by)
    limits = None if profiles is None or options.by is not None else _limits(profiles, catalogue)
    if not intervals and options.by is None:
        limits = np.zeros((len(catalogue), len(known), 2))
    rows = _rows_of(parts, catalogue, options, limits, unmarked)
    if options.events and not any(row["p"] is not None for row in rows):
        rows = _rows_of(parts, catalogue, replace(options, events=False), limits, unmarked)
    if not rows:
        who = f"{options.baseline} and another outlet" if options.baseline else "two outlets"
        raise UsageError(f"no {options.by} has articles of {who}", fix="Choose another column to compare by.")
    return rows


def require_outlets(names: Sequence[str], known: Sequence[str]) -> None:
    """Raise UsageError for the first name that none of the outlets ``known`` has."""
    for name in names:
        if name not in known:
            raise UsageError(
                f"There is no outlet {name!r}.{did_you_mean(name, known)}",
                fix=f"Outlets found: {', '.join(known[:10])}{', ...' if len(known) > 10 else ''}",
            )


def _limits(profiles: pa.Table, catalogue: Sequence[Feature]) -> Floats:
    """The outlets' intervals of PROFILES, shape ``(features, outlets, 2)`` with the outlets in order; NaN for none."""
    rows = profiles.select(["outlet", "feature", "low", "high"]).to_pylist()
    outlet = {name: place for place, name in enumerate(sorted({row["outlet"] for row in rows}))}
    feature = {item.name: place for place, item in enumerate(catalogue)}
    limits = np.full((len(feature), len(outlet), 2), np.nan)
    for row in rows:
        if row["low"] is not None and row["feature"] in feature:
            limits[feature[row["feature"]], outlet[row["outlet"]]] = row["low"], row["high"]
    return limits


def _rows_of(
    parts: Sequence[tuple[str | None, pa.Table]],
    catalogue: Sequence[Feature],
    options: CompareOptions,
    limits: Floats | None,
    unmarked: frozenset[str],
) -> list[Row]:
    """The rows of every stratum, feature by feature, without q; ``unmarked`` outlets have no quotation marks."""
    rows: list[Row] = []
    for stratum, features in parts:
        table = ClusterTable.of(features)
        if len(table.groups) < 2 or (options.baseline and options.baseline not in table.groups):
            continue
        blocks = blocks_of(table, catalogue, unmarked)
        groups = match_groups(table, blocks, options) if options.events else None
        found: dict[int, list[Row]] = {}
        for reference, results in groups or compare_groups(table, blocks, options, limits):
            for tested in results:
                for place, index in enumerate(tested.block.indices):
                    made = _rows(table, catalogue[index], tested, place, reference, options)
                    found.setdefault(index, []).extend(row | {"stratum": stratum} for row in made)
        rows.extend(row for index in range(len(catalogue)) for row in found.get(index, ()))
    return rows


def _rows(
    table: ClusterTable, feature: Feature, tested: Tested, place: int, reference: str, options: CompareOptions
) -> list[Row]:
    rows = []
    base = None if reference == REST else table.groups.index(reference)
    for group, outlet in enumerate(table.groups):
        if outlet == reference or (options.all_pairs and outlet > reference):
            continue
        measures = {name: _number(getattr(tested, name)[place, group]) for name in MEASURES}
        for end in ("low", "high"):
            measures[end] = _possible(measures[end], feature)
        clusters = int(tested.clusters[place, group])
        few = None if measures["p"] is None else _few_hits(feature, tested, (place, group))
        measures["p"] = measures["p"] if few is None else None
        row: Row = {
            "feature": feature.name,
            "family": feature.family,
            "primary": feature.primary,
            "outlet": outlet,
            "reference": reference,
            **measures,
            "q": None,
            "marked": False,
            "fragile": None,
            "hits": _number(tested.hits[place, group]),
            "hits_expected": _number(_expected(tested, (place, group))),
            "hits_reference": _number(tested.theirs[place, group]),
            "n_articles": int(tested.articles[place, group]),
            "n_clusters": clusters,
            "n_events": clusters if options.events else None,
        }
        reason = _reason_of_matched if options.events else _reason
        why = few or reason(table, feature, tested, (place, group), row, options)
        rows.append(row | {"reason": why, "case": Case(table, feature, tested, place, group, base, options)})
    return rows


def _expected(tested: Tested, at: tuple[int, int]) -> float:
    """The hits that an outlet would have at the rate that it is compared with."""
    return float((tested.estimate[at] - tested.difference[at]) * tested.exposure[at])


def _few_hits(feature: Feature, tested: Tested, at: tuple[int, int]) -> str | None:
    """Why a test would rest on next to nothing: too few hits, or of a share too few of what is none."""
    hits, expected = tested.hits[at], _expected(tested, at)
    if np.fmax(hits, expected) < FEWEST_HITS:
        return FEW_HITS
    whole = tested.exposure[at] * feature.high if feature.kind == "share" else np.inf
    return FEW_MISSES if np.fmax(whole - hits, whole - expected) < FEWEST_HITS else None


def _possible(difference: float | None, feature: Feature) -> float | None:
    """An end of an interval, no further from 0 than two values of the feature can be."""
    widest = feature.high - feature.low
    return None if difference is None else float(min(max(difference, -widest), widest))


def _reason(
    table: ClusterTable, feature: Feature, tested: Tested, at: tuple[int, int], row: Row, options: CompareOptions
) -> str | None:
    """Why a row lacks its interval or p: the outlet's own shortage first, then the reference's."""
    place, group = at
    if not tested.block.comparable[group]:
        return LOST
    size, needed = tested.block.sizes[group], options.min_clusters
    alike = tested.variance[place, group] == 0
    if size == 0:
        return reason_without_articles(table, feature, group)
    if size < needed:
        return f"too few clusters ({size} < {needed})"
    if row["estimate"] is None:
        return "no value"
    if row["p"] is None:
        return _reason_of_reference(table, tested, row["reference"], options)
    if row["low"] is None:
        return "no variation between clusters" + ("" if alike else " in an outlet it is compared with")
    return None


def _reason_of_reference(table: ClusterTable, tested: Tested, reference: str, options: CompareOptions) -> str:
    if reference == REST:
        return f"no other outlet has {options.min_clusters} clusters or more"
    called = "the baseline" if options.baseline else reference
    size = tested.block.sizes[table.groups.index(reference)]
    if not tested.block.comparable[table.groups.index(reference)]:
        return f"{called} {LOST}"
    if size < options.min_clusters:
        return f"{called} has too few clusters ({size} < {options.min_clusters})"
    return f"{called} has no value"


def _reason_of_matched(
    table: ClusterTable, feature: Feature, tested: Tested, at: tuple[int, int], row: Row, options: CompareOptions
) -> str | None:
    _, group = at
    if not tested.block.comparable[group]:
        return LOST
    if tested.block.sizes[group] == 0:
        return reason_without_articles(table, feature, group)
    if row["n_clusters"] < options.min_clusters:
        return f"too few shared events ({row['n_clusters']} < {options.min_clusters})"
    if row["low"] is None:
        return "no variation between events"
    return None


def conclude(rows: Sequence[Row]) -> None:
    """Fill in q, what is marked, and what a mark depends on, in place, over all ``rows``.

    q is Benjamini and Hochberg's (1995) over the primary rows that are tested or have too few hits. The latter count
    with p = 1: whether hits are few depends on the data, and a family chosen by these would be corrected for too few.
    """
    family = [row for row in rows if in_family(row)]
    if family:
        p = [1.0 if row["p"] is None else row["p"] for row in family]
        for row, q in zip(family, false_discovery_rates(p), strict=True):
            row["q"] = None if row["p"] is None else float(q)
    for row in rows:
        row["marked"] = holds(row)
    say_fragile(rows, cutoff_of(rows))


def in_family(row: Mapping[str, Any]) -> bool:
    """Whether a row is among those that q corrects over."""
    return bool(row["primary"]) and (row["p"] is not None or row["reason"] in (FEW_HITS, FEW_MISSES))


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
