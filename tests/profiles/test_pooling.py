"""Pooled profiles: raw figures as they were, and beside them what the company of the other outlets makes of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.features.base import Feature
from masthead.profiles import pool_profiles, profile_outlets
from masthead.schema import POOLED, PROFILES

DENSITY = Feature(
    name="loaded.all", family="loaded", title="Loaded", kind="density", unit="per 1,000 words", numerator=("hits",),
    denominator=("words",), scale=1000.0, higher="more", citation="",
)  # fmt: skip
SHARE = Feature(
    name="quoted", family="attribution", title="Quoted", kind="share", unit="% of words", numerator=("hits",),
    denominator=("words",), scale=100.0, high=100.0, higher="more", citation="",
)  # fmt: skip


def profile(outlets: dict[str, int], feature: Feature = DENSITY, seed: int = 1) -> dict[str, dict[str, Any]]:
    """Outlets with so many articles; each outlet's rate is its place among them, in hundredths."""
    random = np.random.default_rng(seed)
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "words": 200.0, "hits": float(random.poisson(2 * place))}
        for place, (outlet, number) in enumerate(outlets.items(), start=1)
        for n in range(number)
    ]
    profiles = profile_outlets(pa.Table.from_pylist(rows), [feature], draws=300)
    pooled = pool_profiles(profiles, [feature])
    assert pooled.schema == POOLED
    assert pooled.select(PROFILES.names).equals(profiles)
    return {row["outlet"]: row for row in pooled.to_pylist()}


def test_estimates_are_drawn_to_the_mean_and_the_smallest_outlet_furthest():
    found = profile({"a": 40, "b": 40, "c": 40, "d": 40, "e": 6})
    small = found["e"]
    assert small["low"] is None
    assert small["reason"] == "too few clusters (6 < 10)"
    assert small["pooled_mean"] < small["pooled"] < small["estimate"]
    assert small["pooled_low"] < small["pooled"] < small["pooled_high"]
    assert small["shrinkage"] > 2 * found["d"]["shrinkage"] > 0
    assert {row["pooling_scale"] for row in found.values()} == {"square root"}
    assert len({row["tau2"] for row in found.values()}) == 1


def test_shares_are_pooled_on_the_arcsine_scale_and_stay_between_their_limits():
    found = profile({"a": 30, "b": 30, "c": 30, "d": 30}, SHARE)
    assert {row["pooling_scale"] for row in found.values()} == {"arcsine"}
    assert all(0 <= row["pooled_low"] < row["pooled_high"] <= 100 for row in found.values())


def test_outlets_alike_are_drawn_together():
    """No variance between outlets is seen, but four outlets say so little of it that they are drawn by a third only."""
    random = np.random.default_rng(3)
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "words": 200.0, "hits": float(random.poisson(2))}
        for outlet in "abcd"
        for n in range(30)
    ]
    found = pool_profiles(profile_outlets(pa.Table.from_pylist(rows), [DENSITY], draws=300), [DENSITY]).to_pylist()
    assert {row["tau2"] for row in found} == {0.0}
    assert [row["shrinkage"] for row in found] == pytest.approx([1 / 3] * 4)


def test_an_outlet_without_a_hit_keeps_a_wide_upper_limit():
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "words": 200.0, "hits": float(n % rate if rate else 0)}
        for outlet, rate in zip("abcde", (0, 3, 4, 5, 6), strict=True)
        for n in range(20)
    ]
    profiles = profile_outlets(pa.Table.from_pylist(rows), [DENSITY], draws=300)
    none, *_ = pool_profiles(profiles, [DENSITY]).to_pylist()
    assert (none["estimate"], none["high"]) == (0.0, None)
    assert none["pooled_high"] > 0.5  # two hits in its 4,000 words


def test_three_outlets_are_too_few():
    found = profile({"a": 20, "b": 20, "c": 20})
    assert {(row["pooled"], row["pooling_reason"]) for row in found.values()} == {(None, "pooling needs 4 outlets")}


def test_without_any_interval_nothing_is_pooled():
    found = profile({"a": 5, "b": 5, "c": 5, "d": 5})
    assert {row["pooling_reason"] for row in found.values()} == {"no outlet has an interval"}
