"""Profiles corrected by codes: the instrument's figures beside what a hand-coded sample makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.special import stdtrit

from masthead.errors import UsageError
from masthead.profiles.codes import hidden_id
from masthead.profiles.rows import ClusterTable
from masthead.profiles.sums import usable_rows
from masthead.schema import CORRECTED_PROFILES
from masthead.stats.correction import FEWEST_CODED, CodedGroup, correct, tuned_on_others

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature
    from masthead.profiles.codes import Code, Codes

    Floats = NDArray[np.float64]

NOT_CODED = "no codes for this feature"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Correction:
    """A feature's corrected estimates, in its unit, by outlet: NaN where there is none, with the reason.

    ``from_codes`` are the parts of the variances that more codes make smaller, ``strengths`` the lambdas, ``coded`` the
    numbers of coded articles.
    """

    values: Floats
    variances: Floats
    freedoms: Floats
    from_codes: Floats
    strengths: Floats
    coded: NDArray[np.int64]
    reasons: tuple[str | None, ...]

    def limits(self, group: int, level: float) -> tuple[float, float]:
        """The interval of one outlet's estimate; NaN where there is none."""
        return interval_of(self.values[group], self.variances[group], self.freedoms[group], level)


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections by feature, of the outlets ``groups``; ``unused`` are coded articles that do not count."""

    groups: tuple[str, ...]
    features: Mapping[str, Correction]
    unused: tuple[str, ...]

    def articles(self) -> dict[str, int]:
        """How many coded articles correct each feature, of the outlets that have enough of them."""
        return {name: int(one.coded[np.isfinite(one.variances)].sum()) for name, one in self.features.items()}

    def notes(self) -> list[str]:
        """What a reader must know of the codes."""
        if not self.unused:
            return []
        shown = ", ".join(self.unused[:_NAMED]) + (", ..." if len(self.unused) > _NAMED else "")
        are = "1 coded article is" if len(self.unused) == 1 else f"{len(self.unused):,} coded articles are"
        return [f"{are} not among the articles that count, and ignored: {shown}"]


def interval_of(value: float, variance: float, freedom: float, level: float) -> tuple[float, float]:
    """The interval of an estimate by Student's t; NaN where anything is unknown."""
    reach = stdtrit(freedom, (1 + level) / 2) * np.sqrt(variance)
    return float(value - reach), float(value + reach)


def corrections(features: pa.Table, catalogue: Sequence[Feature], codes: Codes) -> Corrections:
    """Correct the features that ``codes`` are of, outlet by outlet (``masthead.stats.correction`` has the estimator).

    ``features`` is a FEATURES table whose rows are the articles that count. An outlet with fewer than ``FEWEST_CODED``
    coded articles is not corrected. Raises UsageError where no coded article is among the rows, where weights are given
    for some articles of an outlet only, and where a sheet has not all sentences of an article.
    """
    table = ClusterTable.of(features)
    ids = table.column("id").to_pylist()
    place = {hidden_id(str(name)): row for row, name in enumerate(ids)}
    place |= {str(name): row for row, name in enumerate(ids)}
    known = {feature.name: feature for feature in catalogue}
    coded = {
        name: {place[article]: code for article, code in own.items() if article in place}
        for name, own in codes.features.items()
    }
    every = dict.fromkeys(article for own in codes.features.values() for article in own)
    unused = tuple(article for article in every if article not in place)
    if len(unused) == len(every):
        raise UsageError(
            f"none of the {len(every):,} coded articles is among the articles that count",
            where=codes.name,
            fix=f"Ids in the codes: {', '.join(unused[:_NAMED])}; of articles: {', '.join(map(str, ids[:_NAMED]))}.",
        )
    made = {name: _corrected(table, known[name], own, codes.name) for name, own in coded.items()}
    return Corrections(table.groups, made, unused)


