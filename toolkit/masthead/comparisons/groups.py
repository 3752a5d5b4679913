"""Groups of outlets compared (camps, countries, owners), with outlets as the units.

Articles of one outlet are written and edited by the same few people, so that a difference between camps rests on how
many outlets each has, not on how many articles. An outlet's figure is one number; groups are compared by the means of
these, whole outlets are permuted over the groups, and intervals are Student's over outlets.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb, prod
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.stats import t as student

from masthead.comparisons.differences import REST
from masthead.comparisons.outlets import adjust
from masthead.comparisons.strata import values_by
from masthead.errors import UsageError
from masthead.features import ready
from masthead.profiles import ClusterTable, blocks_of
from masthead.schema import COMPARISONS, PROFILES
from masthead.stats import generator, on_one_thread
from masthead.stats.correction import satterthwaite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import CompareOptions
    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]
    Row = dict[str, Any]

_ALPHA = 0.05
_TIE = 1e-9
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
            f"{by} parts the outlets into {len(groups)} groups; 2 to {_MOST_GROUPS} can be compared",
            fix="Choose a column that two outlets or more share.",
        )
    return found


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

    ``estimate`` is the mean of the outlets' figures, each weighing the same; outlets with fewer than ``min_clusters``
    clusters for a feature are left out. ``low`` and ``high``: Student's, the variance being that between outlets of
    each group (Welch's difference). ``effect``: difference over the standard deviation between outlets within groups.
    ``p``: whole outlets permuted over the groups, two-sided on the difference over its pooled standard error; all
    arrangements where there are no more than ``permutations``, else ``(b + 1) / (m + 1)``. Where even the most extreme
    arrangement could not give p < 0.05 there is no test, and the reason. ``n_clusters`` counts outlets. Raises what
    ``groups_of`` raises.
    """
    features, catalogue = ready(features, catalogue)
    group_of = groups_of(features, str(options.group))
    members = {
        group: tuple(outlet for outlet in sorted(group_of) if group_of[outlet] == group)
        for group in sorted(set(group_of.values()))
    }
    table = ClusterTable.of(features)
    found: dict[int, tuple[list[Row], list[Row]]] = {}
    for block in blocks_of(table, catalogue):
        totals = block.group_totals()
        for place, index in enumerate(block.indices):
            sums = totals[list(block.moments.parts[place])]
            values = block.moments.statistics[place].value(sums)
            values = np.where(block.sizes >= max(2, options.min_clusters), values, np.nan)
            units = _Units.of(table.groups, values, block.articles, members)
            found[index] = _rows(catalogue[index], units, options)
    ordered = [found[index] for index in range(len(catalogue)) if index in found]
    comparisons = [row for rows, _ in ordered for row in rows]
    adjust(comparisons)
    return Grouped(
        members,
        pa.Table.from_pylist(comparisons, schema=COMPARISONS),
        pa.Table.from_pylist([row for _, rows in ordered for row in rows], schema=PROFILES),
    )


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
    means, variances = _moments(units.values, units.labels, len(units.names))
    spread = _pooled(units.values, units.labels, len(units.names))
    p, reason = outlets_p(units.values, units.labels, len(units.names), options, feature.name)
    comparisons, profiles = [], []
    for place, name in enumerate(units.names):
        others = able[able != place]
        own = units.labels == place
        about = {"feature": feature.name, "family": feature.family, "primary": feature.primary, "outlet": name}
        counts = {"n_articles": int(units.articles[own].sum()), "n_clusters": int(sizes[place])}
        low, high = _limits(means[place], variances[[place]], np.array([1.0]), sizes[[place]], options.level)
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
        low, high = _limits(difference, variances[among], weights, sizes[among], options.level)
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


def _moments(values: Floats, labels: Labels, groups: int) -> tuple[Floats, Floats]:
    """Mean of each group's outlets and the variance of that mean; NaN for no outlet, and for the variance of one."""
    found = np.full((2, groups), np.nan)
    for group in range(groups):
        own = values[labels == group]
        if len(own):
            found[0, group] = own.mean()
        if len(own) > 1:
            found[1, group] = own.var(ddof=1) / len(own)
    return found[0], found[1]


def _pooled(values: Floats, labels: Labels, groups: int) -> float:
    """The standard deviation of outlets within their groups; 0 where no group has two."""
    parts = [own for own in (values[labels == group] for group in range(groups)) if len(own)]
    freedom = sum(len(own) - 1 for own in parts)
    squares = sum(float(((own - own.mean()) ** 2).sum()) for own in parts)
    return float(np.sqrt(squares / freedom)) if freedom else 0.0


