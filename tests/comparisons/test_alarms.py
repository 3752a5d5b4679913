"""The A/A test: right tests pass it, wrong ones do not, and both say so in figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons import contrasts
from masthead.comparisons.alarms import band, count_alarms, uniform_p
from masthead.comparisons.options import AlarmOptions, CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.schema import ALARMS
from masthead.stats import Moments, Ratio, halves_p

LOADED = Feature(
    name="loaded",
    family="loaded",
    title="Loaded",
    kind="density",
    unit="per 1,000 words",
    numerator=("hits",),
    denominator=("words",),
    scale=1000.0,
    higher="more of it",
    citation="none",
    primary=True,
)


def clustered(outlets: int = 4, days: int = 40, articles: int = 5, seed: int = 0) -> pa.Table:
    """Articles of one day share a rate drawn for that day; outlets do not differ."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for outlet in range(outlets):
        for day in range(days):
            rate = random.gamma(1.0, 0.02)
            for number in range(articles):
                words = int(random.integers(200, 800))
                rows.append(
                    {
                        "id": f"{outlet}-{day}-{number}",
                        "outlet": f"outlet {outlet}",
                        "date": str(np.datetime64("2020-01-01") + day),
                        "event": None,
                        "reason": None,
                        "hits": int(random.poisson(rate * words)),
                        "words": words,
                    }
                )
    return pa.Table.from_pylist(rows)


def shared(events: int, seed: int = 0) -> pa.Table:
    """Four outlets on the same events, one of them unlike the others."""
    random = np.random.default_rng(seed)
    rows = [
        {
            "id": f"{outlet}{event}",
            "outlet": outlet,
            "date": None,
            "event": f"e{event}",
            "reason": None,
            "hits": int(random.poisson(40 if outlet == "a" else 5)),
            "words": 500,
        }
        for event in range(events)
        for outlet in "abcd"
    ]
    return pa.Table.from_pylist(rows)


def only(table: pa.Table) -> dict[str, Any]:
    assert table.schema == ALARMS
    (row,) = (row for row in table.to_pylist() if row["split"] == "random")
    return row


def test_p_of_halves_counts_the_arrangements_that_are_as_extreme():
    # Of the six halves of four clusters only the one chosen and its mirror image part 0, 0 from 9, 8.
    moments = Moments.of(np.array([[0, 10], [0, 11], [9, 10], [8, 10]], dtype=float), [Ratio()], [(0, 1)])
    chosen = np.array([True, True, False, False])
    p = halves_p(moments, chosen, np.random.default_rng(0), 5999)
    assert p == pytest.approx([2 / 6], abs=0.02)


def test_p_of_halves_is_the_p_of_the_comparison_of_two_outlets():
    table = clustered(outlets=2, days=30)
    rows = sorted(table.to_pylist(), key=lambda row: (row["outlet"], row["date"]))
    sums = np.add.reduceat(np.array([[row["hits"], row["words"]] for row in rows], dtype=float), range(0, 300, 5))
    p = halves_p(
        Moments.of(sums, [Ratio(1000.0)], [(0, 1)]), np.arange(60) < 30, np.random.default_rng(0), permutations=9999
    )
    compared = compare_outlets(table, [LOADED], CompareOptions(draws=20, permutations=9999)).to_pylist()
    assert p[0] == pytest.approx(compared[0]["p"], abs=0.02)


def test_halves_that_cannot_differ_have_no_p():
    moments = Moments.of(np.array([[0.0, 10.0]] * 4), [Ratio()], [(0, 1)])
    assert np.isnan(halves_p(moments, np.array([True, True, False, False]), np.random.default_rng(0), 99)).all()


def test_the_test_holds_its_level_on_strong_clusters():
    row = only(count_alarms(clustered(), [LOADED], AlarmOptions(splits=200)))
    assert (row["n"], row["n_outlets"]) == (800, 4)
    assert row["low"] <= row["share_below_05"] <= row["high"]
    assert row["ks_p"] > 0.01


