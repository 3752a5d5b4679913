"""Ranks with intervals: by hand, on outlets that are alike, and on those that differ."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons.ranks import rank_limits, rank_outlets, simultaneous_level
from masthead.errors import UsageError
from masthead.features.base import Feature

LOADED = Feature(
    name="loaded",
    family="loaded",
    title="Loaded",
    kind="density",
    unit="per 1,000 words",
    numerator=("hits",),
    denominator=("words",),
    scale=1000.0,
    higher="more",
    citation="none",
    primary=True,
)
REPETITIONS = 300


def test_an_outlet_ranks_below_those_that_are_higher_for_certain() -> None:
    values = np.array([10.0, 9.0, 1.0])
    low, high = rank_limits(values, values - 1.0, values + 1.0)
    assert low.tolist() == [1.0, 1.0, 3.0]
    assert high.tolist() == [2.0, 2.0, 3.0]


def test_an_outlet_without_limits_may_have_any_rank() -> None:
    values = np.array([10.0, 5.0, 0.0])
    low, high = rank_limits(values, np.array([9.0, 4.0, -np.inf]), np.array([11.0, 6.0, np.inf]))
    assert (low[2], high[2]) == (1.0, 3.0)
    assert (low[0], high[0]) == (1.0, 2.0)


def test_all_pairs_hold_together_at_the_studentised_range() -> None:
    assert simultaneous_level(2, 0.95) == pytest.approx(0.95, abs=1e-6)
    assert simultaneous_level(8, 0.95) == pytest.approx(0.99756, abs=2e-4)  # Tukey's 4.29 for eight means


def articles(rates: list[float], random: np.random.Generator) -> pa.Table:
    """Bursty counts of outlets with these rates a thousand words, 25 articles each."""
    rows = [(f"{outlet}", rate) for outlet, rate in enumerate(rates) for _ in range(25)]
    hits = random.poisson(random.gamma(2.0, [rate / 2.0 for _, rate in rows]))
    names = [outlet for outlet, _ in rows]
    columns = {"id": [f"{n:04}" for n in range(len(rows))], "outlet": names, "hits": hits, "words": [1000] * len(rows)}
    return pa.table(columns).append_column("date", pa.nulls(len(rows), pa.string()))


def covered(rates: list[float]) -> float:
    """How often all true ranks, of ties all that are true, are within the intervals at once."""
    random, held, true = np.random.default_rng(7), 0, np.array(rates)
    first = {str(n): 1 + int((true > rate).sum()) for n, rate in enumerate(rates)}
    last = {str(n): len(rates) - int((true < rate).sum()) for n, rate in enumerate(rates)}
    for _ in range(REPETITIONS):
        rows = rank_outlets(articles(rates, random), [LOADED]).to_pylist()
        held += all(row["rank_low"] <= first[row["outlet"]] and row["rank_high"] >= last[row["outlet"]] for row in rows)
    return held / REPETITIONS


@pytest.mark.parametrize("rates", [[6.0] * 6, [3.0, 3.0, 6.0, 6.0, 12.0, 12.0], [2.0, 4.0, 8.0, 16.0]])
def test_ranks_hold_the_truth_ties_among_them(rates: list[float]) -> None:
    assert covered(rates) >= 0.93


def test_outlets_far_apart_have_ranks_of_their_own() -> None:
    rows = rank_outlets(articles([1.0, 10.0, 100.0], np.random.default_rng(1)), [LOADED]).to_pylist()
    assert [(row["outlet"], row["rank"], row["rank_low"], row["rank_high"]) for row in rows] == [
        ("2", 1, 1, 1),
        ("1", 2, 2, 2),
        ("0", 3, 3, 3),
    ]


def test_one_outlet_is_refused() -> None:
    with pytest.raises(UsageError, match="ranks need two outlets or more"):
        rank_outlets(articles([3.0], np.random.default_rng(1)), [LOADED])
