"""Our instruments against a researcher's own codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.metrics import metric_title
from masthead.reports.numerals import count
from masthead.reports.validity import ours
from masthead.reports.view import Cell, Column, Grid, Notes, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

_UNITS = {"document": "article, marked or not", "article": "article, share of sentences"}


def validation_report(
    rows: Sequence[Row],
    fields: tuple[str, ...],
    *,
    documents: int,
    unit: str,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """Figures by instrument and code; by outlet for ``-v`` and on paper. ``unit`` is what a row of the file is."""
    whole = [row for row in rows if row["outlet"] is None]
    outlets = dict.fromkeys(str(row["outlet"]) for row in rows if row["outlet"] is not None)
    return Report(
        title=f"Agreement with your codes: {count(documents, unit)}",
        blocks=(_grid("", whole),),
        details=tuple(_grid(outlet, [row for row in rows if row["outlet"] == outlet]) for outlet in outlets),
        remarks=(
            "Small print: 95% interval, resampling articles. Precision, recall and F1 are of what is marked; macro-F1 "
            "is the mean of marked and unmarked.",
            "Krippendorff's alpha: 1 is agreement, 0 what chance would give. Between coders: of the coders themselves; "
            "the instrument cannot be held to more.",
        ),
        hints=("By outlet: -v.",) if outlets else (),
        rows=rows,
        fields=fields,
        manifest=manifest or {},
    )


def _grid(title: str, rows: Sequence[Row]) -> Grid:
    notes = Notes()
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    before = None
    for row in rows:
        here = (row["instrument"], row["codes"], row["unit"])
        first = Cell() if here == before else Cell(row["codes"], detail=_UNITS.get(row["unit"]) or str(row["unit"]))
        before = here
        sections.setdefault(str(row["instrument"]), []).append(
            (
                first,
                Cell(metric_title(row["metric"])),
                ours(row, notes),
                Cell(f"{row['n']:,}"),
                Cell(f"{row['n_groups']:,}"),
            )
        )
    columns = (
        Column("your codes", wrap=True),
        Column("figure"),
        Column("agreement", "right"),
        Column("n", "right"),
        Column("articles", "right"),
    )
    made = tuple(Section(name.capitalize(), tuple(body)) for name, body in sections.items())
    return Grid(title, columns, made, notes.texts, stub=2)
