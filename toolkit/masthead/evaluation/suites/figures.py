"""F1 of one label, and confusion counts by group, which let two runs be compared group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.evaluation.metrics import Score, accuracy, confusions, draw_outlets, macro_f1

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.metrics import Predictions

    Figure = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def f1_of(positive: str, found: Predictions, *, seed: int = 0, draws: int = 1000) -> Score:
    """F1 of one label, with the interval from resampled groups; 0 where it is never predicted and never right."""
    counts = confusions(found.truth, found.predicted, found.outlets, len(found.classes))
    at = found.classes.index(positive)
    groups = len(counts)
    [value] = f1_at(at, counts.sum(axis=0)[None])
    weights = draw_outlets(groups, seed, draws)
    if weights is None:
        return Score("f1", float(value), None, None, f"too few groups for an interval ({groups})")
    low, high = np.quantile(f1_at(at, np.tensordot(weights, counts, axes=1)), [0.025, 0.975])
    return Score("f1", float(value), float(low), float(high), None)


def f1_at(at: int, confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of the class ``at`` in each of some confusion tables, shape ``(tables, true, predicted)``."""
    right = confusion[:, at, at]
    either = confusion[:, at, :].sum(axis=-1) + confusion[:, :, at].sum(axis=-1)
    return np.asarray(np.divide(2 * right, either, out=np.zeros(len(right)), where=either > 0), dtype=np.float64)


def figure_of(metric: str, classes: Sequence[str], order: Sequence[str] | None, positive: str | None) -> Figure | None:
    """A metric as a function of confusion tables, shape ``(tables, true, predicted)``; None where it needs more."""
    if metric == "accuracy":
        return accuracy
    if metric == "macro_f1":
        return macro_f1
    if metric == "f1" and positive is not None and positive in classes:
        at = list(classes).index(positive)
        return lambda tables: f1_at(at, tables)
    if metric == "mae" and order:
        rank = np.array([list(order).index(label) for label in classes])
        steps = np.abs(rank[:, None] - rank[None, :])
        return lambda tables: np.asarray((tables * steps).sum(axis=(1, 2)) / tables.sum(axis=(1, 2)))
    return None
