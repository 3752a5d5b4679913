"""Statistics over clusters: exact values worked by hand, and simulations that can fail."""

from __future__ import annotations

import math
from contextlib import contextmanager

import numpy as np
import pytest

from masthead.stats import (
    Bundles,
    Formula,
    Moments,
    Ratio,
    Resampler,
    against_rest,
    bootstrap_intervals,
    combine_intervals,
    generator,
    on_one_thread,
    permutation_counts,
    pooled_deviation,
    random_orders,
    studentise,
)
from masthead.stats.bootstrap import _tails, limits_without_hits
from masthead.stats.limits import effective_limits, freedom


def ratio_moments(hits: list[float], exposure: list[float], **limits: float) -> Moments:
    columns = np.array([hits, exposure], dtype=float).T
    return Moments.of(columns, [Ratio(**limits)], [(0, 1)])


def interval(hits: list[float], exposure: list[float], *, draws: int = 999, **limits: float) -> list[float]:
    moments = ratio_moments(hits, exposure, **limits)
    return bootstrap_intervals(moments, Resampler(0, "x", draws))[0].tolist()


# Estimates and their variances


def test_a_ratio_of_sums_and_its_variance_worked_by_hand():
    # 6 hits in 40 words: 0.15. Residuals -0.5, 1.5, -1 square to 3.5; 3/2 * 3.5 / 40**2.
    moments = ratio_moments([1, 3, 2], [10, 10, 20])
    value, variance = moments.evaluate(0, moments.totals(np.array([3])), 3.0)
    assert value.tolist() == [0.15]
    assert variance == pytest.approx([0.00328125])


def test_groups_are_evaluated_apart():
    moments = ratio_moments([1, 3, 2, 2], [10, 10, 20, 20])
    value, _ = moments.evaluate(0, moments.totals(np.array([2, 2])), np.array([2.0, 2.0]))
    assert value.tolist() == [0.2, 0.1]


def test_a_zero_denominator_has_no_value():
    moments = ratio_moments([0, 0], [0, 0])
    value, _ = moments.evaluate(0, moments.totals(np.array([2])), 2.0)
    assert np.isnan(value).all()


def test_identical_clusters_have_a_variance_of_exactly_zero():
    moments = ratio_moments([0.1] * 7, [0.3] * 7)
    _, variance = moments.evaluate(0, moments.totals(np.array([7])), 7.0)
    assert variance.tolist() == [0.0]


def test_a_formula_gets_the_same_variance_as_the_ratio_it_spells_out():
    columns = np.array([[1, 10], [3, 10], [2, 20]], dtype=float)
    spelled = Formula(lambda sums: sums[0] / sums[1])
    moments = Moments.of(columns, [Ratio(), spelled], [(0, 1), (0, 1)])
    totals = moments.totals(np.array([3]))
    value, variance = moments.evaluate(1, totals, 3.0)
    assert value.tolist() == [0.15]
    assert variance == pytest.approx(moments.evaluate(0, totals, 3.0)[1], rel=1e-6)


def test_a_formula_that_is_no_ratio_is_centred_on_the_mean_cluster():
    # The sum itself: 1 + 3 + 2, with variance 3/2 * ((-1)**2 + 1**2 + 0**2).
    moments = Moments.of(np.array([[1.0], [3.0], [2.0]]), [Formula(lambda sums: sums[0])], [(0,)])
    value, variance = moments.evaluate(0, moments.totals(np.array([3])), 3.0)
    assert value.tolist() == [6.0]
    assert variance == pytest.approx([3.0])


def test_numeric_derivatives_of_a_product():
    gradient = Formula(lambda sums: sums[0] * sums[1]).gradient(np.array([[2.0], [3.0]]))
    assert gradient.ravel() == pytest.approx([3.0, 2.0])


# Comparing groups


def test_the_rest_is_the_mean_of_the_others_each_weighing_the_same():
    difference, error = against_rest(np.array([1.0, 2.0, 6.0]), np.array([0.1, 0.2, 0.3]))
    assert difference.tolist() == [-3.0, -1.5, 4.5]
    assert error[0] == pytest.approx(math.sqrt(0.1 + (0.2 + 0.3) / 4))


def test_two_groups_give_their_plain_difference():
    difference, error = against_rest(np.array([5.0, 2.0]), np.array([0.1, 0.3]))
    assert difference.tolist() == [3.0, -3.0]
    assert error == pytest.approx([math.sqrt(0.4)] * 2)


