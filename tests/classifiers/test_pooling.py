"""One verdict for all articles of a group: the mean of the logarithms of what is said of each."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import check_estimator

from masthead.classifiers.pooling import FLOOR, PooledClassifier, pool

X = np.array([[0.0], [1.0], [2.0], [3.0]])
Y = np.array(["low", "low", "high", "high"])


def test_the_verdict_is_the_mean_logarithm() -> None:
    found = pool(np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]]), ["b", "b", "a"])
    assert found.groups.tolist() == ["a", "b"]
    assert found.n.tolist() == [1, 2]
    root = np.sqrt([0.9 * 0.4, 0.1 * 0.6])
    assert found.values == pytest.approx(np.array([[0.2, 0.8], root / root.sum()]))


def test_one_article_outvotes_others_only_as_far_as_the_floor_lets_it() -> None:
    values = np.array([[1.0, 0.0], *[[0.02, 0.98]] * 4])
    assert pool(values, ["a"] * 5).values.argmax() == 1
    logs = np.log([1.0 * 0.02**4, FLOOR * 0.98**4]) / 5
    assert pool(values, ["a"] * 5).values[0, 0] == pytest.approx(1 / (1 + np.exp(logs[1] - logs[0])))


def test_values_that_are_no_probabilities_are_averaged() -> None:
    assert pool(np.array([[-1.0, 1.0], [4.0, -4.0]]), ["a", "a"], probable=False).values.tolist() == [[1.5, -1.5]]


def test_every_row_has_the_verdict_of_its_group() -> None:
    model = PooledClassifier(Pipeline([("scale", StandardScaler()), ("classifier", LogisticRegression())])).fit(X, Y)
    assert model.predict(X, ["a", "b", "a", "a"]).tolist() == ["high", "low", "high", "high"]
    found = model.predict_proba(X, ["a", "b", "a", "a"])
    assert found.sum(axis=1) == pytest.approx(np.ones(4))
    assert (found[0] == found[2]).all()
    assert model.verdicts(X, ["a", "b", "a", "a"]).n.tolist() == [3, 1]


def test_without_groups_it_is_the_classifier_itself() -> None:
    model, plain = PooledClassifier(LogisticRegression()).fit(X, Y), LogisticRegression().fit(X, Y)
    assert model.predict(X).tolist() == plain.predict(X).tolist()
    assert model.predict_proba(X).tolist() == plain.predict_proba(X).tolist()
    assert model.predict(X, range(4)).tolist() == plain.predict(X).tolist()


def test_a_model_without_probabilities_has_labels_and_no_probabilities() -> None:
    model = PooledClassifier(LinearSVC()).fit(X, Y)
    assert model.predict(X, ["a", "a", "b", "b"]).tolist() == ["low", "low", "high", "high"]
    assert not hasattr(model, "predict_proba")


def test_groups_are_one_a_row() -> None:
    with pytest.raises(ValueError, match="groups has 1 entries for 4 rows"):
        PooledClassifier(DummyClassifier()).fit(X, Y).predict(X, ["a"])


def test_it_is_a_scikit_learn_estimator() -> None:
    check_estimator(PooledClassifier(LogisticRegression()))
