"""The comparison of outlets: estimates side by side, what stands out, and the differences that hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead.comparisons.summary import THRESHOLD, Standout, standouts
from masthead.features.rows import kept, shown
from masthead.reports.agreement import caution
from masthead.reports.numerals import NOTHING, decimals, interval, probability, signed
from masthead.reports.outlets import (
    MOST_OUTLETS,
    SMALL_PRINT,
    Shown,
    by_feature,
    exploratory_means,
    hints,
    mark_rule,
    nothing_stands_out,
    outlets_grid,
    outlets_shown,
    standout_told,
    standouts_told,
    too_small_means,
)
from masthead.reports.overview import Overview, at_one_mix
from masthead.reports.stacked import stacked_report
from masthead.reports.view import Cell, Grid, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.compare import Comparison
    from masthead.features.base import Feature
    from masthead.reports.outlets import Rows

THE_REST = "the rest"
_REST = " (the other tested outlets, each weighing the same)"


def comparison_report(
    found: Comparison,
    *,
    show: Shown | None = None,
    stacked: bool = False,
    hints: Sequence[str] = (),
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """What ``compare`` found; ``hints`` replace those on further features.

    Outlets stand side by side where there are few and nothing but the rest or a baseline is compared with.
    """
    overview, catalogue = Overview.of_result(found), found.catalogue
    profiles = found.profiles
    if stacked or profiles is None or len(_with_interval(profiles)) > MOST_OUTLETS:
        asked = found.options.events
        report = stacked_report(
            found.comparisons, catalogue, overview, show=show, asked_events=asked, manifest=manifest
        )
    else:
        report = compare_report(profiles, found.comparisons, catalogue, overview, show=show, manifest=manifest)
    report = report if found.mix is None else at_one_mix(report, found.mix)
    return replace(report, hints=tuple(hints)) if hints else report


def _with_interval(profiles: pa.Table) -> set[str]:
    """The outlets that have an interval for some feature."""
    rows = zip(profiles["outlet"].to_pylist(), profiles["low"].to_pylist(), strict=True)
    return {outlet for outlet, low in rows if low is not None}


def compare_report(
    profiles: pa.Table,
    comparisons: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """COMPARISONS over PROFILES of the same features: estimates side by side, marked where a difference holds."""
    show = show or Shown()
    features = shown(catalogue, show.families, everything=show.everything)
    differences = by_feature(comparisons)
    outlets, left = outlets_shown(profiles, overview, everything=show.all_outlets)
    reference = next(iter(comparisons["reference"].to_pylist()), "rest")
    if reference in outlets:
        outlets = [reference, *(outlet for outlet in outlets if outlet != reference)]
    against = THE_REST if reference == "rest" else reference
    grid = outlets_grid(by_feature(profiles), differences, features, outlets, overview)
    found = standouts(comparisons, features if show.families else catalogue, most=len(comparisons))
    return Report(
        title=f"{overview.size}: {'each outlet' if reference == 'rest' else 'every other outlet'} against {against}",
        lead=(_standout_sentence(found, differences, comparisons, against), *overview.cautions()),
        blocks=(grid,),
        details=(_difference_grid(found, differences, against),) if found else (),
        remarks=tuple(filter(None, (_legend(comparisons, features, against, overview, grid), caution(features)))),
        hints=(*left, *hints(catalogue, features)),
        rows=kept(comparisons, show.families),
        manifest=manifest or {},
    )


def _standout_sentence(found: Sequence[Standout], differences: Rows, comparisons: pa.Table, against: str) -> str:
    if not found:
        tests = len(comparisons) - comparisons["q"].null_count
        if not tests:
            return "Nothing could be tested: too little data, as the notes say."
        return nothing_stands_out(against, tests)
    said = [standout_told(differences[item.feature, item.outlet], item.title) for item in _varied(found)]
    return standouts_told(said, against, len(found))


def _varied(found: Sequence[Standout], most: int = 3) -> list[Standout]:
    """The strongest difference of each of the first outlets, so that one outlet does not fill the line."""
    first: dict[str, Standout] = {}
    for item in found:
        first.setdefault(item.outlet, item)
    rest = [item for item in found if item not in first.values()]
    return [*first.values(), *rest][:most]


def _difference_grid(found: Sequence[Standout], differences: Rows, against: str) -> Grid:
    rows = []
    for item in found:
        row = differences[item.feature, item.outlet]
        places = decimals([row["difference"]])
        texts = (
            signed(row["difference"], places),
            interval(row["low"], row["high"], places) or NOTHING,
            signed(row["effect"], 2),
            probability(row["p"]),
            probability(row["q"]),
            f"{row['n_clusters']:,}",
        )
        rows.append((Cell(item.outlet), Cell(item.title, detail=item.unit), *(Cell(text) for text in texts)))
    columns = (*wordings("outlet", "feature"), *figures("difference", "95% interval", "effect", "p", "q", "clusters"))
    title = f"Differences from {against} at q < {THRESHOLD}, largest effect first"
    return Grid.of(title, columns, rows, stub=2)


def _legend(comparisons: pa.Table, features: Sequence[Feature], against: str, overview: Overview, grid: Grid) -> str:
    tests = len(comparisons) - comparisons["q"].null_count
    said = [
        f"▲ higher, ▼ lower than {against}{_REST if against == THE_REST else ''}: "
        f"{mark_rule(tests)} of the difference.",
        SMALL_PRINT,
        *too_small_means(grid),
        overview.cluster_sentence(),
        *exploratory_means(features),
    ]
    return " ".join(filter(None, said))
