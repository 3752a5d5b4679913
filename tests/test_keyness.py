"""Keyness against published worked examples and, where it is installed, another program."""

from __future__ import annotations

import math

import numpy as np
import pytest

from masthead.stats import design_effect, equal_rates_p, log_likelihood_ratio, log_odds_difference


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_g2_is_that_of_dunnings_bigram():
    """Dunning (1993), table of bigrams: *the swiss*, 110 of 2,552 against 111 of 29,225, has -2 log lambda 270.72."""
    g2 = log_likelihood_ratio((array(110), array(111)), (array(110 + 2442), array(111 + 29114)))
    assert g2[0] == pytest.approx(270.72, abs=0.005)


def test_g2_is_that_of_the_log_likelihood_calculator():
    """A teaching example for Rayson and Garside's (2000) form: 52 in 50,000 against 57 in 75,000 words gives 2.65."""
    assert log_likelihood_ratio((array(52), array(57)), (array(50_000), array(75_000)))[0] == pytest.approx(
        2.65, abs=0.005
    )


def test_g2_is_none_where_rates_are_alike_and_defined_where_a_side_has_none():
    g2 = log_likelihood_ratio((array(10, 0), array(20, 8)), (array(100, 50), array(200, 50)))
    assert g2[0] == pytest.approx(0.0, abs=1e-12)
    by_hand = 2 * (8 * math.log(8 / 4) + 50 * math.log(50 / 46) + 42 * math.log(42 / 46))
    assert g2[1] == pytest.approx(by_hand)


def test_log_odds_are_those_of_monroe_by_hand():
    """Monroe, Colaresi and Quinn (2008), equations 15, 16, 19 and 22, for counts 30 of 1,000 and 10 of 800."""
    difference, z = log_odds_difference((array(30), array(10)), (array(1000), array(800)), array(2.0), 50.0)
    first = math.log(32 / (1000 + 50 - 30 - 2))
    second = math.log(12 / (800 + 50 - 10 - 2))
    assert difference[0] == pytest.approx(first - second)
    assert z[0] == pytest.approx((first - second) / math.sqrt(1 / 32 + 1 / 12))
    assert difference[0] == pytest.approx(math.log(32 * 838 / (1018 * 12)))


def test_the_prior_draws_rare_words_to_no_difference():
    counts, sizes = (array(3), array(0)), (array(1000), array(1000))
    weak = log_odds_difference(counts, sizes, array(0.01), 10.0)[1]
    strong = log_odds_difference(counts, sizes, array(5.0), 500.0)[1]
    assert 0 < strong[0] < 1.0
    assert strong[0] < log_odds_difference((array(300), array(0)), sizes, array(5.0), 500.0)[1][0]
    assert weak[0] < 0.6


def test_log_odds_are_those_of_scattertext():
    scattertext = pytest.importorskip("scattertext", reason="scattertext is not installed; by hand it is checked above")
    background = np.array([400, 50, 30, 1e6])
    own, rest = np.array([40, 12, 1, 5e5]), np.array([90, 3, 9, 6e5])
    theirs = scattertext.LogOddsRatioInformativeDirichletPrior(
        background, 50, "word"
    ).get_zeta_i_j_given_separate_counts(own, rest)
    prior = 50 * background / background.sum()
    ours = log_odds_difference((own, rest), (own.sum(), rest.sum()), prior, 50.0)[1]
    # It adds the variance of all other words, which is next to nothing for words that are rare among all.
    assert ours[:3] == pytest.approx(theirs[:3], rel=1e-4)


def test_a_design_effect_compares_the_spread_over_clusters_with_independence():
    """Ten clusters, five with 4 articles and five with none: squared distances from 2 sum to 40, 10 / 9 of that over 20."""
    assert design_effect(array(20), array(40), 10)[0] == pytest.approx(40 * 10 / 9 / 20)
    assert design_effect(array(20, 0), array(3, 0), 10).tolist() == [1.0, 1.0]


def test_p_is_exact_for_two_counts():
    """5 against 0 with the same expectation: 2 / 2**5. 12 against 0 with a seventh of the rest's: 2 / 8**12."""
    p = equal_rates_p((array(5, 12, 0, 7), array(0, 0, 5, 7)), (array(1, 1, 1, 1), array(1, 7, 1, 1)))
    assert p == pytest.approx([2 / 2**5, 2 / 8**12, 2 / 2**5, 1.0])