def test_the_deviation_is_pooled_by_degrees_of_freedom():
    # Variances of single clusters are 3 * 0.1 and 5 * 0.2; 2 and 4 degrees of freedom weigh them.
    pooled = pooled_deviation(np.array([0.1, 0.2]), np.array([3.0, 5.0]))
    assert pooled == pytest.approx(math.sqrt(4.6 / 6))


def test_intervals_of_two_groups_combine_by_the_squares_of_their_arms():
    low, high = combine_intervals(np.array([5.0, 2.0]), np.array([4.0, 1.0]), np.array([7.0, 4.0]))
    assert low[0] == pytest.approx(3 - math.sqrt(1**2 + 2**2))
    assert high[0] == pytest.approx(3 + math.sqrt(2**2 + 1**2))


def test_no_difference_over_no_error_is_zero_and_a_difference_over_none_infinite():
    assert studentise(np.array([0.0, 1.0, -1.0]), np.array([0.0, 0.0, 2.0])).tolist() == [0.0, np.inf, -0.5]


# Intervals


def test_counts_as_variable_as_poisson_get_the_exact_poisson_limits():
    # 16 hits with the variance of 16: Garwood's limits are 9.145 and 25.98; the many clusters leave t at 1.96.
    flat = np.tile([1.0, -1.0], 500_000)
    low, high = effective_limits(16.0, 16.0, flat, (0.0, np.inf), 0.95)
    assert (low, high) == pytest.approx((9.1454, 25.9830), rel=1e-3)


def test_shares_as_variable_as_single_cases_get_the_exact_binomial_limits():
    # 3 of 10 cases: Clopper and Pearson's limits are 0.0667 and 0.6525.
    flat = np.tile([1.0, -1.0], 500_000)
    low, high = effective_limits(30.0, 100**2 * 0.3 * 0.7 / 10, flat, (0.0, 100.0), 0.95)
    assert (low, high) == pytest.approx((6.674, 65.245), rel=1e-3)


@pytest.mark.parametrize(
    ("spread", "kurtosis"), [(0.0, 3.0), (0.04, 3.66438656), (5.0, 12.0)], ids=["even", "a little apart", "far apart"]
)
def test_few_clusters_are_taken_to_hide_what_counts_so_spread_hold(spread, kurtosis):
    # Flat influences have kurtosis 1, so what is taken instead stands.
    assert freedom(np.tile([1.0, -1.0], 20), spread) == pytest.approx(min(2 * 40 / (kurtosis - 1), 39.0), rel=1e-3)


def test_one_large_cluster_leaves_the_fewest_degrees_of_freedom():
    assert freedom(np.array([1.0] + [0.0] * 29), 5.0) == 3.0


def test_no_hit_gives_no_interval_of_its_own():
    assert np.isnan(interval([0] * 20, [50] * 20)).all()


def test_a_share_of_one_is_as_sure_as_its_clusters_are_many():
    # Clopper and Pearson's lower limit of 20 in 20.
    assert interval([5] * 20, [5] * 20, high=1.0) == pytest.approx([0.025 ** (1 / 20), 1.0])
    assert interval([0] * 20, [5] * 20, high=1.0) == pytest.approx([0.0, 1 - 0.025 ** (1 / 20)])


def test_clusters_of_unequal_size_count_as_fewer():
    # 100**2 / (91**2 + 9 * 1**2): as many as 1.206 of one size.
    assert interval([0] * 10, [91] + [1] * 9, high=1.0)[1] == pytest.approx(1 - 0.025 ** (8290 / 10000))


def test_compared_with_others_no_hit_means_fewer_than_four_of_their_size():
    low, high = limits_without_hits(Ratio(lump=7.0), np.array([0.0, 1000.0]), 0.95)
    assert (low, high) == pytest.approx((0.0, 7 * -math.log(0.025) / 1000))
    assert np.isnan(limits_without_hits(Ratio(), np.array([1.0, 100.0]), 0.95)).all()


def test_limits_of_many_even_clusters_are_those_of_the_linearised_error():
    random = np.random.default_rng(5)
    hits = random.normal(100, 10, 500)
    low, high = interval(hits.tolist(), [10.0] * 500)
    reach = 1.96 * hits.std(ddof=1) / 10 / math.sqrt(500)
    assert (low, high) == pytest.approx((hits.mean() / 10 - reach, hits.mean() / 10 + reach), rel=2e-3)


