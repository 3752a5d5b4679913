"""Shrinkage against published worked examples."""

from __future__ import annotations

import numpy as np
import pytest

from masthead.stats.shrinkage import between_variance, shrink

# Thirteen trials of a tuberculosis vaccine (Colditz et al. 1994): cases and others among vaccinated, then controls.
TRIALS = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
        (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
        (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ],
    dtype=np.float64,
)  # fmt: skip
# Batting averages after 45 times at bat, 1970 (Efron and Morris 1975, table 1), as hits.
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])


def test_the_variance_between_trials_is_that_of_paule_and_mandel():
    """The estimate for the log risk ratios of these trials is 0.318 (DerSimonian and Laird's is 0.309)."""
    cases, others, controls, healthy = TRIALS.T
    ratio = np.log(cases / (cases + others) / (controls / (controls + healthy)))
    variances = 1 / cases - 1 / (cases + others) + 1 / controls - 1 / (controls + healthy)
    assert between_variance(ratio, variances) == pytest.approx(0.318, abs=0.0005)


def test_no_variance_is_seen_where_values_differ_less_than_their_errors():
    assert between_variance(np.array([1.0, 1.1, 0.9, 1.0]), np.full(4, 1.0)) == 0.0


def test_equal_variances_give_the_james_stein_estimates_of_the_baseball_example():
    """Efron and Morris (1977): the factor is 0.212; .400 becomes .294 and .156 becomes .242."""
    averages = HITS / 45
    mean = averages.mean()
    found = shrink(averages, np.full(18, mean * (1 - mean) / 45))
    assert found.mean == pytest.approx(0.265, abs=0.0005)
    assert 1 - found.share[0] == pytest.approx(0.212, abs=0.001)
    assert found.values[[0, -1]] == pytest.approx([0.294, 0.242], abs=0.0005)


def test_errors_by_hand():
    """Morris (1983): for equal variances V (1 - (k - 1) / k B) + 2 / (k - 3) B^2 (y - mean)^2."""
    values = np.array([0.0, 1.0, 2.0, 3.0, 9.0])
    found = shrink(values, np.ones(5))
    spread = values.var(ddof=1)
    share = 2 / 4 / spread
    assert found.tau2 == pytest.approx(spread - 1)
    assert found.share == pytest.approx(np.full(5, share))
    assert found.values == pytest.approx(3 + (1 - share) * (values - 3))
    assert found.errors**2 == pytest.approx((1 - 0.8 * share) + share**2 * (values - 3) ** 2)


def test_the_less_is_known_of_a_group_the_further_it_is_drawn():
    found = shrink(np.array([0.0, 1.0, 2.0, 3.0, 9.0]), np.array([0.1, 0.1, 0.1, 0.1, 5.0]))
    assert found.share[4] > 5 * found.share[0]
    assert found.mean < found.values[4] < 9


def test_three_groups_are_too_few():
    with pytest.raises(ValueError, match="shrinking needs 4 groups; there are 3"):
        shrink(np.zeros(3), np.ones(3))
