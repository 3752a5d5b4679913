"""Hits against annotations in each unit: sentences, articles, characters, spans and words. Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from masthead.evaluation.validity.biases import BIASES, biases
from masthead.evaluation.validity.checks import Check, holds
from masthead.evaluation.validity.extents import gold_extents, our_extents
from masthead.evaluation.validity.leans import outlets
from masthead.evaluation.validity.marks import (
    NOBODY,
    REFERENT,
    annotated,
    chosen,
    counting,
    cover_of,
    decided_sentences,
    is_right,
    marked,
    resolved,
    same_person,
    spans_of,
    weight_of,
)
from masthead.evaluation.validity.readers import readers
from masthead.evaluation.validity.samples import (
    agreement,
    area,
    counted,
    f1,
    false_alarms,
    grouped,
    macro_f1_of_two,
    mean_of,
    precision,
    recall,
    spearman,
)
from masthead.evaluation.validity.source_kinds import kinds
from masthead.evaluation.validity.stories import stories

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.validity.gold import Document
    from masthead.evaluation.validity.marks import Found, Marks, Pair
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import MetricName, Task

    Floats = NDArray[np.float64]

FOUND: dict[str, Callable[[Floats], Floats]] = {
    "precision": precision,
    "recall": recall,
    "f1": f1,
    "macro_f1": macro_f1_of_two,
    "false_alarms": false_alarms,
}


def samples(task: Task, documents: Sequence[Document], hits: Sequence[Sequence[Found]]) -> dict[MetricName, Sample]:
    """The figures of a task, each as a function of the groups drawn.

    ``hits`` are those of the instrument's family in each document, before the task's choice by category and voice.
    """
    pairs = [(document, chosen(found, task)) for document, found in zip(documents, hits, strict=True)]
    makers = {metric.name: partial(_UNITS[task.unit], task, pairs, metric.name) for metric in task.metrics}
    return {name: make() for name, make in makers.items()}


def _sentences(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    if metric == "auc":
        return _area(task, pairs)
    marks = [marked(task, document, found) for document, found in pairs]
    return _of_marks([document.group for document, _ in pairs], marks, metric)


def _of_marks(groups: Sequence[str], marks: Sequence[Marks], metric: MetricName) -> Sample:
    """Figures of units that either side marks or does not, document by document."""
    n = sum(len(gold) for _, gold in marks)
    if metric == "alpha":
        return agreement(groups, [np.stack(pair, axis=1).astype(np.float64) for pair in marks])
    rows = []
    for ours, gold in marks:
        right = float((ours & gold).sum())
        rows.append([right, float(ours.sum()), right, float(gold.sum()), float(len(gold))])
    return _counted(groups, rows, n, FOUND[metric])


def _articles(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """Each article's share of marked sentences; articles without a sentence are left out."""
    marks = [(document.group, *marked(task, document, found)) for document, found in pairs]
    return _of_shares(
        [(group, float(ours.mean()), float(gold.mean())) for group, ours, gold in marks if len(gold)], metric
    )


def _of_shares(shares: Sequence[tuple[str, float, float]], metric: MetricName) -> Sample:
    groups = [group for group, _, _ in shares]
    if metric == "spearman":
        return spearman(groups, [ours for _, ours, _ in shares], [gold for _, _, gold in shares])
    if metric == "alpha":
        return agreement(groups, [np.array([[ours, gold]], dtype=np.float64) for _, ours, gold in shares])
    rows = np.array([[abs(ours - gold), 1.0] for _, ours, gold in shares]).reshape(-1, 2)
    return counted(grouped(groups, rows), len(shares), mean_of)


