"""Made-up feature rows for benchmarks: clustered, skewed counts, no text behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.features.base import Feature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def grade(sums: Mapping[str, Floats]) -> Floats:
    """Flesch-Kincaid grade of summed counts, standing for any formula of three sums."""
    return 0.39 * sums["words"] / sums["sentences"] + 11.8 * sums["syllables"] / sums["words"] - 15.59


def catalogue(features: int) -> list[Feature]:
    """``features`` rows: every fifth a formula, the others densities; every fourth primary."""
    common = {"family": "loaded", "unit": "per 1,000 words", "higher": "more of it", "citation": "none"}
    rows = []
    for index in range(features):
        name = f"f{index}"
        if index % 5 == 4:
            columns = ("words", "sentences", "syllables")
            rows.append(
                Feature(
                    name=name,
                    title=name,
                    kind="formula",
                    numerator=columns,
                    formula=grade,
                    low=-np.inf,
                    **common,
                )
            )
        else:
            rows.append(
                Feature(
                    name=name,
                    title=name,
                    kind="density",
                    numerator=(f"{name}.own",),
                    denominator=("words",),
                    scale=1000.0,
                    primary=index % 4 == 0,
                    **common,
                )
            )
    return rows


def feature_rows(rows: list[Feature], articles: int, outlets: int, days: int, seed: int = 0) -> pa.Table:
    """``articles`` rows over ``outlets`` outlets and ``days`` days, rates drawn anew for each outlet-day."""
    random = np.random.default_rng(seed)
    outlet = random.integers(0, outlets, articles)
    day = random.integers(0, days, articles)
    words = np.round(random.lognormal(6.3, 0.6, articles)) + 20
    table: dict[str, object] = {
        "id": [f"a{index}" for index in range(articles)],
        "outlet": [f"outlet {index:04d}" for index in outlet],
        "date": [str(np.datetime64("2020-01-01") + index) for index in day.tolist()],
        "reason": pa.nulls(articles, pa.string()),
        "words": words,
        "sentences": np.maximum(1, random.poisson(words / 22)),
        "syllables": random.poisson(words * 1.5) + words,
    }
    for row in rows:
        if row.formula is None:
            rate = random.gamma(1.0, 0.004, (outlets, days))[outlet, day]
            table[row.numerator[0]] = random.poisson(rate * words)
    return pa.table(table)
