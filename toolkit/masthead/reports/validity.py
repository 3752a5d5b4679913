"""How well the instruments agree with people: what is declared, what came out, and the figures of one instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.metrics import metric_title
from masthead.reports.numerals import NOTHING, count, interval, known, number
from masthead.reports.view import Cell, Column, Grid, Notes, Report, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.evaluation.validity import Suite

_PLACES = 3


def validity_report(
    rows: Sequence[Mapping[str, Any]], fields: tuple[str, ...], *, manifest: Mapping[str, Any] | None = None
) -> Report:
    """Every figure beside the naive rule's and that of people or trained models; by outlet for ``-v`` and on paper."""
    whole = [row for row in rows if row["outlet"] is None]
    corpora = len({row["corpus"] for row in whole})
    return Report(
        title=f"Agreement with annotators: {count(len(whole), 'figure')}, {count(corpora, 'corpus', 'corpora')}",
        blocks=(figures_grid(whole),),
        details=(*_outlets_grid(rows), _sources_grid(whole)),
        remarks=(
            "Small print: 95% interval, resampling articles (those of one event or address together).",
            "Naive: the simplest rule there is. People or trained: two annotators, or a model fitted to the corpus.",
            "MAE (mean absolute error): lower is better. All else: higher is better.",
        ),
        hints=("By outlet, and whose figures those are: -v. What is compared: masthead bench list.",),
        rows=rows,
        fields=fields,
        manifest=manifest or {},
    )


def figures_grid(rows: Iterable[Mapping[str, Any]], title: str = "") -> Grid:
    """Figures of whole corpora, one a row, by instrument."""
    notes = Notes()
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    before = None
    for row in rows:
        where = Cell() if before == row["task"] else Cell(row["corpus"], detail=row["task"].rpartition(".")[2])
        before = row["task"]
        sections.setdefault(row["instrument"], []).append(
            (
                where,
                Cell(metric_title(row["metric"])),
                ours(row, notes),
                Cell(_as_given(row.get("naive"))),
                _reference(row),
                Cell(f"{row['n']:,}"),
            )
        )
    columns = (
        Column("corpus"),
        Column("figure"),
        Column("ours", "right"),
        Column("naive", "right"),
        Column("people or trained", "right"),
        Column("n", "right"),
    )
    made = tuple(Section(name.capitalize(), tuple(body)) for name, body in sections.items())
    return Grid(title, columns, made, notes.texts, stub=2)


def suite_report(suite: Suite, *, name: str) -> Report:
    """What is compared with what; the corpora with their terms and limits."""
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    for task in suite.tasks:
        metrics = ", ".join(metric_title(metric.name) for metric in task.metrics)
        sections.setdefault(task.instrument, []).append((Cell(task.id, detail=metrics), Cell(task.about)))
    grid = Grid(
        f"{name} {suite.version}: {suite.title}",
        (Column("task"), Column("what counts", wrap=True)),
        tuple(Section(name.capitalize(), tuple(body)) for name, body in sections.items()),
    )
    return Report(
        title=f"{name}: {count(len(suite.tasks), 'task')}, {count(len(suite.corpora), 'corpus', 'corpora')}",
        blocks=(grid, _corpora_grid(suite)),
    )


def _as_given(value: float | None) -> str:
    """With the decimals of its source."""
    return NOTHING if value is None else f"{value:g}"


def ours(row: Mapping[str, Any], notes: Notes) -> Cell:
    """The figure of a row over its interval; the reason where there is none is a note."""
    shown = interval(row["low"], row["high"], _PLACES)
    return Cell(number(row["value"], _PLACES), detail=shown or NOTHING, note=notes.number(row["reason"]))


def _reference(row: Mapping[str, Any]) -> Cell:
    if not known(row.get("reference")):
        return Cell(NOTHING)
    return Cell(_as_given(row["reference"]), detail=row["reference_kind"])


def _outlets_grid(rows: Sequence[Mapping[str, Any]]) -> tuple[Grid, ...]:
    """One row an outlet and figure; no grid where no corpus names outlets."""
    notes = Notes()
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    for row in rows:
        if row["outlet"] is not None:
            sections.setdefault(f"{row['task']}, {metric_title(row['metric'])}", []).append(
                (Cell(row["outlet"]), ours(row, notes), Cell(f"{row['n']:,}"))
            )
    if not sections:
        return ()
    columns = (Column("outlet"), Column("ours", "right"), Column("n", "right"))
    made = tuple(Section(name, tuple(body)) for name, body in sections.items())
    return (Grid("By outlet", columns, made, notes.texts),)


def _sources_grid(rows: Sequence[Mapping[str, Any]]) -> Grid:
    body = tuple(
        (
            Cell(row["task"], detail=metric_title(row["metric"])),
            Cell(kind),
            Cell(_as_given(row[figure])),
            Cell(row[f"{figure}_source"]),
        )
        for row in rows
        for figure, kind in (("naive", "naive"), ("reference", row.get("reference_kind") or ""))
        if known(row.get(figure))
    )
    columns = (Column("task"), Column("kind"), Column("figure", "right"), Column("source", wrap=True))
    return Grid("Figures of others", columns, (Section("", body),))


def _corpora_grid(suite: Suite) -> Grid:
    rows = tuple(
        (Cell(corpus.name), Cell(corpus.citation, detail=f"License: {corpus.license}."), Cell(corpus.limits))
        for corpus in suite.corpora
    )
    columns = (Column("corpus"), Column("work", wrap=True), Column("limits", wrap=True))
    return Grid("Corpora", columns, (Section("", rows),))
