"""Groups of outlets compared (camps, countries, owners), with outlets as the units.

Articles of one outlet are written and edited by the same few people, so that a difference between camps rests on how
many outlets each has, not on how many articles. An outlet's figure is one number; groups are compared by the means of
these, whole outlets are permuted over the groups, and intervals are Student's over outlets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.comparisons.differences import REST
from masthead.comparisons.outlets import conclude
from masthead.comparisons.own_limits import with_own_limits
from masthead.comparisons.strata import values_by
from masthead.engines.health import marks_lost
from masthead.errors import UsageError
from masthead.features import ready
from masthead.numerals import count
from masthead.profiles import ClusterTable, blocks_of
from masthead.schema import COMPARISONS, PROFILES
from masthead.stats import generator, on_one_thread
from masthead.stats.units import group_means, units_p, welch_limits, within_deviation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import CompareOptions
    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]
    Row = dict[str, Any]

_MOST_GROUPS = 24
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Grouped:
    """Outlets by group, and the tables of the comparison: COMPARISONS and PROFILES with the group in ``outlet``."""

    members: Mapping[str, tuple[str, ...]]
    comparisons: pa.Table
    profiles: pa.Table


def groups_of(features: pa.Table, by: str) -> dict[str, str]:
    """The group of each outlet that has one: the value of the column ``by`` in all its articles.

    Raises UsageError for a column that is not there, an outlet of several groups, fewer than two groups or too many.
    """
    found: dict[str, str] = {}
    for outlet, value in zip(features.column("outlet").to_pylist(), values_by(features, by), strict=True):
        if value and found.setdefault(outlet, value) != value:
            raise UsageError(
                f"{outlet} has articles of several values of {by}: {found[outlet]}, {value}",
                fix="--group is for what an outlet is (camp, country, owner); --by compares parts of its articles.",
            )
    groups = sorted(set(found.values()))
    if len(groups) < 2 or len(groups) > _MOST_GROUPS:
        raise UsageError(
            f"{by} divides the outlets into {count(len(groups), 'group')}; 2 to {_MOST_GROUPS} can be compared",
            fix="Choose a column that two outlets or more share.",
        )
    return found


def members_of(features: pa.Table, by: str) -> dict[str, tuple[str, ...]]:
    """The outlets of each group, groups and outlets in order. Raises what ``groups_of`` raises."""
    group_of = groups_of(features, by)
    return {
        group: tuple(outlet for outlet in sorted(group_of) if group_of[outlet] == group)
        for group in sorted(set(group_of.values()))
    }


def under_groups(features: pa.Table, members: Mapping[str, tuple[str, ...]]) -> pa.Table:
    """The rows of outlets that are in a group, with the group in ``outlet``."""
    group_of = {outlet: group for group, outlets in members.items() for outlet in outlets}
    groups = [group_of.get(outlet) for outlet in features.column("outlet").to_pylist()]
    column = pa.array(groups, pa.string())
    place = features.column_names.index("outlet")
    return features.set_column(place, "outlet", column).filter(column.is_valid())


def told_members(members: Mapping[str, tuple[str, ...]]) -> str:
    """``Outlets are the units: against (Harrow Post, Quill), pro (Tidewater Post).``"""
    said = [f"{group} ({_listed(outlets)})" for group, outlets in members.items()]
    return f"Outlets are the units: {', '.join(said)}."


def _listed(outlets: Sequence[str]) -> str:
    more = len(outlets) - _MOST_NAMED
    return ", ".join(outlets[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


@on_one_thread
def compare_outlet_groups(features: Any, catalogue: Sequence[Feature] | None, options: CompareOptions) -> Grouped:
    """Compare the groups that the column ``options.group`` parts outlets into, each with the mean of the others.

    ``estimate`` is the mean of the outlets' figures, each with the same weight; outlets with fewer than
    ``min_clusters`` clusters for a feature are left out, and those whose quotation marks were lost where it depends on
    these. ``low`` and ``high``: Student's, the variance being that between outlets of each group (Welch's difference).
    ``effect``: difference over the standard deviation between outlets within groups. ``p``: whole outlets permuted over
    the groups, two-sided on the difference over its pooled standard error; all arrangements where there are no more
    than ``permutations``, else ``(b + 1) / (m + 1)``. Where even the most extreme arrangement could not give p < 0.05
    there is no test, and the reason. ``n_clusters`` counts outlets. Raises what ``groups_of`` raises.
    """
    features, catalogue = ready(features, catalogue)
    members = members_of(features, str(options.group))
    table = ClusterTable.of(features)
    unmarked = marks_lost(features)
    found: dict[int, tuple[list[Row], list[Row]]] = {}
    for block in blocks_of(table, catalogue, unmarked):
        for place, index in enumerate(block.indices):
            sums = block.totals[list(block.form.parts[place])]
            values = block.form.statistics[place].value(sums)
            values = np.where((block.sizes >= max(2, options.min_clusters)) & block.comparable, values, np.nan)
            units = _Units.of(table.groups, values, block.articles, members)
            found[index] = _rows(catalogue[index], units, options)
    ordered = [found[index] for index in range(len(catalogue)) if index in found]
    comparisons = [row for rows, _ in ordered for row in rows]
    conclude(comparisons)
    profiles = pa.Table.from_pylist([row for _, rows in ordered for row in rows], schema=PROFILES)
    return Grouped(members, with_own_limits(pa.Table.from_pylist(comparisons, schema=COMPARISONS), profiles), profiles)


@dataclass(frozen=True, slots=True)
class _Units:
    """The outlets that have a value of one feature: their values and articles, and the group of each by its place."""

    names: tuple[str, ...]
    values: Floats
    articles: NDArray[np.int64]
    labels: Labels

    @classmethod
    def of(
        cls,
        outlets: Sequence[str],
        values: Floats,
        articles: NDArray[np.int64],
        members: Mapping[str, tuple[str, ...]],
    ) -> _Units:
        group_of = {outlet: place for place, own in enumerate(members.values()) for outlet in own}
        labels = np.array([group_of.get(outlet, -1) for outlet in outlets], np.intp)
        kept = np.flatnonzero((labels >= 0) & np.isfinite(values))
        return cls(tuple(members), values[kept], articles[kept], labels[kept])

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many outlets each group has."""
        return np.bincount(self.labels, minlength=len(self.names))


