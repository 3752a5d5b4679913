"""Differences between outlets under other choices, side by side, and which of them hang on a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons import alternatives as choices
from masthead.comparisons.summary import THRESHOLD
from masthead.reports.numerals import NOTHING, count, decimals, signed
from masthead.reports.outlets import hints
from masthead.reports.view import Cell, Column, Grid, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.reports.outlets import Shown
    from masthead.reports.overview import Overview
    from masthead.reports.view import Mark

    Row = Mapping[str, Any]
    Cases = Mapping[tuple[str, str], Mapping[str, Row]]

FEW_ROWS = 60
"""Of longer tables only the differences that hang on a choice are shown."""
_SAID = {
    choices.WITH_WIRE: "agency copy and copies of other outlets' articles counted",
    choices.WITHOUT_WIRE: "agency copy and copies of other outlets' articles left out",
    choices.QUOTATIONS: "what is quoted or paraphrased counted like own voice",
    choices.HEADLINES: "loaded terms of headlines counted too",
    choices.FAINT: "loaded terms of any weight counted",
    choices.STRONG: f"loaded terms of weight {choices.STRONG_FROM} or more counted alone",
    choices.NEWS: "articles known to be news alone",
}
_CONCLUSIONS = {"higher": "higher", "lower": "lower", "none": "no difference"}


def sensitivity_report(
    rows: pa.Table,
    features: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown,
    catalogue: Sequence[Feature] = (),
    thresholds: bool = True,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A SENSITIVITY table: outlets by feature below each other, a column for each choice.

    ``thresholds`` says that weights could be tried; they cannot where a FEATURES file was given.
    """
    found = rows.to_pylist()
    tried = list(dict.fromkeys(row["choice"] for row in found))
    order = [name for name in (choices.AS_COMPARED, *_SAID) if name in tried]
    by_feature: dict[str, dict[tuple[str, str], dict[str, Row]]] = {}
    for row in found:
        cases = by_feature.setdefault(row["feature"], {})
        cases.setdefault((row["outlet"], row["reference"]), {})[row["choice"]] = row
    whole = sum(map(len, by_feature.values())) <= FEW_ROWS or show.all_outlets
    sections = [_section(feature, by_feature.get(feature.name, {}), order, whole=whole) for feature in features]
    columns = (Column("", wrap=True), *(Column(name, "right") for name in order))
    left = () if whole else ("Shown are the differences that hang on a choice; all of them: --all-outlets.",)
    return Report(
        title=f"{overview.size}: differences under other choices",
        lead=(_lead(found, features, tried), *overview.cautions()),
        blocks=(Grid("", columns, tuple(section for section in sections if section.rows)),),
        remarks=(_legend(order, thresholds=thresholds),),
        hints=(*left, *hints(catalogue, features)),
        rows=rows,
        fields=tuple(rows.column_names),
        manifest=manifest or {},
    )


def _section(feature: Feature, cases: Cases, order: Sequence[str], *, whole: bool) -> Section:
    kept = {key: by for key, by in cases.items() if whole or any(row["changed"] for row in by.values())}
    places = decimals(row["difference"] for by in cases.values() for row in by.values())
    lines = tuple((Cell(_who(key)), *(_cell(by.get(choice), places) for choice in order)) for key, by in kept.items())
    return Section(f"{feature.title}, {feature.unit}", lines)


def _who(key: tuple[str, str]) -> str:
    outlet, reference = key
    return outlet if reference == "rest" else f"{outlet} – {reference}"


def _cell(row: Row | None, places: int) -> Cell:
    if row is None:
        return Cell("")
    mark: Mark = row["conclusion"] if row["conclusion"] in ("higher", "lower") else ""
    return Cell(signed(row["difference"], places) if row["difference"] is not None else NOTHING, mark=mark)


def _lead(rows: Sequence[Row], features: Sequence[Feature], tried: Sequence[str]) -> str:
    """How many conclusions hang on a choice, and which."""
    compared = {_key(row): row["conclusion"] for row in rows if row["choice"] == choices.AS_COMPARED}
    cases: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["changed"]:
            cases.setdefault(_key(row), []).append(row)
    if len(tried) == 1:
        return "There is no choice to try: no agency copy, no opinion, no quotations, no weights."
    if not cases:
        others = count(len(tried) - 1, "other choice")
        return f"No choice changes a conclusion: {count(len(compared), 'difference')}, {others}."
    titles = {feature.name: feature.title for feature in features}
    said = []
    for key, changed in list(cases.items())[:3]:
        instead = " and ".join(f"{_CONCLUSIONS[row['conclusion']]} ({row['choice']})" for row in changed)
        said.append(f"{key[1]}, {titles[key[0]]}: {_CONCLUSIONS[str(compared[key])]}, but {instead}")
    verb = "hangs" if len(cases) == 1 else "hang"
    return f"{len(cases)} of {count(len(compared), 'difference')} {verb} on a choice. {'; '.join(said)}."


def _key(row: Row) -> tuple[str, str, str]:
    return row["feature"], row["outlet"], row["reference"]


def _legend(order: Sequence[str], *, thresholds: bool) -> str:
    said = [f"{name.capitalize()}: {_SAID[name]}." for name in order if name in _SAID]
    if not thresholds:
        said.append("Weights of loaded terms can be tried on articles, not on a file of counts.")
    return " ".join(
        (
            f"Differences, ▲ higher, ▼ lower at q < {THRESHOLD}, one choice changed at a time and corrected by itself. "
            "Empty: the choice does not concern the feature.",
            *said,
        )
    )
