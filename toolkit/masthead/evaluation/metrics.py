"""Accuracy, macro-F1, mean absolute error, AUROC, Brier score and ECE, each with an interval over outlets.

Articles of one outlet resemble each other, so outlets, not articles, are drawn in the bootstrap (percentile
interval; Efron & Tibshirani 1993). Fewer than ten outlets give no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.evaluation.calibration import Sureness, expected_by_chance, gaps_by_outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.calibration import Calibration

MIN_OUTLETS = 10
NOT_PROBABLE = "the model gives no probabilities"
METRICS = (
    "accuracy",
    "macro_f1",
    "mae",
    "auroc",
    "brier",
    "brier_uncalibrated",
    "brier_base",
    "ece",
    "ece_uncalibrated",
)


class Score(NamedTuple):
    """A metric's value and its interval; without a value or an interval, the reason why."""

    metric: str
    value: float | None
    low: float | None
    high: float | None
    reason: str | None


@dataclass(frozen=True)
class Predictions:
    """What a model said of n articles.

    ``truth`` and ``predicted`` are numbers of ``classes``; ``values`` is n x classes, what ranks them; it holds
    probabilities where ``probable``. ``order`` are the classes from lowest to highest where they have an order.
    ``uncalibrated`` are the probabilities before they were set right, ``base`` the shares of the labels in what the
    model was trained on, where these are known; both are n x classes. ``calibrations`` are those of the folds.
    """

    truth: NDArray[np.intp]
    predicted: NDArray[np.intp]
    values: NDArray[np.float64]
    outlets: tuple[str, ...]
    classes: tuple[str, ...]
    probable: bool = True
    order: tuple[str, ...] | None = None
    uncalibrated: NDArray[np.float64] | None = None
    base: NDArray[np.float64] | None = None
    calibrations: tuple[Calibration | None, ...] = ()

    def probabilities(self, metric: str) -> NDArray[np.float64] | None:
        """The probabilities that a metric is of, if there are any."""
        if metric.endswith("_uncalibrated"):
            return self.uncalibrated
        if metric.endswith("_base"):
            return self.base
        return self.values if self.probable else None

    def confusion(self) -> NDArray[np.float64]:
        """Counts by (true class, predicted class)."""
        counts: NDArray[np.float64] = confusions(self.truth, self.predicted, [""] * len(self.truth), len(self.classes))[
            0
        ]
        return counts


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


def scores(found: Predictions, *, seed: int = 0, draws: int = 1000, level: float = 0.95) -> list[Score]:
    """Every metric, with the interval from ``draws`` resamples of the outlets.

    Luck counts as error in ECE, and resampling adds more of it, so that all resamples may lie above it: the lower end
    of its interval is as far below as the upper one is above, and lower by what luck alone gives.
    """
    outlets = len(set(found.outlets))
    weights = draw_outlets(outlets, seed, draws)
    rows = []
    for metric in METRICS:
        missing = _impossible(metric, found)
        if missing:
            rows.append(Score(metric, None, None, None, missing))
            continue
        compute = _weighted(metric, found)
        [value] = compute(np.ones((1, outlets)))
        if weights is None:
            reason = f"too few outlets for an interval ({outlets} < {MIN_OUTLETS})"
            rows.append(Score(metric, float(value), None, None, reason))
            continue
        low, high = np.nanquantile(compute(weights), [(1 - level) / 2, (1 + level) / 2])
        if metric.startswith("ece"):
            low = max(0.0, 2 * value - high - expected_by_chance(_sureness(metric, found)))
        rows.append(Score(metric, float(value), float(low), float(high), None))
    return rows


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


def differences(
    first: Predictions, second: Predictions, *, seed: int = 0, draws: int = 1000, level: float = 0.95
) -> list[Score]:
    """Accuracy and macro-F1 of ``first`` minus those of ``second`` on the same articles, outlets drawn for both."""
    outlets = len(set(first.outlets))
    weights = draw_outlets(outlets, seed, draws)
    rows = []
    for metric in ("accuracy", "macro_f1"):
        one, other = _weighted(metric, first), _weighted(metric, second)
        whole = np.ones((1, outlets))
        value = float((one(whole) - other(whole))[0])
        if weights is None:
            reason = f"too few outlets for an interval ({outlets} < {MIN_OUTLETS})"
            rows.append(Score(metric, value, None, None, reason))
            continue
        low, high = np.quantile(one(weights) - other(weights), [(1 - level) / 2, (1 + level) / 2])
        rows.append(Score(metric, value, float(low), float(high), None))
    return rows


