"""Whether probabilities mean what they say: a reliability table and the expected calibration error.

Articles are put into ten bins of equal size by the probability of their predicted label. The expected calibration
error (ECE; Naeini, Cooper & Hauskrecht 2015; Guo, Pleiss, Sun & Weinberger 2017) is the mean over articles of the
distance, in their bin, between mean probability and share right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 10


class Bin(NamedTuple):
    """The mean probability of the predicted labels of n articles, and the share of them that is right."""

    probability: float
    right: float
    n: int


class Sureness(NamedTuple):
    """For each article the probability of its predicted label and whether that is right, and the bin it is in."""

    probability: NDArray[np.float64]
    right: NDArray[np.float64]
    bins: NDArray[np.intp]

    @classmethod
    def of(cls, values: NDArray[np.float64], predicted: NDArray[np.intp], truth: NDArray[np.intp]) -> Sureness:
        """From probabilities (articles by classes); equal probabilities are in one bin, so there may be fewer bins."""
        sure = values[np.arange(len(truth)), predicted]
        # Rounded, lest probabilities that differ by the last digit of a sum are told apart.
        rounded = sure.round(12)
        edges = np.unique(np.quantile(rounded, np.arange(1, BINS) / BINS, method="higher"))
        return cls(sure, (predicted == truth).astype(np.float64), np.searchsorted(edges, rounded, side="right"))


def reliability(found: Sureness) -> list[Bin]:
    """The bins that hold articles, from the least probable."""
    return [
        Bin(float(found.probability[inside].mean()), float(found.right[inside].mean()), int(inside.sum()))
        for at in np.unique(found.bins)
        for inside in [found.bins == at]
    ]


def gaps_by_outlet(found: Sureness, outlet: NDArray[np.intp], outlets: int) -> NDArray[np.float64]:
    """Share right minus probability, summed by outlet and bin: outlets x bins, from which ECE is made."""
    gaps = np.zeros((outlets, BINS))
    np.add.at(gaps, (outlet, found.bins), found.right - found.probability)
    return gaps


def expected_by_chance(found: Sureness) -> float:
    """The ECE to be expected of probabilities that are exactly right, from the luck of so many articles alone.

    The mean distance of a normal variable from its mean is sqrt(2 / pi) standard deviations; articles are taken to be
    independent, so that it is more where those of an outlet are alike.
    """
    variance = np.bincount(found.bins, found.probability * (1 - found.probability), BINS)
    return float(np.sqrt(2 / np.pi * variance).sum() / len(found.bins))
