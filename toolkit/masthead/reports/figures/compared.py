"""Figures of a comparison: a forest plot for each feature, and a heat map of outlets and features."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead.comparisons.differences import REST
from masthead.comparisons.summary import holds
from masthead.features.rows import shown
from masthead.numerals import known
from masthead.reports.figures.model import Estimate, Forest, HeatMap
from masthead.reports.figures.named import Named, named
from masthead.reports.outlets import (
    IN_DATA,
    TOO_SMALL,
    Shown,
    by_feature,
    fragile_means,
    mark_of,
    mark_rule,
    outlets_shown,
)
from masthead.reports.stacked import MOST_PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.comparisons.compare import Comparison
    from masthead.features.base import Feature
    from masthead.reports.figures.model import Figure

    Row = Mapping[str, Any]

_FEWEST = 2
_MANY = f"Of more than {MOST_PAIRS} differences those are drawn that are marked."


def comparison_figures(
    found: Comparison, show: Shown | None = None, features: Sequence[Feature] | None = None
) -> tuple[Named, ...]:
    """What ``compare`` found as figures: estimates where outlets have them, else differences, and a heat map.

    ``features`` are drawn instead of those that ``show`` asks for.
    """
    show = show or Shown()
    features = features or shown(found.catalogue, show.families, everything=show.everything)
    compared = found.comparisons.to_pylist()
    marked = f"▲ higher, ▼ lower, filled: {mark_rule(compared)} of the difference."
    marks = " ".join((marked, *fragile_means(compared, IN_DATA), _counted(found)))
    if found.profiles is None:
        forests = (differences(feature, compared) for feature in features)
        return named((one.estimates[0].feature, one, f"{marks} {_MANY}") for one in forests if one.estimates)
    figures: list[tuple[str, Figure, str]] = [
        (feature.name, one, marks) for feature in features if (one := estimates(found, feature, show)).estimates
    ]
    heat = heat_map(found, features, show)
    if len(heat.rows) >= _FEWEST:
        figures.append(("outlets", heat, marks))
    return named(figures)


def _counted(found: Comparison) -> str:
    """What n is."""
    matched = found.comparisons["n_events"].null_count < len(found.comparisons)
    corrected = found.profiles is not None and "n_coded" in found.profiles.column_names
    coded = " (where corrected, coded articles)" if corrected else ""
    return "n: shared events." if matched else f"n: articles{coded}."


def estimates(found: Comparison, feature: Feature, show: Shown | None = None) -> Forest:
    """The outlets' own estimates of a feature; below each the one corrected by codes, where there is one.

    The reference line is the baseline, or the mean of the outlets that were tested, each with the same weight.
    """
    rows = list(_own_rows(found, feature, show or Shown()))
    made = []
    for row, difference in rows:
        made.append(_estimate(row, difference, feature))
        if known(row.get("corrected")):
            made.append(_corrected(row, difference, feature))
    return Forest(title=feature.title, unit=feature.unit, estimates=tuple(made), reference=_reference(found, rows))


def heat_map(found: Comparison, features: Sequence[Feature], show: Shown | None = None) -> HeatMap:
    """The outlets' own estimates of all features."""
    cells = [
        _estimate(row, difference, feature)
        for feature in features
        for row, difference in _own_rows(found, feature, show or Shown())
    ]
    named_features = tuple((feature.name, feature.title, feature.unit) for feature in features)
    return HeatMap(title="Outlets by feature", features=named_features, cells=tuple(cells))


def differences(feature: Feature, compared: Sequence[Row]) -> Forest:
    """The differences of one feature: of pairs, of parts, or on shared events; the line stands at no difference.

    Of more than ``MOST_PAIRS`` those that hold are drawn.
    """
    rows = [row for row in compared if row["feature"] == feature.name and known(row["difference"])]
    if len(rows) > MOST_PAIRS:
        rows = [row for row in rows if holds(row)]
    made = tuple(_difference(row, feature) for row in rows)
    return Forest(
        title=f"{feature.title}, differences",
        unit=feature.unit,
        estimates=made,
        reference=(0.0, "no difference"),
    )


def _own_rows(found: Comparison, feature: Feature, show: Shown) -> Iterator[tuple[Row, Row | None]]:
    """Rows of PROFILES with those of COMPARISONS that say how the outlet differs, for the outlets that are shown."""
    if found.profiles is None:
        return
    outlets, _ = outlets_shown(found.profiles, found.overview, everything=show.all_outlets)
    rows, compared = by_feature(found.profiles), by_feature(found.comparisons)
    for outlet in outlets:
        if (feature.name, outlet) in rows:
            yield rows[feature.name, outlet], compared.get((feature.name, outlet))


def _reference(found: Comparison, rows: Sequence[tuple[Row, Row | None]]) -> tuple[float, str] | None:
    named_one = next((row["reference"] for row in found.comparisons.to_pylist()), REST)
    if named_one != REST:
        value = next((row["estimate"] for row, _ in rows if row["outlet"] == named_one), None)
        return (value, named_one) if value is not None and known(value) else None
    tested = [row["estimate"] for row, difference in rows if difference is not None and known(difference["difference"])]
    units = "groups" if found.members is not None else "outlets"
    return (sum(tested) / len(tested), f"mean of the {units}") if len(tested) >= _FEWEST else None


def _estimate(row: Row, difference: Row | None, feature: Feature) -> Estimate:
    return Estimate(
        outlet=row["outlet"],
        feature=feature.name,
        value=row["estimate"],
        low=row["low"],
        high=row["high"],
        n=row["n_articles"],
        mark=mark_of(difference),
        fragile=(difference or {}).get("fragile") or "",
        q=(difference or {}).get("q"),
        reason=_reason(row),
        unit=feature.unit,
    )


def _corrected(row: Row, difference: Row | None, feature: Feature) -> Estimate:
    raw = _estimate(row, difference, feature)
    return replace(
        raw,
        label=f"{row['outlet']}, corrected",
        value=row["corrected"],
        low=row["corrected_low"],
        high=row["corrected_high"],
        mark="",
        fragile="",
        q=None,
        n=row["n_coded"],
        reason="",
    )


def _difference(row: Row, feature: Feature) -> Estimate:
    against = "" if row["reference"] == REST else f" − {row['reference']}"
    part = "" if row["stratum"] is None else f", {row['stratum']}"
    return Estimate(
        outlet=row["outlet"],
        feature=feature.name,
        label=f"{row['outlet']}{against}{part}",
        value=row["difference"],
        low=row["low"],
        high=row["high"],
        n=row["n_articles"] if row["n_events"] is None else row["n_events"],
        mark=mark_of(row),
        fragile=row["fragile"] or "",
        q=row["q"],
        reason=_reason(row),
        unit=feature.unit,
    )


def _reason(row: Row) -> str:
    """Why there is no interval, in a word or two."""
    if known(row["low"]):
        return ""
    reason = row["reason"] or ""
    return TOO_SMALL if "too few" in reason else reason
