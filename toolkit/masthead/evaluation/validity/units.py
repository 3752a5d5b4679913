"""Hits against annotations in each unit: sentences, articles, characters, spans and words. Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.evaluation.validity.samples import (
    area,
    counted,
    f1,
    grouped,
    macro_f1_of_two,
    mean_of,
    precision,
    recall,
    spearman,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.validity.gold import Document
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import MetricName, Task

    Floats = NDArray[np.float64]

FOUND: dict[str, Callable[[Floats], Floats]] = {
    "precision": precision,
    "recall": recall,
    "f1": f1,
    "macro_f1": macro_f1_of_two,
}
_PLACES_OF_WEIGHTS = 6


class Found(NamedTuple):
    """A hit as the comparison sees it; weights are 0.0 where the instrument has none."""

    start: int
    end: int
    category: str
    voice: str | None
    weight: float


Pair = tuple["Document", "Sequence[Found]"]


def samples(task: Task, documents: Sequence[Document], hits: Sequence[Sequence[Found]]) -> dict[MetricName, Sample]:
    """The figures of a task, each as a function of the groups drawn.

    ``hits`` are those of the instrument's family in each document, before the task's choice by category and voice.
    """
    pairs = [(document, _chosen(found, task)) for document, found in zip(documents, hits, strict=True)]
    makers = {metric.name: partial(_UNITS[task.unit], task, pairs, metric.name) for metric in task.metrics}
    return {name: make() for name, make in makers.items()}


def _chosen(found: Sequence[Found], task: Task) -> list[Found]:
    wanted = task.hits
    return [
        hit
        for hit in found
        if (not wanted.categories or hit.category in wanted.categories)
        and (not wanted.voices or hit.voice in wanted.voices)
    ]


def _sentences(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    if metric == "auc":
        return _area(task, pairs)
    rows = []
    for document, found in pairs:
        ours, gold = _marked(task, document, found)
        right = float((ours & gold).sum())
        rows.append([right, ours.sum(), right, gold.sum(), len(gold)])
    return _counted(pairs, rows, int(sum(row[-1] for row in rows)), FOUND[metric])


def _articles(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """Each article's share of marked sentences; articles without a sentence are left out."""
    marked = [(document.group, *_marked(task, document, found)) for document, found in pairs]
    shares = [(group, float(ours.mean()), float(gold.mean())) for group, ours, gold in marked if len(gold)]
    groups = [group for group, _, _ in shares]
    if metric == "spearman":
        return spearman(groups, [ours for _, ours, _ in shares], [gold for _, _, gold in shares])
    rows = np.array([[abs(ours - gold), 1.0] for _, ours, gold in shares]).reshape(-1, 2)
    return counted(grouped(groups, rows), len(shares), mean_of)


def _characters(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    rows = []
    for document, found in pairs:
        ours = np.frombuffer(_cover(document, _spans(found)), np.uint8)
        gold = np.frombuffer(_cover(document, _annotated(task, document)), np.uint8)
        right = float((ours & gold).sum())
        rows.append([right, float(ours.sum()), right, float(gold.sum())])
    return _counted(pairs, rows, sum(len(document.text) for document, _ in pairs), FOUND[metric])


def _overlaps(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """A hit is right where it overlaps an annotation; an annotation is found where a hit overlaps any piece of it."""
    rows = []
    for document, found in pairs:
        ours = sorted(set(_spans(found)))
        gold = [span for span in document.spans if span.type in task.gold.spans]
        over_gold, over_ours = _cover(document, _annotated(task, document)), _cover(document, ours)
        right = sum(1 in over_gold[start:end] for start, end in ours)
        met = sum(any(1 in over_ours[start:end] for start, end in span.pieces) for span in gold)
        rows.append([float(right), float(len(ours)), float(met), float(len(gold))])
    return _counted(pairs, rows, int(sum(row[-1] for row in rows)), FOUND[metric])


def _words(_task: Task, pairs: Sequence[Pair], _metric: MetricName) -> Sample:
    """The weight of each word, measured on its own, against its rating."""
    rated = [(document, found) for document, found in pairs if document.rating is not None]
    return spearman(
        [document.group for document, _ in rated],
        [max((hit.weight for hit in found), default=0.0) for _, found in rated],
        [document.rating or 0.0 for document, _ in rated],
    )


_UNITS: dict[str, Callable[[Task, Sequence[Pair], MetricName], Sample]] = {
    "sentence": _sentences,
    "article": _articles,
    "character": _characters,
    "span": _overlaps,
    "word": _words,
}


def _marked(task: Task, document: Document, found: Sequence[Found]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Ours and the annotators' marks of each sentence that they decided on."""
    least = task.hits.at_least
    cover = _cover(document, _spans(hit for hit in found if least is None or _rounded(hit.weight) >= least))
    decided = _decided(task, document)
    ours = np.array([1 in cover[start:end] for start, end, _ in decided], dtype=bool)
    return ours, np.array([flag for _, _, flag in decided], dtype=bool)


def _area(task: Task, pairs: Sequence[Pair]) -> Sample:
    """Sentences ranked by the sum of the weights of their hits."""
    units = [
        (number, _rounded(sum(hit.weight for hit in found if hit.start < end and hit.end > start)), flag)
        for number, (document, found) in enumerate(pairs)
        for start, end, flag in _decided(task, document)
    ]
    levels, level = np.unique([weight for _, weight, _ in units], return_inverse=True)
    rows = np.zeros((len(pairs), 2, len(levels)))
    for (number, _, flag), position in zip(units, level, strict=True):
        rows[number, int(flag), position] += 1
    return counted(grouped([document.group for document, _ in pairs], rows), len(units), area)


def _decided(task: Task, document: Document) -> list[tuple[int, int, bool]]:
    """Start, end and mark of each sentence that the annotators decided on."""
    annotated = _cover(document, _annotated(task, document))
    flags = [
        (item, item.flags.get(task.gold.flag) if task.gold.flag else 1 in annotated[item.start : item.end])
        for item in document.sentences
    ]
    return [(item.start, item.end, bool(flag)) for item, flag in flags if flag is not None]


def _counted(pairs: Sequence[Pair], rows: list[list[float]], n: int, formula: Callable[[Floats], Floats]) -> Sample:
    return counted(grouped([document.group for document, _ in pairs], np.array(rows, dtype=np.float64)), n, formula)


def _annotated(task: Task, document: Document) -> list[tuple[int, int]]:
    return [piece for span in document.spans if span.type in task.gold.spans for piece in span.pieces]


def _spans(found: Iterable[Found]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in found]


def _cover(document: Document, spans: Iterable[tuple[int, int]]) -> bytearray:
    """One byte a character: 1 where any of ``spans`` holds it."""
    cover = bytearray(len(document.text))
    for start, end in spans:
        inside = max(0, min(end, len(cover)) - start)
        cover[start : start + inside] = b"\x01" * inside
    return cover


def _rounded(weight: float) -> float:
    """Weights are kept in 32 bits: 0.6 comes back as 0.60000002, and sums of equals would differ by their order."""
    return round(weight, _PLACES_OF_WEIGHTS)
