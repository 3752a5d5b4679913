"""What was drawn for people to code, outlet by outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import count, number
from masthead.reports.view import Cell, Grid, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from masthead.evaluation.coding.sampling import Sampled


def sample_report(found: Sampled, sheet: Path | None, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """The articles drawn by outlet; the rows are those of the coding sheet."""
    rows = found.outlets.to_pylist()
    cells = [
        (
            Cell(row["outlet"]),
            *(Cell(f"{row[name]:,}") for name in ("articles", "drawn", "sentences")),
            Cell(_chances(row["least_probability"], row["greatest_probability"])),
        )
        for row in rows
    ]
    drawn, sentences = (sum(row[name] for row in rows) for name in ("drawn", "sentences"))
    where = f"The sheet is {sheet.name}." if sheet is not None else "Write the sheet with --sheet sheet.xlsx."
    return Report(
        title=f"{count(drawn, 'article')} of {count(len(rows), 'outlet')} to code, {count(sentences, 'sentence')}",
        blocks=(Grid.of("", (*wordings("outlet"), *figures("articles", "drawn", "sentences", "probability")), cells),),
        remarks=(f"{where} Fill it in and give it to masthead compare with --codes.",),
        rows=found.table,
        fields=tuple(found.table.column_names),
        manifest=manifest or {},
    )


def _chances(least: float | None, greatest: float | None) -> str:
    if least is None or greatest is None:
        return "–"
    ends = dict.fromkeys(number(chance, 3) for chance in (least, greatest))
    return "–".join(ends)