def _rows(feature: Feature, units: _Units, options: CompareOptions) -> tuple[list[Row], list[Row]]:
    """The rows of one feature in COMPARISONS, without q, and in PROFILES."""
    sizes = units.sizes
    able = np.flatnonzero(sizes)
    means, variances = group_means(units.values, units.labels, len(units.names))
    spread = within_deviation(units.values, units.labels, len(units.names))
    random = generator(options.seed, "groups", feature.name)
    p, lacking = units_p(units.values, units.labels, len(units.names), options.permutations, random)
    reason = None if lacking is None else f"outlets: {lacking}"
    comparisons, profiles = [], []
    for place, name in enumerate(units.names):
        others = able[able != place]
        own = units.labels == place
        about = {"feature": feature.name, "family": feature.family, "primary": feature.primary, "outlet": name}
        counts = {"n_articles": int(units.articles[own].sum()), "n_clusters": int(sizes[place])}
        low, high = welch_limits(means[place], variances[[place]], np.array([1.0]), sizes[[place]], options.level)
        why = "no outlet with enough clusters" if not sizes[place] else "one outlet" if sizes[place] == 1 else None
        profiles.append(
            {
                **about,
                **counts,
                "estimate": _number(means[place]),
                "low": _number(np.clip(low, feature.low, feature.high)),
                "high": _number(np.clip(high, feature.low, feature.high)),
                "unit": feature.unit,
                "reason": why,
            }
        )
        difference = means[place] - means[others].mean() if len(others) and sizes[place] else np.nan
        among = np.append(place, others)
        weights = np.append(1.0, np.full(len(others), 1 / max(len(others), 1)))
        low, high = welch_limits(difference, variances[among], weights, sizes[among], options.level)
        comparisons.append(
            {
                **about,
                **counts,
                "reference": REST,
                "estimate": _number(means[place]),
                "difference": _number(difference),
                "low": _number(low),
                "high": _number(high),
                "effect": _number(difference / spread) if spread > 0 else None,
                "p": _number(p[place]),
                "q": None,
                "n_events": None,
                "stratum": None,
                "reason": why or reason or (None if np.isfinite(low) else "a group it is compared with has one outlet"),
            }
        )
    return comparisons, profiles


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
