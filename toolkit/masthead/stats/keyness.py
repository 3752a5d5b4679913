"""Keyness: how far a word's frequency in one corpus differs from another's.

All functions take arrays of any one shape, one entry a word. A corpus's size and a word's frequency are counts of the
same things, whatever these are: tokens, or documents that use a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, xlogy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TINY = 1e-300


def log_odds(counts: Floats, size: Floats, prior: Floats, prior_size: Floats | float) -> Floats:
    """Log odds of each word in one corpus, under a Dirichlet prior (Monroe, Colaresi and Quinn 2008, equation 15).

    ``prior`` are the words' pseudo-counts and ``prior_size`` their sum over all words.
    """
    result: Floats = np.log((counts + prior) / (size + prior_size - counts - prior))
    return result


def log_odds_difference(
    counts: tuple[Floats, Floats], sizes: tuple[Floats, Floats], prior: Floats, prior_size: Floats | float
) -> tuple[Floats, Floats]:
    """Difference of the log odds in two corpora, and its z score (their equations 16, 19 and 22)."""
    first, second = (log_odds(y, n, prior, prior_size) for y, n in zip(counts, sizes, strict=True))
    variance = 1.0 / (counts[0] + prior) + 1.0 / (counts[1] + prior)
    return first - second, (first - second) / np.sqrt(variance)


def log_likelihood_ratio(counts: tuple[Floats, Floats], sizes: tuple[Floats, Floats]) -> Floats:
    """Dunning's (1993) G2 for the 2 x 2 table of a word's frequency and all else in two corpora; never negative."""
    total, used = sizes[0] + sizes[1], counts[0] + counts[1]
    result = np.zeros(np.shape(used))
    for count, size in zip(counts, sizes, strict=True):
        for observed, margin in ((count, used), (size - count, total - used)):
            expected = size * margin / total
            result = result + xlogy(observed, np.where(expected > 0, observed / np.where(expected > 0, expected, 1), 1))
    return np.maximum(2.0 * result, 0.0)


def design_effect(counts: Floats, spread: Floats, clusters: int) -> Floats:
    """How much larger the variance of counts from clusters is than that of independent counts; at least 1.

    ``spread`` is the sum over the ``clusters`` of the squared distance of a cluster's count from its expectation
    (Rao and Scott 1992).
    """
    corrected = spread * (clusters / (clusters - 1.0)) if clusters > 1 else spread
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(counts > 0, corrected / counts, 1.0)
    return np.maximum(effect, 1.0)


def equal_rates_p(counts: tuple[Floats, Floats], expected: tuple[Floats, Floats]) -> Floats:
    """Two-sided p of the exact test that two Poisson counts have one rate per expectation.

    Given their sum, the first count is binomial (Przyborowski and Wilenski 1940); twice the smaller tail, at most 1.
    Counts need not be whole numbers: those from clusters are divided by their design effect.
    """
    first, second = counts
    share = expected[0] / (expected[0] + expected[1])
    above = np.where(first > 0, betainc(np.maximum(first, _TINY), second + 1.0, share), 1.0)
    below = np.where(second > 0, betainc(np.maximum(second, _TINY), first + 1.0, 1.0 - share), 1.0)
    return np.minimum(2.0 * np.minimum(above, below), 1.0)
