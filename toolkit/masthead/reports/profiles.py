"""Profiles: outlets side by side, raw, pooled and corrected; a single outlet with its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.features.rows import kept, shown
from masthead.numerals import NOTHING, count, decimals, interval, known, number, whole_percent
from masthead.reports.agreement import caution
from masthead.reports.corrected import corrected_grid, corrected_means
from masthead.reports.outlets import (
    SMALL_PRINT,
    Shown,
    by_feature,
    estimate_cell,
    features_seen,
    hints,
    outlets_grid,
    outlets_shown,
    too_small_means,
    weighing_told,
    with_rows_below,
)
from masthead.reports.titles import family_rows
from masthead.reports.view import Cell, Grid, Notes, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview
    from masthead.reports.outlets import Rows

_POOLED_MEANS = (
    "pooled: shrunk towards the mean of the outlets by the percentage given, more so the less an outlet's own data "
    "say (empirical Bayes, Morris 1983). τ² is the variance between outlets, on the scale of pooling; if it is 0, "
    "outlets differ no more than by chance."
)


def profile_report(
    profiles: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown | None = None,
    weigh: str = "length",
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """PROFILES or POOLED as outlets side by side; a single outlet as one line a feature with its counts."""
    show = show or Shown()
    features = shown(catalogue, show.families, everything=show.everything)
    rows = by_feature(profiles)
    counted = dict.fromkeys((feature.name for feature in features), 0.0)
    for (feature, _), row in rows.items():
        if feature in counted:
            counted[feature] += row.get("numerator") or 0.0
    features, less = features_seen(features, lambda feature: counted[feature.name], "with fewer hits", show)
    outlets, left = outlets_shown(profiles, overview, everything=show.all_outlets)
    single = len(outlets) == 1
    grid = _single_grid(rows, features, outlets[0]) if single else outlets_grid(rows, {}, features, outlets, overview)
    pooled = "pooled" in profiles.column_names
    if pooled and not single:
        grid = _pooled_grid(grid, rows, features, outlets)
    grid = corrected_grid(grid, rows, {}, features, outlets)
    legend = [
        SMALL_PRINT,
        *too_small_means(grid),
        overview.cluster_sentence(),
        _pooling_sentence(profiles) if pooled else "",
        *corrected_means(profiles),
    ]
    told = (" ".join(filter(None, legend)), caution(features), *less)
    remarks = (*weighing_told(weigh), *told, *overview.cautions())
    subject = f"{outlets[0]}: {count(overview.total, 'article')}" if single else f"Profiles of {overview.size}"
    return Report(
        title=subject,
        blocks=(grid,),
        remarks=tuple(filter(None, remarks)),
        hints=(*left, *(() if less else hints(catalogue, features))),
        rows=kept(profiles, show.families),
        fields=tuple(name for name in profiles.column_names if name != "primary"),
        manifest=manifest or {},
    )


def _pooling_sentence(profiles: pa.Table) -> str:
    """What the pooled rows are, or why there are none."""
    reasons = sorted(set(profiles["pooling_reason"].to_pylist()) - {None})
    return _POOLED_MEANS if profiles["pooled"].null_count < len(profiles) else f"Nothing is pooled: {reasons[0]}."


def _single_grid(rows: Rows, features: Sequence[Feature], outlet: str) -> Grid:
    notes = Notes()
    found = family_rows(features, lambda feature: _single_row(feature, rows.get((feature.name, outlet), {}), notes))
    return Grid.of("", (*wordings(""), *figures("estimate", "counted", "articles", "clusters")), found, notes)


def _single_row(feature: Feature, row: Mapping[str, Any], notes: Notes) -> tuple[Cell, ...]:
    places = decimals([row.get("estimate")])
    return (
        Cell(feature.title, detail=feature.unit),
        estimate_cell(row, None, places, (0.0, 0.0), notes, row.get("n_clusters", 0)),
        Cell(_counted(row.get("numerator"), row.get("denominator"))),
        *(Cell(f"{row.get(name, 0):,}") for name in ("n_articles", "n_clusters")),
    )


def _counted(numerator: float | None, denominator: float | None) -> str:
    """``12 of 1,000``; formulas have neither."""
    if numerator is None or denominator is None or not (known(numerator) and known(denominator)):
        return NOTHING
    return " of ".join(number(n, 0 if float(n).is_integer() else 1) for n in (numerator, denominator))


def _pooled_grid(grid: Grid, rows: Rows, features: Sequence[Feature], outlets: Sequence[str]) -> Grid:
    """The grid with a pooled row below each raw one."""
    return with_rows_below(grid, features, lambda feature: _pooled_row(feature, rows, outlets))


def _pooled_row(feature: Feature, rows: Rows, outlets: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    """No row where nothing could be pooled."""
    found = [rows.get((feature.name, outlet), {}) for outlet in outlets]
    told = next((row for row in found if known(row.get("pooled"))), None)
    if told is None:
        return ()
    places = decimals([row.get("estimate") for row in found])
    about = f"mean {number(told['pooled_mean'], places)}, τ² {told['tau2']:.2g}"
    return ((Cell("  pooled", detail=f"  {about}"), *(_pooled_cell(row, places) for row in found)),)


def _pooled_cell(row: Mapping[str, Any], places: int) -> Cell:
    if not known(row.get("pooled")):
        return Cell(number(None, places))
    return Cell(
        f"{whole_percent(row['shrinkage'])} → {number(row['pooled'], places)}",
        detail=interval(row["pooled_low"], row["pooled_high"], places),
    )