def _corrected(table: ClusterTable, feature: Feature, codes: Mapping[int, Code], name: str) -> Correction:
    numerator, denominator = feature.totals({column: table.count(column) for column in feature.columns})
    usable = usable_rows(table, feature)
    groups = [
        _group(table, usable, np.stack([numerator, denominator], axis=1), codes, group, name)
        for group in range(len(table.groups))
    ]
    able = [group if len(group.rows) >= FEWEST_CODED else None for group in groups]
    strengths = tuned_on_others(able)
    found = np.full((4, len(groups)), np.nan)
    reasons: list[str | None] = []
    for place, (group, strength) in enumerate(zip(able, strengths, strict=True)):
        if group is not None:
            found[:, place] = correct(group, strength)
        reasons.append(_reason(len(groups[place].rows), found[:, place]))
    found[1:, ~(found[1] > 0)] = np.nan
    return Correction(
        np.clip(found[0] * feature.scale, feature.low, feature.high),
        found[1] * feature.scale**2,
        found[2],
        found[3] * feature.scale**2,
        strengths,
        np.array([len(group.rows) for group in groups], np.int64),
        tuple(reasons),
    )


def _reason(coded: int, found: Floats) -> str | None:
    if coded < FEWEST_CODED:
        return f"too few coded articles ({coded} < {FEWEST_CODED})"
    return None if found[1] > 0 else "no variation between coded articles"


def _group(
    table: ClusterTable,
    usable: NDArray[np.bool_],
    counted: Floats,
    codes: Mapping[int, Code],
    group: int,
    name: str,
) -> CodedGroup:
    """The usable articles of an outlet, and those of them that are coded."""
    rows = np.flatnonzero(usable & (table.row_group == group))
    places = [place for place, row in enumerate(rows.tolist()) if row in codes]
    own = [codes[row] for row in rows[places].tolist()]
    ours = counted[rows]
    _require_whole(table, rows[places], own, name)
    human = [
        (code.numerator, ours[place, 1] if code.denominator is None else code.denominator)
        for place, code in zip(places, own, strict=True)
    ]
    weights = {code.weight for code in own}
    if None in weights and len(weights) > 1:
        raise UsageError(
            f"some coded articles of {table.groups[group]} have a weight, others none",
            where=name,
            fix="Give all a weight, one over the probability of being coded, or none.",
        )
    return CodedGroup(
        ours,
        table.row_cluster[rows],
        np.array(places, np.intp),
        np.array(human, np.float64).reshape(-1, 2),
        np.array([code.weight or 1.0 for code in own], np.float64),
    )


def _require_whole(table: ClusterTable, rows: NDArray[np.intp], codes: Sequence[Code], name: str) -> None:
    """Refuse a sheet that lacks sentences of an article."""
    if "sentences" not in table.features.column_names:
        return
    counted = table.count("sentences")[rows]
    for row, code, sentences in zip(rows.tolist(), codes, counted.tolist(), strict=True):
        if code.sentences is not None and code.sentences != sentences:
            article = table.column("id")[row].as_py()
            raise UsageError(
                f"the sheet has {code.sentences:,} of the {sentences:,.0f} sentences of article {article!r}",
                where=name,
                fix="Put the missing rows back, or take out the article; the text must be that which was sampled.",
            )


def correct_profiles(profiles: pa.Table, found: Corrections, catalogue: Sequence[Feature], *, level: float) -> pa.Table:
    """PROFILES with what codes make of each estimate: a CORRECTED_PROFILES table, row by row."""
    known = {feature.name: feature for feature in catalogue}
    place = {outlet: group for group, outlet in enumerate(found.groups)}
    rows = []
    for row in profiles.to_pylist():
        correction = found.features.get(row["feature"])
        rows.append(row | level_of(correction, place[row["outlet"]], known.get(row["feature"]), level))
    return pa.Table.from_pylist(rows, schema=CORRECTED_PROFILES)


def level_of(correction: Correction | None, group: int, feature: Feature | None, level: float) -> dict[str, Any]:
    """The corrected estimate of an outlet as fields of a row."""
    if correction is None or feature is None:
        return {"n_coded": 0, "corrected_reason": NOT_CODED}
    low, high = np.clip(correction.limits(group, level), feature.low, feature.high)
    return {
        "corrected": _known(correction.values[group]),
        "corrected_low": _known(low),
        "corrected_high": _known(high),
        "lambda": _known(correction.strengths[group]),
        "n_coded": int(correction.coded[group]),
        "corrected_reason": correction.reasons[group],
    }


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
