"""The measured validity that ships with masthead, by word list and by feature, and what a reader must know of it."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from masthead.reports.numerals import known
from masthead.reports.titles import metric_title
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.features.base import Feature

    Row = Mapping[str, Any]

RESULTS = "benchmarks/results/validity.json"
DECLARED = "benchmarks/validity.toml"
WEAK = {"auc": 0.65, "macro_f1": 0.7, "f1": 0.6, "spearman": 0.5, "precision": 0.6}
"""Below this the first figure of a task is said to be weak, wherever features that rest on it are shown."""


@cache
def _shipped() -> tuple[tuple[Row, ...], Mapping[str, Row], Mapping[str, Row]]:
    """Every figure of a task that is declared, the tasks by id, the corpora by name."""
    # Read as plain data: the types of the suite live with libraries that take a second to load.
    declared = tomllib.loads(bundled(DECLARED).read_text(encoding="utf-8"))
    tasks = {task["id"]: task for task in declared["tasks"]}
    rows = orjson.loads(bundled(RESULTS).read_bytes())["rows"]
    return tuple(row for row in rows if row["task"] in tasks), tasks, {row["name"]: row for row in declared["corpora"]}


def figures_of_list(lexicon: str) -> list[Row]:
    """The figures of whole corpora of the instrument that a word list is part of."""
    return [row for row in _shipped()[0] if row["lexicon"] == lexicon and row["outlet"] is None]


def figures_of(feature: str, *, by_outlet: bool = False) -> list[Row]:
    """The figures that say how well the instrument behind a feature agrees with people."""
    rows, tasks, _ = _shipped()
    return [
        row
        for row in rows
        if (row["outlet"] is not None) == by_outlet
        and any(fnmatchcase(feature, pattern) for pattern in tasks[row["task"]].get("features", ()))
    ]


def headline(feature: str) -> Row | None:
    """The first figure of a feature, for a line of a table."""
    return next(iter(figures_of(feature)), None)


def limits_of(rows: Iterable[Row]) -> list[str]:
    """What was compared, and what the corpora cannot show, each task and corpus once."""
    _, tasks, corpora = _shipped()
    named = list(dict.fromkeys((row["task"], row["corpus"]) for row in rows))
    said = [f"{task}: {tasks[task]['about']}." for task, _ in named]
    limits = {corpus: corpora[corpus].get("limits", "") for _, corpus in named}
    return [*said, *(f"{corpus}: {text}" for corpus, text in limits.items() if text)]


def caution(features: Sequence[Feature]) -> str:
    """One sentence on features whose error was measured to differ between outlets or whose agreement is weak.

    Errors differ where the 95 % intervals of the outlets that err least and most do not meet. Empty where there is
    nothing to say.
    """
    said = [text for text in (*_uneven(features), *_weak(features)) if text]
    if not said:
        return ""
    return f"Measured validity: {'; '.join(said)}. Small differences may be the instrument's (docs/validity.md)."


def _uneven(features: Sequence[Feature]) -> Iterable[str]:
    """Mean errors of a feature's own values, which are differences that an outlet does not have."""
    by_task: dict[str, list[tuple[str, Row]]] = {}
    for feature in features:
        for row in figures_of(feature.name, by_outlet=True):
            if row["metric"] == "mae" and known(row["low"]) and known(row["high"]):
                by_task.setdefault(row["task"], []).append((feature.title, row))
    for found in by_task.values():
        title, rows = found[0][0], [row for _, row in found]
        least, most = (pick(rows, key=lambda row: row["value"]) for pick in (min, max))
        if least["high"] < most["low"]:
            yield (
                f"{title} are {100 * least['value']:.0f} ({least['outlet']}) to {100 * most['value']:.0f} "
                f"({most['outlet']}) points off on {_corpus(most)}"
            )


def _weak(features: Sequence[Feature]) -> Iterable[str]:
    weak: dict[str, list[str]] = {}
    told: set[str] = set()
    for feature in features:
        rows = {row["task"]: row for row in reversed(figures_of(feature.name))}
        for task, row in reversed(rows.items()):
            metric = row["metric"]
            if task not in told and known(row["value"]) and row["value"] < WEAK.get(metric, 0.0):
                told.add(task)
                weak.setdefault(feature.title, []).append(f"{_corpus(row)} ({metric_title(metric)} {row['value']:.2f})")
    for title, found in weak.items():
        yield f"{title} agree weakly with readers of {' and '.join(found)}"


def _corpus(row: Row) -> str:
    return str(_shipped()[2][row["corpus"]]["title"]).partition(",")[0]
