from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, stdtrit
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, roc_auc_score

from masthead.evaluation.confusions import accuracy, by_class, confusions, macro_f1
from masthead.evaluation.intervals import TRAINING
from masthead.evaluation.metrics import OUTLET_ACCURACY, Predictions, differences, scores


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
    assert found["accuracy"] == ("accuracy", 0.75, None, None, "too few outlets for an interval (9 < 10)", 9.0)
    assert all(row.low is None for row in found.values())


def test_outlets_that_are_all_alike_give_no_interval_instead_of_one_without_width():
    for metric in ("accuracy", "auroc", "brier"):
        row = by_name(alike(10))[metric]
        assert (row.low, row.high, row.reason) == (None, None, "the same whichever outlet is left out")


def test_the_interval_is_over_outlets_and_not_over_articles():
    names = [f"o{number}" for number in range(20) for _ in range(100)]
    first = by_name(said("ab" * 1000, "ab" * 500 + "ba" * 500, names), training=1.0)["accuracy"]
    # 2,000 articles would give 0.5 +- 0.02; the log-odds of twenty outlets have the error sqrt(1 / (0.25 * 19)).
    reach = stdtrit(19, 0.975) * np.sqrt(1 / (0.25 * 19))
    assert (first.low, first.high) == (pytest.approx(expit(-reach)), pytest.approx(expit(reach)))


def test_the_interval_rests_on_groups_where_these_are_given():
    names = [f"o{number}" for number in range(20) for _ in range(4)]
    apart = said("aabb" * 20, "aaab" * 10 + "abab" * 10, names)
    pairs = replace(apart, groups=tuple(f"g{int(name[1:]) // 2}" for name in names))
    rows = by_name(apart), by_name(pairs)
    assert [found["accuracy"].effective_outlets for found in rows] == [20, 10]
    assert [found[OUTLET_ACCURACY].effective_outlets for found in rows] == [20, 10]
    width = [found["accuracy"].high - found["accuracy"].low for found in rows]
    assert width[0] < width[1]


def test_outlet_accuracy_counts_every_outlet_the_same():
    found = said("aaaa" + "ab" * 9, "aaaa" + "aa" * 9, ["big"] * 4 + [f"o{i // 2}" for i in range(18)])
    row = by_name(found)[OUTLET_ACCURACY]
    assert row.value == pytest.approx((1.0 + 9 * 0.5) / 10)
    assert row.effective_outlets == 10
    assert by_name(found)["accuracy"].effective_outlets == pytest.approx(22**2 / (16 + 9 * 4))
    reason = by_name(said("ab", "ab", "xx"))[OUTLET_ACCURACY].reason
    assert reason == "the test articles are of one outlet"


def test_outlet_accuracy_never_rests_on_parts_of_outlets():
    names = [f"o{number}" for number in range(20) for _ in range(4)]
    found = said("aabb" * 20, "aaab" * 10 + "abab" * 10, names, groups=tuple(f"event {i % 4}" for i in range(80)))
    assert by_name(found)[OUTLET_ACCURACY].effective_outlets == 20


def test_two_models_are_compared_with_the_same_outlets_left_out():
    names = [f"o{number:02}" for number in range(20) for _ in range(4)]
    better = said("aabb" * 20, "aaab" * 20, names)
    worse = said("aabb" * 20, "aaab" * 10 + "abab" * 10, names)
    [accurate, _] = differences(better, worse)
    reach = stdtrit(19, 0.975) * np.sqrt(TRAINING * 0.25**2 * 0.25 / 19)
    assert (accurate.value, accurate.low, accurate.high) == pytest.approx((0.125, 0.125 - reach, 0.125 + reach))
    same = differences(better, better)[0]
    assert (same.value, same.low, same.reason) == (0.0, None, "the same whichever outlet is left out")
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
