"""Accuracy and macro-F1, each with an interval over outlets.

Articles of one outlet resemble each other, so outlets, not articles, are drawn in the bootstrap (percentile
interval; Efron & Tibshirani 1993). Fewer than ten outlets give no interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

MIN_OUTLETS = 10


class Metric(NamedTuple):
    """A metric's name and its function of confusion counts (..., true class, predicted class)."""

    name: str
    compute: Callable[[NDArray[np.float64]], NDArray[np.float64]]


class Score(NamedTuple):
    """A metric's value and its interval; without an interval, the reason why."""

    metric: str
    value: float
    low: float | None
    high: float | None
    reason: str | None


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


METRICS: tuple[Metric, ...] = (Metric("accuracy", accuracy), Metric("macro_f1", macro_f1))


def confusions(
    truth: Sequence[str] | NDArray[Any],
    predicted: Sequence[str] | NDArray[Any],
    outlets: Sequence[str],
    classes: Sequence[str],
) -> NDArray[np.float64]:
    """Confusion counts of each outlet: (outlets in sorted order, true class, predicted class)."""
    number = {label: position for position, label in enumerate(classes)}
    names, outlet = np.unique(np.asarray(outlets), return_inverse=True)
    counts = np.zeros((len(names), len(classes), len(classes)))
    rows = np.array([number[str(value)] for value in truth])
    columns = np.array([number[str(value)] for value in predicted])
    np.add.at(counts, (outlet, rows, columns), 1)
    return counts


def scores(by_outlet: NDArray[np.float64], *, seed: int = 0, draws: int = 1000, level: float = 0.95) -> list[Score]:
    """Every metric on the pooled counts, with the interval from ``draws`` resamples of the outlets."""
    n_outlets = len(by_outlet)
    pooled = by_outlet.sum(axis=0)
    if n_outlets < MIN_OUTLETS:
        reason = f"too few outlets for an interval ({n_outlets} < {MIN_OUTLETS})"
        return [Score(metric.name, float(metric.compute(pooled)), None, None, reason) for metric in METRICS]
    weights = np.random.default_rng(seed).multinomial(n_outlets, np.full(n_outlets, 1 / n_outlets), size=draws)
    resampled = np.tensordot(weights.astype(np.float64), by_outlet, axes=1)
    tail = (1 - level) / 2
    rows = []
    for metric in METRICS:
        low, high = np.quantile(metric.compute(resampled), [tail, 1 - tail])
        rows.append(Score(metric.name, float(metric.compute(pooled)), float(low), float(high), None))
    return rows