def test_no_variation_between_clusters_gives_no_interval():
    assert np.isnan(interval([2] * 20, [10] * 20)).all()


def test_limits_stay_within_what_the_statistic_can_be():
    low, high = interval([9, 10, 10, 2, 10, 10, 1, 9, 10, 8], [10] * 10, high=1.0)
    assert 0.0 <= low < 0.79 < high <= 1.0


def test_an_interval_depends_on_the_seed_and_the_label_only():
    hits, exposure = list(range(1, 21)), [30] * 20
    assert interval(hits, exposure, low=-math.inf) == interval(hits, exposure, low=-math.inf)
    moments = ratio_moments(hits, exposure, low=-math.inf)
    assert bootstrap_intervals(moments, Resampler(0, "y", 999))[0].tolist() != interval(hits, exposure, low=-math.inf)


def test_what_has_a_least_value_needs_no_resamples():
    hits, exposure = list(range(1, 21)), [30] * 20
    assert interval(hits, exposure, draws=20) == interval(hits, exposure, draws=99)


def test_large_tables_are_drawn_in_blocks_that_add_up():
    blocks = list(Resampler(0, "x", 50).weights(100_000))
    assert len(blocks) > 1
    assert [rows.stop - rows.start for rows, _ in blocks] == [len(weights) for _, weights in blocks]
    assert sum(len(weights) for _, weights in blocks) == 50
    assert all((weights.sum(axis=1) == 100_000).all() for _, weights in blocks)


def test_weights_that_were_let_go_come_out_the_same():
    resampler = Resampler(0, "x", 2000)
    [(_, first)] = resampler.weights(1500)
    [(_, _)] = resampler.weights(1400)
    [(_, again)] = resampler.weights(1500)
    assert again is not first
    assert (again == first).all()
    assert next(resampler.weights(1500))[1] is again


def simulated_clusters(random: np.random.Generator, clusters: int) -> tuple[np.ndarray, np.ndarray]:
    """Five articles a cluster; hits at a skewed rate of the cluster's own around 1 in 100."""
    words = np.round(random.lognormal(6.0, 0.5, (clusters, 5)))
    return random.poisson(random.gamma(1.0, 0.01, (clusters, 1)) * words), words


def coverage(clusters: int, *, by_article: bool = False, repetitions: int = 300) -> float:
    random = np.random.default_rng(20)
    held = 0
    for seed in range(repetitions):
        hits, words = simulated_clusters(random, clusters)
        if not by_article:
            hits, words = hits.sum(axis=1), words.sum(axis=1)
        moments = ratio_moments(hits.ravel().tolist(), words.ravel().tolist())
        low, high = bootstrap_intervals(moments, Resampler(seed, "x", 399))[0]
        held += bool(low <= 0.01 <= high)
    return held / repetitions


@pytest.mark.parametrize(
    ("clusters", "short", "long"), [(10, 0.01942, 0.00855), (30, 0.02310, 0.01306), (200, 0.02471, 0.02301)]
)
def test_quantiles_lie_further_out_for_few_clusters_and_most_so_on_the_longer_arm(clusters, short, long):
    # 30 clusters: the normal deviate 1.960 and the t deviate 2.187 of 2 * 29 / 5 degrees, both times sqrt(30 / 29).
    assert _tails(0.95, clusters) == pytest.approx((short, long), abs=1e-5)


def test_the_longer_arm_of_counts_mirrored_is_the_other_one():
    hits, words = simulated_clusters(np.random.default_rng(3), 30)
    low, high = interval(hits.sum(axis=1).tolist(), words.sum(axis=1).tolist(), low=-math.inf)
    rate = hits.sum() / words.sum()
    assert high - rate > 1.2 * (rate - low)
    misses = words - hits
    below, above = interval(misses.sum(axis=1).tolist(), words.sum(axis=1).tolist(), low=-math.inf)
    assert (below, above) == pytest.approx((1.0 - high, 1.0 - low))


@pytest.mark.parametrize(("clusters", "least", "most"), [(10, 0.93, 1.0), (30, 0.92, 0.995), (200, 0.92, 0.985)])
def test_intervals_hold_the_truth_about_95_times_in_100(clusters, least, most):
    # 300 repetitions put a standard error of 0.013 around 0.95, so these bounds are 1.5 to 3 of them away.
    assert least <= coverage(clusters) <= most


def test_intervals_that_ignore_clusters_do_not():
    assert coverage(30, by_article=True) < 0.75


# Permutations


