"""Ranks of outlets, feature by feature, with the ranks that each may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, decimals, interval, known, number
from masthead.reports.outlets import Shown, hints, weighing_told
from masthead.reports.view import Cell, Grid, Report, Section, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.comparisons.summary import Trial
    from masthead.features.base import Feature

MEANS = (
    "Rank 1 is the highest figure. Possible ranks: 95% intervals that hold for all outlets of a feature at once; "
    "where they overlap, the data do not say which outlet is ahead. A rank does not say how far apart outlets are."
)


def ranks_report(
    found: Trial, *, weigh: str = "length", show: Shown | None = None, manifest: Mapping[str, Any] | None = None
) -> Report:
    """RANKS as a table, each feature with its outlets below each other."""
    show = show or Shown()
    rows = found.table.to_pylist()
    features = found.catalogue if show.everything else found.tested
    sections = [_section(feature, [row for row in rows if row["feature"] == feature.name]) for feature in features]
    columns = (*wordings("outlet"), *figures("rank", "possible ranks", "estimate", "95% interval", "clusters"))
    return Report(
        title=f"{found.overview.size}: ranks",
        lead=tuple(found.overview.cautions()),
        blocks=(Grid("", columns, tuple(section for section in sections if section.rows)),),
        remarks=(*weighing_told(weigh), f"{MEANS} {found.overview.cluster_sentence()}"),
        hints=hints(found.catalogue, features),
        rows=found.table,
        manifest=manifest or {},
    )


def _section(feature: Feature, rows: Sequence[Mapping[str, Any]]) -> Section:
    places = decimals([row["estimate"] for row in rows])
    return Section(f"{feature.title}, {feature.unit}", tuple(_cells(row, places) for row in rows))


def _cells(row: Mapping[str, Any], places: int) -> tuple[Cell, ...]:
    ranked = known(row["rank"])
    low, high = row["rank_low"], row["rank_high"]
    return (
        Cell(row["outlet"]),
        Cell(str(row["rank"]) if ranked else NOTHING),
        Cell((str(low) if low == high else f"{low}–{high}") if ranked else NOTHING),
        Cell(number(row["estimate"], places)),
        Cell(interval(row["low"], row["high"], places) or NOTHING),
        Cell(f"{row['n_clusters']:,}"),
    )
