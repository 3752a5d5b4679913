"""Outlets at one mix: what their figures would be if each had the same shares of news and opinion, or of sections.

Direct standardisation, as epidemiologists do it for age (Fleiss, Levin and Paik 2003, chapter 19): an outlet's figure
is estimated within each stratum, and these are averaged with weights that are the same for every outlet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.strata import values_by
from masthead.errors import UsageError
from masthead.features import ready, without_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]

FEWEST = 5
"""Articles that an outlet must have in each stratum: of fewer no figure is made that weighs as much as all others."""
MOST = 12
UNKNOWN = "unknown"


class Standard(NamedTuple):
    """Outlets made comparable: FEATURES and catalogue for ``compare_outlets``, and what was done.

    ``weights`` are the shares of the strata, ``missing`` the outlets left out, with the strata of which they have too
    few articles; ``unknown`` counts articles of no known stratum.
    """

    features: pa.Table
    catalogue: tuple[Feature, ...]
    by: str
    weights: Mapping[str, float]
    missing: Mapping[str, tuple[str, ...]]
    unknown: int

    def told(self) -> dict[str, Any]:
        """What was done, for a manifest."""
        missing = {outlet: list(strata) for outlet, strata in self.missing.items()}
        return {"by": self.by, "weights": dict(self.weights), "left_out": missing, "unknown": self.unknown}


def standardise(features: pa.Table, catalogue: Sequence[Feature], by: str) -> Standard:
    """Hold outlets at the same mix of the values of ``by`` (genre, section, a label, month).

    Each stratum weighs what its share of the articles is on average over the outlets that have ``FEWEST`` articles in
    every stratum; the others are left out, and so are articles of unknown stratum, and choices of words. The features
    returned are formulas of sums, so that intervals, tests and effects are made as for any other. Raises ``UsageError``
    for a column that is not there, one with fewer than two or more than ``MOST`` values, and where fewer than two
    outlets are left.
    """
    features, catalogue = ready(features, without_choices(catalogue))
    values = [None if value == UNKNOWN else value for value in values_by(features, by)]
    outlets = features["outlet"].to_pylist()
    counts = Counter(zip(outlets, values, strict=True))
    names = sorted({value for value in values if value})
    _check(by, names)
    missing = {
        outlet: lacking
        for outlet in sorted(set(outlets))
        if (lacking := tuple(name for name in names if counts[outlet, name] < FEWEST))
    }
    kept = sorted(set(outlets) - set(missing))
    if len(kept) < 2:
        listed = "; ".join(f"{outlet} of {', '.join(found)}" for outlet, found in list(missing.items())[:3])
        raise UsageError(
            f"fewer than two outlets have {FEWEST} articles of every {by}",
            fix=f"Too few in {listed}{'; ...' if len(missing) > 3 else ''}. --by {by} compares within each.",
        )
    table = features.filter(pa.array([o in kept and bool(v) for o, v in zip(outlets, values, strict=True)]))
    strata = [value for outlet, value in zip(outlets, values, strict=True) if value and outlet in kept]
    totals = {outlet: sum(counts[outlet, name] for name in names) for outlet in kept}
    weights = {name: float(np.mean([counts[outlet, name] / totals[outlet] for outlet in kept])) for name in names}
    return Standard(
        _split(table, catalogue, np.array(strata), names),
        tuple(_standardised(feature, list(weights.values())) for feature in catalogue),
        by,
        weights,
        missing,
        sum(value is None or value == "" for value in values),
    )


def _check(by: str, names: Sequence[str]) -> None:
    if len(names) < 2:
        found = f"only {names[0]}" if names else "none"
        raise UsageError(
            f"a mix of {by} takes two known values or more; found {found}", fix="Compare without --stratify."
        )
    if len(names) > MOST:
        raise UsageError(
            f"{by} has {len(names):,} values; a mix takes {MOST} at most", fix="Choose a column with fewer values."
        )


def _split(table: pa.Table, catalogue: Sequence[Feature], strata: NDArray[np.str_], names: Sequence[str]) -> pa.Table:
    """FEATURES with a column for each count and stratum, 0 in articles of another one."""
    for column in dict.fromkeys(name for feature in catalogue for name in feature.columns):
        counts = pc.cast(table[column].combine_chunks(), pa.float64())
        for place, name in enumerate(names):
            inside = pa.array(strata == name)
            other = pc.if_else(pc.is_valid(counts), 0.0, None)
            table = table.append_column(_column(column, place), pc.if_else(inside, counts, other))
    return table


def _column(name: str, place: int) -> str:
    return f"{name}@{place}"


def _standardised(feature: Feature, weights: Sequence[float]) -> Feature:
    columns = tuple(_column(name, place) for place in range(len(weights)) for name in feature.columns)
    return replace(feature, kind="formula", numerator=columns, denominator=(), formula=_weighted(feature, weights))


def _weighted(feature: Feature, weights: Sequence[float]) -> Callable[[Mapping[str, Floats]], Floats]:
    def estimate(sums: Mapping[str, Floats]) -> Floats:
        parts = [
            weight * feature.estimate({name: sums[_column(name, place)] for name in feature.columns})
            for place, weight in enumerate(weights)
        ]
        total: Floats = np.sum(parts, axis=0)
        return total

    return estimate
