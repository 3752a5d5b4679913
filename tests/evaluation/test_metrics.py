from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score

from masthead.evaluation.metrics import accuracy, confusions, macro_f1, scores


def test_accuracy_and_macro_f1_by_hand():
    confusion = np.array([[3.0, 1.0], [2.0, 4.0]])
    assert accuracy(confusion) == pytest.approx(7 / 10)
    assert macro_f1(confusion) == pytest.approx((6 / 9 + 8 / 11) / 2)


def test_they_equal_scikit_learn_s():
    rng = np.random.default_rng(3)
    truth, predicted = rng.choice(list("abc"), (2, 200))
    pooled = confusions(truth, predicted, ["x"] * 200, ["a", "b", "c"]).sum(axis=0)
    assert accuracy(pooled) == pytest.approx(accuracy_score(truth, predicted), abs=1e-12)
    assert macro_f1(pooled) == pytest.approx(f1_score(truth, predicted, average="macro"), abs=1e-12)


def test_a_class_that_does_not_occur_is_not_averaged():
    assert macro_f1(np.array([[4.0, 0, 0], [0, 2, 0], [0, 0, 0]])) == 1.0


def test_counts_are_kept_by_outlet_in_sorted_order():
    counts = confusions(["a", "b", "b"], ["a", "a", "b"], ["z", "y", "z"], ["a", "b"])
    assert counts.tolist() == [[[0, 0], [1, 0]], [[1, 0], [0, 1]]]


def test_under_ten_outlets_there_is_a_value_and_no_interval():
    [first, second] = scores(np.tile([[2.0, 0.0], [1.0, 1.0]], (9, 1, 1)))
    assert first == ("accuracy", 0.75, None, None, "too few outlets for an interval (9 < 10)")
    assert (second.metric, second.low) == ("macro_f1", None)


def test_outlets_that_are_all_alike_leave_no_doubt():
    [first, _] = scores(np.tile([[2.0, 0.0], [1.0, 1.0]], (10, 1, 1)))
    assert (first.low, first.value, first.high, first.reason) == (0.75, 0.75, 0.75, None)


def test_the_interval_is_over_outlets_and_not_over_articles():
    right, wrong = np.diag([50.0, 50.0]), np.array([[0.0, 50.0], [50.0, 0.0]])
    [first, _] = scores(np.array([right] * 10 + [wrong] * 10), draws=2000)
    # 2,000 articles would give 0.5 +- 0.02; twenty outlets give 0.5 +- 1.96 * sqrt(0.25 / 20) = 0.22.
    assert first.low == pytest.approx(0.28, abs=0.04)
    assert first.high == pytest.approx(0.72, abs=0.04)


def test_the_same_seed_gives_the_same_interval():
    counts = np.random.default_rng(1).integers(0, 9, (30, 2, 2)).astype(float)
    assert scores(counts, seed=4) == scores(counts, seed=4) != scores(counts, seed=5)
