"""Labels that a saved model gives, each with its probability and what spoke most for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.reports.numerals import NOTHING, count, number
from masthead.reports.view import Cell, Column, Grid, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


def predictions_report(table: pa.Table, label: str, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """PREDICTIONS as a table; ``label`` is the column the model was trained for."""
    rows = table.to_pylist()
    found = Counter(row["label"] for row in rows)
    body = tuple(
        (
            Cell(row["id"]),
            Cell(row["outlet"]),
            Cell(row["label"]),
            Cell(NOTHING if row["probability"] is None else number(row["probability"], 2)),
            Cell(", ".join(reason["name"] for reason in row["reasons"]) or NOTHING),
        )
        for row in rows
    )
    columns = (
        Column("article"),
        Column("outlet"),
        Column("label"),
        Column("probability", "right"),
        Column("spoke for it", wrap=True),
    )
    shares = ", ".join(f"{name} {n}" for name, n in sorted(found.items()))
    return Report(
        title=f"{label}: {count(len(rows), 'prediction')} ({shares})",
        blocks=(Grid("", columns, (Section("", body),)),),
        remarks=("What a label says is what the model's training data called so; see its scores before using it.",),
        rows=table,
        fields=tuple(table.column_names),
        manifest=manifest or {},
    )
