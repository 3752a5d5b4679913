"""How much each training article counts: labels alike, and outlets by what they add rather than by how much they print.

Articles of one outlet resemble each other, so the hundredth says less about outlets not seen than the first of another
one. Left to count alike, three large outlets are most of what a model learns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESEMBLANCE = 0.03
"""The intraclass correlation that is assumed of the articles of one outlet."""


def article_weights(
    labels: NDArray[np.str_], groups: NDArray[Any], *, resemblance: float = RESEMBLANCE
) -> NDArray[np.float64]:
    """A weight for each of n articles with ``labels``, of the outlets (or other clusters) ``groups``.

    A cluster of m articles counts as m / (1 + (m - 1) * ``resemblance``) of them, its effective sample size (Kish 1965,
    Survey Sampling); then each label is given the same sum. The mean weight is 1, so where clusters and labels are of
    one size every article counts 1.
    """
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    weights = np.asarray(1.0 / (1.0 + (sizes - 1) * resemblance), dtype=np.float64)[group]
    _, label = np.unique(labels, return_inverse=True)
    sums = np.bincount(label, weights)
    return np.asarray(weights * (len(labels) / len(sums) / sums)[label], dtype=np.float64)
