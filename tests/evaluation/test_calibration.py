"""The reliability table and ECE, by hand and in a simulation with planted outlet effects."""

from __future__ import annotations

import numpy as np
import pytest

from masthead.evaluation.calibration import Sureness, expected_by_chance, reliability
from masthead.evaluation.metrics import Predictions, scores


def sureness(probabilities, right):
    values = np.column_stack([probabilities, 1 - np.asarray(probabilities)])
    return Sureness.of(values, np.zeros(len(right), dtype=int), 1 - np.asarray(right, dtype=int))


def test_bins_hold_as_many_articles_each():
    table = reliability(sureness(np.linspace(0.5, 0.995, 100), [1] * 100))
    assert [row.n for row in table] == [10] * 10
    assert table[0].probability == pytest.approx(np.linspace(0.5, 0.995, 100)[:10].mean())
    assert {row.right for row in table} == {1.0}


def test_equal_probabilities_are_in_one_bin():
    assert reliability(sureness([0.7] * 8, [1] * 6 + [0] * 2)) == [(pytest.approx(0.7), 0.75, 8)]


def test_probabilities_that_differ_by_a_rounding_error_are_equal():
    [row] = reliability(sureness([0.1 + 0.2, 0.3] * 4, [1, 0] * 4))
    assert (row.right, row.n) == (0.5, 8)


def test_luck_alone_makes_an_error_that_shrinks_with_the_root_of_n():
    few, many = sureness([0.5] * 100, [1] * 100), sureness([0.5] * 10_000, [1] * 10_000)
    assert expected_by_chance(few) == pytest.approx(np.sqrt(2 / np.pi) * 0.05)
    assert expected_by_chance(few) == pytest.approx(10 * expected_by_chance(many))


def told(rng, outlets, spread, sharp):
    """Predictions of articles whose true log-odds are ``sharp`` times what is said, plus the outlet's own."""
    outlet = np.repeat(np.arange(outlets), np.maximum(rng.lognormal(3, 1, outlets).astype(int), 2))
    said = np.abs(rng.normal(1, 1, len(outlet)))
    true = said * sharp + rng.normal(0, spread, outlets)[outlet]
    truth = (rng.random(len(outlet)) > 1 / (1 + np.exp(-true))).astype(int)
    first = 1 / (1 + np.exp(-said))
    values = np.column_stack([first, 1 - first])
    return Predictions(truth, np.zeros(len(truth), dtype=int), values, tuple(map(str, outlet)), ("a", "b"))


@pytest.mark.parametrize(("spread", "sharp"), [(0.0, 1.0), (0.5, 1.0), (0.5, 0.5)])
def test_intervals_hold_the_error_of_many_outlets(spread, sharp):
    rng = np.random.default_rng(0)
    [true] = [row.value for row in scores(told(rng, 20_000, spread, sharp), draws=2) if row.metric == "ece"]
    held = 0
    for _ in range(100):
        [row] = [row for row in scores(told(rng, 30, spread, sharp), draws=200) if row.metric == "ece"]
        held += row.low <= true <= row.high
    assert held >= 93
