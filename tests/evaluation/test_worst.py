"""The gravest differences of each unit, on annotations of our own."""

from __future__ import annotations

from typing import Any

import pytest

from masthead.evaluation.validity import Document, Found, GoldSpan, Sentence
from masthead.evaluation.validity.suite import Gold, Hits, Metric, Task
from masthead.evaluation.validity.worst import CASE_FIELDS, worst
from masthead.reports.validity import marked_text

TEXT = "Holt said it. It rained. He left."
SENTENCES = (Sentence(0, 13, {}), Sentence(14, 24, {}), Sentence(25, 33, {}))


def task(unit: Any, metric: Any, *, least: float | None = None, **gold: Any) -> Task:
    return Task(
        id=f"x.y.{unit}",
        instrument="x",
        lexicon="cues",
        corpus="y",
        unit=unit,
        about="a",
        hits=Hits(family="x", categories=("cue", "source"), at_least=least),
        gold=Gold(**gold),
        metrics=(Metric(name=metric),),
    )


def hit(start: int, end: int, weight: float = 0.0, canonical: str | None = None, category: str = "cue") -> Found:
    return Found(start, end, category, "own", weight, "term", canonical)


def document(*spans: GoldSpan, name: str = "d", **more: Any) -> Document:
    return Document(name, "Daily", TEXT, SENTENCES, spans, id=name, **more)


def found(wanted: Task, documents: list[Document], hits: list[list[Found]], most: int = 9) -> list[tuple[Any, ...]]:
    cases = worst(wanted, documents, hits, most)
    assert all(tuple(case) == CASE_FIELDS for case in cases)
    return [(case["kind"], case["start"], case["end"], case["gravity"]) for case in cases]


def test_false_hits_by_their_weight_then_misses_by_their_annotations() -> None:
    wanted = task("sentence", "f1", spans=("cue",))
    gold = [GoldSpan("cue", ((0, 4),)), GoldSpan("cue", ((5, 9),)), GoldSpan("cue", ((28, 32),))]
    ours = [hit(14, 16, 0.4), hit(17, 23, 0.4)]
    documents = [document(*gold), document(name="e")]
    cases = [("false hit", 25, 33, 2), ("false hit", 14, 24, 0.8), ("miss", 0, 13, 2), ("miss", 25, 33, 1)]
    assert found(wanted, documents, [ours, [hit(25, 27), hit(28, 32)]]) == cases
    assert found(wanted, documents, [ours, [hit(25, 27), hit(28, 32)]], most=1) == [cases[0], cases[2]]


def test_of_flagged_sentences_those_without_any_weight_are_missed_most() -> None:
    flagged = tuple(Sentence(item.start, item.end, {"biased": True}) for item in SENTENCES[:2])
    documents = [Document("d", None, TEXT, flagged, id="d")]
    assert found(task("sentence", "f1", flag="biased", least=0.5), documents, [[hit(0, 4, 0.3)]]) == [
        ("miss", 14, 24, 1.0),
        ("miss", 0, 13, 0.7),
    ]


def test_spans_are_shown_in_their_sentence_and_characters_by_number() -> None:
    documents = [document(GoldSpan("cue", ((5, 9),)), GoldSpan("cue", ((17, 23), (28, 32))))]
    hits = [[hit(25, 27), hit(30, 31)]]
    assert found(task("span", "f1", spans=("cue",)), documents, hits) == [("false hit", 25, 33, 2), ("miss", 0, 13, 4)]
    assert found(task("extent", "f1", spans=("cue",)), documents, hits) == [
        ("false hit", 25, 33, 2),
        ("false hit", 25, 33, 1),
        ("miss", 14, 32, 15),
        ("miss", 0, 13, 4),
    ]
    assert found(task("character", "f1", spans=("cue",)), documents, hits) == [
        ("false hit", 25, 33, 2),
        ("miss", 14, 24, 6),
        ("miss", 0, 13, 4),
        ("miss", 25, 33, 3),
    ]


def test_articles_by_how_far_their_shares_are_apart() -> None:
    documents = [document(GoldSpan("cue", ((5, 9),))), document(name="e"), document(name="f")]
    hits = [[], [hit(0, 4), hit(14, 16)], []]
    assert found(task("article", "mae", spans=("cue",)), documents, hits) == [
        ("false hit", 0, 0, pytest.approx(200 / 3)),
        ("miss", 0, 0, pytest.approx(100 / 3)),
    ]


def test_documents_words_and_cases() -> None:
    flagged = [document(flags={"wire": True}), document(name="e", flags={"wire": False}), document(name="f")]
    assert found(task("document", "f1", flag="wire"), flagged, [[], [hit(0, 4)], []]) == [
        ("false hit", 0, 0, 1),
        ("miss", 0, 0, 1),
    ]
    words = [Document("a", None, "a", rating=0.9, id="a"), Document("b", None, "b", rating=0.1, id="b")]
    assert found(task("word", "spearman"), words, [[], [hit(0, 1, 0.6)]]) == [
        ("false hit", 0, 1, pytest.approx(0.5)),
        ("miss", 0, 1, pytest.approx(0.9)),
    ]
    cases = [document(GoldSpan("cue", ((0, 4),))), document(name="e"), document(GoldSpan("cue", ((0, 4),)), name="f")]
    assert found(task("case", "right", spans=("cue",)), cases, [[], [hit(0, 4)], [hit(0, 4)]]) == [
        ("false hit", 0, 33, 1),
        ("miss", 0, 33, 1),
    ]


def test_referents_that_are_somebody_else_or_nobody() -> None:
    meant = (GoldSpan("referent", ((25, 27),), "Petra Holt"), GoldSpan("referent", ((14, 16),), "none"))
    wanted = task("referent", "precision", referents="r.tsv")
    other = [hit(25, 27, canonical="Karl Voss", category="source"), hit(14, 16, canonical="Holt", category="source")]
    assert {(kind, start) for kind, start, _, _ in found(wanted, [document(*meant)], [other])} == {
        ("false hit", 25),
        ("false hit", 14),
    }
    assert found(wanted, [document(*meant)], [[]]) == [("miss", 25, 33, 1)]
    assert found(wanted, [document(*meant)], [[hit(25, 27, canonical="Holt", category="source")]]) == []


def test_brackets_stand_around_both_sides_spans() -> None:
    row = {
        "start": 14,
        "text": "It rained.",
        "ours": [{"start": 17, "end": 23, "type": "cue"}],
        "annotators": [{"start": 14, "end": 23, "type": "cue"}, {"start": 5, "end": 16, "type": "cue"}],
    }
    assert marked_text(row) == "{{It} [rained]}."
    assert marked_text({**row, "text": "x" * 900, "ours": [], "annotators": []}) == "x" * 800 + "…"
