"""Statistics over clusters: intervals, studentised permutation tests, effect sizes.

Everything works on a matrix of *cluster sums* (one row a cluster, one column a count), because articles of
one event or one day are not independent and because every estimate is a function of sums.
"""

from masthead.stats.bootstrap import (
    Resampler,
    bootstrap_intervals,
    combine_intervals,
    limits_without_hits,
    studentise,
)
from masthead.stats.discovery import false_discovery_rates
from masthead.stats.dispersion import Dispersion, dispersion, log_dice
from masthead.stats.keyness import design_effect, equal_rates_p, log_likelihood_ratio, log_odds, log_odds_difference
from masthead.stats.moments import Moments, against_rest, pooled_deviation
from masthead.stats.permutation import Bundles, halves_p, permutation_counts, random_orders
from masthead.stats.statistic import Formula, Ratio, Statistic, generator, on_one_thread

__all__ = [
    "Bundles",
    "Dispersion",
    "Formula",
    "Moments",
    "Ratio",
    "Resampler",
    "Statistic",
    "against_rest",
    "bootstrap_intervals",
    "combine_intervals",
    "design_effect",
    "dispersion",
    "equal_rates_p",
    "false_discovery_rates",
    "generator",
    "halves_p",
    "limits_without_hits",
    "log_dice",
    "log_likelihood_ratio",
    "log_odds",
    "log_odds_difference",
    "on_one_thread",
    "permutation_counts",
    "pooled_deviation",
    "random_orders",
    "studentise",
]
