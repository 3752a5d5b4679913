"""When outlets write and of what: the sentences that a comparison begins with, and the tables behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from masthead.numerals import NOTHING, percent
from masthead.reports.view import Cell, Grid, Report, figures, wordings

if TYPE_CHECKING:
    from masthead.comparisons.coverage import Coverage
    from masthead.comparisons.topics import Topics

PERIODS = "Period and topics of the outlets"
MEANS = (
    "From, to: the days that contain the middle nine tenths of an outlet's articles. In the others' periods: the "
    "share of these that lies in the period of another outlet, on average. Similarity of topics: 1 if articles of "
    "two outlets are as alike as those of one, 0 if they share no word."
)


def with_coverage(report: Report, covered: Coverage, topics: Topics | None) -> Report:
    """The report, which says where outlets differ in period and topics, and has both in tables."""
    tables = () if topics is None else (topics_grid(topics),)
    return replace(
        report,
        lead=(*report.lead, *covered.cautions()),
        blocks=(*report.blocks, *tables),
        details=(*report.details, coverage_grid(covered)),
        remarks=(*report.remarks, *(() if topics is None else (_stable(topics),))),
    )


def coverage_grid(covered: Coverage) -> Grid:
    """A row per outlet: its period, how much of it lies in the others', how alike its topics are."""
    rows = [
        (
            Cell(outlet),
            Cell(item.first or NOTHING),
            Cell(item.last or NOTHING),
            Cell(NOTHING if item.overlap is None else percent(item.overlap)),
            Cell(NOTHING if item.likeness is None else f"{item.likeness:.2f}"),
        )
        for outlet, item in covered.outlets.items()
    ]
    columns = (*wordings("outlet"), *figures("from", "to", "in the others' periods", "similarity of topics"))
    return Grid.of(f"{PERIODS}. {MEANS}", columns, rows)


def topics_grid(topics: Topics) -> Grid:
    """The topics found, with their words and their shares of all articles."""
    rows = [(Cell(", ".join(topic.words)), Cell(percent(topic.share))) for topic in topics.topics]
    return Grid.of("Topics found", (*wordings("most telling words"), *figures("share of articles")), rows)


def _stable(topics: Topics) -> str:
    return (
        "Topics: non-negative matrix factorisation of the words of the texts, without names of outlets; two searches "
        f"agree by {topics.agreement:.2f} (adjusted Rand index; 1: the same)."
    )
