"""What a reader must know of the measured validity of the features she sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.evaluation.agreement import figures_of, title_of_corpus
from masthead.numerals import known, signed
from masthead.reports.titles import in_sentence, metric_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from masthead.features.base import Feature

    Row = Mapping[str, Any]

WEAK = {"auc": 0.65, "macro_f1": 0.7, "f1": 0.6, "spearman": 0.5, "precision": 0.6}
"""Below this the first figure of a task is said to be weak, wherever features that rest on it are shown."""


def caution(features: Sequence[Feature]) -> str:
    """One sentence on features whose figure of an outlet is biased on a corpus or whose agreement is weak.

    Empty where there is nothing to say.
    """
    said = [text for text in (*_biased(features), *_weak(features)) if text]
    if not said:
        return ""
    return f"Measured validity: {'; '.join(said)}. Small differences may come from the instrument (docs/validity.md)."


def _biased(features: Sequence[Feature]) -> Iterator[str]:
    """How far figures of outlets are off, and how much of a difference between two of them that may be.

    An error of articles says little of either: errors cancel within an outlet, and what all outlets share goes out with
    their difference.
    """
    for feature in features:
        whole = {row["metric"]: row for row in figures_of(feature.name)}
        if not all(name in whole and known(whole[name]["value"]) for name in ("bias", "bias_spread")):
            continue
        rows = [row for row in figures_of(feature.name, by_outlet=True) if row["metric"] == "bias"]
        mean, spread = (100 * whole[name]["value"] for name in ("bias", "bias_spread"))
        least, most = (pick(rows, key=lambda row: row["value"], default=None) for pick in (min, max))
        ends = f" ({_told(least)} to {_told(most)})" if least and most else ""
        yield (
            f"on {title_of_corpus(whole['bias'])}, {in_sentence(feature.title)} are off by {signed(mean, 1)} points "
            f"for the average outlet{ends}, so by up to {spread:.1f} points between two outlets"
        )


def _told(row: Row) -> str:
    return f"{row['outlet']} {signed(100 * row['value'], 1)}"


def _weak(features: Sequence[Feature]) -> Iterable[str]:
    weak: dict[str, list[str]] = {}
    told: set[str] = set()
    for feature in features:
        rows = {row["task"]: row for row in reversed(figures_of(feature.name))}
        for task, row in reversed(rows.items()):
            metric = row["metric"]
            if task not in told and known(row["value"]) and metric in WEAK and row["value"] < WEAK[metric]:
                told.add(task)
                weak.setdefault(feature.title, []).append(
                    f"{title_of_corpus(row)} ({metric_title(metric)} {row['value']:.2f})"
                )
    for title, found in weak.items():
        yield f"{in_sentence(title)} agreed weakly with readers of {' and '.join(found)}"
