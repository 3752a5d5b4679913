"""Accuracy, macro-F1, mean absolute error, AUROC, Brier score and ECE, each with an interval over outlets.

Articles of one outlet resemble each other, so outlets, not articles, are left out in turn for the interval
(``intervals``). Fewer than ten outlets give none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.evaluation.calibration import Sureness, expected_by_chance, gaps_by_outlet
from masthead.evaluation.confusions import accuracy, confusions, f1_at, macro_f1
from masthead.evaluation.intervals import MIN_OUTLETS, TRAINING, difference_interval, group_sizes, interval, too_few
from masthead.stats.limits import effective_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.classifiers.calibration import Calibration
    from masthead.evaluation.intervals import Compute

OUTLET_ACCURACY = "outlet_accuracy"
"""The mean over outlets of the share of their articles that are right."""

NOT_PROBABLE = "the model gives no probabilities"
METRICS = (
    "accuracy",
    "macro_f1",
    OUTLET_ACCURACY,
    "mae",
    "auroc",
    "brier",
    "brier_uncalibrated",
    "brier_base",
    "ece",
    "ece_uncalibrated",
)


class Score(NamedTuple):
    """A metric's value and its interval; without a value or an interval, the reason why.

    ``effective_outlets`` is how many outlets of one size are worth as much as those that the interval rests on.
    """

    metric: str
    value: float | None
    low: float | None
    high: float | None
    reason: str | None
    effective_outlets: float | None = None


@dataclass(frozen=True)
class Predictions:
    """What a model said of n articles.

    ``truth`` and ``predicted`` are numbers of ``classes``; ``values`` is n x classes, what ranks them; it holds
    probabilities where ``probable``. ``order`` are the classes from lowest to highest where they have an order.
    ``uncalibrated`` are the probabilities before they were set right, ``base`` the shares of the labels in what the
    model was trained on, where these are known; both are n x classes. ``calibrations`` are those of the folds.
    ``groups`` are what intervals rest on, the outlets where it is empty: their publishers, events, single articles.
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
    groups: tuple[str, ...] = ()

    def probabilities(self, metric: str) -> NDArray[np.float64] | None:
        """The probabilities that a metric is of, if there are any."""
        if metric.endswith("_uncalibrated"):
            return self.uncalibrated
        if metric.endswith("_base"):
            return self.base
        return self.values if self.probable else None

    @property
    def counted(self) -> tuple[str, ...]:
        """The group of each article that intervals rest on."""
        return self.groups or self.outlets

    def confusion(self) -> NDArray[np.float64]:
        """Counts by (true class, predicted class)."""
        counts: NDArray[np.float64] = confusions(self.truth, self.predicted, [""] * len(self.truth), len(self.classes))[
            0
        ]
        return counts


def scores(found: Predictions, *, seed: int = 0, draws: int = 1000, training: float = TRAINING) -> list[Score]:
    """Every metric with its interval; ``training`` is 1 for a model that is given (see ``intervals``)."""
    rows = []
    for metric in METRICS:
        missing = _impossible(metric, found)
        if missing:
            rows.append(Score(metric, None, None, None, missing))
            continue
        if metric.startswith("ece"):
            rows.append(_ece(metric, found, seed, draws))
            continue
        rows.append(_scored(metric, _weighted(metric, found), found, training))
    return rows


def _ece(metric: str, found: Predictions, seed: int, draws: int) -> Score:
    """The expected calibration error, with the interval from ``draws`` resamples of the groups.

    Luck counts as error in it, and resampling adds more of that, so that all resamples may lie above it: the lower end
    of its interval is as far below as the upper one is above, and lower by what luck alone gives.
    """
    compute, sizes = _weighted(metric, found), _sizes(metric, found)
    value, effective = float(compute(np.ones((1, len(sizes))))[0]), effective_number(sizes)
    weights = draw_outlets(len(sizes), seed, draws)
    if weights is None:
        return Score(metric, value, None, None, too_few(len(sizes)), effective)
    drawn = compute(weights)
    high = float(np.nanquantile(drawn, 0.975))
    low = max(0.0, 2 * value - high - expected_by_chance(_sureness(metric, found)))
    return Score(metric, value, low, high, None, effective)


