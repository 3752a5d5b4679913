"""The profile of outlets: their estimates, raw and pooled, or one outlet with its counts.

Pooled estimates stand below the raw ones: how far each outlet is drawn towards the mean of the outlets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead.features.rows import kept, shown
from masthead.reports.agreement import caution
from masthead.reports.numerals import NOTHING, count, decimals, interval, known, number
from masthead.reports.outlets import (
    SMALL_PRINT,
    Shown,
    by_feature,
    estimate_cell,
    hints,
    outlets_grid,
    outlets_shown,
    too_small_means,
)
from masthead.reports.titles import by_family, family_rows
from masthead.reports.view import Cell, Grid, Notes, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.reports.outlets import Rows
    from masthead.reports.overview import Overview

_HALF_PERCENT = 0.005
_POOLED_MEANS = (
    "pooled: drawn towards the mean of the outlets by the percentage given, the further the less an outlet's own data "
    "say (empirical Bayes, Morris 1983); τ² is the variance between outlets, on the scale of pooling; "
    "where it is 0, outlets differ no more than chance makes them."
)


def profile_report(
    profiles: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """PROFILES or POOLED as outlets side by side; a single outlet as one line a feature with its counts."""
    show = show or Shown()
    features = shown(catalogue, show.families, everything=show.everything)
    rows = by_feature(profiles)
    outlets, left = outlets_shown(profiles, overview, everything=show.all_outlets)
    single = len(outlets) == 1
    grid = _single_grid(rows, features, outlets[0]) if single else outlets_grid(rows, {}, features, outlets, overview)
    pooled = "pooled" in profiles.column_names
    if pooled and not single:
        grid = _pooled_grid(grid, rows, features, outlets)
    legend = [
        SMALL_PRINT,
        *too_small_means(grid),
        overview.cluster_sentence(),
        _pooling_sentence(profiles) if pooled else "",
    ]
    subject = f"{outlets[0]}: {count(overview.total, 'article')}" if single else f"Profiles of {overview.size}"
    return Report(
        title=subject,
        blocks=(grid,),
        remarks=tuple(filter(None, (" ".join(filter(None, legend)), caution(features), *overview.cautions()))),
        hints=(*left, *hints(catalogue, features)),
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
    return f"{number(numerator, _count_places(numerator))} of {number(denominator, _count_places(denominator))}"


def _count_places(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def _pooled_grid(grid: Grid, rows: Rows, features: Sequence[Feature], outlets: Sequence[str]) -> Grid:
    """``grid`` of outlets side by side (its head, then a section a family) with a pooled row below each raw one."""
    sections = [
        replace(
            section,
            rows=tuple(
                row
                for feature, raw in zip(members, section.rows, strict=True)
                for row in (raw, *_pooled_row(feature, rows, outlets))
            ),
        )
        for section, (_, members) in zip(grid.sections[1:], by_family(features), strict=True)
    ]
    return replace(grid, sections=(grid.sections[0], *sections))


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
        f"{_percent(row['shrinkage'])} → {number(row['pooled'], places)}",
        detail=interval(row["pooled_low"], row["pooled_high"], places),
    )


def _percent(share: float) -> str:
    return "<1%" if 0 < share < _HALF_PERCENT else f"{100 * share:.0f}%"
