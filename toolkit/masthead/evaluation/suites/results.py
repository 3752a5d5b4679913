"""Results of suites as they are kept, and what changed from one to another.

Where both results hold confusion counts of the same groups of the same articles, the difference is resampled group by
group, both sides at once (paired bootstrap; Efron & Tibshirani 1993). Elsewhere the two intervals are laid beside each
other, which says less: they can overlap although the difference is real.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from masthead.errors import UnreadableInput, UsageError
from masthead.evaluation.intervals import MIN_OUTLETS
from masthead.evaluation.metrics import draw_outlets
from masthead.evaluation.suites.scoring import figure_of, published_of
from masthead.sources.publishers import publishers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from masthead.evaluation.suites.declaration import Benchmark

COMPARED = (
    "suite",
    "task",
    "model",
    "unit",
    "metric",
    "before",
    "after",
    "difference",
    "low",
    "high",
    "method",
    "n_before",
    "n_after",
    "reason",
)
"""Fields of a comparison. ``method`` is ``paired``, with ``low`` and ``high`` of the difference, or ``overlap`` or
``apart``, which say how the two intervals lie, or null where one of them is missing; ``reason`` says why not paired."""

ARTICLE = "article"

_KEY = ("suite", "task", "model", "metric")


@dataclass(frozen=True, slots=True)
class Results:
    """A file that ``masthead bench run`` wrote: its rows, and its manifest with the tasks."""

    rows: tuple[dict[str, Any], ...]
    manifest: dict[str, Any]

    @property
    def tasks(self) -> Mapping[str, Any]:
        """What is known of each task."""
        return dict(self.manifest.get("tasks") or {})


def load_results(path: Path) -> Results:
    """Read results; UnreadableInput where that fails, UsageError where they are not of a suite of classifiers."""
    try:
        found = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise UnreadableInput(f"the results cannot be read: {error.strerror or error}", where=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"this is not valid JSON: {error}", where=str(path)) from error
    rows = found.get("rows") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not rows or not all(name in row for row in rows for name in _KEY):
        raise UsageError(
            "these are not results of a suite of classifiers",
            where=str(path),
            fix="Make them: masthead bench run SUITE --data DIR -o results.json",
        )
    return Results(tuple(rows), found.get("manifest") or {})


def with_published(results: Results, suite: Benchmark) -> Results:
    """The results beside the published figures that ``suite`` declares now: these are corrected without a new run.

    So is which settings were chosen with figures of a task known.
    """
    tasks = {task.id: task for task in suite.tasks}
    rows = [
        row | {"published": published_of(tasks[row["task"]], row["metric"])} if row["task"] in tasks else row
        for row in results.rows
    ]
    told = {
        name: dict(held) | {"tuned": tasks[name].tuned or None} for name, held in results.tasks.items() if name in tasks
    }
    return Results(tuple(rows), {**results.manifest, "tasks": {**results.tasks, **told}})


def compare_results(before: Results, after: Results, *, seed: int = 0, draws: int = 1000) -> list[dict[str, Any]]:
    """Rows of COMPARED for every figure that both results hold; UsageError where there is none."""
    others = {_key(row): row for row in after.rows}
    pairs = [(row, others[_key(row)]) for row in before.rows if _key(row) in others]
    if not pairs:
        suites = [", ".join(dict.fromkeys(row["suite"] for row in side.rows)) for side in (before, after)]
        raise UsageError(
            f"the two results have no task and model in common: one is of {suites[0]}, the other of {suites[1]}",
            fix="Compare two runs of one suite.",
        )
    return [_compared(one, other, before, after, seed, draws) for one, other in pairs]


def only_in(before: Results, after: Results) -> tuple[list[str], list[str]]:
    """Tasks and models (``task model``) that only the first, and that only the second, holds."""
    names = [dict.fromkeys(f"{row['task']} {row['model']}" for row in side.rows) for side in (before, after)]
    return [name for name in names[0] if name not in names[1]], [name for name in names[1] if name not in names[0]]


def _compared(
    one: Mapping[str, Any], other: Mapping[str, Any], before: Results, after: Results, seed: int, draws: int
) -> dict[str, Any]:
    row = {name: one[name] for name in _KEY} | {"unit": _unit(one)}
    values = one["value"], other["value"]
    row |= {"before": values[0], "after": values[1], "n_before": one["n"], "n_after": other["n"]}
    row |= dict.fromkeys(("difference", "low", "high", "method", "reason"))
    if None in values:
        return row | {"reason": one["reason"] or other["reason"]}
    row["difference"] = other["value"] - one["value"]
    counts, why = _paired(row, before, after)
    if counts is not None:
        low, high = _interval(row, counts, before.tasks[one["task"]], seed, draws)
        return row | {"low": low, "high": high, "method": "paired"}
    return row | {"method": _lying(one, other), "reason": why}


def _paired(
    row: Mapping[str, Any], before: Results, after: Results
) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]] | None, str]:
    """Both sides' confusion counts by group, or None and why they can't be paired."""
    if row["unit"] != ARTICLE:
        return None, "counts are kept of articles alone"
    told = [side.tasks.get(row["task"]) or {} for side in (before, after)]
    held = [(item.get("confusions") or {}).get(row["model"]) for item in told]
    if None in held:
        return None, "no counts by group are kept"
    if figure_of(row["metric"], told[0]["classes"], told[0]["order"], told[0]["positive"]) is None:
        return None, f"{row['metric']} is not made of counts"
    counts = [np.array(item, dtype=np.float64) for item in held]
    alike = told[0]["groups"] == told[1]["groups"] and told[0]["classes"] == told[1]["classes"]
    if not alike or not np.array_equal(counts[0].sum(axis=2), counts[1].sum(axis=2)):
        return None, "the two were tested on other articles"
    first, second = (_by_publisher(side, told[0]["groups"]) for side in counts)
    if len(first) < MIN_OUTLETS:
        return None, f"too few groups to resample ({len(first)} < {MIN_OUTLETS})"
    return (first, second), ""


def _by_publisher(counts: NDArray[np.float64], groups: Sequence[str]) -> NDArray[np.float64]:
    """Counts of outlets added up to those of their publishers; events and other groups stand alone."""
    publishers, number = np.unique(publishers_of(groups), return_inverse=True)
    summed = np.zeros((len(publishers), *counts.shape[1:]))
    np.add.at(summed, number, counts)
    return summed


def _interval(
    row: Mapping[str, Any],
    counts: Sequence[NDArray[np.float64]],
    told: Mapping[str, Any],
    seed: int,
    draws: int,
) -> tuple[float, float]:
    figure = figure_of(row["metric"], told["classes"], told["order"], told["positive"])
    weights = draw_outlets(len(counts[0]), seed, draws)
    assert figure is not None
    assert weights is not None
    first, second = (figure(np.tensordot(weights, side, axes=1)) for side in counts)
    low, high = np.quantile(second - first, [0.025, 0.975])
    return float(low), float(high)


def _lying(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """How two intervals lie to each other; None where one is missing."""
    if None in (one["low"], one["high"], other["low"], other["high"]):
        return None
    return "overlap" if one["low"] <= other["high"] and other["low"] <= one["high"] else "apart"


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*(row[name] for name in _KEY), _unit(row))


def _unit(row: Mapping[str, Any]) -> str:
    """What a row is about; results from before whole outlets were judged are about articles."""
    return str(row.get("unit", ARTICLE))


def select(rows: Sequence[Mapping[str, Any]], models: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The rows of some models, all for none named; UsageError for a model that no row is of."""
    known = dict.fromkeys(str(row["model"]) for row in rows)
    for name in models:
        if name not in known:
            raise UsageError(f"there are no results of the model {name!r}", fix=f"Models: {', '.join(known)}.")
    return (row for row in rows if not models or row["model"] in models)
