"""Instrument counts corrected by a hand-coded sample: prediction-powered inference for a ratio of sums.

The instrument has counted in all articles of a group, people in a random sample of them. The instrument's sums stand in
for people's as far as ``strength`` (lambda) says, and the coded articles say how far they are off:

    ratio = (lambda * sum of A + sum of w (Y - lambda A)) / (lambda * sum of S + sum of w (N - lambda S))

with people's counts Y over N and the instrument's A over S, the first sums over all articles, the second over coded
ones, ``w`` the inverse of the probability of being coded. Angelopoulos et al. (2023), Prediction-powered inference;
Angelopoulos, Duchi and Zrnic (2023), PPI++, for the strength; Egami et al. (2023) for coded samples of known
probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

FEWEST_CODED = 8
"""Coded articles of a group below which nothing is corrected: the spread of fewer says too little of the error."""


@dataclass(frozen=True, slots=True)
class CodedGroup:
    """The articles of one group, in any order.

    ``counted`` has the instrument's numerator and denominator of each, shape ``(n, 2)``, ``clusters`` a code each. Of
    the coded ones ``rows`` has the places, ``coded`` what people counted, shape ``(m, 2)``, and ``weights`` one over
    the probability of being coded, up to a common factor.
    """

    counted: Floats
    clusters: Codes
    rows: Codes
    coded: Floats
    weights: Floats


class Corrected(NamedTuple):
    """A corrected ratio with the variance of its estimate and the degrees of freedom of that, NaN where unknown.

    ``from_codes`` is the part of the variance that more coded articles make smaller.
    """

    value: float
    variance: float
    freedom: float
    from_codes: float


class _Sums(NamedTuple):
    """What a group's estimate is made of at one strength: its value, mean denominator and residuals.

    ``counted`` are those of all articles, ``errors`` those of the coded ones, ``shares`` the latter's weights in sum 1.
    """

    value: float
    base: float
    counted: Floats
    errors: Floats
    shares: Floats


def strength(groups: Sequence[CodedGroup]) -> float:
    """How far to trust the instrument, 0 (not at all) to 1, the same for all groups: the least total variance.

    One strength for each group, tuned on few articles, would make intervals too narrow.
    """
    along = across = 0.0
    for group in groups:
        n, m = len(group.counted), len(group.rows)
        if m < 2 or m >= n:
            continue
        human = _sums(group, 0.0)
        if not (np.isfinite(human.value) and human.base):
            continue
        people = group.coded @ (1.0, -human.value)
        ours = group.counted[group.rows] @ (1.0, -human.value)
        weight = (1 / m - 1 / n) / human.base**2
        along += weight * _covariance(people, ours, human.shares)
        across += weight * _covariance(ours, ours, human.shares)
    return float(np.clip(along / across, 0.0, 1.0)) if across > 0 else 0.0


def tuned_on_others(groups: Sequence[CodedGroup | None]) -> Floats:
    """The strength for each group, tuned on the codes of the others; NaN for None, which has no codes to speak of.

    So no group's interval is narrowed by a strength that suits its own few codes best. A single group has but its own.
    """
    found = np.full(len(groups), np.nan)
    present = [place for place, group in enumerate(groups) if group is not None]
    for place in present:
        others = [groups[other] for other in present if other != place] or [groups[place]]
        found[place] = strength([group for group in others if group is not None])
    return found


def correct(group: CodedGroup, strength: float) -> Corrected:
    """The corrected ratio of a group with its variance, articles of a cluster counting together.

    The variance is that of the linearised estimate over clusters: of the instrument's residuals over all articles and
    of the errors over the coded ones, each article having one part of both.
    """
    n, m = len(group.counted), len(group.rows)
    found = _sums(group, strength)
    if m < 2 or not np.isfinite(found.value):
        return Corrected(found.value, np.nan, np.nan, np.nan)
    ours = (found.counted - found.counted.mean()) / n
    errors = found.shares * (found.errors - found.shares @ found.errors)
    parts = []
    for rows, influence in ((np.arange(n), ours), (group.rows, errors)):
        _, codes = np.unique(group.clusters[rows], return_inverse=True)
        parts.append((codes.max() + 1, float((np.bincount(codes, influence) ** 2).sum())))
    (all_clusters, of_counts), (coded_clusters, of_errors) = parts
    if coded_clusters < 2:
        return Corrected(found.value, np.nan, np.nan, np.nan)
    both = ours.copy()
    np.add.at(both, group.rows, errors)
    _, codes = np.unique(group.clusters, return_inverse=True)
    joint = float((np.bincount(codes, both) ** 2).sum()) - of_counts - of_errors
    of_counts *= all_clusters / (all_clusters - 1)
    of_errors *= coded_clusters / (coded_clusters - 1)
    variance = max(of_counts + of_errors + joint, of_errors)
    freedom = coded_clusters - 1.0
    return Corrected(found.value, variance / found.base**2, freedom, of_errors / found.base**2)


def satterthwaite(variances: Floats, freedoms: Floats) -> float:
    """The degrees of freedom of a sum of independent variances (Satterthwaite 1946)."""
    below = (variances**2 / freedoms).sum()
    return float(variances.sum() ** 2 / below) if below > 0 else float(freedoms.min())


def _sums(group: CodedGroup, strength: float) -> _Sums:
    shares = group.weights / group.weights.sum()
    ours = group.counted[group.rows]
    numerator, base = strength * group.counted.mean(axis=0) + shares @ (group.coded - strength * ours)
    value = float(numerator / base) if base > 0 else np.nan
    slope = np.array([1.0, -value])
    return _Sums(
        value, float(base), strength * (group.counted @ slope), (group.coded - strength * ours) @ slope, shares
    )


def _covariance(some: Floats, others: Floats, shares: Floats) -> float:
    return float((shares * (some - shares @ some)) @ (others - shares @ others))
