"""What a model shall not go by: what an article is about, and how much its outlet prints.

Articles of one outlet resemble each other, so the hundredth says less about outlets not seen than the first of another
one. Left to count alike, three large outlets are most of what a model learns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESEMBLANCE = 0.03
"""The intraclass correlation that is assumed of the articles of one outlet."""


class TopicFreeLogistic(LogisticRegression):  # type: ignore[misc]
    """Logistic regression whose weights are freed of the ``topics`` broadest directions of the training texts.

    Outlets differ in what they cover, and a model learns the beat of its training outlets. The first singular vectors
    of a TF-IDF matrix are its broadest subjects (latent semantic analysis; Deerwester et al. 1990); what is left of
    the weights after projection onto the rest says how something is put, more than what is written about. With 0
    ``topics`` it is plain logistic regression.
    """

    coef_: NDArray[np.float64]
    intercept_: NDArray[np.float64]

    def __init__(
        self,
        topics: int = 0,
        *,
        C: float = 1.0,  # noqa: N803
        class_weight: str | None = None,
        max_iter: int = 100,
        tol: float = 1e-4,
        random_state: int | None = None,
        warm_start: bool = False,
    ) -> None:
        super().__init__(
            C=C,
            class_weight=class_weight,
            max_iter=max_iter,
            tol=tol,
            random_state=random_state,
            warm_start=warm_start,
        )
        self.topics = topics

    def fit(self, x: Any, y: Any, sample_weight: NDArray[np.float64] | None = None) -> TopicFreeLogistic:
        """Fit, then project the weights."""
        super().fit(x, y, sample_weight)
        topics = min(self.topics, min(x.shape) - 1)
        if topics > 0:
            found = TruncatedSVD(topics, random_state=self.random_state, n_iter=3).fit(x).components_
            removed = (self.coef_ @ found.T) @ found
            self.coef_ = self.coef_ - removed
            # The mean score of the training texts stays what it was: no label is favoured by the projection.
            self.intercept_ = self.intercept_ + removed @ np.asarray(x.mean(axis=0)).ravel()
        return self


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
