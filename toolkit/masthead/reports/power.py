"""How large a difference must be to be found, feature by feature."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, count, decimals, known, number, percent
from masthead.reports.outlets import MOST_OUTLETS
from masthead.reports.titles import family_rows, in_sentence
from masthead.reports.view import Cell, Grid, Notes, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.options import PowerOptions
    from masthead.engines import CorpusResult
    from masthead.features.base import Feature

_AGAINST = " against the rest"


def power_report(
    found: CorpusResult,
    options: PowerOptions,
    *,
    all_outlets: bool = False,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """Outlets as columns, features as rows: the smallest difference found, and what would halve it below."""
    rows = found.table.to_pylist()
    by_place = {(row["feature"], row["comparison"].removesuffix(_AGAINST)): row for row in rows}
    outlets = list(dict.fromkeys(outlet for _, outlet in by_place))
    told = [
        outlet
        for outlet in outlets
        if any(known(row["detectable"]) for (_, own), row in by_place.items() if own == outlet)
    ]
    listed = told if told and not all_outlets else outlets
    left = len(outlets) - len(listed)
    names = set(found.table.column("feature").to_pylist())
    features = [feature for feature in found.corpus.catalogue if feature.name in names]
    notes = Notes()
    sections = family_rows(features, lambda feature: _row(feature, by_place, listed, notes))
    return Report(
        title=f"Smallest difference from the rest found in {percent(options.power)} of comparisons like this",
        blocks=(Grid.of("", (*wordings(""), *figures(*listed[:MOST_OUTLETS])), sections, notes),),
        remarks=(
            f"At p < {options.alpha:g}, two-sided, before any correction for many tests. Small print: articles of "
            "the outlet that would halve it, if the others grow in proportion; with codes, the coded articles of "
            "each outlet (– if coding alone cannot).",
        ),
        hints=(f"{count(left, 'outlet')} with too little data: --all-outlets.",) if left else (),
        rows=found.table,
        fields=tuple(found.table.column_names),
        manifest=manifest or {},
    )


def _row(
    feature: Feature, rows: Mapping[tuple[str, str], Mapping[str, Any]], outlets: Sequence[str], notes: Notes
) -> tuple[Cell, ...]:
    found = [rows.get((feature.name, outlet), {}) for outlet in outlets[:MOST_OUTLETS]]
    places = decimals([row.get("detectable") for row in found])
    return (Cell(feature.title, detail=feature.unit), *(_cell(row, places, notes) for row in found))


def _cell(row: Mapping[str, Any], places: int, notes: Notes) -> Cell:
    if not known(row.get("detectable")):
        return Cell(NOTHING, note=notes.number(row.get("reason")))
    needed = row["articles_for_half"] or row["codes_for_half"]
    return Cell(number(row["detectable"], places), detail=f"{needed:,}" if needed else NOTHING)


def detectable_told(table: pa.Table, features: Sequence[Feature], power: float) -> str:
    """One sentence: the median outlet's smallest difference of each feature; empty where there is none."""
    said = []
    for feature in features:
        own = [row["detectable"] for row in table.to_pylist() if row["feature"] == feature.name]
        if values := [value for value in own if value is not None]:
            middle = median(values)
            said.append(f"{in_sentence(feature.title)} {number(middle, decimals([middle]))}")
    if not said:
        return ""
    return (
        f"Smallest differences found in {percent(power)} of comparisons like this (median outlet): {', '.join(said)}."
    )