def _limits(
    value: float, variances: Floats, weights: Floats, sizes: NDArray[np.int64], level: float
) -> tuple[float, float]:
    """Student's interval of a weighted sum of means, its freedom Satterthwaite's; NaN where a variance is unknown."""
    parts: Floats = np.asarray(weights**2 * variances, np.float64)
    if not (np.isfinite(value) and np.isfinite(parts).all() and parts.sum() > 0):
        return np.nan, np.nan
    reach = student.ppf((1 + level) / 2, satterthwaite(parts, sizes.astype(np.float64) - 1.0)) * np.sqrt(parts.sum())
    return float(value - reach), float(value + reach)


def outlets_p(
    values: Floats, labels: Labels, groups: int, options: CompareOptions, name: str = ""
) -> tuple[Floats, str | None]:
    """Permute whole outlets over groups: p of each, NaN where there is none, and the reason where there is no test.

    ``values`` has a number an outlet and ``labels`` the code of its group; random arrangements depend on the seed and
    ``name``.
    """
    sizes = np.bincount(labels, minlength=groups)
    unknown = np.full(groups, np.nan)
    present = sizes[sizes > 0]
    if len(present) < 2:
        return unknown, "no other group has an outlet with enough clusters"
    arrangements = prod(comb(int(present[place:].sum()), int(size)) for place, size in enumerate(present))
    least = (2 if len(present) == 2 and present[0] == present[1] else 1) / arrangements
    if least >= _ALPHA:
        return unknown, f"too few outlets for a test (p could not be below {least:.2g})"
    observed = _statistics(values, labels[np.newaxis], groups)[0]
    if not np.isfinite(observed[sizes > 0]).all():
        return unknown, "no variation between outlets"
    exact = arrangements <= options.permutations
    counts, drawn = np.zeros(groups), 0
    for arranged in _arranged(labels, groups, name, options, exact=exact):
        found = _statistics(values, arranged, groups)
        counts += (~(found < observed * (1 - _TIE))).sum(axis=0)
        drawn += len(arranged)
    p = counts / drawn if exact else (counts + 1) / (drawn + 1)
    return np.where(sizes > 0, p, np.nan), None


def _statistics(values: Floats, labels: Labels, groups: int) -> Floats:
    """Absolute differences over their pooled standard error, by arrangement and group; NaN for one without outlet."""
    member = labels[:, :, np.newaxis] == np.arange(groups)
    sizes = member.sum(axis=1)
    present = sizes > 0
    others = present.sum(axis=1, keepdims=True) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(present, (member * values[:, np.newaxis]).sum(axis=1) / sizes, 0.0)
        inverse = np.where(present, 1 / sizes, 0.0)
        squares = ((values[:, np.newaxis] - means[:, np.newaxis]) ** 2 * member).sum(axis=(1, 2))
        within = squares / (values.size - present.sum(axis=1))
        spread = inverse + (inverse.sum(axis=1, keepdims=True) - inverse) / others**2
        error = np.sqrt(within[:, np.newaxis] * spread)
        difference = np.abs(means - (means.sum(axis=1, keepdims=True) - means) / others)
        found: Floats = np.where(error > 0, difference / error, np.inf)
    return np.where(present, found, np.nan)


def _arranged(labels: Labels, groups: int, name: str, options: CompareOptions, *, exact: bool) -> Iterator[Labels]:
    """Blocks of arrangements of the outlets over the groups: all of them, or so many at random."""
    if exact:
        yield np.array(list(_every(np.bincount(labels, minlength=groups))), np.intp)
        return
    random = generator(options.seed, "groups", name)
    yield random.permuted(np.tile(labels, (options.permutations, 1)), axis=1)


def _every(sizes: NDArray[np.int64]) -> Iterator[list[int]]:
    """Every way to part outlets into groups of these sizes."""

    def place(left: tuple[int, ...], group: int) -> Iterator[dict[int, int]]:
        if group == len(sizes):
            yield {}
            return
        for chosen in combinations(left, int(sizes[group])):
            rest = tuple(unit for unit in left if unit not in chosen)
            for others in place(rest, group + 1):
                yield {**others, **dict.fromkeys(chosen, group)}

    for found in place(tuple(range(int(sizes.sum()))), 0):
        yield [found[unit] for unit in range(len(found))]


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
