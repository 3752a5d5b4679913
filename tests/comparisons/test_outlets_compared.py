"""Comparisons: exact differences, honest p, and what may not change a figure."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import false_discovery_control, kstest

from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.summary import holds, standouts
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.profiles import profile_outlets
from masthead.schema import COMPARISONS


def density(name: str, *, primary: bool = True) -> Feature:
    return Feature(
        name=name,
        family="loaded",
        title=f"The {name}",
        kind="density",
        unit="per 1,000 words",
        numerator=(f"{name}.own",),
        denominator=("words",),
        scale=1000.0,
        higher="more of it",
        citation="none",
        primary=primary,
    )


LOADED, HEDGES = density("loaded"), density("hedges", primary=False)
LENGTH = Feature(
    name="length",
    family="style",
    title="Sentence length",
    kind="formula",
    unit="words",
    numerator=("words", "sentences"),
    formula=lambda sums: sums["words"] / sums["sentences"],
    higher="longer sentences",
    citation="none",
    primary=True,
)
CATALOGUE = (LOADED, HEDGES, LENGTH)


def corpus(outlets: dict[str, float], days: int = 20, seed: int = 0) -> list[dict[str, Any]]:
    """One article an outlet and day; ``outlets`` gives each outlet's mean of loaded terms per 100 words."""
    draw = np.random.default_rng(seed)
    return [
        {
            "id": f"{outlet}-{day}",
            "outlet": outlet,
            "date": f"2020-01-{day + 1:02d}",
            "reason": None,
            "words": int(draw.integers(100, 400)),
            "sentences": int(draw.integers(5, 20)),
            "loaded.own": int(draw.poisson(mean)),
            "hedges.own": int(draw.poisson(3)),
        }
        for outlet, mean in outlets.items()
        for day in range(days)
    ]


def compare(
    rows: list[dict[str, Any]], catalogue: Any = CATALOGUE, profiles: Any = None, **options: Any
) -> list[dict[str, Any]]:
    asked = CompareOptions(**{"draws": 99, "permutations": 199} | options)
    found = compare_outlets(pa.Table.from_pylist(rows), catalogue, asked, profiles=profiles)
    assert found.schema == COMPARISONS
    return found.to_pylist()


def row_of(rows: list[dict[str, Any]], outlet: str, feature: str = "loaded") -> dict[str, Any]:
    (row,) = [row for row in rows if (row["outlet"], row["feature"]) == (outlet, feature)]
    return row


def flat(outlet: str, counts: list[int]) -> list[dict[str, Any]]:
    """One article of 100 words a day with these loaded terms."""
    base = {"reason": None, "words": 100, "sentences": 5, "hedges.own": 0}
    return [
        {"id": f"{outlet}{n}", "outlet": outlet, "date": f"2020-01-{n + 1:02d}", "loaded.own": count, **base}
        for n, count in enumerate(counts)
    ]


def test_the_rest_is_the_mean_of_the_other_outlets_estimates():
    rows = flat("a", [1, 3] * 10) + flat("b", [2, 4] * 10) + flat("c", [7, 9] * 5)
    found = compare(rows)
    assert row_of(found, "a")["estimate"] == 20.0
    assert row_of(found, "a")["difference"] == 20.0 - (30.0 + 80.0) / 2
    assert row_of(found, "b")["difference"] == 30.0 - (20.0 + 80.0) / 2
    assert row_of(found, "c")["difference"] == 80.0 - (20.0 + 30.0) / 2
    assert {row["reference"] for row in found} == {"rest"}
    assert (row_of(found, "c")["n_articles"], row_of(found, "c")["n_clusters"]) == (10, 10)


def test_the_effect_is_the_difference_in_standard_deviations_between_clusters():
    # Counts 1 and 3, each ten times, per 100 words: rates 10 and 30, standard deviation 10 * sqrt(20 / 19).
    row = row_of(compare(flat("a", [1, 3] * 10) + flat("b", [2, 4] * 10)), "a")
    assert row["difference"] == -10.0
    assert row["effect"] == pytest.approx(-1 / math.sqrt(20 / 19))


def test_an_interval_surrounds_the_difference():
    row = row_of(compare(corpus({"a": 8.0, "b": 2.0, "c": 2.0}), draws=499), "a")
    assert 0 < row["low"] < row["difference"] < row["high"]


def test_p_is_never_zero_and_is_the_smallest_there_can_be_for_a_plain_difference():
    rows = flat("a", [20, 21] * 10) + flat("b", [1, 2] * 10)
    assert row_of(compare(rows), "a")["p"] == 1 / 200


