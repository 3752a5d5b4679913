"""Differences between outlets corrected by codes, beside those of the instrument alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.comparisons.differences import REST
from masthead.numerals import count
from masthead.profiles.corrected import NOT_CODED, interval_of, level_of
from masthead.schema import CORRECTED_COMPARISONS
from masthead.stats.correction import satterthwaite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.features.base import Feature
    from masthead.profiles.corrected import Correction, Corrections

_UNCORRECTED = {True: "no other outlet is corrected", False: "the outlet compared with is not corrected"}
_WIDER = 1.05
"""Corrected intervals are called wider from this ratio on."""
_OF_LITTLE_USE = 0.2
"""Of a lambda below this it is said that the instrument adds little to the codes."""


def correct_comparisons(
    comparisons: pa.Table, found: Corrections, catalogue: Sequence[Feature], *, level: float
) -> pa.Table:
    """COMPARISONS with what codes make of each estimate and difference: CORRECTED_COMPARISONS, row by row.

    The corrected difference is that of corrected estimates: from the mean of the other outlets that have codes enough,
    each with the same weight, or from the one outlet compared with. Its interval is Student's, the degrees of freedom
    Satterthwaite's.
    """
    known = {feature.name: feature for feature in catalogue}
    place = {outlet: group for group, outlet in enumerate(found.groups)}
    rows = []
    for row in comparisons.to_pylist():
        feature, correction = known.get(row["feature"]), found.features.get(row["feature"])
        group, reference = place[row["outlet"]], place.get(row["reference"])
        own = level_of(correction, group, feature, level)
        if correction is not None and feature is not None:
            own |= _difference(correction, group, reference, feature.high - feature.low, level)
        rows.append({**row, "corrected_marked": False, **own})
    return pa.Table.from_pylist(rows, schema=CORRECTED_COMPARISONS)


def _difference(
    correction: Correction, group: int, reference: int | None, widest: float, level: float
) -> dict[str, Any]:
    """The corrected difference from the outlet ``reference``, or from the others where that is None."""
    able = np.flatnonzero(np.isfinite(correction.variances))
    others = able[able != group] if reference is None else able[able == reference]
    if group not in able:
        return {}
    if not len(others):
        return {"corrected_reason": _UNCORRECTED[reference is None]}
    difference = correction.values[group] - correction.values[others].mean()
    variances = np.append(correction.variances[group], correction.variances[others] / len(others) ** 2)
    freedom = satterthwaite(variances, np.append(correction.freedoms[group], correction.freedoms[others]))
    low, high = np.clip(interval_of(difference, variances.sum(), freedom, level), -widest, widest)
    return {
        "corrected_marked": bool(low > 0 or high < 0),
        "corrected_difference": float(difference),
        "corrected_difference_low": float(low),
        "corrected_difference_high": float(high),
    }


def correction_notes(table: pa.Table, found: Corrections, catalogue: Sequence[Feature]) -> list[str]:
    """What correcting did, feature by feature: from how many articles, how far it trusts the instrument, at what cost.

    ``table`` is CORRECTED_COMPARISONS.
    """
    titles = {feature.name: feature.title for feature in catalogue}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in table.to_pylist():
        if row["corrected_reason"] != NOT_CODED:
            rows.setdefault(row["feature"], []).append(row)
    notes = found.notes()
    for name, own in rows.items():
        notes += _told(titles[name], own, found.features[name], found.groups)
    return notes


def _told(title: str, rows: Sequence[Mapping[str, Any]], correction: Correction, groups: Sequence[str]) -> list[str]:
    corrected = [group for group in range(len(groups)) if np.isfinite(correction.variances[group])]
    left = [groups[group] for group in range(len(groups)) if group not in corrected]
    if not corrected:
        return [f"{title}: not corrected, because no outlet has enough coded articles."]
    articles = int(correction.coded[corrected].sum())
    strength = float(correction.strengths[corrected].mean())
    said = [f"{title}: corrected with {count(articles, 'coded article')} of {count(len(corrected), 'outlet')}"]
    said.append(f" (lambda {strength:.2f} on average)")
    ratio = _width(rows)
    if ratio is not None and ratio > _WIDER:
        said.append(f"; intervals of corrected differences are {ratio:.1f} times as wide")
    if strength < _OF_LITTLE_USE:
        said.append("; the instrument adds little to the codes, which could stand alone")
    if left and any(row["reference"] == REST for row in rows):
        said.append(f"; corrected differences leave out {', '.join(left)}, with too few coded articles")
    return ["".join(said) + "."]


def _width(rows: Sequence[Mapping[str, Any]]) -> float | None:
    """The median width of corrected intervals of differences over that of the instrument's own."""
    ratios = [
        (row["corrected_difference_high"] - row["corrected_difference_low"]) / (row["high"] - row["low"])
        for row in rows
        if row["corrected_difference_low"] is not None and row["low"] is not None and row["high"] > row["low"]
    ]
    return float(np.median(ratios)) if ratios else None
