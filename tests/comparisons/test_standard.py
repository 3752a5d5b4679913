"""Outlets held at one mix: weights by hand, what the mix explains away, and who cannot take part."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.standard import standardise
from masthead.errors import UsageError
from masthead.features.base import Feature

COMMON: dict[str, Any] = {"unit": "per 1,000 words", "higher": "more of it", "citation": "none", "primary": True}
LOADED = Feature(
    name="loaded",
    family="loaded",
    title="Loaded",
    kind="density",
    numerator=("hits",),
    denominator=("words",),
    scale=1000.0,
    **COMMON,
)
LENGTH = Feature(
    name="length",
    family="style",
    title="Sentence length",
    kind="formula",
    numerator=("words", "sentences"),
    formula=lambda sums: sums["words"] / sums["sentences"],
    **COMMON,
)


def articles(outlet: str, news: int, opinion: int, **more: Any) -> list[dict[str, Any]]:
    """News has about 10 hits per 1,000 words and opinion 50, in every outlet alike."""
    return [
        {
            "id": f"{outlet}{genre}{n}",
            "outlet": outlet,
            "date": f"2031-{1 + n // 25:02}-{1 + n % 25:02}",
            "event": None,
            "genre": genre,
            "reason": None,
            "hits": rate + n % 3 - 1,
            "words": 1000,
            "sentences": 50,
            **more,
        }
        for genre, count, rate in (("news", news, 10), ("opinion", opinion, 50))
        for n in range(count)
    ]


MIXED = pa.Table.from_pylist(articles("Alpha", 30, 10) + articles("Beta", 12, 36) + articles("Gamma", 20, 20))


def test_each_stratum_weighs_its_mean_share_over_outlets():
    mix = standardise(MIXED, [LOADED], "genre")
    assert mix.weights == pytest.approx({"news": (0.75 + 0.25 + 0.5) / 3, "opinion": (0.25 + 0.75 + 0.5) / 3})
    assert (mix.missing, mix.unknown) == ({}, 0)


def test_an_outlets_figure_is_the_weighted_mean_of_its_figures_in_the_strata():
    table = pa.Table.from_pylist(articles("Alpha", 30, 10) + articles("Beta", 12, 36, hits=20))
    mix = standardise(table, [LOADED, LENGTH], "genre")
    compared = compare_outlets(mix.features, mix.catalogue, CompareOptions(draws=50, permutations=99)).to_pylist()
    found = {(row["outlet"], row["feature"]): row["estimate"] for row in compared}
    theirs = {row["feature"]: row["estimate"] - row["difference"] for row in compared}
    assert theirs["loaded"] == pytest.approx(20.0)
    # Ten opinion articles of Alpha have 49 + 50 + 51 hits three times and 49 once; both strata weigh a half.
    assert found["Alpha", "loaded"] == pytest.approx((10 + 49.9) / 2)
    assert found["Alpha", "length"] == pytest.approx(20.0)


def test_a_difference_that_is_all_mix_goes_away():
    options = CompareOptions(draws=200, permutations=999)
    raw = {row["outlet"]: row for row in compare_outlets(MIXED, [LOADED], options).to_pylist()}
    assert raw["Beta"]["difference"] > 14
    assert raw["Beta"]["q"] < 0.01
    mix = standardise(MIXED, [LOADED], "genre")
    held = {row["outlet"]: row for row in compare_outlets(mix.features, mix.catalogue, options).to_pylist()}
    assert abs(held["Beta"]["difference"]) < 0.3
    assert held["Beta"]["low"] < 0 < held["Beta"]["high"]
    assert held["Beta"]["q"] > 0.2


def test_outlets_without_five_articles_of_a_stratum_are_left_out_and_named():
    rows = MIXED.to_pylist() + articles("Delta", 40, 4) + articles("Epsilon", 0, 40)
    mix = standardise(pa.Table.from_pylist(rows), [LOADED], "genre")
    assert mix.missing == {"Delta": ("opinion",), "Epsilon": ("news",)}
    assert set(mix.features["outlet"].to_pylist()) == {"Alpha", "Beta", "Gamma"}
    assert mix.weights["news"] == pytest.approx(0.5)


def test_articles_of_unknown_stratum_do_not_count_and_are_counted():
    rows = MIXED.to_pylist()
    rows[0]["genre"], rows[1]["genre"] = "unknown", None
    mix = standardise(pa.Table.from_pylist(rows), [LOADED], "genre")
    assert mix.unknown == 2
    assert mix.features.num_rows == MIXED.num_rows - 2


def test_an_unknown_count_stays_unknown():
    rows = MIXED.to_pylist()
    rows[0]["hits"] = None
    mix = standardise(pa.Table.from_pylist(rows), [LOADED], "genre")
    assert mix.features.slice(0, 1).select(["hits@0", "hits@1"]).to_pylist() == [{"hits@0": None, "hits@1": None}]


def test_any_column_will_do_and_its_errors_are_those_of_by():
    labelled = MIXED.append_column("label_side", MIXED["genre"])
    assert standardise(labelled, [LOADED], "side").weights == pytest.approx({"news": 0.5, "opinion": 0.5})
    with pytest.raises(UsageError, match="Did you mean 'genre'"):
        standardise(MIXED, [LOADED], "gnere")


def test_one_value_is_no_mix():
    with pytest.raises(UsageError, match="a mix of genre needs two known values or more; found only news"):
        standardise(pa.Table.from_pylist(articles("Alpha", 20, 0) + articles("Beta", 20, 0)), [LOADED], "genre")


def test_too_many_values_are_no_mix():
    rows = [row | {"section": f"s{n}"} for n, row in enumerate(articles("Alpha", 20, 0))]
    with pytest.raises(UsageError, match="section has 20 values; a mix can have 12 at most"):
        standardise(pa.Table.from_pylist(rows), [LOADED], "section")


def test_where_fewer_than_two_outlets_are_left_the_error_says_what_is_missing():
    table = pa.Table.from_pylist(articles("Alpha", 20, 20) + articles("Beta", 20, 3))
    with pytest.raises(UsageError, match="fewer than two outlets have 5 articles of every genre") as error:
        standardise(table, [LOADED], "genre")
    assert "Beta of opinion" in str(error.value.fix)
