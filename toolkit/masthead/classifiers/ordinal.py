"""Ordinal logistic regression: labels with an order, such as left, center, right.

For each step of the order one logistic regression answers "above this step?"; the probability of a label is the
difference of neighbouring answers (Frank & Hall 2001, A Simple Approach to Ordinal Classification, ECML). Answers that
cross are sorted, so that no probability is negative.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

SCALES = (
    ("far left", "left", "center left", "center", "center right", "right", "far right"),
    ("extreme left", "left", "left center", "center", "right center", "right", "extreme right"),
    ("extreme left", "left", "left center", "least biased", "right center", "right", "extreme right"),
    ("very low", "low", "mixed", "mostly factual", "high", "very high"),
    ("mostly false", "mixture of true and false", "mostly true"),
    ("fake", "mixed", "real"),
    ("negative", "neutral", "positive"),
    ("none", "weak", "medium", "strong"),
    ("against", "neutral", "pro"),
)
"""Scales in common use, lowest first; labels that are some of the steps of one are ordered by it."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def order_of(labels: Sequence[str], given: Sequence[str] | None = None) -> tuple[str, ...] | None:
    """The labels from lowest to highest: as ``given``, else as numbers or a known scale say; None if nothing does.

    Two labels have an order only where one is given. Raises UsageError where ``given`` lacks a label or names one
    twice.
    """
    distinct = sorted(set(labels))
    if given is not None:
        missing = [label for label in distinct if label not in given]
        if missing or len(set(given)) < len(given):
            wrong = f"lacks the label {missing[0]!r}" if missing else "names a label twice"
            raise UsageError(
                f"the order of labels {wrong}", fix=f"Order each once, lowest first: {', '.join(distinct)}."
            )
        return tuple(label for label in given if label in distinct)
    if len(distinct) < 3:
        return None
    if all(_NUMBER.fullmatch(label) for label in distinct):
        return tuple(sorted(distinct, key=float))
    folded = {_folded(label): label for label in distinct}
    for scale in SCALES:
        if len(folded) == len(distinct) and set(folded) <= set(scale):
            return tuple(folded[step] for step in scale if step in folded)
    return None


def _folded(label: str) -> str:
    return re.sub(r"[\s_-]+", " ", label.casefold().strip()).replace("centre", "center")


class OrdinalClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regressions of the steps of an order; ``order`` None takes the labels' known or sorted order."""

    def __init__(self, C: float = 1.0, order: tuple[str, ...] | None = None, seed: int = 0) -> None:  # noqa: N803 - scikit-learn's name
        self.C = C
        self.order = order
        self.seed = seed

    def fit(self, x: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> OrdinalClassifier:
        """Fit one regression a step; every label of the order that does not occur is passed over."""
        labels = np.asarray(y)
        self.classes_ = np.unique(labels)
        named = [str(label) for label in self.classes_]
        ordered = order_of(named, self.order) or tuple(named)
        self.ordered_ = list(ordered)
        rank = {label: position for position, label in enumerate(ordered)}
        ranks = np.array([rank[str(label)] for label in labels])
        self.steps_ = [
            LogisticRegression(C=self.C, class_weight="balanced", max_iter=300, random_state=self.seed).fit(
                x, ranks > step, sample_weight
            )
            for step in range(len(ordered) - 1)
        ]
        self.coef_ = np.mean([step.coef_[0] for step in self.steps_], axis=0, keepdims=True)
        return self

    def predict_proba(self, x: ArrayLike) -> NDArray[np.float64]:
        """Probabilities, a column for each of ``classes_``."""
        above = [step.predict_proba(x)[:, 1] for step in self.steps_]
        exceeding = -np.sort(-np.column_stack([np.ones(len(above[0])), *above, np.zeros(len(above[0]))]), axis=1)
        by_rank = -np.diff(exceeding, axis=1)
        columns = [self.ordered_.index(str(label)) for label in self.classes_]
        return np.asarray(by_rank[:, columns], dtype=np.float64)

    def predict(self, x: ArrayLike) -> NDArray[Any]:
        """The most probable label of each row."""
        return np.asarray(self.classes_[self.predict_proba(x).argmax(axis=1)])
