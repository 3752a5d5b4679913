"""Classifiers: how well they do, what they go by, what they predict, and what gives articles away."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.evaluation.pooling import NONE_JUDGED
from masthead.numerals import NOTHING, count, interval, known, number
from masthead.reports.probabilities import (
    OF_PROBABILITIES,
    calibration_grid,
    calibration_remarks,
    probabilities_grid,
    score_cell,
    share,
)
from masthead.reports.titles import metric_title, reason_title
from masthead.reports.view import Cell, Column, Grid, Notes, Report, figures, grouped, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.classifiers.reasons import Coefficient
    from masthead.comparisons.contexts import Line

    Examples = Mapping[tuple[str, str], Line]

_PLACES = 3
_SHOWN = "auto"  # the default model
_HELD_BACK = "held back"
_AROUND = 30
"""Characters of an example on either side of what it is an example of."""
MOST_SHOWN = 50
_TITLES = {"text": "the whole text", "masked": "masked text", "features": "framing features only"}


def scores_report(
    scores: pa.Table,
    *,
    notes: Sequence[str] = (),
    reasons: Sequence[Coefficient] = (),
    examples: Examples | None = None,
    lead: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """SCORES with models as rows and metrics as columns; ``reasons`` are the coefficients of a trained model.

    ``examples`` (of ``classifiers.own_voice_examples``) add a use of each reason, by (label, name).
    ``details`` (as ``evaluation.details`` gives them) add the confusion table and the calibration of one model: the
    only one, the default one, or the last.
    """
    rows = scores.to_pylist()
    lacking = _lacking(rows)
    shown_rows = [row for row in rows if (row["unit"], row["metric"]) not in lacking]
    grids = [
        _scores_grid(unit, own)
        for unit, own in grouped(
            (row for row in shown_rows if row["metric"] not in OF_PROBABILITIES), lambda row: str(row["unit"])
        ).items()
    ]
    grids += probabilities_grid([row for row in shown_rows if row["unit"] == rows[-1]["unit"]])
    if details:
        shown = _SHOWN if _SHOWN in details else list(details)[-1]
        grids += [_confusion_grid(shown, details[shown]), *calibration_grid(shown, details[shown])]
    if reasons:
        grids.append(_reasons_grid(reasons, examples or {}))
    return Report(
        title=_title(rows),
        lead=tuple(lead),
        blocks=tuple(grids),
        remarks=(
            *_how_judged(rows),
            *(f"No {what}: {reason}." for what, reason in _said_once(lacking).items()),
            *(calibration_remarks(details[shown]) if details else ()),
            *(f"Note: {note}." for note in notes),
        ),
        rows=scores,
        manifest=manifest or {},
    )


def _title(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "No scores"
    first = rows[-1]
    outlets = count(first["n_outlets"], "outlet")
    size = outlets if first["unit"] == "outlet" else f"{count(first['n'], 'article')}, {outlets}"
    how = "test part as given" if first["split"] == "given" else f"split by {first['split']}"
    return f"{first['task']}: {size}, {how}"


def _how_judged(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the intervals rest on, and how many outlets of one size that is."""
    said = ["Small print: 95% interval, which allows for the small number of training and test outlets."]
    if any(row["unit"] == "outlet" and known(row["value"]) for row in rows):
        said.append("By outlet: one verdict per held-out outlet, from the mean log-probability over all its articles.")
    effective = [row for row in rows if row["unit"] == "article" and row["effective_outlets"]]
    if effective:
        least = effective[0]
        worth, of = number(least["effective_outlets"], 1), count(least["n_outlets"], "outlet")
        said.append(f"Some outlets have many more articles than others: {of} are worth {worth} of one size.")
    return said


