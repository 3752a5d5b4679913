from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, roc_auc_score

from masthead.evaluation.metrics import (
    Predictions,
    accuracy,
    by_class,
    confusions,
    differences,
    macro_f1,
    scores,
)


def said(truth, predicted, outlets, classes=("a", "b"), values=None, **more):
    """Predictions of classes named by single letters; certain ones unless ``values`` say otherwise."""
    number = {label: position for position, label in enumerate(classes)}
    rows = np.array([number[label] for label in truth]), np.array([number[label] for label in predicted])
    values = np.eye(len(classes))[rows[1]] if values is None else np.asarray(values)
    return Predictions(*rows, values, tuple(outlets), tuple(classes), **more)


def by_name(found, **options):
    return {row.metric: row for row in scores(found, **options)}


def alike(outlets, per_outlet="aabb", predicted="aaab"):
    names = [f"o{number:02}" for number in range(outlets) for _ in per_outlet]
    return said(per_outlet * outlets, predicted * outlets, names)


def test_accuracy_and_macro_f1_by_hand():
    confusion = np.array([[3.0, 1.0], [2.0, 4.0]])
    assert accuracy(confusion) == pytest.approx(7 / 10)
    assert macro_f1(confusion) == pytest.approx((6 / 9 + 8 / 11) / 2)


def test_precision_recall_and_f1_of_each_class_by_hand():
    table = by_class(np.array([[3.0, 1.0, 0], [2.0, 4.0, 0], [0, 0, 0]]))
    np.testing.assert_allclose(table[:2], [[3 / 5, 3 / 4, 6 / 9], [4 / 5, 4 / 6, 8 / 11]])
    assert np.isnan(table[2]).all()


def test_they_equal_scikit_learn_s():
    rng = np.random.default_rng(3)
    truth, predicted = rng.choice(list("abc"), (2, 200))
    values = rng.dirichlet([1, 1, 1], 200).round(1)
    values /= values.sum(axis=1, keepdims=True)
    found = by_name(said(truth, predicted, ["x"] * 200, "abc", values))
    assert found["accuracy"].value == pytest.approx(accuracy_score(truth, predicted), abs=1e-12)
    assert found["macro_f1"].value == pytest.approx(f1_score(truth, predicted, average="macro"), abs=1e-12)
    area = roc_auc_score(truth, values, multi_class="ovr", average="macro")
    assert found["auroc"].value == pytest.approx(area, abs=1e-12)
    assert found["brier"].value == pytest.approx(brier_score_loss(truth, values, scale_by_half=False), abs=1e-12)


def test_of_two_classes_the_brier_score_is_that_of_one_probability():
    found = by_name(said("ab", "ab", "xy", values=[[0.8, 0.2], [0.5, 0.5]]))
    assert found["brier"].value == pytest.approx((0.2**2 + 0.5**2) / 2)


def test_the_mean_absolute_error_counts_steps_of_the_order():
    order = ("low", "mid", "top")
    found = Predictions(
        np.array([0, 1, 2]), np.array([0, 2, 1]), np.eye(3), ("x",) * 3, ("low", "top", "mid"), order=order
    )
    assert by_name(found)["mae"].value == pytest.approx((0 + 1 + 1) / 3)


def test_what_cannot_be_scored_has_a_reason():
    found = by_name(said("ab", "ab", "xy", probable=False))
    assert (found["mae"].value, found["mae"].reason) == (None, "the labels have no order: --order")
    assert found["brier"].reason == "the model gives no probabilities"
    assert by_name(said("aa", "ab", "xy"))["auroc"].reason == "the test articles carry one label"


def test_a_class_that_does_not_occur_is_not_averaged():
    assert macro_f1(np.array([[4.0, 0, 0], [0, 2, 0], [0, 0, 0]])) == 1.0


def test_counts_are_kept_by_outlet_in_sorted_order():
    counts = confusions(np.array([0, 1, 1]), np.array([0, 0, 1]), ["z", "y", "z"], 2)
    assert counts.tolist() == [[[0, 0], [1, 0]], [[1, 0], [0, 1]]]


def test_under_ten_outlets_there_is_a_value_and_no_interval():
    found = by_name(alike(9))
    assert found["accuracy"] == ("accuracy", 0.75, None, None, "too few outlets for an interval (9 < 10)")
    assert all(row.low is None for row in found.values())


def test_outlets_that_are_all_alike_leave_no_doubt():
    for metric in ("accuracy", "auroc", "brier"):
        row = by_name(alike(10))[metric]
        assert (row.low, row.high) == (pytest.approx(row.value), pytest.approx(row.value))


def test_the_interval_is_over_outlets_and_not_over_articles():
    names = [f"o{number}" for number in range(20) for _ in range(100)]
    first = by_name(said("ab" * 1000, "ab" * 500 + "ba" * 500, names), draws=2000)["accuracy"]
    # 2,000 articles would give 0.5 +- 0.02; twenty outlets give 0.5 +- 1.96 * sqrt(0.25 / 20) = 0.22.
    assert first.low == pytest.approx(0.28, abs=0.04)
    assert first.high == pytest.approx(0.72, abs=0.04)


def test_the_same_seed_gives_the_same_interval():
    rng = np.random.default_rng(1)
    found = said(rng.choice(["a", "b"], 90), rng.choice(["a", "b"], 90), [f"o{i % 30}" for i in range(90)])
    assert scores(found, seed=4) == scores(found, seed=4) != scores(found, seed=5)


def test_two_models_are_compared_on_the_same_draws_of_outlets():
    better, worse = alike(10), alike(10, predicted="abab")
    [accurate, _] = differences(better, worse)
    assert (accurate.value, accurate.low, accurate.high) == (0.25, 0.25, 0.25)
    assert differences(alike(5), alike(5))[0].reason == "too few outlets for an interval (5 < 10)"


def test_calibrated_probabilities_stand_beside_the_raw_ones_and_base_rates():
    values = np.array([[0.8, 0.2], [0.5, 0.5]])
    more = {"uncalibrated": np.array([[0.6, 0.4], [0.5, 0.5]]), "base": np.array([[0.5, 0.5], [0.5, 0.5]])}
    found = by_name(said("ab", "ab", "xy", values=values, **more))
    assert found["brier"].value == pytest.approx((0.2**2 + 0.5**2) / 2)
    assert found["brier_uncalibrated"].value == pytest.approx((0.4**2 + 0.5**2) / 2)
    assert found["brier_base"].value == pytest.approx(0.25)
    assert found["ece"].value == pytest.approx((0.2 + 0.5) / 2)
    assert found["ece_uncalibrated"].value == pytest.approx((0.4 + 0.5) / 2)


def test_probabilities_that_are_lacking_are_no_figure():
    found = by_name(said("ab", "ab", "xy"))
    assert found["brier_base"].reason == "the shares of labels in training are not known"
    assert found["ece_uncalibrated"].reason == "the probabilities are as the model gave them"
    assert by_name(said("ab", "ab", "xy", probable=False))["ece"].reason == "the model gives no probabilities"
