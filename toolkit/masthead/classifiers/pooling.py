"""One verdict for all articles of an outlet, an event, an author: the mean of what a classifier says of each.

A label that belongs to an outlet is judged on a batch of its articles. Single articles say little and err on their own;
the mean log-probability over them (the logarithmic opinion pool with equal weights; Genest and Zidek 1986) lets many
weak hints add up, and one article that the model is sure of cannot outvote the others by more than ``FLOOR`` allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils import get_tags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

FLOOR = 1e-6
"""The least probability that an article is taken to give a label."""


class Verdicts(NamedTuple):
    """One row per group, in sorted order: its name, the values of the classes (probabilities if there are any), n."""

    groups: NDArray[Any]
    values: NDArray[np.float64]
    n: NDArray[np.intp]


def logs(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of probabilities, none below that of ``FLOOR``."""
    return np.asarray(np.log(np.maximum(probabilities, FLOOR)))


def normalised(pooled: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean log-probabilities, the classes along the last axis, as probabilities that sum to 1."""
    shifted = np.exp(pooled - pooled.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def pool(values: NDArray[np.float64], groups: Sequence[Any] | NDArray[Any], *, probable: bool = True) -> Verdicts:
    """The verdicts on ``groups``, given one a row, from ``values`` (rows x classes).

    Probabilities are pooled by their mean logarithm, other values (of a model without probabilities) by their mean.
    """
    names, group, sizes = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    each = logs(values) if probable else values
    sums = np.stack([np.bincount(group, column, len(names)) for column in each.T], axis=1)
    means = sums / sizes[:, None]
    return Verdicts(names, normalised(means) if probable else means, sizes)


def _is_probable(pooled: PooledClassifier) -> bool:
    return hasattr(getattr(pooled, "estimator_", pooled.estimator), "predict_proba")


class PooledClassifier(MetaEstimatorMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose verdict on an article is that on its group (outlet, event, author).

    ``estimator`` is any scikit-learn classifier; it learns from articles as it always does. ``predict(x, groups)`` and
    ``predict_proba(x, groups)`` keep scikit-learn's rule of one row for each row of ``x``, so that scorers and
    ``cross_val_predict`` work (``set_predict_request(groups=True)``): all rows of a group have its verdict. Without
    ``groups`` each row is a group of its own, and the classifier says what ``estimator`` says. ``verdicts`` gives one
    row per group. A model without probabilities is pooled by the mean of its decision values.
    """

    def __init__(self, estimator: Any) -> None:
        self.estimator = estimator

    def fit(self, x: Any, y: ArrayLike, **parameters: Any) -> Self:
        """Fit the classifier to articles; ``parameters`` (such as ``sample_weight``) are those of its own ``fit``."""
        self.estimator_ = clone(self.estimator).fit(x, y, **parameters)
        self.classes_ = self.estimator_.classes_
        if hasattr(self.estimator_, "n_features_in_"):
            self.n_features_in_ = self.estimator_.n_features_in_
        if hasattr(self.estimator_, "feature_names_in_"):
            self.feature_names_in_ = self.estimator_.feature_names_in_
        return self

    def verdicts(self, x: Any, groups: Sequence[Any] | NDArray[Any]) -> Verdicts:
        """The verdict on each group; ``groups`` has one for each row of ``x``."""
        values = self._values(x)
        if len(groups) != len(values):
            raise ValueError(f"groups has {len(groups)} entries for {len(values)} rows")
        return pool(values, groups, probable=_is_probable(self))

    def predict(self, x: Any, groups: Sequence[Any] | NDArray[Any] | None = None) -> NDArray[Any]:
        """For each row the label of its group."""
        if groups is None:
            check_is_fitted(self)
            return np.asarray(self.estimator_.predict(x))
        return np.asarray(self.classes_[self._of_rows(x, groups).argmax(axis=1)])

    @available_if(_is_probable)  # type: ignore[untyped-decorator]
    def predict_proba(self, x: Any, groups: Sequence[Any] | NDArray[Any] | None = None) -> NDArray[np.float64]:
        """For each row the probabilities of its group."""
        return self._values(x) if groups is None else self._of_rows(x, groups)

    def _of_rows(self, x: Any, groups: Sequence[Any] | NDArray[Any]) -> NDArray[np.float64]:
        found = self.verdicts(x, groups)
        return found.values[np.searchsorted(found.groups, np.asarray(groups))]

    def _values(self, x: Any) -> NDArray[np.float64]:
        check_is_fitted(self)
        if _is_probable(self):
            return np.asarray(self.estimator_.predict_proba(x), dtype=np.float64)
        found = np.asarray(self.estimator_.decision_function(x), dtype=np.float64)
        return np.column_stack([-found, found]) if found.ndim == 1 else found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        inner = get_tags(self.estimator)
        tags.input_tags = inner.input_tags
        tags.classifier_tags = inner.classifier_tags
        return tags
