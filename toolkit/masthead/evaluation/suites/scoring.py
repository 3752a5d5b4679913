"""One task's figures as rows, with confusion counts by group, which let two runs be compared group by group."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from masthead.evaluation.confusions import accuracy, confusions, f1_at, macro_f1
from masthead.evaluation.metrics import f1_of
from masthead.evaluation.pooling import scores_by_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample
    from masthead.evaluation.metrics import Predictions
    from masthead.evaluation.pooling import JudgedOutlets
    from masthead.evaluation.suites.declaration import Task

    Figure = Callable[[NDArray[np.float64]], NDArray[np.float64]]

UNITS = ("outlet", "article")
"""What is judged, in the order of rows."""

GROUPS = ("outlet", "event")
"""What may be drawn for intervals and told apart in results: groups of articles, never single ones."""


def split_in_words(task: Task) -> str:
    """How a task divides its articles, in words."""
    unit = "publisher" if task.split == "outlet" else task.split
    match task.split:
        case "given":
            trained = " and ".join(source.data for source in task.train)
            said = f"trained on {trained}" if trained else "training and test part as published"
            return f"{said}, no publisher in both" if task.apart else said
        case "random":
            return f"{task.folds} random folds"
        case _ if task.folds == 0:
            return f"each {unit} held out by itself"
        case _:
            return f"{task.folds} folds, no {unit} in two"


def resampled(task: Task) -> str:
    """What is drawn for the intervals of a task, in a word."""
    if task.level == "outlet" or not task.resample:
        return "outlet"
    return "article" if task.resample[0] == "id" else task.resample[0]


def rows_of(
    task: Task, model: str, found: Predictions, judged: JudgedOutlets | None, *, seed: int, draws: int
) -> Iterator[dict[str, Any]]:
    """The rows of one model, outlets first: SCORES without its suite, what intervals rest on, published figures.

    Published figures are of what the task classifies: articles, or outlets where that is its level. Where no outlet can
    be judged as a whole, there are no rows of outlets.
    """
    figures = [*scores_by_unit(found, judged, seed=seed, draws=draws)]
    if task.positive:
        of = next(of for of, _ in figures if of["unit"] == task.level)
        figures.append((of, f1_of(task.positive, found)))
    of_unit = {(of["unit"], row.metric): (of, row) for of, row in figures}
    for unit, metric in product(UNITS, task.metrics):
        if (unit, metric) not in of_unit or (unit != task.level and judged is not None and judged.lacking):
            continue
        of, row = of_unit[unit, metric]
        yield {
            "task": task.id,
            "split": task.split,
            "model": model,
            **of,
            **row._asdict(),
            "seed": seed,
            "resampled": resampled(task) if unit == task.level else "outlet",
            "published": published_of(task, metric) if unit == task.level else [],
        }


def published_of(task: Task, metric: str) -> list[dict[str, Any]]:
    """What others report of a metric, as rows hold it."""
    return [dict(msgspec.to_builtins(item)) for item in task.published if item.metric == metric]


def told_of(
    task: Task,
    tested: Sample,
    units: tuple[str, ...],
    found: Mapping[str, Predictions],
    notes: Sequence[str],
) -> dict[str, Any]:
    """What is kept of a task: its split in words, its labels, what was noted, and confusion counts by group."""
    first = next(iter(found.values()))
    told: dict[str, Any] = {
        "title": task.title,
        "split": split_in_words(task),
        "labels": dict(sorted(Counter(map(str, tested.labels)).items())),
        "classes": list(first.classes),
        "order": list(first.order) if first.order else None,
        "positive": task.positive or None,
        "notes": list(notes),
    }
    if resampled(task) in GROUPS and task.level == "article":
        told["groups"] = sorted(set(units))
        told["confusions"] = {
            name: confusions(said.truth, said.predicted, units, len(said.classes)).astype(int).tolist()
            for name, said in found.items()
        }
    return told


def figure_of(metric: str, classes: Sequence[str], order: Sequence[str] | None, positive: str | None) -> Figure | None:
    """A metric as a function of confusion tables, shape ``(tables, true, predicted)``; None where it needs more."""
    if metric == "accuracy":
        return accuracy
    if metric == "macro_f1":
        return macro_f1
    if metric == "f1" and positive is not None and positive in classes:
        at = list(classes).index(positive)
        return lambda tables: f1_at(at, tables)
    if metric == "mae" and order:
        rank = np.array([list(order).index(label) for label in classes])
        steps = np.abs(rank[:, None] - rank[None, :])
        return lambda tables: np.asarray((tables * steps).sum(axis=(1, 2)) / tables.sum(axis=(1, 2)))
    return None
