"""Figures of confusion tables, whose rows are true classes and columns predicted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def accuracy(confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of articles on the diagonal."""
    right = np.trace(confusion, axis1=-2, axis2=-1)
    return np.asarray(right / confusion.sum(axis=(-2, -1)), dtype=np.float64)


def macro_f1(confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of the classes' F1, over the classes that occur as truth or prediction."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    either = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    f1 = np.divide(2 * right, either, out=np.full(right.shape, np.nan), where=either > 0)
    return np.asarray(np.nanmean(f1, axis=-1), dtype=np.float64)


def f1_at(at: int, confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of the class ``at`` in each of some confusion tables, shape ``(tables, true, predicted)``."""
    right = confusion[:, at, at]
    either = confusion[:, at, :].sum(axis=-1) + confusion[:, :, at].sum(axis=-1)
    return np.asarray(np.divide(2 * right, either, out=np.zeros(len(right)), where=either > 0), dtype=np.float64)


def by_class(confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """Precision, recall and F1 of each class: classes x 3, NaN where a class is never predicted or never true."""
    right = np.diag(confusion)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = right / confusion.sum(axis=0), right / confusion.sum(axis=1)
        f1 = 2 * right / (confusion.sum(axis=0) + confusion.sum(axis=1))
    return np.column_stack([precision, recall, f1])


def confusions(
    truth: NDArray[np.intp], predicted: NDArray[np.intp], outlets: Sequence[str], classes: int
) -> NDArray[np.float64]:
    """Confusion counts of each outlet: (outlets in sorted order, true class, predicted class)."""
    names, outlet = np.unique(np.asarray(outlets), return_inverse=True)
    counts = np.zeros((len(names), classes, classes))
    np.add.at(counts, (outlet, truth, predicted), 1)
    return counts