def _said_once(lacking: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Reasons by what they are about: the figures by outlet if it holds for all of them, else a metric."""
    of_outlets = {reason for (unit, _), reason in lacking.items() if unit == "outlet"}
    if NONE_JUDGED in of_outlets:
        lacking = {key: reason for key, reason in lacking.items() if key[0] != "outlet"}
    said = {metric_title(metric): reason for (_, metric), reason in lacking.items()}
    return {"figures by outlet": NONE_JUDGED, **said} if NONE_JUDGED in of_outlets else said


def _scores_grid(unit: str, rows: Sequence[Mapping[str, Any]]) -> Grid:
    notes = Notes()
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    models = list(dict.fromkeys(row["model"] for row in rows))
    found = {(row["model"], row["metric"]): row for row in rows}
    body = [(Cell(model), *(score_cell(found.get((model, metric)), notes) for metric in metrics)) for model in models]
    title = f"By {unit}: {count(rows[0]['n'], unit)}"
    return Grid.of(title, (Column("model"), *figures(*map(metric_title, metrics))), body, notes)


def _lacking(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Units and metrics of which no model has a value, for one reason, and that; but for these there are no figures."""
    reasons: dict[tuple[str, str], set[str | None]] = {}
    for row in rows:
        reasons.setdefault((row["unit"], row["metric"]), set()).add(None if known(row["value"]) else row["reason"])
    found = {key: next(iter(why)) for key, why in reasons.items() if len(why) == 1}
    lacking = {key: reason for key, reason in found.items() if reason is not None}
    return lacking if len(lacking) < len(reasons) else {}


def _confusion_grid(model: str, detail: Mapping[str, Any]) -> Grid:
    classes = detail["classes"]
    body = tuple(
        (Cell(label), *(Cell(str(n)) for n in row), *(Cell(share(value)) for value in own))
        for label, row, own in zip(classes, detail["confusion"], detail["by_class"], strict=True)
    )
    columns = (Column("true label"), *figures(*(f"as {label}" for label in classes), "precision", "recall", "F1"))
    return Grid.of(f"What {model} took the articles for", columns, body)


def _reasons_grid(reasons: Sequence[Coefficient], examples: Examples) -> Grid:
    towards = grouped(reasons, lambda reason: f"towards {reason.towards}")
    sections = {label: [_reason_row(reason, examples) for reason in own] for label, own in towards.items()}
    example = wordings("in own voice, for example") if examples else ()
    columns = (*wordings("what the model relies on"), Column("kind"), *figures("weight"), *example)
    return Grid.of("", columns, sections)


def _reason_row(reason: Coefficient, examples: Examples) -> tuple[Cell, ...]:
    cells = Cell(reason_title(reason.name, reason.kind)), Cell(reason.kind), Cell(f"{reason.weight:.2f}")
    if not examples:
        return cells
    line = examples.get((reason.towards, reason.name))
    return (*cells, Cell(NOTHING if line is None else _shortened(line)))


def _shortened(line: Line) -> str:
    """The use with a few words on either side."""
    before, after = line.left[-_AROUND:], line.right[:_AROUND]
    left = before if before == line.left else f"…{before.partition(' ')[2]}"
    right = after if after == line.right else f"{after.rpartition(' ')[0]}…"
    return f"{left}{line.match}{right}"


def predictions_report(table: pa.Table, label: str, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """PREDICTIONS as a table of the first ``MOST_SHOWN``; ``label`` is the column the model was trained for."""
    rows = table.to_pylist()
    found = Counter(row["label"] or _HELD_BACK for row in rows)
    body = tuple(
        (
            Cell(row["id"]),
            Cell(row["outlet"]),
            Cell(row["label"] or _HELD_BACK),
            Cell(NOTHING if row["probability"] is None else number(row["probability"], 2)),
            Cell(_spoke(row)),
        )
        for row in rows[:MOST_SHOWN]
    )
    columns = (*map(Column, ("article", "outlet", "label")), *figures("probability"), *wordings("spoke for it"))
    shares = ", ".join(f"{name} {n}" for name, n in sorted(found.items()))
    return Report(
        title=f"{label}: {count(len(rows), 'prediction')} ({shares})",
        blocks=(Grid.of("", columns, body),),
        remarks=(
            "A label means what it meant in the model's training data; check the model's scores before using it.",
        ),
        hints=()
        if len(body) == len(rows)
        else (f"The first {MOST_SHOWN:,} of {len(rows):,}. All: -o predictions.csv.",),
        rows=table,
        manifest=manifest or {},
    )


def _spoke(row: Mapping[str, Any]) -> str:
    """What spoke for a label, or why there is none."""
    reasons = ", ".join(reason_title(reason["name"], reason["kind"]) for reason in row["reasons"])
    return str(reasons or row["held_back"] or NOTHING)


def audit_report(table: pa.Table, facts: Sequence[str], *, manifest: Mapping[str, Any] | None = None) -> Report:
    """AUDIT as a table of views, with the words that tell the outlet; ``facts`` are the sentences beside it."""
    rows = table.to_pylist()
    columns = (Column("what is seen"), *figures("outlet guessed", "by chance"), *wordings("goes by"))
    body = tuple(
        (
            Cell(_TITLES.get(row["view"], row["view"])),
            Cell(f"{number(100 * row['accuracy'], 1)} %", interval(100 * row["low"], 100 * row["high"], 1)),
            Cell(number(100 * row["majority"], 1) + " %"),
            Cell(", ".join(row["words"]) or NOTHING),
        )
        for row in rows
    )
    first = rows[0]
    on = f"{count(first['n'], 'article')}, {count(first['n_outlets'], 'outlet')}"
    return Report(
        title=f"How well the outlet can be guessed: {on}",
        blocks=(Grid.of("", columns, body),),
        remarks=(
            "Share of held-out articles whose outlet is guessed correctly; by chance: always naming the largest.",
            "Small print: 95% interval, over articles of these outlets.",
            *(f"{fact[0].upper()}{fact[1:]}." for fact in facts),
        ),
        rows=table,
        manifest=manifest or {},
    )