def test_it_fails_where_clusters_are_ignored():
    row = only(count_alarms(clustered(), [LOADED], AlarmOptions(splits=100, ignore_clusters=True)))
    assert row["n"] == 400
    assert row["share_below_05"] > 0.25 > row["high"]
    assert row["ks_p"] < 1e-6


def test_on_shared_events_it_holds_its_level_though_one_outlet_is_unlike_the_others():
    row = only(count_alarms(shared(12), [LOADED], AlarmOptions(splits=200, events=True)))
    assert (row["n"], row["n_outlets"]) == (800, 4)
    assert row["low"] <= row["share_below_05"] <= row["high"]
    assert row["ks_p"] > 0.01


def test_each_half_needs_clusters_enough():
    table = clustered(outlets=3, days=20)
    small = table.filter(
        [not (row["outlet"] == "outlet 1" and row["date"] > "2020-01-19") for row in table.to_pylist()]
    )
    row = only(count_alarms(small, [LOADED], AlarmOptions(splits=5)))
    assert (row["n"], row["n_outlets"]) == (10, 2)


def test_where_no_outlet_is_large_enough_it_says_so():
    with pytest.raises(UsageError, match="no outlet has 20 clusters, 10 for each half"):
        count_alarms(clustered(days=19), [LOADED], AlarmOptions(splits=5))
    with pytest.raises(UsageError, match="no outlet has 10 shared events"):
        count_alarms(shared(9), [LOADED], AlarmOptions(splits=5, events=True))


def test_matched_clusters_cannot_be_ignored():
    with pytest.raises(UsageError, match="cannot be ignored"):
        count_alarms(shared(12), [LOADED], AlarmOptions(events=True, ignore_clusters=True))


def test_a_feature_that_no_outlet_varies_in_has_no_tests_and_a_reason():
    none = Feature(
        **{name: getattr(LOADED, name) for name in LOADED.__slots__} | {"name": "none", "numerator": ("no",)}
    )
    table = clustered()
    table = table.append_column("no", pa.array([0] * table.num_rows))
    rows = count_alarms(table, [LOADED, none], AlarmOptions(splits=3)).to_pylist()
    assert rows[0]["n"] == 12
    assert (rows[1]["n"], rows[1]["share_below_05"], rows[1]["ks_p"]) == (0, None, None)
    assert rows[1]["reason"] == "no outlet varies in this feature"


def test_the_order_of_rows_changes_nothing():
    table = clustered()
    mixed = table.take(np.random.default_rng(1).permutation(table.num_rows))
    assert count_alarms(mixed, [LOADED], AlarmOptions(splits=5)) == count_alarms(
        table, [LOADED], AlarmOptions(splits=5)
    )


def test_one_in_twenty_is_below_005_among_the_values_that_p_can_take():
    values = np.arange(1, AlarmOptions().permutations + 2) / (AlarmOptions().permutations + 1)
    assert (values < 0.05).mean() == pytest.approx(10 / 201)


def test_the_band_narrows_with_tests_and_widens_with_features():
    assert band(1900) == pytest.approx((0.0402, 0.0598), abs=1e-4)
    assert band(1900, among=10) == pytest.approx((0.03597, 0.06403), abs=1e-4)


def test_p_that_takes_steps_is_uniform_on_its_steps():
    assert uniform_p(np.tile(np.arange(1, 202) / 201, 50)) == 1.0
    assert uniform_p(np.repeat([0.5, 1.0], 500)) == 1.0
    assert uniform_p(np.full(1000, 0.01)) < 1e-9


def test_with_many_events_sides_are_swapped_and_p_is_much_the_same(monkeypatch: pytest.MonkeyPatch):
    def p() -> float:
        table = shared(60).filter([row["outlet"] != "a" for row in shared(60).to_pylist()])
        rows = compare_outlets(table, [LOADED], CompareOptions(events=True, draws=20, permutations=4999)).to_pylist()
        return next(row["p"] for row in rows if row["outlet"] == "b")

    played = p()
    monkeypatch.setattr(contrasts, "FEW_EVENTS", 10)
    monkeypatch.setattr(contrasts, "MOST_PLAYED", 0)
    swapped = p()
    assert swapped != played
    assert swapped == pytest.approx(played, abs=0.03)
