"""Outlets side by side: the comparison that marks the differences that hold and says what stands out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead.comparisons.differences import REST
from masthead.comparisons.groups import told_members
from masthead.comparisons.options import PowerOptions
from masthead.comparisons.power import detectable
from masthead.comparisons.summary import THRESHOLD, Standout, holds, standouts
from masthead.features.rows import CHOICES, kept, shown
from masthead.numerals import (
    NOTHING,
    count,
    decimals,
    interval,
    probability,
    signed,
)
from masthead.profiles import ClusterTable
from masthead.reports.agreement import caution
from masthead.reports.complete import CORRECTED_N_MEANS, N_MEANS, complete_grid
from masthead.reports.corrected import corrected_grid, corrected_means
from masthead.reports.coverage import with_coverage
from masthead.reports.glance import glance
from masthead.reports.outlets import (
    IN_NOTES,
    IN_TABLE,
    MOST_OUTLETS,
    SMALL_PRINT,
    Shown,
    at_one_mix,
    by_feature,
    difference_cell,
    exploratory_means,
    features_seen,
    fragile_means,
    hints,
    mark_rule,
    nothing_stands_out,
    outlets_grid,
    outlets_shown,
    standout_told,
    standouts_told,
    too_small_means,
    weighing_told,
)
from masthead.reports.power import detectable_told
from masthead.reports.stacked import stacked_report
from masthead.reports.titles import by_family
from masthead.reports.view import Cell, Grid, Notes, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.compare import Comparison
    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview
    from masthead.reports.outlets import Rows

THE_REST = "the rest"
PAIR = 2
"""With so many outlets their difference is a column of its own."""
_REST = " (the other tested outlets, each with the same weight)"
_REST_OF_GROUPS = " (the mean of the other groups)"
_MEANS = "Figures: means of the outlets' figures, each with the same weight."
_PERMUTED = "p permutes whole outlets over the groups."
GROUPS_MEAN = f"{_MEANS} Small print: unit; 95% interval over outlets. {_PERMUTED}"
_GROUPS_COLUMNS = f"{_MEANS} Intervals: 95%, over outlets. {N_MEANS} {_PERMUTED}"


def comparison_report(
    found: Comparison,
    *,
    show: Shown | None = None,
    hints: Sequence[str] = (),
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """What ``compare`` found; ``hints`` replace those on further features.

    Outlets stand side by side where there are few and nothing but the rest or a baseline is compared with.
    """
    overview, catalogue, show = found.overview, found.catalogue, show or Shown()
    profiles = found.profiles
    if show.stacked or profiles is None or len(_with_interval(profiles)) > MOST_OUTLETS:
        asked = found.options.events
        report = stacked_report(
            found.comparisons, catalogue, overview, show=show, asked_events=asked, manifest=manifest
        )
    else:
        report = compare_report(
            profiles, found.comparisons, catalogue, overview, show=show, members=found.members, manifest=manifest
        )
    report = report if found.mix is None else at_one_mix(report, found.mix)
    if found.covered is not None:
        report = with_coverage(report, found.covered, found.topics)
    first, last = weighing_told(found.options.weigh), (*found.corrected, *_found_at_all(found, show))
    report = replace(
        report,
        remarks=(*first, *report.remarks, *last),
        paper_remarks=(*first, *report.paper_remarks, *last),
    )
    return replace(report, hints=tuple(hints)) if hints else report


def _found_at_all(found: Comparison, show: Shown) -> tuple[str, ...]:
    """What differences of the primary features are large enough to be found; nothing where parts were compared."""
    if found.profiles is None or found.members is not None:
        return ()
    features = [feature for feature in shown(found.catalogue, show.families) if feature.primary]
    reckoned = PowerOptions(min_clusters=found.options.min_clusters)
    table = detectable(ClusterTable.of(found.features), features, reckoned)
    said = detectable_told(table, features, reckoned.power)
    return (said,) if said else ()


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
    members: Mapping[str, tuple[str, ...]] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """COMPARISONS over PROFILES of the same features: estimates side by side, marked where a difference holds.

    Where groups of outlets were compared, ``members`` are the outlets of each.
    """
    show = show or Shown()
    features = shown(catalogue, show.families, everything=show.everything)
    differences = by_feature(comparisons)
    marked = Counter(feature for (feature, _), row in differences.items() if holds(row))
    features, less = features_seen(features, lambda feature: marked[feature.name], "in which less stands out", show)
    outlets, left = outlets_shown(profiles, overview, everything=show.all_outlets)
    reference = next(iter(comparisons["reference"].to_pylist()), REST)
    first = next(iter(comparisons["outlet"].to_pylist()), "")
    pair = len(profiles["outlet"].unique()) == PAIR and reference != REST
    if pair:
        outlets = [first, reference]
    elif reference in outlets:
        outlets = [reference, *(outlet for outlet in outlets if outlet != reference)]
    against = THE_REST if reference == REST else reference
    rows = by_feature(profiles)
    units = "clusters" if members is None else "outlets"
    grid = outlets_grid(rows, {} if pair else differences, features, outlets, overview, units=units)
    grid = _with_difference(grid, features, differences, first) if pair else grid
    grid = corrected_grid(grid, rows, differences, features, outlets)
    named = first if pair else None
    paper = complete_grid(profiles, comparisons, features, outlets)
    cautions = tuple(filter(None, (caution(features),)))
    found = standouts(comparisons, features if show.families else catalogue, most=len(comparisons))
    who = first if pair else "each outlet" if reference == REST else "every other outlet"
    title = f"{overview.size}: {who} {'minus' if pair else 'against'} {against}"
    if members is not None:
        title = group_title(members, overview)
    return Report(
        title=title,
        lead=(_standout_sentence(found, differences, comparisons, against), *overview.cautions()),
        glance=glance(found, differences, against),
        blocks=(grid,) if features else (),
        details=(_difference_grid(found, differences, against),) if found else (),
        paper=(paper,),
        paper_remarks=(_legend(comparisons, features, against, overview, paper, members), *cautions, *less),
        remarks=(_legend(comparisons, features, against, overview, grid, members, named), *cautions, *less),
        hints=(*left, *(() if less else hints(catalogue, features)), *_tested_elsewhere(features, show)),
        rows=kept(comparisons, show.families),
        manifest=manifest or {},
    )


def _tested_elsewhere(features: Sequence[Feature], show: Shown) -> tuple[str, ...]:
    """Where choices of words are tested, which here are not."""
    untested = CHOICES in show.families and not any(feature.family == CHOICES for feature in features)
    return ("Choices of words are tested in a table of their own: masthead choices.",) if untested else ()


def _with_difference(grid: Grid, features: Sequence[Feature], differences: Rows, first: str) -> Grid:
    """The grid of two outlets with their difference, and its mark, in a column at the end."""
    rows = iter([differences.get((feature.name, first)) for _, own in by_family(features) for feature in own])
    notes = Notes(grid.notes)
    head, *families = grid.sections
    sections = [replace(head, rows=tuple((*row, Cell()) for row in head.rows))]
    for section in families:
        made = tuple((*row, difference_cell(next(rows), notes)) for row in section.rows)
        sections.append(replace(section, rows=made))
    return replace(grid, columns=(*grid.columns, *figures("difference")), sections=tuple(sections), notes=notes.texts)


def group_title(members: Mapping[str, tuple[str, ...]], overview: Overview) -> str:
    """``2 groups of 11 outlets, 480 articles: each group against the others``."""
    outlets = count(sum(map(len, members.values())), "outlet")
    return f"{count(len(members), 'group')} of {outlets}, {count(overview.total, 'article')}: each against the others"


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


def _columns_mean(comparisons: pa.Table) -> str:
    """What the columns of the table for a paper are."""
    return f"Intervals: 95%, over clusters. {CORRECTED_N_MEANS if 'n_coded' in comparisons.column_names else N_MEANS}"


def _legend(
    comparisons: pa.Table,
    features: Sequence[Feature],
    against: str,
    overview: Overview,
    grid: Grid,
    members: Mapping[str, tuple[str, ...]] | None,
    pair: str | None = None,
) -> str:
    """What figures, marks and signs are; of a ``whole`` grid, the table for a paper, what its columns are."""
    compared = comparisons.to_pylist()
    among = _REST if members is None else _REST_OF_GROUPS
    than = f"{against}{among if against == THE_REST else ''}"
    marked = f"▲ higher, ▼ lower than {than}: {mark_rule(compared)} of the difference."
    if pair is not None:
        marked = f"Difference: {pair} minus {against}. {marked}"
    units = (SMALL_PRINT, *too_small_means(grid), overview.cluster_sentence())
    if grid.whole:
        units = (_columns_mean(comparisons), *too_small_means(grid), overview.cluster_sentence())
    if members is not None:
        units = (_GROUPS_COLUMNS if grid.whole else GROUPS_MEAN, told_members(members))
    fragile = fragile_means(compared, IN_NOTES if grid.whole else IN_TABLE)
    signs = (*fragile, *exploratory_means(features), *corrected_means(comparisons))
    return " ".join(filter(None, (marked, *units, *signs)))
