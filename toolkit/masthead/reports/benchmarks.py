"""Suites of classifiers: what is declared, ours beside the published figures, and what changed between two results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from masthead.evaluation.listing import terms_of
from masthead.evaluation.suites.declaration import ALWAYS
from masthead.numerals import NOTHING, count, interval, known, number, signed
from masthead.reports.probabilities import BESIDE, OF_PROBABILITIES, probabilities_grid
from masthead.reports.titles import metric_title
from masthead.reports.validity import suite_report
from masthead.reports.view import Cell, Column, Grid, Notes, Report, figures, grouped, wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.evaluation.listing import SuiteList
    from masthead.evaluation.suites import Benchmark
    from masthead.evaluation.suites.declaration import Task

CHECKED = {
    "verified": ": read there",
    "secondary": ": from a work that cites it",
    "unverified": ": not checked",
    "here": "",
}
SAME = "as ours"
TUNED = "settings chosen knowing its figures"
_PLACES = 3
_CHANGED = {"paired": "paired", "overlap": "intervals overlap", "apart": "intervals apart"}

Row = Mapping[str, Any]


def benchmark_report(
    rows: Sequence[Row],
    tasks: Mapping[str, Row],
    fields: tuple[str, ...],
    *,
    default: str,
    manifest: Row | None = None,
) -> Report:
    """Ours beside the published figures, a section a task; ``tasks`` says how each divides its articles.

    ``default`` is the model that the protocol chose before any test, and that counts.
    """
    notes = Notes()
    found = list(dict.fromkeys(row["task"] for row in rows))
    return Report(
        title=f"{', '.join(dict.fromkeys(row['suite'] for row in rows))}: {count(len(found), 'task')}",
        blocks=(
            _scores_grid(rows, tasks, default, notes),
            *probabilities_grid([row for row in rows if _unit(row) == _level(rows, row)], by="task"),
        ),
        details=_notes_grid(tasks, found),
        remarks=_remarks(rows, default),
        rows=rows,
        fields=fields,
        manifest=manifest or {},
    )


def suites_report(found: SuiteList, *, name: str | None = None, manifest: Row | None = None) -> Report:
    """The tasks of one suite, or of all."""
    blocks = [block for known, suite in found.instruments.items() for block in suite_report(suite, name=known).blocks]
    tasks = count(found.table.num_rows, "task")
    suites = count(len(found.instruments) + len(found.suites), "suite")
    terms = (data_grid(suite, terms_of(suite)) for suite in found.suites if name)
    return Report(
        title=f"{name}: {tasks}" if name else f"{suites}, {tasks}",
        blocks=(*map(declared_grid, found.suites), *terms, *blocks),
        hints=(f"Run it: masthead bench run {name or 'SUITE'} --data DIR.",),
        rows=found.table,
        manifest=manifest or {},
    )


def comparison_report(
    rows: Sequence[Row], fields: tuple[str, ...], *, names: tuple[str, str], manifest: Row | None = None
) -> Report:
    """What changed from one result to another, figure by figure."""
    notes = Notes()
    sections: dict[str, list[tuple[Cell, ...]]] = {}
    for row in rows:
        sections.setdefault(row["task"], []).append(
            (
                Cell(
                    row["model"], detail=metric_title(row["metric"]) + (" by outlet" if row["unit"] == "outlet" else "")
                ),
                Cell(number(row["before"], _PLACES)),
                Cell(number(row["after"], _PLACES)),
                Cell(signed(row["difference"], _PLACES), detail=interval(row["low"], row["high"], _PLACES) or NOTHING),
                Cell(_CHANGED.get(row["method"] or "", NOTHING), note=notes.number(row["reason"])),
            )
        )
    columns = (Column("model"), *figures("first", "second", "change"), Column("how it is judged"))
    return Report(
        title=f"{names[0]} and {names[1]}: {_changes(rows)}",
        blocks=(Grid.of("", columns, sections, notes),),
        remarks=(
            "Small print: 95% interval of the change, resampling the same outlets or events for both.",
            "Without counts by group: whether the two intervals overlap. They may, even if the change is real.",
        ),
        rows=rows,
        fields=fields,
        manifest=manifest or {},
    )


def declared_grid(suite: Benchmark) -> Grid:
    """The tasks of a suite."""
    body = tuple(
        (
            Cell(task.id, detail=", ".join(metric_title(name) for name in task.metrics if name not in BESIDE)),
            Cell(f"{task.title[0].upper()}{task.title[1:]}. {said}"),
        )
        for task in suite.tasks
        for said in [" ".join(filter(None, (task.about, _tuned(task), _superseded(task))))]
    )
    title = f"{suite.name} {suite.version}: {suite.title}"
    return Grid.of(title, (Column("task"), *wordings("what is asked")), body)


def _tuned(task: Task) -> str:
    return f"Settings were chosen knowing its figures: {task.tuned}." if task.tuned else ""


def _superseded(task: Task) -> str:
    return f"Superseded by {task.superseded_by}." if task.superseded_by else ""


def data_grid(suite: Benchmark, terms: Mapping[str, Row]) -> Grid:
    """The corpora of a suite: on what terms they may be used, whose they are, and which files are known."""
    body = tuple(
        (
            Cell(item.name),
            Cell(terms[item.name]["citation"], detail=f"License: {terms[item.name]['license']}."),
            Cell(item.limits, detail="; ".join(f"{known.sha256[:12]}…: {known.of}" for known in item.known)),
        )
        for item in suite.data
    )
    return Grid.of("Corpora", wordings("corpus", "work", "limits, and known files"), body)


def _scores_grid(rows: Sequence[Row], tasks: Mapping[str, Row], default: str, notes: Notes) -> Grid:
    metrics = list(dict.fromkeys(row["metric"] for row in rows if row["metric"] not in OF_PROBABILITIES))
    sections = {}
    for task, own in grouped(rows, lambda row: str(row["task"])).items():
        title = _section(task, own[-1], tasks.get(task) or {})
        told = tasks.get(task) or {}
        sections[title] = [*_ours(own, metrics, default, notes), *_published(own, metrics, told.get("tested"), notes)]
    return Grid.of("", (*wordings("model or system"), *figures(*map(metric_title, metrics))), sections, notes)


def _section(task: str, row: Row, told: Row) -> str:
    size = f"{row['n']:,} in test" if told.get("split", "").startswith("train") else f"{row['n']:,}"
    outlets = f", {count(row['n_outlets'], 'outlet')}" if row["n_outlets"] > 1 else ""
    tuned = f"; {TUNED}" if told.get("tuned") else ""
    return f"{task}: {told.get('split') or row['split']}; n {size}{outlets}{tuned}"


def _ours(rows: Sequence[Row], metrics: Sequence[str], default: str, notes: Notes) -> list[tuple[Cell, ...]]:
    found = {(row["model"], _unit(row), row["metric"]): row for row in rows}
    strange = notes.number(None if rows[0]["known_data"] else "not a file known to the suite: not comparable")
    lines = {
        (_unit(row), row["model"]): row["n_outlets"] for row in rows if known(row["value"]) or _unit(row) != "outlet"
    }
    both = len({unit for unit, _ in lines}) > 1
    return [
        (
            Cell(model, detail=_beside(model == default, outlets if both and unit == "outlet" else 0), note=strange),
            *(_score(found.get((model, unit, metric)), notes) for metric in metrics),
        )
        for (unit, model), outlets in lines.items()
    ]


def _level(rows: Sequence[Row], row: Row) -> str:
    """What the task of a row classifies: articles, if any row of it is of these."""
    units = {_unit(other) for other in rows if other["task"] == row["task"]}
    return "article" if "article" in units else "outlet"


def _unit(row: Row) -> str:
    return str(row.get("unit", "article"))


def _beside(default: bool, outlets: int) -> str:
    """Whether a model is the default one, and of how many outlets its figures are where they are not of articles."""
    said = ["the default"] if default else []
    return ", ".join([*said, f"by outlet, n {outlets:,}"] if outlets else said)


def _score(row: Row | None, notes: Notes) -> Cell:
    if row is None:
        return Cell(NOTHING)
    shown = interval(row["low"], row["high"], _PLACES)
    return Cell(number(row["value"], _PLACES), detail=shown, note=notes.number(row["reason"]))


def _published(rows: Sequence[Row], metrics: Sequence[str], part: str | None, notes: Notes) -> list[tuple[Cell, ...]]:
    """One row a system, with what it reports of each metric; its source is a footnote.

    Marked are those whose articles were divided as ours, ``part`` being what ours were tested on.
    """
    systems: dict[tuple[str, str, str, str, str], dict[str, float]] = {}
    for metric in metrics:
        for item in next((row["published"] for row in rows if row["metric"] == metric and row["published"]), ()):
            alike = item.get("same") and item["same"] in (ALWAYS, part)
            key = (item["system"], item["split"], SAME if alike else "", item["source"], item["checked"])
            systems.setdefault(key, {})[metric] = item["value"]
    return [
        (
            Cell(
                system,
                detail=", ".join(filter(None, (split, alike))),
                note=notes.number(source + CHECKED.get(checked, f": {checked}")),
            ),
            *(Cell(_as_given(values.get(metric))) for metric in metrics),
        )
        for (system, split, alike, source, checked), values in systems.items()
    ]


def _as_given(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.4f}".rstrip("0").ljust(5, "0")


def _remarks(rows: Sequence[Row], default: str) -> tuple[str, ...]:
    drawn = {row["resampled"] for row in rows}
    published = any(row["published"] for row in rows)
    listed = ", ".join(f"{name}s" if name != "group" else "addresses" for name in sorted(drawn))
    remarks = [
        f"{default} is the default model, chosen before any test; the others are for comparison.",
        f"Small print: for masthead the 95% interval, over {listed}; for others how they split their articles.",
    ]
    if published:
        remarks.append(f"Published figures are comparable only where the small print says “{SAME}”.")
    if any(row["metric"] in ("mae", "brier") for row in rows):
        remarks.append("MAE, Brier and ECE: lower is better.")
    return tuple(remarks)


def _notes_grid(tasks: Mapping[str, Row], found: Sequence[str]) -> tuple[Grid, ...]:
    body = [(Cell(name), Cell(note)) for name in found for note in _told(tasks.get(name) or {})]
    return (Grid.of("Notes", (Column("task"), *wordings("note")), body),) if body else ()


def _told(task: Row) -> tuple[str, ...]:
    tuned = (f"{TUNED}: {task['tuned']}",) if task.get("tuned") else ()
    return (*tuned, *(task.get("notes") or ()))


def _changes(rows: Sequence[Row]) -> str:
    clear = [row for row in rows if row["method"] == "apart" or (row["method"] == "paired" and _off_zero(row))]
    return f"{count(len(clear), 'clear change')} among {count(len(rows), 'figure')}"


def _off_zero(row: Row) -> bool:
    return known(row["low"]) and known(row["high"]) and (row["low"] > 0 or row["high"] < 0)