def test_permuted_clusters_are_counted_against_the_data_by_hand():
    # Values 1, 2, 5, 6 over two groups of two. Only the split {1, 2} against {5, 6} is as extreme as itself.
    moments = ratio_moments([1, 2, 5, 6], [1, 1, 1, 1])
    sizes = np.array([2, 2])
    value, variance = moments.evaluate(0, moments.totals(sizes), sizes.astype(float))
    observed = studentise(*against_rest(value, variance))
    assert observed == pytest.approx([-4 / math.sqrt(0.5), 4 / math.sqrt(0.5)])
    orders = np.array([[0, 1, 2, 3], [3, 2, 1, 0], [0, 2, 1, 3], [0, 3, 1, 2]])
    counts = permutation_counts(moments, sizes, Bundles.of(sizes), orders, observed[None])
    assert counts.tolist() == [[2, 2]]


def test_an_arrangement_without_a_value_counts_as_extreme():
    moments, sizes = ratio_moments([1, 2, 0, 0], [1, 1, 0, 0]), np.array([2, 2])
    order = np.array([[0, 1, 2, 3]])
    counts = permutation_counts(moments, sizes, Bundles.of(sizes), order, np.array([[1.0, 1.0]]))
    assert counts.tolist() == [[1, 1]]


def test_few_clusters_move_one_by_one_and_many_in_bundles_of_one_size():
    assert Bundles.of(np.array([3, 2]), most=5).starts.tolist() == [0, 1, 2, 3, 4]
    bundles = Bundles.of(np.array([7, 4]), most=3)
    assert bundles.starts.tolist() == [0, 3, 6, 7, 10]
    assert bundles.full.tolist() == [True, True, False, True, False]
    assert bundles.sizes.tolist() == [3, 2]


def test_bundles_change_places_with_bundles_and_left_overs_with_left_overs():
    bundles = Bundles.of(np.array([7, 4]), most=3)
    (orders,) = random_orders(generator(0, "x"), bundles, 500)
    assert (np.sort(orders, axis=1) == np.arange(5)).all()
    assert (bundles.full[orders] == bundles.full).all()
    assert len(np.unique(orders, axis=0)) == math.factorial(3) * math.factorial(2)


def test_bundled_clusters_give_the_statistic_of_the_clusters():
    moments, sizes = ratio_moments([1, 2, 5, 6, 4, 0, 3, 3], [1, 2, 1, 3, 1, 1, 2, 1]), np.array([5, 3])
    bundles = Bundles.of(sizes, most=4)
    value, variance = moments.evaluate(0, moments.totals(sizes), sizes.astype(float))
    observed = studentise(*against_rest(value, variance))[None]
    same = np.arange(len(bundles.starts))[None]
    bundled = moments.bundled(bundles.starts)
    assert permutation_counts(bundled, sizes, bundles, same, observed).tolist() == [[1, 1]]
    assert permutation_counts(bundled, sizes, bundles, same, observed * 1.000001).tolist() == [[0, 0]]


def test_random_orders_come_in_blocks_of_bounded_size():
    bundles = Bundles.of(np.full(1000, 2))
    assert [len(block) for block in random_orders(generator(0, "x"), bundles, 101)] == [30, 30, 30, 11]


def test_generators_depend_on_seed_and_labels_and_not_on_each_other():
    first = generator(0, "bootstrap", "The Post", 12).random()
    generator(0, "bootstrap", "other", 12).random(1000)
    assert generator(0, "bootstrap", "The Post", 12).random() == first
    assert generator(1, "bootstrap", "The Post", 12).random() != first
    assert generator(0, "bootstrap", "The Post", 13).random() != first


# Threads


def test_linear_algebra_runs_on_one_thread_and_gets_its_others_back():
    from threadpoolctl import threadpool_info  # noqa: PLC0415

    def threads() -> set[int]:
        return {library["num_threads"] for library in threadpool_info()}

    before = threads()
    assert on_one_thread(threads)() == {1}
    assert threads() == before


def test_what_runs_on_one_thread_is_not_limited_again(monkeypatch):
    limits = []

    @contextmanager
    def counted(**given):
        limits.append(given)
        yield

    monkeypatch.setattr("threadpoolctl.threadpool_limits", counted)
    inner = on_one_thread(lambda: 1)
    outer = on_one_thread(lambda: inner() + inner())

    assert outer() == 2
    assert limits == [{"limits": 1}]
    assert inner() == 1
    assert len(limits) == 2
