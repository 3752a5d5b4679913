"""Groups of outlets: outlets are the units, whatever their number of articles."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.stats import binom
from scipy.stats import t as student

from masthead import compare
from masthead.comparisons.groups import compare_outlet_groups, groups_of
from masthead.comparisons.options import CompareOptions
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.schema import COMPARISONS, PROFILES
from masthead.stats.units import units_p

RATE = Feature(
    name="rate", family="rate", title="Rate", kind="density", unit="per 100 words", numerator=("hits",),
    denominator=("words",), scale=100.0, higher="more", citation="", primary=True,
)  # fmt: skip
TOWNS = ("Velk", "Harrow", "Moor", "Orsay", "Lund", "Farrow", "Marsh", "Tarn", "Wick", "Sund", "Lea")
Row = dict[str, Any]


def outlets(rates: dict[str, list[int]], articles: int = 12) -> pa.Table:
    """Outlets by camp, each with its hits in a hundred words of every article; a little apart between articles."""
    rows = [
        {"id": f"{camp}{place}-{n}", "outlet": f"{camp}{place}", "label_camp": camp, "words": 1000.0,
         "hits": 10.0 * rate + n % 2}
        for camp, own in rates.items()
        for place, rate in enumerate(own)
        for n in range(articles)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def compared(table: pa.Table, **options: Any) -> dict[str, Row]:
    found = compare_outlet_groups(table, [RATE], CompareOptions(group="camp", **options))
    assert (found.comparisons.schema, found.profiles.schema) == (COMPARISONS, PROFILES)
    return {row["outlet"]: row for row in found.comparisons.to_pylist()}


def test_a_group_s_figure_is_the_mean_of_its_outlets():
    found = compared(outlets({"against": [2, 4, 6, 4], "pro": [8, 9, 7]}))
    assert found["against"]["estimate"] == pytest.approx(4.05)
    assert found["pro"]["difference"] == pytest.approx(8 - 4)
    assert (found["pro"]["n_clusters"], found["pro"]["n_articles"]) == (3, 36)


def test_an_outlet_weighs_the_same_whatever_its_size():
    small, large = outlets({"pro": [1]}), outlets({"pro": [1, 9], "against": [3, 3, 4]}, articles=100)
    both = pa.concat_tables([small, large.filter([outlet != "pro0" for outlet in large["outlet"].to_pylist()])])
    assert compared(both)["pro"]["estimate"] == pytest.approx((1.05 + 9.05) / 2)


def test_the_interval_is_welch_s_over_outlets():
    found = compared(outlets({"against": [2, 4, 6, 4], "pro": [8, 9, 7]}))["pro"]
    a, b = np.array([2, 4, 6, 4.0]), np.array([8, 9, 7.0])
    va, vb = a.var(ddof=1) / 4, b.var(ddof=1) / 3
    reach = student.ppf(0.975, (va + vb) ** 2 / (va**2 / 3 + vb**2 / 2)) * np.sqrt(va + vb)
    assert (found["low"], found["high"]) == pytest.approx((4 - reach, 4 + reach))


def test_p_is_a_permutation_of_outlets_over_all_arrangements():
    values = np.array([2, 4, 6, 4, 8, 5, 7.0])
    found = compared(outlets({"against": [2, 4, 6, 4], "pro": [8, 5, 7]}))

    def extreme(chosen: tuple[int, ...]) -> float:
        one, other = values[list(chosen)], np.delete(values, chosen)
        within = ((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()
        return abs(one.mean() - other.mean()) / np.sqrt(within)

    every = [extreme(chosen) for chosen in combinations(range(7), 3)]
    observed = extreme((4, 5, 6))
    expected = np.mean([value >= observed * (1 - 1e-9) for value in every])
    assert [row["p"] for row in found.values()] == pytest.approx([expected, expected])


def test_many_articles_of_few_outlets_do_not_make_a_difference():
    """Two camps of four outlets that differ between themselves: thousands of articles, and p is that of eight numbers."""
    rates = {"against": [2, 5, 8, 4], "pro": [3, 6, 9, 4]}
    few, many = compared(outlets(rates, articles=10)), compared(outlets(rates, articles=400))
    assert few["pro"]["p"] == many["pro"]["p"] > 0.5


def test_too_few_outlets_are_not_tested():
    found = compared(outlets({"against": [2, 3], "pro": [8, 9]}))["pro"]
    assert (found["p"], found["reason"]) == (None, "outlets: too few for a test (p could not be below 0.33)")
    assert found["difference"] == pytest.approx(6)


def test_a_group_of_one_outlet_has_no_interval():
    found = compared(outlets({"against": [2, 3, 4, 3, 4] * 4, "pro": [9]}))
    assert (found["pro"]["low"], found["pro"]["reason"]) == (None, "one outlet")
    assert found["against"]["reason"] == "a group it is compared with has one outlet"
    with_smaller = compared(outlets({"against": [2, 3, 4, 3, 4] * 5, "pro": [9]}))
    assert with_smaller["pro"]["p"] == pytest.approx(1 / 26)


def test_outlets_with_too_few_clusters_are_left_out():
    table = outlets({"against": [2, 3, 4, 3], "pro": [8, 9, 7]})
    few = table.filter([row["outlet"] != "pro2" or row["id"].endswith("-1") for row in table.to_pylist()])
    assert compared(few)["pro"]["n_clusters"] == 2


def test_camps_drawn_at_random_differ_as_often_as_chance_says():
    """Outlets that differ much, camps that are none: p below .05 in as many of 2,000 draws as chance allows."""
    rates = np.random.default_rng(4).gamma(3.0, 3.0, 12)
    low, high = binom.ppf([0.005, 0.995], 2000, 0.05)
    for sizes in ((5, 7), (3, 4, 5)):
        below = 0
        for seed in range(2000):
            camps = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
            p, _ = units_p(rates, camps, len(sizes), 799, np.random.default_rng(seed))
            below += bool(p[0] < 0.05)
        assert low <= below <= high


def test_an_outlet_is_of_one_group():
    table = outlets({"against": [2, 3], "pro": [8, 9]})
    mixed = table.set_column(
        table.column_names.index("label_camp"), "label_camp", [["pro", *table["label_camp"].to_pylist()[1:]]]
    )
    with pytest.raises(UsageError, match="against0 has articles of several values of camp: pro, against"):
        groups_of(mixed, "camp")
    with pytest.raises(UsageError, match="camp divides the outlets into 1 group;"):
        groups_of(outlets({"pro": [1, 2]}), "camp")
    with pytest.raises(UsageError, match="--group compares groups of outlets"):
        CompareOptions(group="camp", by="month")


def test_articles_are_compared_by_group_and_the_units_are_told(tmp_path: Any):
    texts = ("The brutal regime failed again.", "The road to {0} was closed on Monday, officials said.")
    rows = [
        {"id": f"{outlet}-{n}", "outlet": outlet, "camp": "east" if place < 4 else "west",
         "text": f"{texts[place < 4].format(town)} Residents of {outlet} waited at the {town} ferry for hours."
         f"{' It was a disgrace.' if place % 3 == 0 else ''}"}
        for place, outlet in enumerate(("Arn", "Brae", "Cole", "Dunn", "Esk", "Farn", "Gale", "Holm"))
        for n, town in enumerate(TOWNS)
    ]  # fmt: skip
    path = tmp_path / "articles.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    from masthead import How, ReadOptions  # noqa: PLC0415 - the reader's options for this one test

    found = compare(path, CompareOptions(group="camp", draws=20), How(read=ReadOptions(label="camp")))
    assert found.members == {"east": ("Arn", "Brae", "Cole", "Dunn"), "west": ("Esk", "Farn", "Gale", "Holm")}
    assert "Outlets are the units: east (Arn, Brae, Cole, Dunn), west (Esk, Farn, Gale, Holm)." in found.notes
    loaded = next(row for row in found.table.to_pylist() if (row["feature"], row["outlet"]) == ("loaded.all", "west"))
    assert (loaded["n_clusters"], loaded["p"]) == (4, pytest.approx(2 / 70))
