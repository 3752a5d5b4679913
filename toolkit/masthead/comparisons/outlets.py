"""Unmatched comparison of outlets: each against the mean of the others, or against a baseline outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.comparisons.differences import Options, Tested, compare_groups
from masthead.errors import UsageError, did_you_mean
from masthead.features import ready
from masthead.profiles import ClusterTable, blocks_of, reason_without_articles
from masthead.schema import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features.base import Feature

REST = "rest"
MEASURES = ("estimate", "difference", "low", "high", "effect", "p")


def compare_outlets(  # noqa: PLR0913 - every option of the test is named, and all but the data have defaults
    features: Any,
    catalogue: Sequence[Feature] | None = None,
    *,
    baseline: str | None = None,
    seed: int = 0,
    draws: int = 2000,
    permutations: int = 1999,
    level: float = 0.95,
    min_clusters: int = 10,
    outlets: Sequence[str] | None = None,
    keep_wire: bool = False,
) -> pa.Table:
    """Compare each outlet with the rest (or with ``baseline``): a COMPARISONS table, feature by feature.

    ``features`` is a FEATURES table, or any data frame of one; the catalogue is every feature but choices where none
    is given. Agency copy and copies of other outlets' articles are left out, unless ``keep_wire``. The difference is
    the outlet's estimate minus the mean of the other outlets' estimates, each weighing the same, in the feature's
    unit. Outlets with fewer than
    ``min_clusters`` clusters for a feature are not tested and stay out of that mean; their difference from it
    is given without interval or p, with the reason.

    ``low`` and ``high``: clusters of every outlet resampled, the outlets' intervals combined (see
    ``masthead.stats.combine_intervals``). ``effect``: difference over the standard deviation between clusters
    (``masthead.stats.pooled_deviation``). ``p``: whole clusters permuted over the outlets (over the two
    outlets for a baseline), two-sided on the studentised difference, ``(b + 1) / (m + 1)``. ``q``:
    Benjamini-Hochberg over the primary features and all tested outlets; null for the other features, which
    are exploratory.

    ``outlets`` chooses the rows returned and nothing else: no figure changes by what is displayed. Raises
    ``UsageError`` for fewer than two outlets, an unknown outlet or a missing column.
    """
    features, catalogue = ready(features, catalogue, keep_wire=keep_wire)
    table = ClusterTable.of(features)
    _check_outlets(table.groups, [baseline] if baseline else [], outlets)
    options = Options(baseline, seed, draws, permutations, level, max(2, min_clusters))
    found: dict[int, list[dict[str, Any]]] = {}
    for tested in compare_groups(table, blocks_of(table, catalogue), options):
        for place, index in enumerate(tested.block.indices):
            found[index] = _rows(table, catalogue[index], tested, place, options)
    rows = [row for index in range(len(catalogue)) for row in found[index]]
    _adjust(rows)
    shown = set(outlets) if outlets is not None else set(table.groups)
    return pa.Table.from_pylist([row for row in rows if row["outlet"] in shown], schema=COMPARISONS)


def _check_outlets(known: Sequence[str], baseline: Sequence[str], outlets: Sequence[str] | None) -> None:
    if len(known) < 2:
        found = f"one: {known[0]}" if known else "none"
        raise UsageError(
            f"compare needs two outlets or more; found {found}.",
            fix="`masthead profile` describes a single outlet." if known else None,
        )
    for name in (*baseline, *(outlets or ())):
        if name not in known:
            raise UsageError(
                f"There is no outlet {name!r}.{did_you_mean(name, known)}",
                fix=f"Outlets found: {', '.join(known[:10])}{', ...' if len(known) > 10 else ''}",
            )


def _rows(table: ClusterTable, feature: Feature, tested: Tested, place: int, options: Options) -> list[dict[str, Any]]:
    rows = []
    for group, outlet in enumerate(table.groups):
        if outlet == options.baseline:
            continue
        measures = {name: _number(getattr(tested, name)[place, group]) for name in MEASURES}
        row = {
            "feature": feature.name,
            "family": feature.family,
            "primary": feature.primary,
            "outlet": outlet,
            "reference": options.baseline or REST,
            **measures,
            "q": None,
            "n_articles": int(tested.block.articles[group]),
            "n_clusters": int(tested.block.sizes[group]),
        }
        rows.append(row | {"reason": _reason(table, feature, tested, (place, group), row, options)})
    return rows


def _reason(
    table: ClusterTable, feature: Feature, tested: Tested, at: tuple[int, int], row: dict[str, Any], options: Options
) -> str | None:
    """Why a row lacks its interval or p: the outlet's own shortage first, then the reference's."""
    place, group = at
    size, needed = tested.block.sizes[group], options.min_clusters
    alike = tested.variance[place, group] == 0
    if size == 0:
        return reason_without_articles(table, feature, group)
    if size < needed:
        return f"too few clusters ({size} < {needed})"
    if row["estimate"] is None:
        return "no value"
    if row["p"] is None:
        return _reason_of_reference(table, tested, options)
    if row["low"] is None:
        return "no variation between clusters" + ("" if alike else " in an outlet it is compared with")
    return None


def _reason_of_reference(table: ClusterTable, tested: Tested, options: Options) -> str:
    if options.baseline is None:
        return f"no other outlet has {options.min_clusters} clusters or more"
    size = tested.block.sizes[table.groups.index(options.baseline)]
    if size < options.min_clusters:
        return f"the baseline has too few clusters ({size} < {options.min_clusters})"
    return "the baseline has no value"


def _adjust(rows: list[dict[str, Any]]) -> None:
    """Benjamini-Hochberg q (1995) for the tested primary rows, in place."""
    from scipy.stats import false_discovery_control  # noqa: PLC0415 - slow to import, needed here only

    family = [row for row in rows if row["primary"] and row["p"] is not None]
    if family:
        for row, q in zip(family, false_discovery_control([row["p"] for row in family]), strict=True):
            row["q"] = float(q)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
