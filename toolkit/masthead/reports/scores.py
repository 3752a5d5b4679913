"""How well classifiers do, and what they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.numerals import NOTHING, count, interval, known, number
from masthead.reports.view import Cell, Column, Grid, Notes, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.classifiers import Coefficient

_PLACES = 3


def scores_report(
    scores: pa.Table,
    *,
    notes: Sequence[str] = (),
    reasons: Sequence[Coefficient] = (),
    lead: Sequence[str] = (),
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """SCORES with models as rows and metrics as columns; ``reasons`` are the coefficients of a trained model."""
    rows = scores.to_pylist()
    grids = [_scores_grid(rows)]
    if reasons:
        grids.append(_reasons_grid(reasons))
    return Report(
        title=_title(rows),
        lead=tuple(lead),
        blocks=tuple(grids),
        remarks=("Small print: 95% interval, resampling outlets.", *(f"Note: {note}." for note in notes)),
        rows=scores,
        fields=tuple(scores.column_names),
        manifest=manifest or {},
    )


def _title(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "No scores"
    first = rows[0]
    size = f"{count(first['n'], 'article')}, {count(first['n_outlets'], 'outlet')}"
    how = "a saved model" if first["split"] == "given" else f"split by {first['split']}"
    return f"{first['task']}: {size}, {how}"


def _scores_grid(rows: Sequence[Mapping[str, Any]]) -> Grid:
    notes = Notes()
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    models = list(dict.fromkeys(row["model"] for row in rows))
    found = {(row["model"], row["metric"]): row for row in rows}
    body = tuple(
        (Cell(model), *(_score_cell(found.get((model, metric)), notes) for metric in metrics)) for model in models
    )
    columns = (Column("model"), *(Column(metric.replace("_", " "), "right") for metric in metrics))
    return Grid("", columns, (Section("", body),), notes.texts)


def _score_cell(row: Mapping[str, Any] | None, notes: Notes) -> Cell:
    if row is None:
        return Cell(NOTHING)
    value, low, high = row["value"], row["low"], row["high"]
    scale = (low, value, high) if known(value) and known(low) and known(high) else None
    shown = interval(low, high, _PLACES)
    return Cell(number(value, _PLACES), detail=shown or NOTHING, note=notes.number(row["reason"]), scale=scale)


def _reasons_grid(reasons: Sequence[Coefficient]) -> Grid:
    sections = tuple(
        Section(
            f"towards {label}",
            tuple(
                (Cell(reason.name), Cell(reason.kind), Cell(f"{reason.weight:.2f}"))
                for reason in reasons
                if reason.towards == label
            ),
        )
        for label in dict.fromkeys(reason.towards for reason in reasons)
    )
    columns = (Column("what the model goes by", wrap=True), Column("kind"), Column("weight", "right"))
    return Grid("", columns, sections)
