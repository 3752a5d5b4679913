"""Estimates of several groups drawn towards their common mean, each as far as its own data are weak."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST = 4
"""Groups from which shrinking lowers the total error though the mean is estimated (Efron and Morris 1975)."""


class Shrunk(NamedTuple):
    """``values`` and their standard errors after shrinking, the ``mean`` they are drawn to, and ``share``: how far.

    ``tau2`` is the variance between the groups' true values; ``share`` is 0 for a group left alone, 1 for one drawn to
    the mean.
    """

    values: Floats
    errors: Floats
    share: Floats
    mean: float
    tau2: float


def between_variance(values: Floats, variances: Floats) -> float:
    """Variance of the true values behind ``values``, whose sampling ``variances`` are known; 0 where none is seen.

    Paule and Mandel (1982): the variance at which the weighted squares about the weighted mean have the sum expected.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - slow to import, needed here only

    def excess(tau2: float) -> float:
        weights = 1.0 / (variances + tau2)
        mean = weights @ values / weights.sum()
        return float(weights @ (values - mean) ** 2) - (len(values) - 1)

    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, np.ptp(values) ** 2 * len(values), xtol=1e-12, rtol=1e-10))


def shrink(values: Floats, variances: Floats) -> Shrunk:
    """Empirical-Bayes estimates of ``FEWEST`` groups or more, with Gaussian errors of known ``variances``, all above 0.

    Morris (1983), with the variance between groups of Paule and Mandel. Both the factor ``(k - 3) / (k - 1)`` and the
    second part of the errors stand for what is not known of that variance; for equal variances the values are those of
    the James-Stein estimator of Efron and Morris (1975). Raises ``ValueError`` for fewer groups.
    """
    k = len(values)
    if k < FEWEST:
        raise ValueError(f"shrinking needs {FEWEST} groups; there are {k}")
    tau2 = between_variance(values, variances)
    weights = 1.0 / (variances + tau2)
    mean = float(weights @ values / weights.sum())
    share = (k - 3) / (k - 1) * variances * weights
    typical = float(weights @ variances / weights.sum())
    known = variances * (1.0 - (1.0 - weights / weights.sum()) * share)
    unknown = 2.0 / (k - 3) * share**2 * (typical + tau2) * weights
    errors = np.sqrt(known + unknown * (values - mean) ** 2)
    return Shrunk(mean + (1.0 - share) * (values - mean), errors, share, mean, tau2)
