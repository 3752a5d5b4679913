"""Outlets judged as wholes: which can be, by what label, and what stands first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from labelled import unread_sample
from masthead.evaluation.metrics import Predictions
from masthead.evaluation.pooling import (
    NONE_JUDGED,
    differences_by_unit,
    judge_outlets,
    judged_outlets,
    scores_by_unit,
)
from masthead.evaluation.splits import Division, Fold, divide

if TYPE_CHECKING:
    from masthead.classifiers.samples import Sample

CLASSES = ("x", "y")


def said(articles: Sample, values: list[list[float]]) -> Predictions:
    truth = np.searchsorted(np.array(CLASSES), articles.labels)
    found = np.array(values)
    return Predictions(truth, found.argmax(axis=1), found, articles.outlets, CLASSES)


def whole(articles: Sample) -> np.ndarray:
    return np.ones(len(articles.ids), dtype=bool)


FIVES = unread_sample(
    ["a.com"] * 5 + ["b.com"] * 5 + ["c.com"] * 4 + ["d.com"] * 6, "xxxxy" + "yyyyy" + "xxxx" + "xxxyyy"
)


def test_an_outlet_is_judged_where_most_of_five_articles_carry_one_label() -> None:
    judged = judged_outlets(FIVES, CLASSES, whole(FIVES))
    assert (judged.names, judged.labels.tolist()) == (("a.com", "b.com"), [0, 1])
    assert judged.rows.tolist() == list(range(10))
    assert judged.notes == (
        "2 of 4 outlets are not judged as outlets: 1 with fewer than 5 articles, 1 with no label on more than half of "
        "the articles",
    )


def test_labels_that_vary_within_outlets_are_said_to_be_the_articles() -> None:
    mixed = unread_sample(["a.com"] * 5 + ["b.com"] * 5, "xxxyy" + "yyyyx")
    [note] = judged_outlets(mixed, CLASSES, whole(mixed)).notes
    assert note.startswith("only 70% of the articles carry the label of their outlet")


def test_outlets_whose_publisher_is_trained_on_are_not_judged() -> None:
    outlets = ["cnn.com"] * 5 + ["money.cnn.com"] * 5 + ["axios.com"] * 5 + ["time.com"] * 5
    articles = unread_sample(outlets, "xxxxx" * 2 + "yyyyy" * 2)
    fold = Fold(np.arange(5), np.arange(5, 20))
    judged = judge_outlets(articles, articles.take(fold.test), Division((fold,), ()))
    assert judged.names == ("axios.com", "time.com")
    assert judged.notes == ("1 of 3 outlets is not judged as outlets: 1 whose publisher is trained on",)
    random = divide(articles, split="random", folds=2)
    assert judge_outlets(articles, articles, random).lacking == NONE_JUDGED


def test_the_verdict_on_an_outlet_is_the_pooled_one() -> None:
    articles = unread_sample(["a.com"] * 5 + ["b.com"] * 5, "xxxxx" + "yyyyy")
    judged = judged_outlets(articles, CLASSES, whole(articles))
    # Three of five articles of a.com are taken for y, but the other two speak more for x.
    found = said(articles, [[0.9, 0.1]] * 2 + [[0.45, 0.55]] * 3 + [[0.3, 0.7]] * 5)
    verdicts = judged.verdicts(found)
    assert verdicts is not None
    assert (verdicts.predicted.tolist(), verdicts.outlets) == ([0, 1], ("a.com", "b.com"))
    odds = (9**2 * (0.45 / 0.55) ** 3) ** (1 / 5)
    assert judged.told(found) == [
        {"outlet": "a.com", "label": "x", "verdict": "x", "value": pytest.approx(odds / (1 + odds)), "n": 5},
        {"outlet": "b.com", "label": "y", "verdict": "y", "value": pytest.approx(0.7), "n": 5},
    ]


def test_the_value_told_of_an_outlet_is_that_of_its_verdict_where_calibration_favours_another_label() -> None:
    articles = unread_sample(["a.com"] * 5 + ["b.com"] * 5, "xxxxx" + "yyyyy")
    judged = judged_outlets(articles, CLASSES, whole(articles))
    own = said(articles, [[0.6, 0.4]] * 5 + [[0.3, 0.7]] * 5)
    calibrated = replace(own, values=np.array([[0.45, 0.55]] * 5 + [[0.2, 0.8]] * 5), uncalibrated=own.values)
    told = [(row["verdict"], row["value"]) for row in judged.told(calibrated)]
    assert told == [("x", pytest.approx(0.45)), ("y", pytest.approx(0.8))]


def test_figures_of_outlets_come_first_then_those_of_articles() -> None:
    articles = unread_sample([f"o{i // 5}.com" for i in range(100)], ("xxxxx" + "yyyyy") * 10)
    judged = judged_outlets(articles, CLASSES, whole(articles))
    found = said(articles, ([[0.9, 0.1]] * 2 + [[0.45, 0.55]] * 3 + [[0.3, 0.7]] * 5) * 10)
    rows = [(of["unit"], of["n"], row.metric, row.value) for of, row in scores_by_unit(found, judged)]
    assert [row[:3] for row in rows if row[2] == "accuracy"] == [
        ("outlet", 20, "accuracy"),
        ("article", 100, "accuracy"),
    ]
    values = {(unit, metric): value for unit, _, metric, value in rows}
    assert (values["outlet", "accuracy"], values["article", "accuracy"]) == (1.0, 0.7)
    assert values["article", "outlet_accuracy"] == pytest.approx(0.7)
    assert ("outlet", "outlet_accuracy") not in values
    apart = [(of["unit"], row.value) for of, row in differences_by_unit(found, found, judged)]
    assert apart == [("outlet", 0.0), ("outlet", 0.0), ("article", 0.0), ("article", 0.0)]


def test_all_verdicts_right_leave_as_much_doubt_as_so_many_outlets_do() -> None:
    articles = unread_sample([f"o{i // 5}.com" for i in range(100)], ("xxxxx" + "yyyyy") * 10)
    judged = judged_outlets(articles, CLASSES, whole(articles))
    found = said(articles, ([[0.9, 0.1]] * 5 + [[0.3, 0.7]] * 5) * 10)
    [row] = [row for of, row in scores_by_unit(found, judged) if (of["unit"], row.metric) == ("outlet", "accuracy")]
    # Clopper and Pearson's limit for 20 of 20.
    assert (row.low, row.high) == (pytest.approx(0.025 ** (1 / 20)), 1.0)


def test_where_none_can_be_judged_each_figure_says_why() -> None:
    few = replace(FIVES.take(list(range(10, 20))))
    judged = judged_outlets(few, CLASSES, whole(few))
    rows = [(of, row) for of, row in scores_by_unit(said(few, [[0.6, 0.4]] * 10), judged) if of["unit"] == "outlet"]
    assert {(of["n"], row.value, row.reason) for of, row in rows} == {(0, None, NONE_JUDGED)}
    [first, _] = differences_by_unit(*[said(few, [[0.6, 0.4]] * 10)] * 2, judged)
    assert first[0]["unit"] == "article"
