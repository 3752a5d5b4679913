"""Limits of rates and shares from clusters, with effective counts.

A rate whose sampling variance is ``v`` is as uncertain as one that rests on ``rate**2 / v`` single hits, a share as one
of ``share * (1 - share) / v`` independent cases. The limits are the exact ones for that many: Garwood's (1936) for a
rate, as Fay and Feuer (1997) use them for weighted counts, Clopper and Pearson's for a share, as Korn and Graubard
(1998) use them for clustered samples. They are skewed as counts are, never leave the scale, and become the usual
Taylor interval where there is much to go by.

That the variance is an estimate widens them: it is multiplied by the square of Student's t over the normal deviate
(Korn and Graubard), with the degrees of freedom that a variance of ``n`` values of kurtosis ``k`` has,
``2 n / (k - 1)`` (Satterthwaite 1946). A sample of few shows less kurtosis than there is, for it lacks the rare large
clusters. So ``k`` is at least that of a log-normal with the clusters' coefficient of variation, up to ``MOST_TAKEN``,
that of clusters whose rates are exponential and whose sizes differ, too: whatever varies little between clusters is not
widened for it.

A rate without hits has no limits of its own: nothing in it shows how many hits come together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, gammaincinv, ndtri, stdtrit

if TYPE_CHECKING:
    from masthead.stats.statistic import Floats

MOST_TAKEN = 12.0
"""The kurtosis of a gamma distribution with a squared coefficient of variation of 1.5."""
FEWEST_DEGREES = 3.0
"""Below it the variance of Student's t is infinite: what so few say of the error is not told by a wider interval."""


def effective_limits(
    value: float, variance: float, influence: Floats, bounds: tuple[float, float], level: float
) -> tuple[float, float]:
    """Limits of an estimate strictly between its ``bounds``, of which the lower is finite.

    ``variance`` is that of the estimate, ``influence`` each cluster's part in it, up to a factor, shape ``(n,)``.
    """
    low, high = bounds
    tail, at = (1.0 - level) / 2.0, value - low
    spread = variance * len(influence) / min(at, high - value) ** 2
    widened = variance * (stdtrit(freedom(influence, spread), tail) / ndtri(tail)) ** 2
    if np.isinf(high):
        count = at**2 / widened
        ends = gammaincinv(count, tail) * at / count, gammaincinv(count + 1.0, 1.0 - tail) * at / count
        return float(low + ends[0]), float(low + ends[1])
    share = at / (high - low)
    cases = share * (1.0 - share) * (high - low) ** 2 / widened
    hits, misses = share * cases, (1.0 - share) * cases
    ends = betaincinv(hits, misses + 1.0, tail), betaincinv(hits + 1.0, misses, 1.0 - tail)
    return float(low + (high - low) * ends[0]), float(low + (high - low) * ends[1])


def limits_at_an_end(value: float, exposure: Floats, bounds: tuple[float, float], level: float) -> tuple[float, float]:
    """Limits of a share at one of its ``bounds``, both finite.

    Without hits nothing shows how far those of a cluster go together; at worst all do, and the cases are as many as
    ``effective_number`` of clusters. ``exposure`` has one entry a cluster.
    """
    low, high = bounds
    reach = (high - low) * -np.expm1(np.log((1.0 - level) / 2.0) / effective_number(exposure))
    return (low, float(low + reach)) if value == low else (float(high - reach), high)


def effective_number(weights: Floats) -> float:
    """How many clusters of one weight are worth as much: the squared sum over the sum of squares (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def freedom(influence: Floats, spread: float) -> float:
    """Degrees of freedom of the variance of ``influence``.

    ``spread`` is the squared coefficient of variation of the clusters.
    """
    clusters, apart = len(influence), influence - influence.mean()
    observed = clusters * (apart**4).sum() / (apart**2).sum() ** 2
    grown = 1.0 + min(spread, 1.0)
    log_normal = grown**4 + 2 * grown**3 + 3 * grown**2 - 3
    kurtosis = max(observed, min(log_normal, MOST_TAKEN))
    return float(np.clip(2 * clusters / (kurtosis - 1), min(FEWEST_DEGREES, clusters - 1), clusters - 1))
