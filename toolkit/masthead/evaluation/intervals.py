"""Intervals of scores where outlets, not articles, count.

The error of a score is that of the jackknife over groups of articles (outlets, or what a split keeps apart), on the
scale of log-odds, where scores near an end of their scale are less skewed; at an end the limits are exact. Two things
make it larger than a resample of the tested articles shows. One large outlet can stand for most of them, so Student's t
has as many degrees of freedom as there are outlets of one size with the same weight (Kish 1965), less one. And the
models were trained on a sample of outlets, too: cross-validation takes the errors of its folds for independent, which
they are not (Nadeau and Bengio 2003; Bates, Hastie and Tibshirani 2024), so the variance is multiplied by ``TRAINING``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit, logit, stdtrit

from masthead.stats.limits import effective_number, limits_at_an_end

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Compute = Callable[[NDArray[np.float64]], NDArray[np.float64]]

MIN_OUTLETS = 10
"""Fewer groups give no interval."""

TRAINING = 1.8
"""How much larger the variance of a cross-validated score is than its test articles show.

Chosen by simulation (``benchmarks/score_coverage.py``): 95 % intervals then cover 93 % and more with 15, 30 and 66
outlets of planted effects, whatever the number of folds. Nadeau and Bengio's correction, made for random test parts,
would be 2.25 for five folds and covers more than it says; the nested cross-validation of Bates et al. measures it, and
has to fit each model some hundred times for that.
"""

MOST_LEFT_OUT = 500
"""With more groups so many bundles of them are left out one after the other."""

UNMOVED = "the same whichever outlet is left out"

_AT_ONCE = 2_000_000


class Limits(NamedTuple):
    """An interval, or the reason why there is none."""

    low: float | None
    high: float | None
    reason: str | None = None


def interval(
    compute: Compute,
    sizes: NDArray[np.float64],
    bounds: tuple[float, float],
    *,
    training: float = TRAINING,
    level: float = 0.95,
) -> Limits:
    """The interval of a score with a least and a most value.

    ``compute`` is the score as a function of the weights of groups, (cases, groups) in and (cases) out; ``sizes`` are
    the articles of each group, or the weight it has otherwise; ``training`` is 1 for a model that is given.
    """
    groups, (low, high) = len(sizes), bounds
    if groups < MIN_OUTLETS:
        return Limits(None, None, too_few(groups))
    value = float(compute(np.ones((1, groups)))[0])
    if value in bounds:
        return Limits(*limits_at_an_end(value, sizes, bounds, level))
    error = _error(compute, groups, training)
    if error is None:
        return Limits(None, None, UNMOVED)
    share = (value - low) / (high - low)
    reach = _deviate(sizes, level) * error / (high - low) / (share * (1.0 - share))
    ends = low + (high - low) * expit(logit(share) + np.array([-reach, reach]))
    return Limits(float(ends[0]), float(ends[1]))


def difference_interval(
    compute: Compute, sizes: NDArray[np.float64], *, training: float = TRAINING, level: float = 0.95
) -> Limits:
    """The interval of a difference of two scores of the same articles; arguments as those of ``interval``."""
    groups = len(sizes)
    if groups < MIN_OUTLETS:
        return Limits(None, None, too_few(groups))
    value, error = float(compute(np.ones((1, groups)))[0]), _error(compute, groups, training)
    if error is None:
        return Limits(None, None, UNMOVED)
    reach = _deviate(sizes, level) * error
    return Limits(value - reach, value + reach)


def group_sizes(groups: Sequence[str]) -> NDArray[np.float64]:
    """How many articles each group has, the groups in sorted order."""
    return np.unique(np.asarray(groups), return_counts=True)[1].astype(np.float64)


def too_few(groups: int) -> str:
    """Why so many groups give no interval."""
    return f"too few outlets for an interval ({groups} < {MIN_OUTLETS})"


def _deviate(sizes: NDArray[np.float64], level: float) -> float:
    freedom = max(effective_number(sizes) - 1.0, 1.0)
    return float(stdtrit(freedom, (1.0 + level) / 2.0))


def _error(compute: Compute, groups: int, training: float) -> float | None:
    """The standard error by the jackknife; None where no group makes a difference, or one leaves no score."""
    bundle = np.arange(groups) % min(groups, MOST_LEFT_OUT)
    bundles = int(bundle.max()) + 1
    step = max(1, _AT_ONCE // groups)
    left_out = np.concatenate(
        [
            compute((bundle[None, :] != np.arange(start, min(start + step, bundles))[:, None]).astype(np.float64))
            for start in range(0, bundles, step)
        ]
    )
    variance = training * (bundles - 1) * float(np.var(left_out))
    return variance**0.5 if np.isfinite(variance) and variance > 1e-18 else None
