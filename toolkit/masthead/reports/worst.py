"""The cases in which an instrument and the annotators differ most, to be read by whoever improves a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.numerals import count
from masthead.reports.view import Cell, Column, Grid, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

OURS, THEIRS = ("[", "]"), ("{", "}")
_LONGEST = 800


def worst_report(cases: Sequence[Row], fields: tuple[str, ...], *, manifest: Mapping[str, Any] | None = None) -> Report:
    """False hits and misses by task, each as its sentence with our spans in ``[]`` and the annotators' in ``{}``."""
    tasks = dict.fromkeys(str(row["task"]) for row in cases)
    return Report(
        title=f"Where the instruments and the annotators differ most: {count(len(cases), 'case')}",
        blocks=tuple(_grid(task, [row for row in cases if row["task"] == task]) for task in tasks),
        remarks=(
            "[ours] {the annotators'}. A false hit is marked by us alone, a miss by them alone; the gravest first.",
            "The texts belong to others: look, and write rules from general usage, never from a row.",
        ),
        rows=cases,
        fields=fields,
        manifest=manifest or {},
    )


def _grid(task: str, cases: Sequence[Row]) -> Grid:
    kinds = dict.fromkeys(str(row["kind"]) for row in cases)
    sections = tuple(
        Section(f"{kind.capitalize()}", tuple(_cells(row) for row in cases if row["kind"] == kind)) for kind in kinds
    )
    return Grid(task, (Column("gravity", "right"), Column("where and what", wrap=True)), sections)


def _cells(row: Row) -> tuple[Cell, Cell]:
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
