"""Labels that a saved model gives, each with its probability and what spoke most for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.reports.metrics import reason_title
from masthead.reports.numerals import NOTHING, count, number
from masthead.reports.view import Cell, Column, Grid, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


MOST_SHOWN = 50


def predictions_report(table: pa.Table, label: str, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """PREDICTIONS as a table of the first ``MOST_SHOWN``; ``label`` is the column the model was trained for."""
    rows = table.to_pylist()
    found = Counter(row["label"] for row in rows)
    body = tuple(
        (
            Cell(row["id"]),
            Cell(row["outlet"]),
            Cell(row["label"]),
            Cell(NOTHING if row["probability"] is None else number(row["probability"], 2)),
            Cell(", ".join(reason_title(reason["name"], reason["kind"]) for reason in row["reasons"]) or NOTHING),
        )
        for row in rows[:MOST_SHOWN]
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
        hints=(f"The first {MOST_SHOWN:,} of {len(rows):,}. All: -o predictions.csv.",)
        if len(body) < len(rows)
        else (),
        rows=table,
        fields=tuple(table.column_names),
        manifest=manifest or {},
    )
