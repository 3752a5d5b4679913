"""What can be estimated from sums: a ratio of two, or any smooth formula of several; and always the same estimates."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RELATIVE_STEP = 1e-4
_limited: ContextVar[bool] = ContextVar("limited", default=False)
Given = ParamSpec("Given")
Returned = TypeVar("Returned")


class Statistic(Protocol):
    """A function of ``p`` sums, given as an array ``(p, ...)``; ``low`` and ``high`` bound its values."""

    @property
    def low(self) -> float:
        """The least value there can be."""

    @property
    def high(self) -> float:
        """The greatest value there can be."""

    def value(self, sums: Floats) -> Floats:
        """The estimate, of shape ``(...)``, NaN where there is none."""

    def gradient(self, sums: Floats) -> Floats:
        """Partial derivatives at ``sums``, of shape ``(p, ...)``."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """``scale * first sum / second sum``: a density, a share or a mean.

    ``lump`` is the mean first sum of a cluster that has any, in the compared group where that is least: it stands in
    for the size of a hit in a group that has none when groups are compared, and never in a group's own interval.
    """

    scale: float = 1.0
    low: float = 0.0
    high: float = np.inf
    lump: float = 1.0

    def value(self, sums: Floats) -> Floats:
        """The ratio of sums, NaN where the denominator is not positive."""
        numerator, denominator = sums
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(denominator > 0, self.scale * numerator / denominator, np.nan)

    def gradient(self, sums: Floats) -> Floats:
        """``scale / d`` and ``-scale * n / d**2``."""
        numerator, denominator = sums
        with np.errstate(divide="ignore", invalid="ignore"):
            first = np.where(denominator > 0, self.scale / denominator, np.nan)
            return np.stack([first, -first * numerator / denominator])


@dataclass(frozen=True, slots=True)
class Formula:
    """Any smooth function of ``p`` sums; derivatives are central differences."""

    function: Callable[[Floats], Floats]
    low: float = -np.inf
    high: float = np.inf

    def value(self, sums: Floats) -> Floats:
        """The function's value at ``sums``."""
        return self.function(sums)

    def gradient(self, sums: Floats) -> Floats:
        """Central differences with steps relative to each sum; 0 where a sum is 0.

        A column that sums to 0 is 0 in every cluster that was drawn, so its derivative multiplies nothing.
        """
        result = np.zeros_like(sums)
        for index, column in enumerate(sums):
            step = RELATIVE_STEP * np.abs(column)
            above, below = sums.copy(), sums.copy()
            above[index] += step
            below[index] -= step
            rise = self.function(above) - self.function(below)
            result[index] = np.where(step > 0, rise / np.where(step > 0, 2 * step, 1.0), 0.0)
        return result


def generator(seed: int, *labels: str | int) -> np.random.Generator:
    """A random generator that depends on the seed and the labels alone, not on what was drawn before."""
    text = "\x1f".join(str(label) for label in labels)
    digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
    words = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 32, 4)]
    return np.random.default_rng([seed, *words])


def on_one_thread(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """``function`` with BLAS and OpenMP on one thread.

    Products of a few thousand rows gain little from more threads, which mostly wait for each other by spinning; and
    sums come out the same, to the last bit, however many cores there are.
    """

    @wraps(function)
    def limited(*given: Given.args, **named: Given.kwargs) -> Returned:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - reads which libraries are loaded, here only

        if _limited.get():  # to find the libraries takes milliseconds, and they are on one thread
            return function(*given, **named)
        before = _limited.set(True)
        try:
            with threadpool_limits(limits=1):
                return function(*given, **named)
        finally:
            _limited.reset(before)

    return limited
