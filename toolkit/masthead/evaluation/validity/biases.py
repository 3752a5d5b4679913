"""How far an instrument's share of an outlet's sentences is off, over the whole outlet, and how outlets differ in it.

What a comparison of outlets rests on: misses and false hits that cancel within an outlet do it no harm, and an error
that all outlets share goes out with their difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.evaluation.validity.marks import marked
from masthead.evaluation.validity.samples import counted, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.validity.marks import Pair
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import MetricName, Task

    Floats = NDArray[np.float64]

BIASES: tuple[MetricName, ...] = ("bias", "bias_spread")


def biases(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """``bias``: the mean over outlets of our share of marked sentences less the annotators'; ``bias_spread``: the
    largest of these differences less the smallest, NaN for fewer than two outlets.

    Documents are drawn, so an outlet weighs the same however many of its documents are among them.
    """
    names = sorted({document.outlet or "" for document, _ in pairs})
    rows = np.zeros((len(pairs), len(names), 2))
    for number, (document, found) in enumerate(pairs):
        ours, gold = marked(task, document, found)
        rows[number, names.index(document.outlet or "")] = float(ours.sum()) - float(gold.sum()), float(len(gold))
    sums = grouped([document.group for document, _ in pairs], rows)
    return counted(sums, int(rows[..., 1].sum()), mean_bias if metric == "bias" else spread_of_biases)


def mean_bias(sums: Floats) -> Floats:
    """The mean over outlets of ``(..., outlets, 2)`` sums: the first over the second."""
    return np.asarray(np.nanmean(_biases(sums), axis=-1), dtype=np.float64)


def spread_of_biases(sums: Floats) -> Floats:
    """The largest less the smallest over outlets of ``(..., outlets, 2)`` sums: the first over the second."""
    found = _biases(sums)
    spread = np.nanmax(found, axis=-1) - np.nanmin(found, axis=-1)
    return np.where((~np.isnan(found)).sum(axis=-1) > 1, spread, np.nan)


def _biases(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sums[..., 1] > 0, sums[..., 0] / sums[..., 1], np.nan)
