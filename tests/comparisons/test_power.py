"""How large a difference must be: reckoned from the standard error, and found as often as it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import t as student

from masthead.comparisons.options import CompareOptions, PowerOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.power import detectable
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.profiles import ClusterTable, corrections, read_codes
from masthead.schema import POWER

RATE = Feature(
    name="rate", family="rate", title="Rate", kind="mean", unit="points", numerator=("value",), denominator=("one",),
    low=-np.inf, higher="more", citation="", primary=True,
)  # fmt: skip
Row = dict[str, Any]


def outlets(seed: int, lift: float = 0.0, **sizes: int) -> pa.Table:
    """Outlets of so many articles with a value of standard deviation 1; the first is lifted."""
    random = np.random.default_rng(seed)
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "one": 1, "value": random.normal(10 + lift * (place == 0))}
        for place, (outlet, number) in enumerate(sizes.items())
        for n in range(number)
    ]
    return pa.Table.from_pylist(rows)


def reckoned(table: pa.Table, codes: list[Row] | None = None, **options: Any) -> dict[str, Row]:
    correction = None if codes is None else corrections(table, [RATE], read_codes(codes, [RATE]))
    found = detectable(ClusterTable.of(table), [RATE], PowerOptions(**options), correction)
    assert found.schema == POWER
    return {row["comparison"].removesuffix(" against the rest"): row for row in found.to_pylist()}


def test_two_outlets_are_a_welch_test():
    table = outlets(1, a=30, b=50)
    a, b = (np.array([row["value"] for row in table.to_pylist() if row["outlet"] == name]) for name in "ab")
    va, vb = a.var(ddof=1) / 30, b.var(ddof=1) / 50
    freedom = (va + vb) ** 2 / (va**2 / 29 + vb**2 / 49)
    expected = (student.ppf(0.975, freedom) + student.ppf(0.8, freedom)) * np.sqrt(va + vb)
    found = reckoned(table)
    assert [row["detectable"] for row in found.values()] == pytest.approx([expected, expected])
    assert (found["a"]["n_articles"], found["a"]["articles_for_half"]) == (30, 120)
    assert found["a"]["codes_for_half"] is None


def test_four_times_the_articles_halve_it():
    few, many = outlets(1, a=30, b=50), outlets(1, a=120, b=200)
    assert reckoned(many)["a"]["detectable"] == pytest.approx(reckoned(few)["a"]["detectable"] / 2, rel=0.12)


def test_a_difference_so_large_is_found_in_so_many_comparisons():
    told = np.mean([reckoned(outlets(seed, a=25, b=25, c=25))["a"]["detectable"] for seed in range(20)])
    found = 0
    for seed in range(150):
        table = outlets(1000 + seed, lift=float(told), a=25, b=25, c=25)
        rows = compare_outlets(table, [RATE], CompareOptions(draws=20, permutations=199)).to_pylist()
        found += next(row["p"] for row in rows if row["outlet"] == "a") < 0.05
    assert 0.7 <= found / 150 <= 0.9


def test_outlets_with_too_little_are_told_why():
    found = reckoned(outlets(1, a=30, b=4))
    assert (found["b"]["detectable"], found["b"]["reason"]) == (None, "too few clusters (4 < 10)")
    assert found["a"]["reason"] == "no other outlet has enough"


def test_codes_make_it_that_of_corrected_differences():
    table = outlets(1, a=200, b=200)
    random = np.random.default_rng(2)
    codes = [
        {"id": row["id"], "feature": "rate", "numerator": row["value"] + random.normal(), "denominator": 1}
        for row in table.to_pylist()
        if int(row["id"][1:]) < 20
    ]
    coded = reckoned(table, codes)
    assert coded["a"]["detectable"] > reckoned(table)["a"]["detectable"]
    assert coded["a"]["articles_for_half"] is None
    wanted = coded["a"]["codes_for_half"]
    assert 80 < wanted < 200
    more = [
        {"id": row["id"], "feature": "rate", "numerator": row["value"] + random.normal(), "denominator": 1}
        for row in table.to_pylist()
        if int(row["id"][1:]) < wanted
    ]
    assert reckoned(table, more)["a"]["detectable"] == pytest.approx(coded["a"]["detectable"] / 2, rel=0.2)


def test_more_power_and_a_stricter_test_need_larger_differences():
    table = outlets(1, a=30, b=50)
    usual = reckoned(table)["a"]["detectable"]
    assert reckoned(table, power=0.9)["a"]["detectable"] > usual
    assert reckoned(table, alpha=0.01)["a"]["detectable"] > usual
    with pytest.raises(UsageError, match=r"power is 1"):
        PowerOptions(power=1.0)