def test_outlets_that_are_all_alike_have_p_one():
    rows = flat("a", [1] * 20) + flat("b", [1] * 20)
    row = row_of(compare(rows), "a")
    assert (row["difference"], row["p"], row["effect"]) == (0.0, 1.0, None)


def test_q_is_benjamini_hochberg_over_primary_features_and_tested_outlets():
    found = compare(corpus({"a": 8.0, "b": 2.0, "c": 2.5}))
    family = [row for row in found if row["feature"] in {"loaded", "length"}]
    expected = false_discovery_control([row["p"] for row in family])
    assert [row["q"] for row in family] == pytest.approx(expected.tolist())
    assert {row["q"] for row in found if row["feature"] == "hedges"} == {None}
    assert all(row["p"] is not None for row in found)


def test_a_small_outlet_is_not_tested_and_stays_out_of_the_rest():
    rows = flat("a", [1, 3] * 10) + flat("b", [2, 4] * 10) + flat("tiny", [50, 60, 70])
    found = compare(rows)
    assert row_of(found, "a")["difference"] == -10.0
    tiny = row_of(found, "tiny")
    assert tiny["reason"] == "too few clusters (3 < 10)"
    assert tiny["difference"] == 600.0 - (20.0 + 30.0) / 2
    assert [tiny[name] for name in ("low", "high", "effect", "p", "q")] == [None] * 5


def test_one_large_outlet_among_small_ones_has_nothing_to_be_compared_with():
    found = compare(flat("a", [1, 3] * 10) + flat("tiny", [5, 6]))
    large = row_of(found, "a")
    assert (large["estimate"], large["difference"], large["p"]) == (20.0, None, None)
    assert large["reason"] == "tiny has too few clusters (2 < 10)"
    found = compare(flat("a", [1, 3] * 10) + flat("tiny", [5, 6]) + flat("small", [5, 6]))
    assert row_of(found, "a")["reason"] == "no other outlet has 10 clusters or more"


def test_an_outlet_without_usable_articles_says_why():
    rows = flat("a", [1, 3] * 10) + flat("b", [2, 4] * 10)
    rows += [row | {"words": None, "reason": "language"} for row in flat("c", [1] * 12)]
    row = row_of(compare(rows), "c")
    assert (row["estimate"], row["n_articles"], row["n_clusters"]) == (None, 0, 0)
    assert row["reason"] == "no usable articles: 12 not in English"


def test_a_formula_without_a_value_in_one_outlet_leaves_the_others_comparable():
    rows = flat("a", [1, 3] * 10) + flat("b", [2, 4] * 10)
    rows += [row | {"sentences": 0} for row in flat("c", [1] * 12)]
    found = compare(rows)
    assert row_of(found, "c", "length")["reason"] == "no value"
    assert row_of(found, "a", "length")["difference"] == 0.0
    assert row_of(found, "c", "loaded")["p"] is not None


def test_an_outlet_that_never_varies_leaves_no_interval_and_is_named_as_the_cause():
    found = compare(flat("a", [1, 3] * 10) + flat("b", [2] * 20) + flat("c", [1, 3] * 10))
    assert row_of(found, "b")["reason"] == "no variation between clusters"
    assert row_of(found, "a")["reason"] == "no variation between clusters in an outlet it is compared with"
    assert row_of(found, "a")["p"] is not None


def test_a_baseline_is_compared_with_each_other_outlet():
    rows = flat("a", [1, 3] * 10) + flat("b", [2, 4] * 10) + flat("c", [7, 9] * 10)
    found = compare(rows, baseline="b")
    assert {row["outlet"] for row in found} == {"a", "c"}
    assert {row["reference"] for row in found} == {"b"}
    assert [row_of(found, name)["difference"] for name in "ac"] == [-10.0, 50.0]


def test_two_outlets_have_the_same_p_whichever_is_the_baseline():
    rows = corpus({"a": 4.0, "b": 3.0, "c": 9.0})
    forward, back = row_of(compare(rows, baseline="b"), "a"), row_of(compare(rows, baseline="a"), "b")
    assert forward["p"] == back["p"]
    assert forward["difference"] == pytest.approx(-back["difference"])
    assert forward["low"] == pytest.approx(-back["high"])


