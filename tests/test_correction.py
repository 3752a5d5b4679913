"""Correcting by a hand-coded sample: what the estimator is in cases that can be reckoned by hand, and what it covers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from masthead.stats.correction import CodedGroup, correct, satterthwaite, strength, tuned_on_others

COUNTED = np.array([[1.0, 4.0], [2.0, 4.0], [0.0, 2.0], [3.0, 6.0], [1.0, 4.0], [2.0, 4.0]])
CODED = np.array([[2.0, 4.0], [1.0, 2.0], [4.0, 6.0]])
ROWS = np.array([0, 2, 3])


def group(**changes: np.ndarray) -> CodedGroup:
    made = {
        "counted": COUNTED,
        "clusters": np.arange(6),
        "rows": ROWS,
        "coded": CODED,
        "weights": np.ones(3),
    }
    return CodedGroup(**(made | changes))


def test_without_trust_the_coded_articles_stand_alone():
    assert correct(group(), 0.0).value == pytest.approx(7 / 12)


def test_with_full_trust_the_counts_are_shifted_by_the_mean_error_of_the_coded_articles():
    # Mean count 1.5 + mean error (1 + 1 + 1) / 3, over mean 4 sentences + no error.
    assert correct(group(), 1.0).value == pytest.approx((1.5 + 1.0) / 4)


def test_an_instrument_without_error_is_left_as_it_is():
    found = correct(group(coded=COUNTED[ROWS]), 1.0)
    assert found.value == pytest.approx(9 / 24)
    residuals = COUNTED @ np.array([1.0, -9 / 24])
    assert found.variance == pytest.approx(6 / 5 * (residuals**2).sum() / 6**2 / 4**2)


def test_weights_are_one_over_the_probability_up_to_a_factor():
    """An article that stands for two counts twice; ten times all weights are the same weights."""
    weighed = correct(group(weights=np.array([2.0, 1.0, 1.0])), 0.0)
    assert weighed.value == pytest.approx((2 * 2 + 1 + 4) / (2 * 4 + 2 + 6))
    assert correct(group(weights=np.array([20.0, 10.0, 10.0])), 0.0) == pytest.approx(weighed)


def test_the_order_of_articles_does_not_matter():
    order = np.array([3, 0, 5, 2, 4, 1])
    places = np.argsort(order)
    turned = CodedGroup(COUNTED[order], np.arange(6)[order], places[ROWS[::-1]], CODED[::-1], np.ones(3))
    assert correct(turned, 0.6) == pytest.approx(correct(group(), 0.6))


def test_articles_of_a_cluster_count_together():
    """Each article twice in a cluster of its own is as much as each once."""
    twice = CodedGroup(
        np.repeat(COUNTED, 2, axis=0),
        np.repeat(np.arange(6), 2),
        np.ravel([[2 * row, 2 * row + 1] for row in ROWS]),
        np.repeat(CODED, 2, axis=0),
        np.ones(6),
    )
    assert correct(twice, 0.5) == pytest.approx(correct(group(), 0.5))


def test_the_strength_is_the_slope_of_peoples_counts_on_the_instruments():
    random = np.random.default_rng(1)
    ours = random.normal(50, 5, 4000)
    human = ours / 2 + random.normal(0, 1, 4000)
    hundred = np.full(4000, 100.0)
    made = CodedGroup(
        np.stack([ours, hundred], axis=1),
        np.arange(4000),
        np.arange(0, 4000, 2),
        np.stack([human, hundred], axis=1)[::2],
        np.ones(2000),
    )
    assert strength([made]) == pytest.approx(0.5, abs=0.01)


def test_the_strength_of_a_group_is_tuned_on_the_others():
    random = np.random.default_rng(2)

    def made(slope: float) -> CodedGroup:
        ours = random.normal(50, 5, 400)
        human = slope * ours + random.normal(0, 0.1, 400)
        hundred = np.full(400, 100.0)
        sums = np.stack([human, hundred], axis=1)
        return CodedGroup(np.stack([ours, hundred], axis=1), np.arange(400), np.arange(200), sums[:200], np.ones(200))

    found = tuned_on_others([made(0.2), None, made(0.9)])
    assert found[[0, 2]] == pytest.approx([0.9, 0.2], abs=0.02)
    assert np.isnan(found[1])
    assert tuned_on_others([made(0.2)]) == pytest.approx([0.2], abs=0.02)


def test_too_little_to_reckon_with_has_no_variance():
    assert np.isnan(correct(group(rows=ROWS[:1], coded=CODED[:1], weights=np.ones(1)), 1.0).variance)
    assert strength([group(rows=ROWS[:1], coded=CODED[:1], weights=np.ones(1))]) == 0.0
    one_cluster = group(clusters=np.array([0, 1, 0, 0, 2, 3]))
    assert np.isnan(correct(one_cluster, 1.0).variance)


def test_degrees_of_freedom_of_a_sum():
    assert satterthwaite(np.array([1.0, 1.0]), np.array([9.0, 9.0])) == pytest.approx(18)
    assert satterthwaite(np.array([1.0, 0.0]), np.array([9.0, 99.0])) == pytest.approx(9)


@pytest.mark.parametrize(("share", "bias"), [(0.6, -0.08), (0.3, 0.1), (0.6, 0.0)])
def test_intervals_cover_what_people_would_have_coded(share: float, bias: float):
    """An instrument off by ten points, 15 of 80 articles coded: 95 % intervals hold the truth in 92 to 98 of 100."""
    held, width, alone = 0, [], []
    for seed in range(600):
        random = np.random.default_rng(seed)
        sentences = random.integers(5, 40, 80).astype(np.float64)
        rates = np.clip(random.normal(share, 0.15, 80), 0.02, 0.98)
        human = random.binomial(sentences.astype(int), rates)
        ours = np.clip(human + random.normal(bias, 0.07, 80) * sentences, 0, sentences)
        rows = random.choice(80, 15, replace=False)
        made = CodedGroup(
            np.stack([ours, sentences], axis=1),
            np.arange(80),
            rows,
            np.stack([human, sentences], axis=1)[rows].astype(np.float64),
            np.ones(15),
        )
        found, coded = correct(made, 0.8), correct(made, 0.0)
        reach = student.ppf(0.975, found.freedom) * np.sqrt(found.variance)
        held += abs(found.value - share) <= reach
        width.append(reach)
        alone.append(student.ppf(0.975, coded.freedom) * np.sqrt(coded.variance))
    assert 0.92 <= held / 600 <= 0.98
    assert np.mean(width) < 0.75 * np.mean(alone)
