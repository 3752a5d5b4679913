from __future__ import annotations

import numpy as np
import pytest

from masthead.classifiers.ordinal import OrdinalClassifier, order_of
from masthead.errors import UsageError


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        (["right", "left", "center"], ("left", "center", "right")),
        (["Right", "LEFT", "Centre"], ("LEFT", "Centre", "Right")),
        (["10", "9", "-1"], ("-1", "9", "10")),
        (["low", "high", "mixed"], ("low", "mixed", "high")),
        (["left", "right"], None),
        (["red", "green", "blue"], None),
    ],
)
def test_the_order_of_labels(labels, order):
    assert order_of(labels) == order


def test_an_order_that_is_given_is_taken_and_must_name_each_label_once():
    assert order_of(["b", "a"], ["b", "a", "c"]) == ("b", "a")
    with pytest.raises(UsageError, match="lacks the label 'b'"):
        order_of(["a", "b"], ["a"])
    with pytest.raises(UsageError, match="names a label twice"):
        order_of(["a", "b"], ["a", "b", "a"])


def test_it_learns_an_ordered_label_and_probabilities_sum_to_1():
    x = np.linspace(-3, 3, 90).reshape(-1, 1)
    y = np.repeat(["low", "mixed", "high"], 30)
    model = OrdinalClassifier(C=100.0).fit(x, y)
    assert (model.predict(x) == y).mean() > 0.95
    given = model.predict_proba(x)
    assert list(model.classes_) == ["high", "low", "mixed"]
    np.testing.assert_allclose(given.sum(axis=1), 1)
    assert (given >= 0).all()
