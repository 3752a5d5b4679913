"""What a feature is: one declared row over count columns, and the few kinds there are.

An article yields counts, never rates. An estimate over any group of articles (an outlet, a cluster, a bootstrap
resample) is a function of the *sums* of those counts, so groups of any size pool correctly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray


def by_voice(*names: str) -> tuple[str, ...]:
    """The three voice columns of each name."""
    return tuple(f"{name}.{voice}" for name in names for voice in VOICES)


WORD_COUNTS = (*by_voice("words"), "sentences", "headlines", "headline_words")
"""Words of the body by voice, its sentences, and the words of the headline."""

Kind = Literal["density", "share", "score", "mean", "formula"]

POOLING: dict[Kind, str] = {
    "density": "ratio of sums",
    "share": "ratio of sums",
    "score": "ratio of sums",
    "mean": "mean over articles",
    "formula": "formula of sums",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One row of the feature catalogue.

    ``density``, ``share`` and ``score`` divide the summed ``numerator`` columns by the summed ``denominator`` columns
    and multiply by ``scale``; a score may be below 0. ``mean`` does the same with a per-article value over a 0/1 column
    that tells whether the article has one. ``formula`` calls ``formula`` on the sums of ``numerator`` (all columns it
    reads).

    ``hit_columns`` are what counts as its hits where that is not the numerator (``hits``), and ``counts_marks`` is of
    features that count quotation marks themselves.
    """

    name: str
    family: str
    title: str
    kind: Kind
    unit: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    scale: float = 1.0
    formula: Callable[[Mapping[str, NDArray[np.float64]]], NDArray[np.float64]] | None = None
    low: float = 0.0
    high: float = np.inf
    higher: str
    citation: str
    version: str = "1"
    voice_aware: bool = False
    counts_marks: bool = False
    hit_columns: tuple[str, ...] = ()
    primary: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every count column the feature reads, each once."""
        return tuple(dict.fromkeys((*self.numerator, *self.denominator)))

    @property
    def hits(self) -> tuple[str, ...]:
        """The columns whose sum is what a rate was counted from; none for a mean or a formula, which count no hits."""
        if self.hit_columns or self.kind in ("mean", "formula"):
            return self.hit_columns
        return self.denominator if self.kind == "score" else self.numerator

    @property
    def needs_marks(self) -> bool:
        """Whether it depends on quotation marks: these tell the voices apart, and some features count them."""
        return self.voice_aware or self.counts_marks

    @property
    def pooling(self) -> str:
        """How the feature is pooled over articles, in words."""
        return POOLING[self.kind]

    def estimate(self, sums: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """The feature's value for each group.

        ``sums`` maps each name in ``columns`` to an array of any one shape, one number a group; the result has
        that shape, NaN where the denominator is 0 or the formula has no value.
        """
        if self.formula is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                value = self.formula(sums)
            return np.where(np.isfinite(value), value, np.nan)
        numerator, denominator = self.totals(sums)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(denominator > 0, self.scale * numerator / denominator, np.nan)

    def totals(self, sums: Mapping[str, NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Summed numerator and denominator; both NaN for a formula, which has neither."""
        shape = np.shape(sums[self.columns[0]])
        if self.formula is not None:
            return np.full(shape, np.nan), np.full(shape, np.nan)
        zero = np.zeros(shape)
        numerator = sum((sums[name] for name in self.numerator), start=zero)
        denominator = sum((sums[name] for name in self.denominator), start=zero)
        return numerator, denominator
