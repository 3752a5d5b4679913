"""What gives articles away: how well their outlet is guessed, by which words, and what crosses outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.numerals import NOTHING, number
from masthead.reports.view import Cell, Column, Grid, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

_TITLES = {"text": "the whole text", "masked": "masked text", "features": "framing features only"}


def audit_report(table: pa.Table, facts: Sequence[str], *, manifest: Mapping[str, Any] | None = None) -> Report:
    """AUDIT as a table of views, with the words that tell the outlet; ``facts`` are the sentences beside it."""
    rows = table.to_pylist()
    columns = (
        Column("what is seen"),
        Column("outlet guessed", "right"),
        Column("by chance", "right"),
        Column("goes by", wrap=True),
    )
    body = tuple(
        (
            Cell(_TITLES.get(row["view"], row["view"])),
            Cell(number(100 * row["accuracy"], 1) + " %"),
            Cell(number(100 * row["majority"], 1) + " %"),
            Cell(", ".join(row["words"]) or NOTHING),
        )
        for row in rows
    )
    first = rows[0]
    return Report(
        title=f"How well the outlet is guessed: {first['n']} articles, {first['n_outlets']} outlets",
        blocks=(Grid("", columns, (Section("", body),)),),
        remarks=(
            "Share of held-out articles whose outlet is named right; by chance: always naming the largest.",
            *(f"{fact[0].upper()}{fact[1:]}." for fact in facts),
        ),
        rows=table,
        fields=tuple(table.column_names),
        manifest=manifest or {},
    )
