"""Articles that each count the same: a feature as the mean of the articles' own values, not as a ratio of sums."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import UsageError
from masthead.features import ready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]

Weigh = Literal["length", "article"]
"""What an article weighs: as much as there is in it to count (words, sentences, attributions), or as any other."""

_ONE = "@article"


def weigh_articles(
    features: pa.Table, catalogue: Sequence[Feature], weigh: Weigh
) -> tuple[pa.Table, tuple[Feature, ...]]:
    """FEATURES and catalogue as ``weigh`` says; with ``length`` they stay as they are.

    With ``article`` each feature is a mean over the articles that have a value of it, so that estimates, intervals,
    tests and effects are made as for any other mean. A sum of counts is then a sum of such values.
    """
    if weigh == "length":
        return features, tuple(catalogue)
    features, catalogue = ready(features, catalogue)
    columns = {f"{feature.name}{_ONE}": nullable(article_values(features, feature)) for feature in catalogue}
    for name, column in (columns | {_ONE: pa.array(np.ones(features.num_rows))}).items():
        features = features.append_column(name, column)
    return features, tuple(_mean(feature) for feature in catalogue)


def article_values(features: pa.Table, feature: Feature) -> Floats:
    """The value of a feature in each article, in the feature's unit; NaN where there is none."""
    return np.asarray(feature.estimate({name: counts(features, name) for name in feature.columns}), np.float64)


def counts(features: pa.Table, name: str) -> Floats:
    """A column of counts as floats, NaN where unknown."""
    return np.asarray(pc.cast(features.column(name), pa.float64()).to_numpy(), np.float64)


def refuse_codes_by_article(weigh: Weigh) -> None:
    """Raise UsageError where articles each count the same, which codes do not correct."""
    if weigh == "article":
        raise UsageError(
            "codes correct a ratio of sums over articles, not a mean of the articles' own values, which an article "
            "with nothing to divide by has not",
            fix="Leave out --weigh article or --codes.",
        )


def nullable(values: Floats) -> pa.Array:
    """Values as a column, null where there is none."""
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _mean(feature: Feature) -> Feature:
    return replace(
        feature,
        kind="mean",
        numerator=(f"{feature.name}{_ONE}",),
        denominator=(_ONE,),
        scale=1.0,
        formula=None,
    )
