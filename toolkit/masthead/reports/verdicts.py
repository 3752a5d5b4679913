"""Verdicts on whole outlets, events, authors or months."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, count, interval, known, number, whole_percent
from masthead.reports.view import Cell, Column, Grid, Notes, Report, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

MOST_SHOWN = 50


def verdicts_report(table: pa.Table, label: str, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """VERDICTS as a table of the first ``MOST_SHOWN``; ``label`` is the column the model was trained for."""
    rows, notes = table.to_pylist(), Notes()
    unit = rows[0]["unit"]
    steps = sorted({step["n"] for row in rows for step in row["with_fewer"]})
    body = tuple(_row(row, steps, notes) for row in rows[:MOST_SHOWN])
    columns = (
        *map(Column, (unit, "label")),
        *figures("probability", "articles", *_same_with(steps)),
        *wordings("what speaks most for it, and against it"),
    )
    said = Counter(row["label"] for row in rows)
    shares = ", ".join(f"{name} {n}" for name, n in sorted(said.items()))
    return Report(
        title=f"{label}: {count(len(rows), unit)} ({shares})",
        blocks=(Grid.of("", columns, body, notes),),
        remarks=(
            "One verdict per unit, from the mean log-probability over its articles; small print: 95% interval, "
            "resampling its events or else its articles.",
            *_of_steps(steps, unit),
            "A label means what it meant in the model's training data; check the model's scores before using it.",
        ),
        hints=() if len(body) == len(rows) else (f"The first {MOST_SHOWN:,} of {len(rows):,}. All: -o verdicts.csv.",),
        rows=table,
        manifest=manifest or {},
    )


def _same_with(steps: Sequence[int]) -> tuple[str, ...]:
    return (f"same with {', '.join(map(str, steps))}",) if steps else ()


def _of_steps(steps: Sequence[int], unit: str) -> tuple[str, ...]:
    if not steps:
        return ()
    return (f"Same with N: how often N articles of the {unit}, drawn at random, give the same label.",)


def _row(row: Mapping[str, Any], steps: Sequence[int], notes: Notes) -> tuple[Cell, ...]:
    fewer = {step["n"]: step["same"] for step in row["with_fewer"]}
    shares = [whole_percent(fewer[step]) if step in fewer else NOTHING for step in steps]
    value, low, high = row["probability"], row["low"], row["high"]
    scale = (low, value, high) if known(value) and known(low) and known(high) else None
    return (
        Cell(row["name"]),
        Cell(row["label"]),
        Cell(number(value, 2), detail=interval(low, high, 2) or NOTHING, note=notes.number(row["reason"]), scale=scale),
        Cell(f"{row['n']:,}"),
        *(Cell(", ".join(shares)) for _ in _same_with(steps)),
        Cell("; ".join(_speaking(row)) or NOTHING),
    )


def _speaking(row: Mapping[str, Any]) -> Iterator[str]:
    """The articles that speak most for a verdict, and against it."""
    for what, items in (("for", row["speaks_for"]), ("against", row["speaks_against"])):
        if items:
            yield f"{what}: {', '.join(item['id'] for item in items)}"
