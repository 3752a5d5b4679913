from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

from masthead.classifiers.topics import TopicFreeLogistic


def two_beats():
    """Column 0 is a broad subject that goes with the label in training; column 1 is a rarer way of putting things."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], 50)
    x = np.column_stack([5 * (y + rng.random(100)), (y == 1) + 0.2 * rng.random(100)])
    return sparse.csr_matrix(x), y


def test_without_topics_to_remove_it_is_logistic_regression():
    x, y = two_beats()
    np.testing.assert_array_equal(TopicFreeLogistic(0).fit(x, y).coef_, LogisticRegression().fit(x, y).coef_)


def test_the_weights_keep_nothing_of_the_broadest_direction():
    x, y = two_beats()
    plain, free = LogisticRegression().fit(x, y), TopicFreeLogistic(1).fit(x, y)
    assert abs(free.coef_[0, 0]) < 0.3 * abs(plain.coef_[0, 0])
    assert free.coef_[0, 1] > 0


def test_the_mean_score_of_the_training_texts_stays_what_it_was():
    x, y = two_beats()
    plain, free = LogisticRegression().fit(x, y), clone(TopicFreeLogistic(1)).fit(x, y)
    np.testing.assert_allclose(free.decision_function(x).mean(), plain.decision_function(x).mean())
