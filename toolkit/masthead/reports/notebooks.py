"""Results as notebooks show them: the page of the command, in a frame of its own; and its figures.

``masthead.results.Result`` asks for these where it is shown or drawn.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from masthead.comparisons.compare import Comparison
from masthead.comparisons.concordance import Concordance
from masthead.comparisons.options import ChoicesOptions
from masthead.comparisons.periods import Trend
from masthead.comparisons.words import Words
from masthead.engines.corpus import Corpus
from masthead.errors import UsageError, did_you_mean
from masthead.numerals import count, known
from masthead.profiles.facts import METHOD
from masthead.profiles.outlets import Profile
from masthead.profiles.overview import Overview
from masthead.reports.changes import changes_report
from masthead.reports.choices import choices_report
from masthead.reports.concordance import concordance_report
from masthead.reports.corpora import measurement_report
from masthead.reports.figures import WIDTHS, Paper, draw
from masthead.reports.figures.compared import comparison_figures
from masthead.reports.figures.named import caption
from masthead.reports.figures.others import change_figures, trend_figures, words_figures
from masthead.reports.figures.wordings import choices_figures
from masthead.reports.html import render_html
from masthead.reports.profiles import profile_report
from masthead.reports.side_by_side import comparison_report
from masthead.reports.trend import trend_report
from masthead.reports.view import Cell, Column, Grid, Report
from masthead.reports.vocabulary import words_report
from masthead.results import Plot
from masthead.storage import write_atomically
from masthead.studies.running import StudyResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.reports.figures.model import Columns
    from masthead.reports.figures.named import Named
    from masthead.results import Result

MOST_ROWS = 20
"""Rows shown of a result whose command has no page."""
CHOICES = "choices"
_FRAME = (
    '<iframe title="{title}" sandbox="{allowed}" srcdoc="{page}" '
    'style="width: 100%; height: 32em; border: 1px solid #d5d9df; resize: vertical"></iframe>'
)


def save(plot: Plot, path: str | Path) -> None:
    """Write a figure's SVG to a file; UsageError for another ending, OutputFailed where it cannot be written."""
    if Path(path).suffix.lower() != ".svg":
        raise UsageError(
            "a figure is saved as SVG",
            where=str(path),
            fix="End the name in .svg. PDF and PNG: --figures DIR on the command line.",
        )

    def write(file: BinaryIO) -> None:
        file.write(plot.svg.encode())

    write_atomically(path, write)


def page_of(result: Result) -> str:
    """The result as HTML for a notebook: the page of its command, which can neither reach the notebook nor the web."""
    if isinstance(result, StudyResult):
        from masthead.reports.study.page import render_study  # noqa: PLC0415 - large, for studies only

        page, title, allowed = "".join(render_study(result)), "Report of a study", "allow-scripts"
    else:
        report = report_of(result)
        page, title, allowed = "".join(render_html(report)), report.title, ""
    return _FRAME.format(title=escape(title), allowed=allowed, page=escape(page))


def report_of(result: Result) -> Report:
    """What the command would show of its result; of one without a page the first rows."""
    manifest = result.manifest
    match result:
        case Comparison():
            return comparison_report(result, manifest=manifest)
        case Words():
            options = result.options
            return words_report(result.table, result.overview, voice=options.voice, top=options.top, manifest=manifest)
        case Trend(options=options) if options.around is None:
            return trend_report(*_followed(result), by=options.by, undated=result.undated, manifest=manifest)
        case Trend(options=options) if options.around is not None:
            day = options.around
            return changes_report(*_followed(result), around=day, undated=result.undated, manifest=manifest)
        case Profile(corpus=corpus):
            about = Overview.of(corpus.table, len(corpus.rejects), corpus.not_own, corpus.findings)
            return profile_report(result.table, result.catalogue, about, manifest=manifest)
        case Concordance():
            return concordance_report(result, manifest=manifest)
        case Corpus():
            return measurement_report(result.tally, result.features, rejects=len(result.rejects), manifest=manifest)
    return _choices_told(result) if _is_choices(result) else _first_rows(result)


def figure_of(result: Result, name: str | None, columns: Columns) -> Plot:
    """One of the result's figures, the first where none is named; UsageError where there is none, or none so called."""
    if columns not in WIDTHS:
        raise UsageError(f"columns is {columns!r}", fix="A figure is 1 or 2 columns of a journal page wide.")
    found = {one.name: one for one in figures_of(result)}
    if not found:
        raise UsageError("this result has no figure", fix="Results of compare, choices, words and trend have figures.")
    names = list(found)
    wanted = names[0] if name is None else next((known for known in names if name in (known, _of(known))), None)
    if wanted is None:
        raise UsageError(
            f"there is no figure {name!r}.{did_you_mean(str(name), names)}", fix=f"Figures: {', '.join(names)}."
        )
    one = found[wanted]
    svg = draw(one.figure, Paper(width=WIDTHS[columns], name=f"plot-{wanted}"))
    return Plot(wanted, svg, caption(one, "", ""))


def figures_of(result: Result) -> Sequence[Named]:
    """The figures of a result, as ``--figures`` writes them."""
    match result:
        case StudyResult():
            return comparison_figures(result.compared)
        case Comparison():
            return comparison_figures(result)
        case Words():
            return words_figures(result.table, top=result.options.top)
        case Trend(options=options) if options.around is None:
            return trend_figures(*_followed(result), by=options.by)
        case Trend():
            return change_figures(*_followed(result))
    if _is_choices(result):
        told: Any = result
        return choices_figures(result.table, result.details["titles"], told.overview)
    return ()


def _of(name: str) -> str:
    """What a figure is of: ``loaded.all`` where it is called ``forest-loaded.all``."""
    return name.partition("-")[2]


def _followed(found: Trend) -> tuple[Any, Any, Any]:
    return found.rows, found.catalogue, found.overview


def _is_choices(result: Result) -> bool:
    return result.manifest.get("kind") == CHOICES and "titles" in result.details


def _choices_told(result: Any) -> Report:
    done = result.manifest[METHOD]
    options = ChoicesOptions(events=done["events"], by=done["by"], group=done["group"])
    members = result.details.get("members")
    titles = result.details["titles"]
    return choices_report(
        result.table, titles, result.overview, options=options, members=members, manifest=result.manifest
    )


def _first_rows(result: Result) -> Report:
    """The notes and the first rows of any result."""
    table = result.table
    columns = [Column(name, wrap=True) for name in table.column_names]
    rows = [tuple(Cell(_told(value)) for value in row.values()) for row in table.slice(0, MOST_ROWS).to_pylist()]
    more = (f"The first {MOST_ROWS} of {table.num_rows:,} rows.",) if table.num_rows > MOST_ROWS else ()
    return Report(
        title=f"{str(result.manifest.get('kind', 'result')).capitalize()}: {count(table.num_rows, 'row')}",
        lead=tuple(result.notes),
        blocks=(Grid.of("", columns, rows),),
        remarks=more,
        rows=table,
        manifest=result.manifest,
    )


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}" if known(value) else ""
    return "" if value is None else str(value)
