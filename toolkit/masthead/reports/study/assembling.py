"""The parts of the page in their order, each made from what the command of its name reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from masthead.errors import MastheadError
from masthead.numerals import count
from masthead.reports.agreement import caution
from masthead.reports.cards import card_report
from masthead.reports.choices import choices_report
from masthead.reports.corpora import reading_report
from masthead.reports.coverage import MEANS, PERIODS, coverage_grid
from masthead.reports.events import MOST_EVENTS, events_report
from masthead.reports.instruments import features_report
from masthead.reports.outlets import MOST_OUTLETS, Shown
from masthead.reports.side_by_side import comparison_report
from masthead.reports.stated.paragraph import methods
from masthead.reports.study.answer import answer
from masthead.reports.study.courses import MOST_PERIODS, trends_of
from masthead.reports.study.limits import LIMITS
from masthead.reports.study.plots import against, heat_of, matched_table, plots_of, voices_plot
from masthead.reports.study.proof import Proofs
from masthead.reports.study.stacks import stacks_of
from masthead.reports.study.view import Page, Part, Story
from masthead.reports.trend import trend_report
from masthead.reports.view import Cell, Grid, Lines, wordings
from masthead.reports.vocabulary import words_report
from masthead.studies.running import OWN
from masthead.studies.selecting import hits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.reports.view import Report
    from masthead.studies.running import StudyResult

_STORY_OUTLETS = 12
_RAW = (
    "These sentences and the plots are of what the instruments counted; corrected figures have a section of their own."
)
_MATCHED = (
    "Below: the outlet minus the others on the events that both report. Small print: 95% interval · number of events."
)


def assemble(found: StudyResult) -> Page:
    """All parts of the page."""
    proofs = Proofs(found)
    compared = comparison_report(found.compared, show=Shown(all_outlets=True), manifest=found.manifest)
    chosen = _choices_report(found)
    parts = (
        _outlets(found, compared),
        *_comparison(found, compared, proofs),
        _choices(found, chosen, proofs),
        _voices(found, proofs),
        _words(found),
        _events(found, proofs),
        _trend(found),
        *_groups(found),
        *_card(found),
        _methods(found),
        _validity(found),
        Part("limits", "What this does not show", remarks=(*LIMITS, *_evidence_rule(found, proofs))),
    )
    return Page(
        title=found.options.title or compared.title,
        size=found.overview.size,
        lead=answer(found, compared, chosen),
        cautions=(*compared.lead[1:], *((_RAW,) if found.compared.corrected else ())),
        parts=parts,
        outlets=tuple(found.overview.articles),
        features=tuple((feature.name, feature.title) for feature in found.shown),
        made=compared.reproduce,
        masthead=str(found.manifest.get("masthead", "")),
        rule=proofs.rule,
    )


def _outlets(found: StudyResult, compared: Report) -> Part:
    """What was read, outlet by outlet, and what may be wrong with it."""
    grids: tuple[Grid, ...] = ()
    remarks: tuple[str, ...] = ()
    if found.reading is not None and found.health is not None:
        report = reading_report(found.reading, found.health)
        grids = tuple(block for block in report.blocks if isinstance(block, Grid))
        remarks = (*report.lead, *report.remarks)
        if found.options.evidence != "full":
            grids = tuple(map(_without_examples, grids))
    if found.compared.covered is not None:
        grids = (*grids, replace(coverage_grid(found.compared.covered), title=PERIODS))
        remarks = (*remarks, MEANS)
    missing = "" if found.reading else "the articles themselves were not read, only counts of them."
    notes = [note for note in dict.fromkeys(found.notes) if note not in compared.lead]
    return Part("outlets", "What was compared", _sentences(notes), _grids(grids), remarks, missing)


def _without_examples(grid: Grid) -> Grid:
    """The table without the words of articles that it may quote."""
    at = [place for place, column in enumerate(grid.columns) if column.title == "example"]
    if not at:
        return grid
    sections = tuple(
        replace(
            section,
            rows=tuple(tuple(cell for place, cell in enumerate(row) if place not in at) for row in section.rows),
        )
        for section in grid.sections
    )
    columns = tuple(column for place, column in enumerate(grid.columns) if place not in at)
    return replace(grid, columns=columns, sections=sections)


def _sentences(notes: Sequence[str]) -> tuple[str, ...]:
    """Notes with a capital and a full stop."""
    return tuple(f"{note[:1].upper()}{note[1:]}{'' if note.endswith(('.', '!', '?')) else '.'}" for note in notes)


def _grids(grids: Sequence[object]) -> tuple[tuple[str, object], ...]:
    """Tables and lines as blocks; whiskers in cells stand in the plots already."""
    lines = (("lines", grid) for grid in grids if isinstance(grid, Lines))
    return (*(("grid", _without_strips(grid)) for grid in grids if isinstance(grid, Grid)), *lines)


def _without_strips(grid: Grid) -> Grid:
    grid = grid.undrawn
    sections = tuple(
        replace(section, rows=tuple(tuple(replace(cell, scale=None) for cell in row) for row in section.rows))
        for section in grid.sections
    )
    return replace(grid, sections=sections)


def _comparison(found: StudyResult, compared: Report, proofs: Proofs) -> Iterator[Part]:
    plots = plots_of(found, proofs)
    held = against(found.compared)
    yield Part(
        "overview",
        "All features at a glance",
        (f"A shade compares the outlets on one feature; ▲ and ▼ mark what is significantly above and below {held}.",),
        (("heat", heat_of(plots)),),
    )
    yield Part(
        "comparison",
        "The comparison, feature by feature",
        (f"Difference: the outlet minus {held}. A whisker is the 95% interval on the scale above it.",),
        tuple(("plot", plot) for plot in plots),
        compared.remarks,
    )
    if found.compared.corrected:
        yield Part("corrected", "Corrected by hand-coded articles", found.compared.corrected, _grids(compared.blocks))


def _choices_report(found: StudyResult) -> Report | None:
    if found.choices is None:
        return None
    return choices_report(
        found.choices.table, found.choices.details["titles"], found.choices.overview, manifest=found.choices.manifest
    )


def _choices(found: StudyResult, report: Report | None, proofs: Proofs) -> Part:
    title = "Choice of words"
    if report is None:
        return Part("choices", title, missing=found.missing.get("choices", ""))
    stacks = tuple(("stack", stack) for stack in stacks_of(found, proofs))
    few = len(found.overview.articles) <= MOST_OUTLETS
    tables = [block for block in report.blocks if isinstance(block, Grid) and few]
    grids = _grids([replace(table, title="Shares in the own voice, with intervals") for table in tables])
    return Part("choices", title, report.lead[:1], (*stacks, *grids), report.remarks)


def _voices(found: StudyResult, proofs: Proofs) -> Part:
    plot = voices_plot(found, proofs)
    return Part("voices", "Own voice against quoted", blocks=(("plot", plot),) if plot is not None else ())


def _words(found: StudyResult) -> Part:
    title = "Distinctive words"
    if found.words is None:
        return Part("words", title, missing=found.missing.get("words", ""))
    report = words_report(
        found.words.table,
        found.words.overview,
        lines=found.words.lines if found.words.options.concordance else None,
        manifest=found.words.manifest,
    )
    told = [sentence for sentence in report.lead if sentence not in found.overview.cautions()]
    return Part("words", title, tuple(told), _grids(report.blocks), report.remarks)


def _events(found: StudyResult, proofs: Proofs) -> Part:
    """The comparison on shared events, and which events these are; of counts alone those that they came with."""
    lead: tuple[str, ...] = ()
    blocks: list[tuple[str, object]] = []
    remarks: tuple[str, ...] = ()
    if found.matched is not None:
        lead = (_MATCHED,)
        blocks.append(("heat", matched_table(found.matched, found.shown)))
    if found.events is not None:
        report = events_report(found.events.articles, found.events.table, given=found.events.details["given"])
        lead, remarks = (*report.lead, *lead), report.remarks
        blocks += [("stories", tuple(_stories(found, proofs))), *_grids(report.blocks[1:])]
    missing = "; ".join(found.missing[name] for name in ("events", "matched") if name in found.missing)
    return Part("events", "On the same events", lead, tuple(blocks), remarks, missing)


def _stories(found: StudyResult, proofs: Proofs) -> Iterator[Story]:
    """The events of most outlets, with a sentence of each outlet that has a loaded word of its own in it."""
    assert found.events is not None
    feature = next(feature for feature in found.catalogue if feature.name == OWN)
    loaded = None if proofs.hits is None else hits_of(feature, proofs.hits)
    for place, row in enumerate(found.events.table.to_pylist()[:MOST_EVENTS]):
        if row["n_outlets"] < 2:
            continue
        proof = None
        if loaded is not None:
            inside = loaded.filter(pc.is_in(loaded["article_id"], value_set=pc.cast(row["ids"], "string")))
            drawn = proofs.of(f"event {row['event']}", inside, most=1)
            proof = proofs.proof(f"s{place}", *list(drawn.values())[:_STORY_OUTLETS])
        name = row["title"] if found.options.evidence == "full" and row["title"] else row["event"]
        outlets = ", ".join(row["outlets"][:_STORY_OUTLETS])
        more = f" and {len(row['outlets']) - _STORY_OUTLETS} more" if len(row["outlets"]) > _STORY_OUTLETS else ""
        days = row["first"] if row["first"] == row["last"] else f"{row['first']} to {row['last']}"
        yield Story(name, f"{outlets}{more}", days or "", count(row["n_articles"], "article"), proof)


def _trend(found: StudyResult) -> Part:
    title = "Over time"
    if found.trend is None:
        return Part("trend", title, missing=found.missing.get("trend", ""))
    names = [feature.name for feature in found.shown]
    report = trend_report(
        found.trend.rows,
        found.trend.catalogue,
        found.trend.overview,
        by=found.trend.options.by,
        names=names,
        undated=found.trend.undated,
    )
    features = [feature for feature in found.trend.catalogue if feature.name in names]
    trends = trends_of(report.charts, features)
    if not trends:
        return Part("trend", title, missing=f"All articles are of one {found.trend.options.by}.")
    by, n = found.trend.options.by, len(report.charts[0].series[0].points)
    about = f"By {by}; a band is the 95% interval, where a {by} has ten clusters. Lines of a feature have one scale."
    cut = (f"Of {n} periods the last {MOST_PERIODS} are drawn.",) if n > MOST_PERIODS else ()
    remarks = ("What changes may be the events that there were to report.", found.trend.overview.cluster_sentence())
    return Part("trend", title, (about, *cut), tuple(("trend", trend) for trend in trends), remarks)


def _groups(found: StudyResult) -> Iterator[Part]:
    if found.grouped is not None:
        report = comparison_report(found.grouped)
        yield Part("groups", "Groups of outlets", report.lead[:1], _grids(report.blocks), report.remarks)


def _card(found: StudyResult) -> Iterator[Part]:
    if found.model is not None:
        report = card_report(found.model)
        yield Part("model", "The model", (report.title, *report.lead), _grids(report.blocks), report.remarks)


def _methods(found: StudyResult) -> Part:
    """What was done, part by part, each sentence once; then the works."""
    said: dict[str, None] = {}
    works: dict[str, tuple[Cell, Cell]] = {}
    paragraphs = []
    made = {"Comparison": found.compared, "Choices": found.choices, "Words": found.words, "Events": found.matched}
    for name, result in {**made, "Trend": found.trend}.items():
        if result is None:
            continue
        try:
            told = methods(result)
        except MastheadError:
            continue
        new = [sentence for sentence in told.table["sentence"].to_pylist() if sentence not in said]
        said |= dict.fromkeys(new)
        works |= {work.key: (Cell(work.key), Cell(work.text)) for work in told.references}
        if new:
            paragraphs.append(f"{name}. {' '.join(new)}")
    rows = [works[key] for key in sorted(works)]
    grid = Grid.of("References", wordings("key", "work"), rows)
    return Part("methods", "Methods", tuple(paragraphs), _grids((grid,) if rows else ()))


def _validity(found: StudyResult) -> Part:
    report = features_report(found.shown)
    said = caution(found.shown)
    return Part(
        "validity", "Validity of the instruments", (said,) if said else (), _grids(report.blocks), report.remarks
    )


def _evidence_rule(found: StudyResult, proofs: Proofs) -> tuple[str, ...]:
    missing = found.missing.get("evidence", "")
    return (proofs.rule,) if proofs.rule else (f"Evidence: {missing}.",)
