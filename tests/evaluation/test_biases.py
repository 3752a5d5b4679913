"""The bias of an outlet's share: ours less the annotators', over all its sentences, and how far outlets differ in it."""

from __future__ import annotations

import numpy as np
import pytest

from masthead.evaluation.validity.biases import biases
from masthead.evaluation.validity.gold import Document, GoldSpan, Sentence
from masthead.evaluation.validity.marks import Found
from masthead.evaluation.validity.suite import Gold, Hits, Metric, Task

TASK = Task(
    id="attribution.made.outlet",
    instrument="attribution",
    corpus="made",
    unit="outlet",
    about="made up",
    hits=Hits(family="attribution"),
    gold=Gold(spans=("cue",)),
    metrics=(Metric(name="bias"), Metric(name="bias_spread")),
)


def document(outlet: str, ours: str, gold: str) -> tuple[Document, list[Found]]:
    """A text of sentences of one letter, which either side marks (``x``) or not."""
    sentences = tuple(Sentence(at, at + 1, {}) for at in range(len(ours)))
    spans = tuple(GoldSpan("cue", ((at, at + 1),)) for at, mark in enumerate(gold) if mark == "x")
    found = [Found(at, at + 1, "cue", "own", 0.0) for at, mark in enumerate(ours) if mark == "x"]
    return Document(f"{outlet} {ours}", outlet, "a" * len(ours), sentences, spans), found


PAIRS = [
    document("Harrow Post", "xx..", "xxx."),  # -1 of 4, and a false hit makes up for a miss
    document("Harrow Post", "x...", ".x.."),  # 0 of 4
    document("Quill", "xx", "x."),  # +1 of 2
]


def figure(metric: str, pairs: list[tuple[Document, list[Found]]]) -> float:
    sample = biases(TASK, pairs, metric)  # type: ignore[arg-type]
    return float(sample.value(np.ones((1, sample.groups)))[0])


def test_misses_and_false_hits_cancel_within_an_outlet_and_each_outlet_weighs_the_same() -> None:
    assert figure("bias", PAIRS[:2]) == pytest.approx(-1 / 8)
    assert figure("bias", PAIRS) == pytest.approx((-1 / 8 + 1 / 2) / 2)


def test_the_spread_is_the_largest_less_the_smallest_and_one_outlet_has_none() -> None:
    assert figure("bias_spread", PAIRS) == pytest.approx(1 / 2 + 1 / 8)
    assert np.isnan(figure("bias_spread", PAIRS[:2]))


def test_an_outlet_of_which_no_document_is_drawn_takes_no_part() -> None:
    sample = biases(TASK, PAIRS, "bias")
    of_harrow = [group.startswith("Harrow") for group in sorted(document.group for document, _ in PAIRS)]
    assert float(sample.value(np.array([of_harrow], dtype=np.float64))[0]) == pytest.approx(-1 / 8)
