"""Comparisons with outlets below each other: many outlets, pairs, months and sections, and what is on shared events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.comparisons.summary import holds
from masthead.features.rows import kept, shown
from masthead.numerals import NOTHING, count, decimals, interval, known, number, probability, signed
from masthead.reports.agreement import caution
from masthead.reports.glance import ends_of, reach_of, whisker_cell
from masthead.reports.outlets import (
    EXPLORATORY,
    Shown,
    exploratory_means,
    fragile_means,
    hints,
    mark_of,
    mark_rule,
    nothing_stands_out,
    standout_told,
    standouts_told,
)
from masthead.reports.view import Cell, Column, Grid, Notes, Report, Section, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]

REST = "rest"
MOST_PAIRS, MOST_ROWS = 30, 250
"""Up to so many pairs, or rows in all, everything tested is listed; of more, only what differs."""
NO_MATCH = (
    "Too few shared events for any outlet (a matched comparison needs 10): compared on all articles instead. "
    "masthead events finds which articles report the same story; with --regroup even if the articles name their "
    "own events, which may be whole topics."
)


class _Design(NamedTuple):
    """What was compared with what: on shared events or not, by which references, and in parts or not.

    ``first`` is the outlet that is compared with the one in ``against`` where there is only this pair.
    """

    matched: bool
    pairs: bool
    parts: bool
    against: str
    first: str | None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Design:
        references = sorted({str(row["reference"]) for row in rows})
        outlets = {row["outlet"] for row in rows}
        pairs = len(references) > 1 or (len(outlets) == 1 and references != [REST])
        named = references[0] if len(references) == 1 and references != [REST] else "the rest"
        return cls(
            any(row["n_events"] is not None for row in rows),
            pairs,
            any(row["stratum"] is not None for row in rows),
            "each other" if pairs and len(references) > 1 else named,
            outlets.pop() if len(outlets) == 1 and pairs and len(references) == 1 else None,
        )


def stacked_report(
    comparisons: pa.Table,
    catalogue: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown | None = None,
    asked_events: bool = False,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """COMPARISONS feature by feature, outlets (pairs, parts) below each other, the largest difference first.

    ``asked_events`` says that a matched comparison was asked for, so that a reader is told where there is none.
    """
    show = show or Shown()
    features = shown(catalogue, show.families, everything=show.everything)
    rows = comparisons.to_pylist()
    design = _Design.of(rows)
    listed, left = _listed(rows, features, design, everything=show.all_outlets)
    marked = sorted((row for row in rows if holds(row)), key=lambda row: -abs(row["effect"] or 0.0))
    lead = [NO_MATCH] if asked_events and not design.matched else []
    lead.append(_standouts(marked, rows, catalogue, design))
    notes = Notes()
    sections = tuple(section for feature in features if (section := _section(feature, listed, design, notes)).rows)
    grid = Grid("", _columns(design), sections, notes.texts, _stub(design), whole=True)
    return Report(
        title=f"{overview.size}: {_what(design)}",
        lead=(*lead, *overview.cautions()),
        blocks=(grid,) if sections else (),
        remarks=tuple(filter(None, (_legend(rows, features, design, overview), caution(features)))),
        hints=(*left, *hints(catalogue, features)),
        rows=kept(comparisons, show.families),
        manifest=manifest or {},
    )


def _what(design: _Design) -> str:
    on = " on the same events" if design.matched else ""
    if design.first is not None:
        return f"{design.first} minus {design.against}{on}"
    who = {"the rest": "each outlet", "each other": "outlets"}.get(design.against, "every other outlet")
    return f"{who} against {design.against}{on}"


def _listed(
    rows: Sequence[Row], features: Sequence[Feature], design: _Design, *, everything: bool
) -> tuple[list[Row], tuple[str, ...]]:
    """The rows that are shown, and what to type for the others."""
    names = {feature.name for feature in features}
    chosen = [row for row in rows if row["feature"] in names]
    if everything:
        return chosen, ()
    tested = [row for row in chosen if known(row["p"])]
    left = []
    untested = {row["outlet"] for row in chosen} - {row["outlet"] for row in tested}
    if untested and tested:
        left.append(f"{count(len(untested), 'outlet')} with too little data: --all-outlets.")
    pairs = {(row["outlet"], row["reference"], row["stratum"]) for row in tested}
    if design.pairs and len(pairs) > MOST_PAIRS:
        left.append(f"Pairs that do not differ ({len(pairs)} pairs in all): --all-outlets.")
        return [row for row in tested if holds(row)], tuple(left)
    if len(tested or chosen) > MOST_ROWS:
        left.append(f"What does not differ ({count(len(tested or chosen), 'row')} in all): --all-outlets.")
        return [row for row in tested if holds(row)], tuple(left)
    return tested or chosen, tuple(left)


def _stub(design: _Design) -> int:
    return 1 + design.pairs + design.parts


def _columns(design: _Design) -> tuple[Column, ...]:
    names = [*(["part"] if design.parts else []), "outlet", *(["less"] if design.pairs else [])]
    found = (*(() if design.pairs else ("estimate",)), "difference", "95% interval")
    return (
        *wordings(*names),
        *figures(*found),
        Column("one scale per feature", axis=("lower", "higher")),
        *figures("q", "hits", "n"),
    )


def _section(feature: Feature, rows: Iterable[Row], design: _Design, notes: Notes) -> Section:
    own = [row for row in rows if row["feature"] == feature.name]
    places = decimals([row["estimate"] for row in own])
    own.sort(
        key=lambda row: (row["stratum"] or "", row["difference"] is None, -(row["difference"] or 0.0), row["outlet"])
    )
    reach = reach_of([ends_of(row) for row in own])
    title = f"{feature.title}{'' if feature.primary else EXPLORATORY}, {feature.unit}"
    if not design.pairs and not design.parts and design.against != "the rest":
        theirs = {number(row["estimate"] - row["difference"], places) for row in own if known(row["difference"])}
        title += f" ({design.against}: {theirs.pop()})" if len(theirs) == 1 and not design.matched else ""
    befores = [None, *own]
    return Section(
        title,
        tuple(_cells(row, places, design, before, reach, notes) for row, before in zip(own, befores, strict=False)),
    )


def _cells(row: Row, places: int, design: _Design, before: Row | None, reach: float, notes: Notes) -> tuple[Cell, ...]:
    fragile = row["fragile"] or ""
    part = "" if before is not None and before["stratum"] == row["stratum"] else row["stratum"]
    names = [*([part] if design.parts else []), row["outlet"], *([row["reference"]] if design.pairs else [])]
    return (
        *(Cell(str(name)) for name in names),
        *(() if design.pairs else (Cell(number(row["estimate"], places)),)),
        Cell(signed(row["difference"], places), mark=mark_of(row), fragile=fragile, note=notes.number(fragile)),
        Cell(interval(row["low"], row["high"], places) or NOTHING),
        whisker_cell(row, ends_of(row), reach),
        Cell(probability(row["q"]), note=notes.number(row["reason"])),
        Cell(number(row["hits"], 0)),
        Cell(f"{row['n_clusters']:,}"),
    )


def _standouts(
    marked: Sequence[Row], rows: Sequence[Row], catalogue: Sequence[Feature], design: _Design, most: int = 3
) -> str:
    if not any(known(row["p"]) for row in rows):
        reasons = Counter(row["reason"] for row in rows if row["reason"]).most_common(1)
        return f"Nothing could be tested: {reasons[0][0] if reasons else 'no outlet has a counterpart'}."
    if not marked:
        return nothing_stands_out(design.against, sum(known(row["q"]) for row in rows))
    titles = {feature.name: feature.title for feature in catalogue}
    first: dict[tuple[str, str], Row] = {}
    for row in marked:
        key = (row["outlet"], row["feature"] if design.first is not None else row["reference"])
        first.setdefault(key, row)
    said = [_said(row, titles[row["feature"]], design) for row in list(first.values())[:most]]
    return standouts_told(said, design.against, len(marked))


def _said(row: Row, title: str, design: _Design) -> str:
    part = f" in {row['stratum']}" if design.parts else ""
    whose = f" of {row['reference']}" if design.pairs and design.first is None else ""
    return f"{standout_told(row, title)}{whose}{part}"


def _legend(rows: Sequence[Row], features: Sequence[Feature], design: _Design, overview: Overview) -> str:
    said = [f"▲ higher, ▼ lower: {mark_rule(rows)}."]
    if design.matched:
        said.append(
            "Estimate: mean rate over the shared events. Difference: from the others that report the event, each "
            "with the same weight, averaged over events. n: shared events, which the intervals resample."
            if not design.pairs
            else "Difference: averaged over the events that both report. n: those events, which the intervals resample."
        )
    else:
        if design.against == "the rest":
            said.append("Difference: from the mean of the other tested outlets, each with the same weight.")
        said.append(f"n: clusters, on which the intervals are based. {overview.cluster_sentence()}")
    if design.parts:
        parts = Counter(row["stratum"] for row in rows)
        said.append(f"Each of {count(len(parts), 'part')} is compared separately; q corrects for all.")
    return " ".join(filter(None, (*said, *fragile_means(rows), *exploratory_means(features))))
