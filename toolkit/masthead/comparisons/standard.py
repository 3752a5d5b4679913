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

from masthead.comparisons.options import MOST_TOPICS
from masthead.comparisons.strata import values_by
from masthead.errors import UsageError
from masthead.features import ready, without_choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]

FEWEST = 5
"""Articles that an outlet must have in each stratum: of fewer no figure is made that weighs as much as all others."""
MOST = MOST_TOPICS
_column = "{}@{}".format


class Standard(NamedTuple):
    """Outlets made comparable: FEATURES and catalogue for ``compare_outlets``, and what was done.

    ``weights`` are the shares of the strata, ``missing`` the outlets left out, with the strata of which they have too
    few articles; ``unknown`` counts articles of no known stratum, and ``strata`` are those of the rows of ``features``.
    """

    features: pa.Table
    catalogue: tuple[Feature, ...]
    by: str
    weights: Mapping[str, float]
    missing: Mapping[str, tuple[str, ...]]
    unknown: int
    strata: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """What was done, for a manifest."""
        missing = {outlet: list(strata) for outlet, strata in self.missing.items()}
        return {"by": self.by, "weights": dict(self.weights), "left_out": missing, "unknown": self.unknown}


def standardise(
    features: pa.Table, catalogue: Sequence[Feature], by: str, found: Mapping[str, str] | None = None
) -> Standard:
    """Hold outlets at the same mix of the values of ``by`` (genre, section, a label, month).

    Where ``found`` gives articles by their id a value, ``by`` is what these are called (topic).

    Each stratum weighs what its share of the articles is on average over the outlets that have ``FEWEST`` articles in
    every stratum; the others are left out, and so are articles of unknown stratum, and choices of words. The features
    returned are formulas of sums, so that intervals, tests and effects are made as for any other. Raises ``UsageError``
    for a column that is not there, one with fewer than two or more than ``MOST`` values, and where fewer than two
    outlets are left.
    """
    features, catalogue = ready(features, without_choices(catalogue))
    column = values_by(features, by) if found is None else list(map(found.get, features["id"].to_pylist()))
    values = [None if value == "unknown" else value for value in column]
    outlets = features["outlet"].to_pylist()
    counts = Counter(zip(outlets, values, strict=True))
    names = sorted({value for value in values if value})
    _check(by, names)
    short = {outlet: tuple(name for name in names if counts[outlet, name] < FEWEST) for outlet in sorted(set(outlets))}
    missing = {outlet: found for outlet, found in short.items() if found}
    kept = [outlet for outlet, found in short.items() if not found]
    if len(kept) < 2:
        listed = "; ".join(f"{outlet} of {', '.join(found)}" for outlet, found in list(missing.items())[:3])
        raise UsageError(
            f"fewer than two outlets have {FEWEST} articles of every {by}",
            fix=f"Too few in {listed}{'; ...' if len(missing) > 3 else ''}. "
            + (f"--by {by} compares within each." if found is None else "Ask for fewer topics, or try --events."),
        )
    strata = [value if outlet in kept else None for outlet, value in zip(outlets, values, strict=True)]
    table = features.filter(pa.array([bool(value) for value in strata]))
    held = tuple(value for value in strata if value)
    totals = {outlet: sum(counts[outlet, name] for name in names) for outlet in kept}
    weights = {name: float(np.mean([counts[outlet, name] / totals[outlet] for outlet in kept])) for name in names}
    return Standard(
        _split(table, catalogue, np.array(held), names),
        tuple(_standardised(feature, list(weights.values())) for feature in catalogue),
        by,
        weights,
        missing,
        sum(not value for value in values),
        held,
    )


def _check(by: str, names: Sequence[str]) -> None:
    if len(names) < 2:
        wrong = f"a mix of {by} needs two known values or more; found {f'only {names[0]}' if names else 'none'}"
        raise UsageError(wrong, fix="Compare without --stratify.")
    if len(names) > MOST:
        wrong = f"{by} has {len(names):,} values; a mix can have {MOST} at most"
        raise UsageError(wrong, fix="Choose a column with fewer values.")


def _split(table: pa.Table, catalogue: Sequence[Feature], strata: NDArray[np.str_], names: Sequence[str]) -> pa.Table:
    """FEATURES with a column for each count and stratum, 0 in articles of another one."""
    for column in dict.fromkeys(name for feature in catalogue for name in feature.columns):
        counts = pc.cast(table[column].combine_chunks(), pa.float64())
        other = pc.if_else(pc.is_valid(counts), 0.0, None)
        for place, name in enumerate(names):
            table = table.append_column(_column(column, place), pc.if_else(pa.array(strata == name), counts, other))
    return table


def _standardised(feature: Feature, weights: Sequence[float]) -> Feature:
    columns = tuple(_column(name, place) for place in range(len(weights)) for name in feature.columns)

    def estimate(sums: Mapping[str, Floats]) -> Floats:
        parts = [
            weight * feature.estimate({name: sums[_column(name, place)] for name in feature.columns})
            for place, weight in enumerate(weights)
        ]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)

    hits = tuple(_column(name, place) for place in range(len(weights)) for name in feature.hits)
    return replace(feature, kind="formula", numerator=columns, denominator=(), formula=estimate, hit_columns=hits)
