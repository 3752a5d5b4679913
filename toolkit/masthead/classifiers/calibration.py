"""Set the probabilities of a model right by what it said of outlets held out inside its training part.

Each log-probability is divided by one temperature (Guo, Pleiss, Sun & Weinberger 2017), under which the held-out labels
are likeliest. Where several outlets were held out whole, each label gets a shift besides (bias-corrected temperature
scaling; Alexandari, Kundaje & Shrikumar 2020), since models are fitted with every label counting alike: the shares of
labels are brought back. Where a model tells nothing of outlets that it has not seen, the temperature is without bound,
and base rates are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 1e-6
"""No label is taken to be less probable than this before its logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How log-probabilities are corrected: times ``sharpness`` (one over the temperature), plus a shift a label.

    ``shifts`` are in the order of the model's classes. It was fitted on ``n`` articles of ``groups`` outlets; ``apart``
    says that the models which spoke of these had not seen their outlets.
    """

    sharpness: float
    shifts: tuple[float, ...]
    n: int
    groups: int
    apart: bool = True

    @property
    def temperature(self) -> float | None:
        """What log-probabilities are divided by; None where nothing but base rates is left of them."""
        return 1 / self.sharpness if self.sharpness else None

    def apply(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """The calibrated probabilities, rows by classes."""
        return np.exp(_scaled(_logarithms(probabilities), self.sharpness, np.array(self.shifts)))


def fit_calibration(
    probabilities: NDArray[np.float64],
    truth: NDArray[np.intp],
    groups: NDArray[np.str_],
    *,
    apart: bool = True,
    shifted: bool = True,
) -> Calibration:
    """The calibration of held-out probabilities (rows by classes) whose true classes have the numbers ``truth``.

    Without ``shifted`` only the temperature is fitted. So it is without two rows of one group: there are no outlets to
    show what the shares of labels vary around. Being right in all of n rows is no certainty, so true classes are aimed
    at with (n + 1) / (n + 2) (Platt 1999), n being the rows of the class.
    """
    logarithms = _logarithms(probabilities)
    rows, classes = logarithms.shape
    known = len(np.unique(groups))
    free = classes - 1 if shifted and known < rows else 0
    goals = _goals(truth, classes)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        said = _scaled(logarithms, values[0], _shifts(values, classes))
        over = np.exp(said) - goals
        slopes = np.r_[(over * logarithms).sum(), over.sum(axis=0)[1 : free + 1]]
        return float(-(goals * said).mean()), slopes / said.size

    bounds = [(0.0, None), *[(None, None)] * free]
    found = minimize(loss, np.r_[1.0, np.zeros(free)], jac=True, method="L-BFGS-B", bounds=bounds).x
    shifts = tuple(float(value) for value in _shifts(found, classes))
    return Calibration(float(found[0]), shifts, rows, known, apart)


def _shifts(values: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    """A shift for each class from the values that are fitted, which lack that of the first, or all."""
    return np.r_[0.0, values[1:]] if len(values) > 1 else np.zeros(classes)


def _goals(truth: NDArray[np.intp], classes: int) -> NDArray[np.float64]:
    seen = np.bincount(truth, minlength=classes)[truth]
    true = (seen + 1) / (seen + 2)
    goals = np.repeat(((1 - true) / (classes - 1))[:, None], classes, axis=1)
    goals[np.arange(len(truth)), truth] = true
    return goals


def _logarithms(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.maximum(probabilities, LEAST))


def _scaled(logarithms: NDArray[np.float64], sharpness: float, shifts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(log_softmax(logarithms * sharpness + shifts, axis=1), dtype=np.float64)