def draw_outlets(outlets: int, seed: int, draws: int) -> NDArray[np.float64] | None:
    """How often each outlet is drawn: draws x outlets; None where there are too few of them."""
    if outlets < MIN_OUTLETS:
        return None
    return (
        np.random.default_rng(seed).multinomial(outlets, np.full(outlets, 1 / outlets), size=draws).astype(np.float64)
    )


def _impossible(metric: str, found: Predictions) -> str | None:
    if metric == "mae" and found.order is None:
        return "the labels have no order: --order"
    if metric.startswith(("brier", "ece")) and found.probabilities(metric) is None:
        lacking = {"brier_base": "the shares of labels in training are not known"}
        return lacking.get(metric, "the probabilities are as the model gave them") if found.probable else NOT_PROBABLE
    if metric == "auroc" and len(np.unique(found.truth)) < 2:
        return "the test articles carry one label"
    return None


def _weighted(metric: str, found: Predictions) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """The metric as a function of outlet weights: (draws, outlets) in, (draws) out."""
    names, outlet = np.unique(np.asarray(found.outlets), return_inverse=True)
    counts = confusions(found.truth, found.predicted, found.outlets, len(found.classes))
    if metric in ("accuracy", "macro_f1"):
        compute = accuracy if metric == "accuracy" else macro_f1
        return lambda weights: compute(np.tensordot(weights, counts, axes=1))
    if metric == "mae":
        assert found.order is not None
        rank = np.array([found.order.index(label) for label in found.classes])
        return _mean_over_outlets(np.abs(rank[found.truth] - rank[found.predicted]), outlet, len(names))
    if metric == "auroc":
        return _auroc(found, outlet)
    probabilities = found.probabilities(metric)
    assert probabilities is not None
    if metric.startswith("brier"):
        hit = np.eye(len(found.classes))[found.truth]
        error = ((probabilities - hit) ** 2).sum(axis=1) / (2 if len(found.classes) == 2 else 1)
        return _mean_over_outlets(error, outlet, len(names))
    gaps = gaps_by_outlet(_sureness(metric, found), outlet, len(names))
    sizes = np.bincount(outlet, minlength=len(names))
    return lambda weights: np.abs(weights @ gaps).sum(axis=1) / (weights @ sizes)


def _sureness(metric: str, found: Predictions) -> Sureness:
    probabilities = found.probabilities(metric)
    assert probabilities is not None
    return Sureness.of(probabilities, found.predicted, found.truth)


def _mean_over_outlets(
    loss: NDArray[Any], outlet: NDArray[np.intp], outlets: int
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    sums = np.bincount(outlet, weights=loss, minlength=outlets)
    sizes = np.bincount(outlet, minlength=outlets)
    return lambda weights: (weights @ sums) / (weights @ sizes)


def _auroc(found: Predictions, outlet: NDArray[np.intp]) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """The mean over classes of one class against the rest (for two classes, the second against the first)."""
    present = np.unique(found.truth)
    columns = present[-1:] if len(found.classes) == 2 else present
    ready = []
    for column in columns:
        order = np.argsort(found.values[:, column], kind="stable")
        ranked = found.values[order, column]
        starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
        ready.append((outlet[order], found.truth[order] == column, starts))

    def one(weights: NDArray[np.float64]) -> float:
        areas = []
        for where, positive, starts in ready:
            drawn = weights[where]
            above = np.add.reduceat(drawn * positive, starts)
            below = np.add.reduceat(drawn * ~positive, starts)
            pairs = above.sum() * below.sum()
            areas.append((above * (np.cumsum(below) - below / 2)).sum() / pairs if pairs else np.nan)
        return float(np.nanmean(areas)) if np.isfinite(areas).any() else float("nan")

    return lambda weights: np.array([one(row) for row in weights])
