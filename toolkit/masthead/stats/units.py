"""Groups of units that are one number each: means, Welch's intervals, and whole units permuted over the groups."""

from __future__ import annotations

from itertools import combinations
from math import comb, prod
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from masthead.stats.correction import satterthwaite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]

ALPHA = 0.05
"""Where no arrangement could have p below this there is no test."""
_TIE = 1e-9


def group_means(values: Floats, labels: Labels, groups: int) -> tuple[Floats, Floats]:
    """Mean of each group's units and the variance of that mean; NaN for none, and for the variance of one."""
    found = np.full((2, groups), np.nan)
    for group in range(groups):
        own = values[labels == group]
        if len(own):
            found[0, group] = own.mean()
        if len(own) > 1:
            found[1, group] = own.var(ddof=1) / len(own)
    return found[0], found[1]


def within_deviation(values: Floats, labels: Labels, groups: int) -> float:
    """The standard deviation of units within their groups; 0 where no group has two."""
    parts = [own for own in (values[labels == group] for group in range(groups)) if len(own)]
    freedom = sum(len(own) - 1 for own in parts)
    squares = sum(float(((own - own.mean()) ** 2).sum()) for own in parts)
    return float(np.sqrt(squares / freedom)) if freedom else 0.0


def welch_limits(
    value: float, variances: Floats, weights: Floats, sizes: NDArray[np.int64], level: float
) -> tuple[float, float]:
    """Student's interval of a weighted sum of means, its freedom Satterthwaite's; NaN where a variance is unknown."""
    parts: Floats = np.asarray(weights**2 * variances, np.float64)
    if not (np.isfinite(value) and np.isfinite(parts).all() and parts.sum() > 0):
        return np.nan, np.nan
    reach = stdtrit(satterthwaite(parts, sizes.astype(np.float64) - 1.0), (1 + level) / 2) * np.sqrt(parts.sum())
    return float(value - reach), float(value + reach)


def units_p(
    values: Floats, labels: Labels, groups: int, permutations: int, random: np.random.Generator
) -> tuple[Floats, str | None]:
    """Permute whole units over groups: p of each, NaN where there is none, and the reason where there is no test.

    ``values`` has a number a unit and ``labels`` the code of its group. The statistic is each group's difference from
    the mean of the others over its pooled standard error, two-sided, over all arrangements where there are no more than
    ``permutations``, else over so many at random.
    """
    sizes = np.bincount(labels, minlength=groups)
    unknown = np.full(groups, np.nan)
    present = sizes[sizes > 0]
    if len(present) < 2:
        return unknown, "no other group has any"
    arrangements = prod(comb(int(present[place:].sum()), int(size)) for place, size in enumerate(present))
    least = (2 if len(present) == 2 and present[0] == present[1] else 1) / arrangements
    if least >= ALPHA:
        return unknown, f"too few for a test (p could not be below {least:.2g})"
    observed = _statistics(values, labels[np.newaxis], groups)[0]
    if not np.isfinite(observed[sizes > 0]).all():
        return unknown, "no variation"
    exact = arrangements <= permutations
    counts, drawn = np.zeros(groups), 0
    for arranged in _arranged(labels, groups, 0 if exact else permutations, random):
        found = _statistics(values, arranged, groups)
        counts += (~(found < observed * (1 - _TIE))).sum(axis=0)
        drawn += len(arranged)
    p = counts / drawn if exact else (counts + 1) / (drawn + 1)
    return np.where(sizes > 0, p, np.nan), None


def _statistics(values: Floats, labels: Labels, groups: int) -> Floats:
    """Absolute differences over their pooled standard error, by arrangement and group; NaN for one without a unit."""
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


def _arranged(labels: Labels, groups: int, permutations: int, random: np.random.Generator) -> Iterator[Labels]:
    """Blocks of arrangements of the units over the groups: so many at random, or for 0 all of them."""
    if permutations:
        yield random.permuted(np.tile(labels, (permutations, 1)), axis=1)
    else:
        yield np.array(list(_every(np.bincount(labels, minlength=groups))), np.intp)


def _every(sizes: NDArray[np.int64]) -> Iterator[list[int]]:
    """Every way to part units into groups of these sizes."""

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
