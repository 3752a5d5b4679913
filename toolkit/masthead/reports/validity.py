"""How well the instruments agree with people: what is declared, what came out, and where they differ most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, count, interval, known, number
from masthead.reports.titles import metric_title
from masthead.reports.view import Cell, Column, Grid, Notes, Report, figures, grouped, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.evaluation.validity import Suite

    Row = Mapping[str, Any]

_PLACES = 3
_UNITS = {"document": "article, marked or not", "article": "article, share of sentences"}
OURS, THEIRS = ("[", "]"), ("{", "}")
_LONGEST = 800


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
            "MAE (mean absolute error) and the spread of biases: lower is better. Bias (ours minus theirs): closer "
            "to 0 is better. For all others, higher is better.",
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
        sections.setdefault(row["instrument"].capitalize(), []).append(
            (
                where,
                Cell(metric_title(row["metric"])),
                ours(row, notes),
                Cell(_as_given(row.get("naive"))),
                _reference(row),
                Cell(f"{row['n']:,}"),
            )
        )
    columns = (Column("corpus"), Column("figure"), *figures("ours", "naive", "people or trained", "n"))
    return Grid.of(title, columns, sections, notes, stub=2)


def suite_report(suite: Suite, *, name: str) -> Report:
    """What is compared with what; the corpora with their terms and limits."""
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    for task in suite.tasks:
        metrics = ", ".join(metric_title(metric.name) for metric in task.metrics)
        sections.setdefault(task.instrument.capitalize(), []).append((Cell(task.id, detail=metrics), Cell(task.about)))
    title = f"{name} {suite.version}: {suite.title}"
    grid = Grid.of(title, (Column("task"), *wordings("what counts")), sections)
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
    """One row per outlet and figure; no grid where no corpus names outlets."""
    notes = Notes()
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    for row in rows:
        if row["outlet"] is not None:
            sections.setdefault(f"{row['task']}, {metric_title(row['metric'])}", []).append(
                (Cell(row["outlet"]), ours(row, notes), Cell(f"{row['n']:,}"))
            )
    if not sections:
        return ()
    return (Grid.of("By outlet", (Column("outlet"), *figures("ours", "n")), sections, notes),)


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
    columns = (Column("task"), Column("kind"), *figures("figure"), *wordings("source"))
    return Grid.of("Figures of others", columns, body)


def _corpora_grid(suite: Suite) -> Grid:
    rows = tuple(
        (Cell(corpus.name), Cell(corpus.citation, detail=f"License: {corpus.license}."), Cell(corpus.limits))
        for corpus in suite.corpora
    )
    return Grid.of("Corpora", (Column("corpus"), *wordings("work", "limits")), rows)


def validation_report(
    rows: Sequence[Row],
    fields: tuple[str, ...],
    *,
    documents: int,
    unit: str,
    disagreements: int = 0,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """Figures by instrument and code; by outlet for ``-v`` and on paper. ``unit`` is what a row of the file is.

    ``disagreements`` is the number of sentences on which two disagree.
    """
    whole = [row for row in rows if row["outlet"] is None]
    outlets = grouped((row for row in rows if row["outlet"] is not None), lambda row: str(row["outlet"]))
    return Report(
        title=f"Agreement with your codes: {count(documents, unit)}",
        blocks=(_codes_grid("", whole),),
        details=tuple(_codes_grid(outlet, own) for outlet, own in outlets.items()),
        remarks=(
            "Small print: 95% interval, resampling articles. Precision, recall and F1 are of what is marked; macro-F1 "
            "is the mean of marked and unmarked.",
            "Krippendorff's alpha: 1 is agreement, 0 agreement by chance. Between coders: of the coders "
            "themselves; an instrument cannot be expected to do better.",
        ),
        hints=(
            *(("By outlet: -v.",) if outlets else ()),
            *((_disagree(disagreements),) if disagreements else ()),
        ),
        rows=rows,
        fields=fields,
        manifest=manifest or {},
    )


def _disagree(sentences: int) -> str:
    return f"{count(sentences, 'sentence')} on which coders or masthead disagree: --disagreements FILE."


def _codes_grid(title: str, rows: Sequence[Row]) -> Grid:
    notes = Notes()
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    before = None
    for row in rows:
        here = (row["instrument"], row["codes"], row["unit"])
        first = Cell() if here == before else Cell(row["codes"], detail=_UNITS.get(row["unit"]) or str(row["unit"]))
        before = here
        sections.setdefault(str(row["instrument"]).capitalize(), []).append(
            (
                first,
                Cell(metric_title(row["metric"])),
                ours(row, notes),
                Cell(f"{row['n']:,}"),
                Cell(f"{row['n_groups']:,}"),
            )
        )
    columns = (*wordings("your codes"), Column("figure"), *figures("agreement", "n", "articles"))
    return Grid.of(title, columns, sections, notes, stub=2)


def worst_report(cases: Sequence[Row], fields: tuple[str, ...], *, manifest: Mapping[str, Any] | None = None) -> Report:
    """False hits and misses by task, each as its sentence with our spans in ``[]`` and the annotators' in ``{}``."""
    tasks = grouped(cases, lambda row: str(row["task"]))
    return Report(
        title=f"Where the instruments and the annotators differ most: {count(len(cases), 'case')}",
        blocks=tuple(_cases_grid(task, own) for task, own in tasks.items()),
        remarks=(
            (
                "[ours] {the annotators'}. A false hit is marked only by masthead, a miss only by the annotators; the "
                "worst come first."
            ),
            "The texts belong to others: look, and write rules from general usage, never from a row.",
        ),
        rows=cases,
        fields=fields,
        manifest=manifest or {},
    )


def _cases_grid(task: str, cases: Sequence[Row]) -> Grid:
    kinds = grouped(cases, lambda row: str(row["kind"]).capitalize())
    sections = {kind: map(_case, own) for kind, own in kinds.items()}
    return Grid.of(task, (*figures("gravity"), *wordings("where and what")), sections)


def _case(row: Row) -> tuple[Cell, Cell]:
    found = ", ".join(span["type"] for span in row["ours"])
    theirs = ", ".join(dict.fromkeys(span["type"] for span in row["annotators"]))
    said = "; ".join(f"{who}: {what}" for who, what in (("ours", found), ("annotators", theirs)) if what)
    where = f"{row['outlet'] or ''} {row['document']} {row['start']}–{row['end']}".strip()
    text = marked_text(row) or "(the whole text)"
    return Cell(f"{row['gravity']:.3g}"), Cell(text, detail=f"{where}. {said}" if said else where)


def marked_text(row: Row) -> str:
    """The stretch of text with every span in its brackets; a long one is cut off."""
    start, text = row["start"], str(row["text"])
    edges: list[tuple[int, bool, int, str]] = []
    for spans, (opener, closer) in ((row["annotators"], THEIRS), (row["ours"], OURS)):
        for first, last in sorted({(span["start"], span["end"]) for span in spans}):
            edges.append((max(0, first - start), True, -last, opener))
            edges.append((min(len(text), last - start), False, -first, closer))
    pieces, at = [], 0
    for place, _, _, bracket in sorted(edges, key=lambda edge: edge[:3]):
        pieces += [text[at:place], bracket]
        at = place
    marked = "".join((*pieces, text[at:]))
    return marked if len(marked) <= _LONGEST else f"{marked[:_LONGEST]}…"