def _documents(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """Documents flagged as a whole: ours where any hit counts, ranked by the share of their sentences that have one."""
    decided = [(document, found) for document, found in pairs if document.flags.get(task.gold.flag) is not None]
    gold = [float(document.flags[task.gold.flag]) for document, _ in decided]
    groups = [document.group for document, _ in decided]
    shares = any(flag not in (0.0, 1.0) for flag in gold)
    if metric in ("mae", "spearman") or (metric == "alpha" and shares):
        return _of_shares(list(zip(groups, [_share(task, *pair) for pair in decided], gold, strict=True)), metric)
    if metric == "auc":
        scores = [[(_share(task, *pair), flag > 0)] for pair, flag in zip(decided, gold, strict=True)]
        return _ranked(groups, scores)
    ours = [bool(counting(task, found)) for _, found in decided]
    marks = [(np.array([one]), np.array([flag > 0])) for one, flag in zip(ours, gold, strict=True)]
    return _of_marks(groups, marks, metric)


def _share(task: Task, document: Document, found: Sequence[Found]) -> float:
    """The share of a document's sentences that a hit which counts touches."""
    cover = cover_of(document, spans_of(counting(task, found)))
    return float(np.mean([1 in cover[item.start : item.end] for item in document.sentences] or [False]))


def _characters(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    marks = []
    for document, found in pairs:
        ours = np.frombuffer(cover_of(document, spans_of(counting(task, found))), np.uint8)
        gold = np.frombuffer(cover_of(document, annotated(task, document)), np.uint8)
        marks.append((ours.view(np.bool_), gold.view(np.bool_)))
    return _of_marks([document.group for document, _ in pairs], marks, metric)


def _overlaps(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """A hit is right where it overlaps an annotation; an annotation is found where a hit overlaps any piece of it."""
    rows = []
    for document, found in pairs:
        ours = sorted(set(spans_of(counting(task, found))))
        gold = [span for span in document.spans if span.type in task.gold.spans]
        over_gold, over_ours = cover_of(document, annotated(task, document)), cover_of(document, ours)
        right = sum(1 in over_gold[start:end] for start, end in ours)
        met = sum(any(1 in over_ours[start:end] for start, end in span.pieces) for span in gold)
        rows.append([float(right), float(len(ours)), float(met), float(len(gold))])
    return _counted([document.group for document, _ in pairs], rows, int(sum(row[-1] for row in rows)), FOUND[metric])


def _extents(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """An attribution's hits are right where an annotation covers the same stretches, and it is found where they are."""
    rows = []
    for document, found in pairs:
        ours, gold = our_extents(document, counting(task, found)), gold_extents(task, document)
        right = float(len(ours & gold))
        rows.append([right, float(len(ours)), right, float(len(gold))])
    return _counted([document.group for document, _ in pairs], rows, int(sum(row[-1] for row in rows)), FOUND[metric])


def _words(_task: Task, pairs: Sequence[Pair], _metric: MetricName) -> Sample:
    """The weight of each word, measured on its own, against its rating."""
    rated = [(document, found) for document, found in pairs if document.rating is not None]
    return spearman(
        [document.group for document, _ in rated],
        [max((hit.weight for hit in found), default=0.0) for _, found in rated],
        [document.rating or 0.0 for document, _ in rated],
    )


def _cases(task: Task, pairs: Sequence[Pair], _metric: MetricName) -> Sample:
    """Cases of our own: right where the hits are exactly the spans written down, none missing and none more."""
    rows = [[float(is_right(task, document, found)), 1.0] for document, found in pairs]
    return _counted([document.group for document, _ in pairs], rows, len(rows), mean_of)


def _checks(task: Task, pairs: Sequence[Pair], _metric: MetricName) -> Sample:
    """Cases made of templates, which are drawn as groups."""
    asked = [(check, found) for check, found in pairs if isinstance(check, Check) and check.flags.get(task.gold.flag)]
    rows = [[float(holds(check, found)), 1.0] for check, found in asked]
    return _counted([check.group for check, _ in asked], rows, len(rows), mean_of)


def _referents(_task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """Sources at judged places: right where the name they are resolved to is who is meant."""
    rows = []
    for document, found in pairs:
        named = [(span.name, resolved(span, found)) for span in document.spans if span.type == REFERENT]
        ours = [(meant, name) for meant, name in named if name is not None]
        right = float(sum(same_person(meant, name) for meant, name in ours))
        rows.append([right, float(len(ours)), right, float(len([meant for meant, _ in named if meant != NOBODY]))])
    n = sum(span.type == REFERENT for document, _ in pairs for span in document.spans)
    return _counted([document.group for document, _ in pairs], rows, n, FOUND[metric])


def _outlets(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    return (biases if metric in BIASES else outlets)(task, pairs, metric)


_UNITS: dict[str, Callable[[Task, Sequence[Pair], MetricName], Sample]] = {
    "sentence": _sentences,
    "article": _articles,
    "character": _characters,
    "span": _overlaps,
    "extent": _extents,
    "word": _words,
    "document": _documents,
    "genre": _documents,
    "case": _cases,
    "check": _checks,
    "referent": _referents,
    "outlet": _outlets,
    "story": stories,
    "reader": readers,
    "source": kinds,
}


def _area(task: Task, pairs: Sequence[Pair]) -> Sample:
    """Sentences ranked by the sum of the weights of their hits."""
    scores = [
        [(weight_of(found, start, end), flag) for start, end, flag in decided_sentences(task, document)]
        for document, found in pairs
    ]
    return _ranked([document.group for document, _ in pairs], scores)


def _ranked(groups: Sequence[str], scores: Sequence[Sequence[tuple[float, bool]]]) -> Sample:
    """The area under the curve of scores, document by document, each with the annotators' mark."""
    units = [(number, *unit) for number, of_document in enumerate(scores) for unit in of_document]
    levels, level = np.unique([score for _, score, _ in units], return_inverse=True)
    rows = np.zeros((len(scores), 2, len(levels)))
    for (number, _, flag), position in zip(units, level, strict=True):
        rows[number, int(flag), position] += 1
    return counted(grouped(groups, rows), len(units), area)


def _counted(groups: Sequence[str], rows: list[list[float]], n: int, formula: Callable[[Floats], Floats]) -> Sample:
    return counted(grouped(groups, np.array(rows, dtype=np.float64)), n, formula)