def test_a_baseline_with_too_few_clusters_is_the_reason():
    found = compare(flat("a", [1, 3] * 10) + flat("b", [2, 4, 5]), baseline="b")
    assert row_of(found, "a")["reason"] == "the baseline has too few clusters (3 < 10)"
    assert row_of(found, "a")["difference"] is None


def test_a_single_outlet_cannot_be_compared():
    with pytest.raises(UsageError) as caught:
        compare(flat("The Post", [1, 2]))
    assert str(caught.value) == (
        "compare needs two outlets or more; found one: The Post.\n`masthead profile` describes a single outlet."
    )
    assert caught.value.exit_code == 2


def test_an_unknown_outlet_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match=r"There is no outlet 'The Pots'\. Did you mean 'The Post'\?"):
        compare(flat("The Post", [1, 2]) + flat("Herald", [1, 2]), baseline="The Pots")


def test_the_order_of_rows_changes_nothing():
    rows = corpus({"a": 4.0, "b": 3.0, "c": 9.0})
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    assert compare(rows) == compare(shuffled)
    assert compare(rows, baseline="a") == compare(shuffled, baseline="a")


def test_an_exploratory_feature_changes_no_figure_of_the_others():
    rows = corpus({"a": 4.0, "b": 3.0, "c": 9.0})
    assert compare(rows, [LOADED, LENGTH]) == [row for row in compare(rows) if row["feature"] != "hedges"]


def false_alarms(repetitions: int, *, clustered: bool) -> np.ndarray:
    """p for three outlets that write alike, 6 articles on each of 15 days that each have a rate of their own."""
    found = []
    for seed in range(repetitions):
        draw = np.random.default_rng([7, seed])
        rate = draw.gamma(1.0, 0.01, (3, 15))
        rows = [
            {
                "id": f"{outlet}-{day}-{n}",
                "outlet": "abc"[outlet],
                "date": f"2020-01-{day + 1:02d}" if clustered else None,
                "words": 300,
                "loaded.own": int(draw.poisson(300 * rate[outlet, day])),
            }
            for outlet in range(3)
            for day in range(15)
            for n in range(6)
        ]
        compared = compare(rows, [LOADED], draws=19, permutations=99, seed=seed)
        found.append([row["p"] for row in compared])
    return np.array(found)


def test_outlets_that_do_not_differ_have_uniform_p():
    found = false_alarms(150, clustered=True)
    assert 0.02 <= (found <= 0.05).mean() <= 0.09
    assert all(kstest(found[:, outlet], "uniform").pvalue > 0.01 for outlet in range(3))


def test_ignoring_clusters_would_cry_wolf():
    assert (false_alarms(60, clustered=False) <= 0.05).mean() > 0.25


def test_what_stands_out_is_the_largest_effect_that_holds():
    rows = corpus({"a": 12.0, "b": 2.0, "c": 2.5, "d": 2.2})
    (first, *_) = standouts(
        compare_outlets(pa.Table.from_pylist(rows), CATALOGUE, CompareOptions(draws=99)), CATALOGUE, most=1
    )
    assert (first.outlet, first.feature, first.title, first.sign) == ("a", "loaded", "The loaded", 1)
    assert first.q < 0.05
    assert first.effect > 1


def test_nothing_stands_out_where_nothing_holds():
    rows = flat("a", [1, 3] * 10) + flat("b", [1, 3] * 10)
    assert standouts(compare_outlets(pa.Table.from_pylist(rows), CATALOGUE, CompareOptions(draws=99)), CATALOGUE) == []


def test_intervals_that_profiles_have_made_are_not_made_again():
    rows = corpus({"a": 8.0, "b": 2.0, "c": 2.0}) + flat("tiny", [5, 6])
    table = pa.Table.from_pylist(rows)
    profiles = profile_outlets(table, CATALOGUE, draws=99)
    assert compare(rows, profiles=profiles) == compare(rows)
    assert compare(rows, profiles=profiles, baseline="b") == compare(rows, baseline="b")


@pytest.mark.parametrize(
    ("q", "low", "high", "held"),
    [
        (0.01, 0.5, 2.0, True),
        (0.01, -2.0, -0.5, True),
        (0.01, None, None, True),
        (0.01, -0.1, 2.0, False),
        (0.05, 0.5, 2.0, False),
        (None, 0.5, 2.0, False),
    ],
)
def test_a_difference_holds_where_q_and_the_interval_say_so(
    q: float | None, low: float | None, high: float | None, held: bool
) -> None:
    assert holds({"q": q, "low": low, "high": high}) is held
