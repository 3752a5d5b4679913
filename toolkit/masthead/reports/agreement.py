"""What a reader must know of the measured validity of the features she sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.evaluation.agreement import figures_of, title_of_corpus
from masthead.numerals import known
from masthead.reports.titles import metric_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.features.base import Feature

    Row = Mapping[str, Any]

WEAK = {"auc": 0.65, "macro_f1": 0.7, "f1": 0.6, "spearman": 0.5, "precision": 0.6}
"""Below this the first figure of a task is said to be weak, wherever features that rest on it are shown."""


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
                f"({most['outlet']}) points off on {title_of_corpus(most)}"
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
                weak.setdefault(feature.title, []).append(
                    f"{title_of_corpus(row)} ({metric_title(metric)} {row['value']:.2f})"
                )
    for title, found in weak.items():
        yield f"{title} agree weakly with readers of {' and '.join(found)}"
