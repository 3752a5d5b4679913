"""The parts of the page in their order, each made from what the command of its name reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.counting import is_of_machine
from masthead.reports.cards import card_report
from masthead.reports.choices import choices_report
from masthead.reports.corpora import reading_report
from masthead.reports.coverage import MEANS, PERIODS, coverage_grid
from masthead.reports.outlets import MOST_OUTLETS, Shown
from masthead.reports.side_by_side import comparison_report
from masthead.reports.study.answer import answer
from masthead.reports.study.background import limits_part, methods_part, validity_part
from masthead.reports.study.blocks import grids_of
from masthead.reports.study.courses import MOST_PERIODS, trends_of
from masthead.reports.study.plots import against, heat_of, plots_of, voices_plot
from masthead.reports.study.proof import Proofs
from masthead.reports.study.stacks import stacks_of
from masthead.reports.study.stories import events_part
from masthead.reports.study.view import Page, Part
from masthead.reports.trend import trend_report
from masthead.reports.view import Grid
from masthead.reports.vocabulary import words_report
from masthead.studies.options import FEW_OUTLETS, SOME_OUTLETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.reports.view import Report
    from masthead.studies.running import StudyResult

_RAW = "These sentences and the plots show what the instruments counted; corrected figures have a section of their own."


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
        events_part(found, proofs),
        _trend(found),
        *_groups(found),
        *_card(found),
        methods_part(found),
        validity_part(found),
        limits_part(found, proofs),
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
    notes = [note for note in dict.fromkeys(found.notes) if note not in compared.lead and not is_of_machine(note)]
    return Part("outlets", "What was compared", _sentences(notes), grids_of(grids), remarks, missing)


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
        yield Part("corrected", "Corrected by hand-coded articles", found.compared.corrected, grids_of(compared.blocks))


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
    grids = grids_of([replace(table, title="Shares in the own voice, with intervals") for table in tables])
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
    return Part("words", title, tuple(told), grids_of(report.blocks), report.remarks)


def _trend(found: StudyResult) -> Part:
    title = "Over time"
    if found.trend is None:
        return Part("trend", title, missing=found.missing.get("trend", ""))
    names = [feature.name for feature in found.shown]
    over, by = found.trend, found.trend.options.by
    outlets = _most_articles(found)
    rows = over.rows.filter(pc.is_in(over.rows["outlet"], value_set=pa.array(outlets)))
    report = trend_report(rows, over.catalogue, over.overview, by=by, names=names, undated=over.undated)
    features = [feature for feature in over.catalogue if feature.name in names]
    trends = trends_of(report.charts, features)
    if not trends:
        return Part("trend", title, missing=f"All articles are of one {by}.")
    n, all_outlets = len(report.charts[0].series[0].points), len(over.overview.articles)
    said = [f"By {by}; a band is the 95% interval, if a {by} has ten clusters. Lines of a feature have one scale."]
    said += [f"Of {n} periods the last {MOST_PERIODS} are drawn."] if n > MOST_PERIODS else []
    said += (
        [f"Of {all_outlets} outlets the {len(outlets)} with most articles are drawn."]
        if len(outlets) < all_outlets
        else []
    )
    said += [sentence for sentence in report.lead if sentence not in over.overview.cautions()]
    remarks = ("What changes may be the events that there were to report.", over.overview.cluster_sentence())
    return Part("trend", title, tuple(said), tuple(("trend", trend) for trend in trends), remarks)


def _most_articles(found: StudyResult) -> list[str]:
    """The outlets whose courses are drawn: all, or of many those with most articles, in the order of their names."""
    articles = found.overview.articles
    if len(articles) <= SOME_OUTLETS:
        return list(articles)
    return sorted(sorted(articles, key=lambda outlet: (-articles[outlet], outlet))[:FEW_OUTLETS])


def _groups(found: StudyResult) -> Iterator[Part]:
    if found.grouped is not None:
        report = comparison_report(found.grouped)
        yield Part("groups", "Groups of outlets", report.lead[:1], grids_of(report.blocks), report.remarks)


def _card(found: StudyResult) -> Iterator[Part]:
    if found.model is not None:
        report = card_report(found.model)
        yield Part("model", "The model", (report.title, *report.lead), grids_of(report.blocks), report.remarks)
