"""Probabilities set right by held-out articles."""

from __future__ import annotations

import numpy as np
import pytest

from masthead.classifiers.calibration import Calibration, fit_calibration
from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.fitting import fit_all
from masthead.classifiers.inputs import lay_out
from masthead.classifiers.models import find_models
from masthead.classifiers.samples import make_sample


def drawn(sharpness, shift=0.0, n=40_000):
    """What is said of two classes, and the true one, whose log-odds are ``sharpness`` times what is said, and more."""
    rng = np.random.default_rng(1)
    said = rng.normal(0, 1, n)
    truth = (rng.random(n) < 1 / (1 + np.exp(-(sharpness * said + shift)))).astype(int)
    second = 1 / (1 + np.exp(-said))
    return np.column_stack([1 - second, second]), truth, rng.integers(0, 200, n).astype(str)


@pytest.mark.parametrize(("sharpness", "shift"), [(1.0, 0.0), (0.5, 0.0), (2.5, 0.7), (1.0, -1.0)])
def test_temperature_and_shifts_are_found_again(sharpness, shift):
    found = fit_calibration(*drawn(sharpness, shift))
    assert found.sharpness == pytest.approx(sharpness, abs=0.05)
    assert found.temperature == pytest.approx(1 / sharpness, rel=0.05)
    assert found.shifts == (0.0, pytest.approx(shift, abs=0.05))
    assert (found.n, found.groups) == (40_000, 200)


def test_what_tells_nothing_leaves_base_rates():
    said, _, groups = drawn(1.0)
    truth = (np.arange(40_000) % 4 == 0).astype(int)
    found = fit_calibration(said, truth, groups)
    np.testing.assert_allclose(found.apply(said[:50])[:, 1], 0.25, atol=0.02)
    assert fit_calibration(1 - said, (said[:, 1] > 0.5).astype(int), groups).temperature is None


def test_without_outlets_shares_of_labels_are_not_learned():
    said, truth, _ = drawn(2.0, 1.0)
    found = fit_calibration(said, truth, np.arange(40_000).astype(str))
    assert found.shifts == (0.0, 0.0)


def test_being_always_right_is_no_certainty():
    truth = np.array([0, 1] * 10)
    found = fit_calibration(np.where(np.eye(2)[truth] == 1, 0.9, 0.1), truth, np.repeat(list("abcd"), 5))
    assert found.apply(np.array([[0.9, 0.1]]))[0, 0] == pytest.approx(11 / 12, abs=1e-3)


def test_three_classes_keep_their_order_and_add_up_to_one():
    values = np.random.default_rng(0).dirichlet([1, 1, 1], 5)
    found = Calibration(2.0, (0.0, 0.0, 0.0), 1, 1).apply(values)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_array_equal(found.argsort(axis=1), values.argsort(axis=1))
    np.testing.assert_allclose(found, values**2 / (values**2).sum(axis=1, keepdims=True))


def test_a_class_that_is_said_to_be_impossible_is_not_quite():
    assert Calibration(1.0, (0.0, 0.0), 1, 1).apply(np.array([[1.0, 0.0]]))[0, 1] == pytest.approx(1e-6, rel=1e-3)


@pytest.fixture
def sample(corpus):
    return make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")


def fitted(sample, name, rows=slice(None)):
    training = TrainingPart.of(lay_out(sample), sample, seed=0)
    return fit_all(find_models([name]), training.take(np.arange(48)[rows]))[name]


def test_models_are_calibrated_on_outlets_held_out_inside_the_training_part(sample):
    found = fitted(sample, "framing").calibration
    assert (found.n, found.groups, found.apart) == (48, 12, True)
    assert found.temperature < 1  # always right, and unsure of it


def test_a_label_of_one_outlet_is_calibrated_within_it_and_says_so(sample):
    found = fitted(sample, "framing", slice(20, 48)).calibration  # one calm outlet, six heated ones
    assert (found.n, found.groups, found.apart) == (28, 7, False)


@pytest.mark.parametrize("name", ["majority", "tfidf_svm"])
def test_base_rates_and_models_without_probabilities_are_left_alone(sample, name):
    assert fitted(sample, name).calibration is None