def f1_of(positive: str, found: Predictions, *, training: float = TRAINING) -> Score:
    """F1 of one label with its interval; 0 where it is never predicted and never right."""
    counts = confusions(found.truth, found.predicted, found.counted, len(found.classes))
    at = found.classes.index(positive)
    return _scored("f1", lambda weights: f1_at(at, np.tensordot(weights, counts, axes=1)), found, training)


def _scored(metric: str, compute: Compute, found: Predictions, training: float) -> Score:
    sizes = _sizes(metric, found)
    value = float(compute(np.ones((1, len(sizes))))[0])
    limits = interval(compute, sizes, _bounds(metric, found), training=training)
    return Score(metric, value, limits.low, limits.high, limits.reason, effective_number(sizes))


def differences(first: Predictions, second: Predictions) -> list[Score]:
    """Accuracy and macro-F1 of ``first`` minus those of ``second`` on the same articles, outlets left out of both."""
    rows = []
    for metric in ("accuracy", "macro_f1"):
        gap = _gap(_weighted(metric, first), _weighted(metric, second))
        sizes = _sizes(metric, first)
        limits = difference_interval(gap, sizes)
        value = float(gap(np.ones((1, len(sizes))))[0])
        rows.append(Score(metric, value, limits.low, limits.high, limits.reason, effective_number(sizes)))
    return rows


def _gap(one: Compute, other: Compute) -> Compute:
    return lambda weights: one(weights) - other(weights)


def _sizes(metric: str, found: Predictions) -> NDArray[np.float64]:
    """The weight of each group: its articles, or its outlets where each of these counts the same."""
    groups = _groups(metric, found)
    if metric != OUTLET_ACCURACY:
        return group_sizes(groups)
    return group_sizes([group for group, _ in sorted(set(zip(groups, found.outlets, strict=True)))])


def _groups(metric: str, found: Predictions) -> tuple[str, ...]:
    """The groups that a metric's interval rests on; never parts of an outlet where outlets are what counts."""
    if metric != OUTLET_ACCURACY or len(set(zip(found.counted, found.outlets, strict=True))) == len(set(found.outlets)):
        return found.counted
    return found.outlets


def _bounds(metric: str, found: Predictions) -> tuple[float, float]:
    """The least and the most that a metric can be."""
    if metric == "mae":
        return 0.0, float(len(found.classes) - 1)
    if metric.startswith("brier"):
        return 0.0, 1.0 if len(found.classes) == 2 else 2.0
    return 0.0, 1.0


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
    if metric == OUTLET_ACCURACY and len(set(found.outlets)) < 2:
        return "the test articles are of one outlet"
    if metric.startswith(("brier", "ece")) and found.probabilities(metric) is None:
        lacking = {"brier_base": "the shares of labels in training are not known"}
        return lacking.get(metric, "the probabilities are as the model gave them") if found.probable else NOT_PROBABLE
    if metric == "auroc" and len(np.unique(found.truth)) < 2:
        return "the test articles carry one label"
    return None


def _weighted(metric: str, found: Predictions) -> Compute:
    """The metric as a function of the weights of groups: (cases, groups) in, (cases) out."""
    names, outlet = np.unique(np.asarray(found.counted), return_inverse=True)
    counts = confusions(found.truth, found.predicted, found.counted, len(found.classes))
    if metric == OUTLET_ACCURACY:
        return _mean_over_outlets(*_shares_right(found))
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


def _shares_right(found: Predictions) -> tuple[NDArray[np.float64], NDArray[np.intp], int]:
    """The share of each outlet's articles that is right, the number of the group it is in, and how many these are."""
    outlets, first, outlet = np.unique(np.asarray(found.outlets), return_index=True, return_inverse=True)
    right = np.bincount(outlet, found.truth == found.predicted, len(outlets)) / np.bincount(outlet)
    names, group = np.unique(np.asarray(_groups(OUTLET_ACCURACY, found))[first], return_inverse=True)
    return right, group, len(names)


def _mean_over_outlets(loss: NDArray[Any], outlet: NDArray[np.intp], outlets: int) -> Compute:
    sums = np.bincount(outlet, weights=loss, minlength=outlets)
    sizes = np.bincount(outlet, minlength=outlets)
    return lambda weights: (weights @ sums) / (weights @ sizes)


def _auroc(found: Predictions, outlet: NDArray[np.intp]) -> Compute:
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
