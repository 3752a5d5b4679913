"""Outlet profiles on tables small enough to work by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.profiles import profile_outlets
from masthead.schema import PROFILES

COMMON: dict[str, Any] = {"family": "loaded", "higher": "more of it", "citation": "none"}
LOADED = Feature(
    name="loaded",
    title="Loaded terms",
    kind="density",
    unit="per 1,000 words",
    numerator=("label.own", "emotive.own"),
    denominator=("words",),
    scale=1000.0,
    primary=True,
    **COMMON,
)
QUOTED = Feature(
    name="quoted",
    title="Quoted words",
    kind="share",
    unit="share",
    numerator=("quoted_words",),
    denominator=("words",),
    high=1.0,
    **COMMON,
)
VARIETY = Feature(
    name="variety",
    title="Type-token ratio",
    kind="mean",
    unit="ratio",
    numerator=("ttr",),
    denominator=("has_ttr",),
    high=1.0,
    **COMMON,
)
SQUARE = Feature(
    name="square",
    title="Words per sentence, squared",
    kind="formula",
    unit="words",
    numerator=("words", "sentences"),
    formula=lambda sums: (sums["words"] / sums["sentences"]) ** 2,
    **COMMON,
)
CATALOGUE = (LOADED, QUOTED, VARIETY, SQUARE)


def article(number: int, outlet: str = "Post", **given: Any) -> dict[str, Any]:
    row = {
        "id": f"a{number:03d}",
        "outlet": outlet,
        "date": None,
        "event": None,
        "section": None,
        "reason": None,
        "label.own": 1,
        "emotive.own": 0,
        "quoted_words": 10,
        "words": 100,
        "sentences": 5,
        "ttr": 0.5,
        "has_ttr": 1,
    }
    return row | given


def profile(rows: list[dict[str, Any]], catalogue: Any = CATALOGUE, **options: Any) -> dict[tuple[str, str], Any]:
    options = {"draws": 199} | options
    found = profile_outlets(pa.Table.from_pylist(rows), catalogue, **options)
    assert found.schema == PROFILES
    return {(row["outlet"], row["feature"]): row for row in found.to_pylist()}


def test_estimates_pool_sums_and_not_rates():
    rows = [
        article(1, words=100, sentences=10, **{"label.own": 2, "emotive.own": 1}),
        article(2, words=300, sentences=10, ttr=0.9, **{"label.own": 0, "emotive.own": 1}),
    ]
    found = profile(rows)
    assert found["Post", "loaded"]["estimate"] == 10.0  # 4 in 400 words
    assert found["Post", "loaded"]["numerator"] == 4.0
    assert found["Post", "loaded"]["denominator"] == 400.0
    assert found["Post", "quoted"]["estimate"] == 0.05
    assert found["Post", "variety"]["estimate"] == 0.7
    assert found["Post", "square"]["estimate"] == 400.0  # (400 / 20) ** 2, not the mean of 100 and 900
    assert found["Post", "square"]["numerator"] is None
    assert found["Post", "square"]["denominator"] is None


def test_rows_go_outlet_by_outlet_in_the_order_of_the_catalogue():
    found = profile([article(1, "b"), article(2, "a")])
    assert list(found) == [(outlet, feature.name) for outlet in ("a", "b") for feature in CATALOGUE]


def test_few_clusters_show_the_estimate_and_no_interval():
    rows = [article(number, date=f"2020-01-{number % 7 + 1:02d}") for number in range(21)]
    row = profile(rows)["Post", "loaded"]
    assert (row["estimate"], row["low"], row["high"]) == (10.0, None, None)
    assert (row["n_articles"], row["n_clusters"]) == (21, 7)
    assert row["reason"] == "too few clusters (7 < 10)"


def test_one_cluster_never_gets_an_interval():
    row = profile([article(1, event="strike"), article(2, event="strike")], min_clusters=1)["Post", "loaded"]
    assert row["reason"] == "too few clusters (1 < 2)"
    assert row["low"] is None


def test_an_interval_surrounds_the_estimate():
    rows = [article(number, **{"label.own": number % 5}) for number in range(40)]
    row = profile(rows)["Post", "loaded"]
    assert row["estimate"] == 20.0
    assert 13.0 < row["low"] < 18.0
    assert 22.0 < row["high"] < 27.0
    assert row["reason"] is None


def test_clusters_widen_an_interval_whose_articles_agree_within_them():
    counts = {"label.own": 0}
    alone = [article(number, **(counts | {"label.own": number // 4 % 5})) for number in range(80)]
    together = [row | {"date": f"2020-01-{number // 4 + 1:02d}"} for number, row in enumerate(alone)]
    narrow, wide = profile(alone)["Post", "loaded"], profile(together)["Post", "loaded"]
    assert (narrow["n_clusters"], wide["n_clusters"]) == (80, 20)
    assert wide["high"] - wide["low"] > 1.5 * (narrow["high"] - narrow["low"])


def test_an_article_with_a_null_does_not_count_for_that_feature():
    rows = [
        article(1, words=100, quoted_words=50),
        article(2, words=900, quoted_words=None, reason="language"),
    ]
    found = profile(rows)
    assert found["Post", "quoted"]["estimate"] == 0.5
    assert found["Post", "quoted"]["n_articles"] == 1
    assert found["Post", "loaded"]["n_articles"] == 2


def test_reasons_of_unusable_articles_are_counted():
    rows = [article(number, words=None, reason="too_short") for number in range(3)]
    rows += [article(number, words=None, reason="language") for number in range(3, 5)]
    rows += [article(5, words=None)]
    row = profile(rows)["Post", "loaded"]
    assert (row["estimate"], row["n_articles"], row["n_clusters"], row["numerator"]) == (None, 0, 0, None)
    assert row["reason"] == "no usable articles: 3 too short, 2 not in English, 1 not measured"


def test_a_zero_denominator_is_named():
    found = profile([article(number, has_ttr=0, ttr=0.0) for number in range(20)])
    assert found["Post", "variety"]["estimate"] is None
    assert found["Post", "variety"]["reason"] == "no has_ttr"


def test_articles_without_a_denominator_are_no_clusters_of_a_share():
    rows = [article(number, has_ttr=int(number < 4)) for number in range(20)]
    row = profile(rows)["Post", "variety"]
    assert (row["n_articles"], row["n_clusters"]) == (4, 4)
    assert row["reason"] == "too few clusters (4 < 10)"


def test_no_hit_at_all_is_not_a_certain_zero():
    row = profile([article(number, **{"label.own": 0}) for number in range(20)])["Post", "loaded"]
    assert (row["estimate"], row["low"], row["high"]) == (0.0, None, None)
    assert row["reason"] == "no hits, so how they cluster is unknown"


def test_a_share_without_hits_is_as_sure_as_its_clusters_are_many():
    row = profile([article(number, quoted_words=0) for number in range(20)])["Post", "quoted"]
    assert (row["estimate"], row["low"]) == (0.0, 0.0)
    assert row["high"] == pytest.approx(1 - 0.025 ** (1 / 20))


def test_an_outlet_has_the_same_figures_alone_and_among_others():
    rows = varied(90) + [
        article(number, outlet="None", **{"label.own": 0}, quoted_words=0) for number in range(90, 120)
    ]
    rows += [article(number, outlet="Bursts", **{"label.own": 40 * (number % 9 == 0)}) for number in range(120, 150)]
    among = profile_outlets(pa.Table.from_pylist(rows), CATALOGUE, draws=99)
    for outlet in ("Post", "Times", "None", "Bursts"):
        alone = profile_outlets(
            pa.Table.from_pylist([row for row in rows if row["outlet"] == outlet]), CATALOGUE, draws=99
        )
        assert among.filter(pc.equal(among["outlet"], outlet)).combine_chunks().equals(alone.combine_chunks())


def test_a_value_that_never_varies_has_no_interval():
    row = profile([article(number) for number in range(20)])["Post", "square"]
    assert (row["estimate"], row["low"], row["high"]) == (400.0, None, None)
    assert row["reason"] == "no variation between clusters"


def test_a_formula_without_a_value_is_null():
    row = profile([article(number, sentences=0) for number in range(20)])["Post", "square"]
    assert (row["estimate"], row["reason"]) == (None, "no value")


def varied(count: int = 60) -> list[dict[str, Any]]:
    draw = random.Random(7)
    return [
        article(
            number,
            outlet=draw.choice(["Post", "Times"]),
            date=f"2020-01-{draw.randint(1, 28):02d}",
            section=draw.choice(["world", "home", None]),
            words=draw.randint(80, 900),
            sentences=draw.randint(3, 40),
            ttr=draw.random(),
            **{"label.own": draw.randint(0, 9)},
        )
        for number in range(count)
    ]


def test_the_order_of_rows_changes_nothing():
    rows = varied()
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    assert profile(rows) == profile(shuffled)


def test_a_seed_gives_the_same_table_again_and_another_seed_another():
    rows = varied()
    signed = replace(LOADED, low=-np.inf)
    assert profile(rows, [signed], seed=3) == profile(rows, [signed], seed=3)
    assert profile(rows, [signed], seed=3) != profile(rows, [signed], seed=4)


def test_a_feature_has_the_same_figures_whatever_else_is_profiled():
    rows = varied()
    assert profile(rows, [QUOTED])["Post", "quoted"] == profile(rows)["Post", "quoted"]


def test_rows_can_be_grouped_by_another_column():
    found = profile(varied(), by="section")
    assert {outlet for outlet, _ in found} == {"home", "unknown", "world"}
    assert sum(found[name, "loaded"]["n_articles"] for name in ("home", "unknown", "world")) == 60


def test_a_missing_column_is_named_with_the_feature_that_needs_it():
    table = pa.Table.from_pylist([article(1)]).drop_columns(["quoted_words"])
    with pytest.raises(UsageError, match="no column 'quoted_words', which feature 'quoted' needs") as caught:
        profile_outlets(table, CATALOGUE)
    assert caught.value.exit_code == 2
    assert "masthead measure" in str(caught.value)


def test_an_empty_table_has_an_empty_profile():
    table = pa.Table.from_pylist([article(1)]).slice(0, 0)
    assert profile_outlets(table, CATALOGUE).num_rows == 0


def test_chunked_tables_and_float_nans_are_read_alike():
    rows = varied()
    whole = pa.Table.from_pylist(rows)
    parts = pa.concat_tables([whole.slice(0, 20), whole.slice(20)])
    assert profile_outlets(whole, CATALOGUE, draws=99).equals(profile_outlets(parts, CATALOGUE, draws=99))
