"""Comparison on the same events: figures by hand, what it rules out, and what it may not depend on."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import kstest

from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.schema import COMPARISONS

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


def report(outlet: str, event: str | None, hits: int, words: int = 1000, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{outlet} {event} {hits} {words} {sorted(more.items())}",
        "outlet": outlet,
        "event": event,
        "date": None,
        "reason": None,
        "hits": hits,
        "words": words,
        "sentences": 40,
        **more,
    }


def compare(rows: list[dict[str, Any]], catalogue: Any = (LOADED,), **options: Any) -> list[dict[str, Any]]:
    options = {"events": True, "draws": 99, "permutations": 199, "min_clusters": 2} | options
    found = compare_outlets(pa.Table.from_pylist(rows), catalogue, CompareOptions(**options))
    assert found.schema == COMPARISONS
    return found.to_pylist()


def row_of(rows: list[dict[str, Any]], outlet: str, feature: str = "loaded") -> dict[str, Any]:
    (row,) = [row for row in rows if (row["outlet"], row["feature"]) == (outlet, feature)]
    return row


def test_two_outlets_differ_by_the_mantel_haenszel_mean_over_the_events_both_report() -> None:
    rows = [
        report("a", "e1", 30, 1000),
        report("b", "e1", 10, 1000),
        report("a", "e2", 10, 500),
        report("b", "e2", 30, 1500),
        report("a", "e3", 900),
        report("b", "e4", 0),
        report("b", None, 0, 9000),
    ]
    row = row_of(compare(rows), "a")
    # e1: 30 - 10, weight 500; e2: 20 - 20, weight 375. e3, e4 and the article without an event take no part.
    assert row["difference"] == pytest.approx(20 * 500 / 875)
    assert row["estimate"] == pytest.approx((30 * 500 + 20 * 375) / 875)
    assert (row["n_events"], row["n_clusters"], row["n_articles"]) == (2, 2, 2)
    assert (row["hits"], row["hits_reference"]) == (40, 40)
    assert [found["reference"] for found in compare(rows)] == ["b"]


def test_articles_of_one_outlet_on_an_event_are_one_report() -> None:
    rows = [report("b", event, 10) for event in ("e1", "e2")]
    rows += [report("a", "e1", 25, 500), report("a", "e1", 5, 500), report("a", "e2", 30)]
    row = row_of(compare(rows), "a")
    assert row["difference"] == pytest.approx(20.0)
    assert (row["n_events"], row["n_articles"]) == (2, 3)


def test_the_rest_of_an_event_are_those_who_report_it_each_weighing_the_same() -> None:
    rows = [report("a", "e1", 40), report("b", "e1", 10), report("c", "e1", 30, 4000)]
    rows += [report("a", "e2", 40), report("c", "e2", 20)]
    row = row_of(compare(rows), "a")
    first, second = 1 / (1 / 1000 + (1 / 1000 + 1 / 4000) / 4), 500.0
    assert row["difference"] == pytest.approx(((40 - (10 + 7.5) / 2) * first + 20 * second) / (first + second))


def test_features_that_are_no_ratio_weigh_each_event_the_same() -> None:
    rows = [report("a", "e1", 0, 800), report("b", "e1", 0, 400), report("a", "e2", 0, 400), report("b", "e2", 0, 4000)]
    row = row_of(compare(rows, (LENGTH,)), "a", "length")
    assert row["difference"] == pytest.approx(((20 - 10) + (10 - 100)) / 2)


def test_swaps_within_four_events_give_every_arrangement() -> None:
    rows = [report("a", f"e{n}", 20 + n) for n in range(4)] + [report("b", f"e{n}", 10) for n in range(4)]
    p = row_of(compare(rows, permutations=4999, draws=20), "a")["p"]
    # Of 16 swaps the one made and its reverse are the most extreme.
    assert p == pytest.approx(2 / 16, abs=0.015)


def test_outlets_that_write_alike_have_no_difference_and_p_one() -> None:
    rows = [report(outlet, f"e{n}", 10) for outlet in "ab" for n in range(12)]
    row = row_of(compare(rows, min_clusters=10), "a")
    assert (row["difference"], row["p"], row["low"], row["reason"]) == (0.0, 1.0, None, "no variation between events")


def test_an_outlet_with_too_few_shared_events_is_not_tested() -> None:
    rows = [report(outlet, f"e{n}", n % 3 + 5 * (outlet == "a")) for outlet in "ab" for n in range(12)]
    rows += [report("tiny", f"e{n}", 30) for n in range(3)] + [report("tiny", f"own{n}", 30) for n in range(20)]
    found = compare(rows, min_clusters=10)
    tiny = row_of(found, "tiny")
    assert (tiny["p"], tiny["q"], tiny["low"]) == (None, None, None)
    assert tiny["reason"] == "too few shared events (3 < 10)"
    assert tiny["difference"] == pytest.approx(30 - (5 + 1 + 0.0 + 1 + 1 + 0.5) / 3, abs=3)
    assert row_of(found, "a")["n_events"] == 12


def test_with_too_few_shared_events_for_all_the_comparison_is_unmatched() -> None:
    rows = [report(outlet, f"{outlet}{n}", n % 3 + 9 * (outlet == "a")) for outlet in "ab" for n in range(12)]
    rows += [report(outlet, f"e{n}", 3) for outlet in "ab" for n in range(3)]
    found = compare(rows, min_clusters=10)
    assert {row["n_events"] for row in found} == {None}
    assert found == compare(rows, min_clusters=10, events=False)
    assert row_of(found, "a")["n_clusters"] == 15


def events(
    count: int, seed: int, outlets: str = "ab", *, lift: float = 1.0, cover: float = 1.0
) -> list[dict[str, Any]]:
    """Events that differ in how loaded they are; outlet a writes ``lift`` times what the others do.

    Rates and spreads are like those of loaded terms in reports of three American outlets on the same events.
    """
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        rate = draw.gamma(4.0, 0.005)
        for outlet in outlets:
            if outlet == "a" or draw.random() < cover:
                words = int(draw.integers(200, 800))
                hits = draw.poisson(rate * (lift if outlet == "a" else 1.0) * draw.gamma(25.0, 1 / 25) * words)
                rows.append(report(outlet, f"e{number}", int(hits), words))
    return rows


@pytest.mark.parametrize(("outlets", "cover"), [("ab", 1.0), ("abcde", 0.6)], ids=["pair", "rest"])
def test_p_is_uniform_where_outlets_do_not_differ(outlets: str, cover: float) -> None:
    found = [row_of(compare(events(30, seed, outlets, cover=cover), draws=20), "a")["p"] for seed in range(200)]
    assert kstest(found, "uniform").pvalue > 0.01
    assert np.mean(np.array(found) <= 0.05) < 0.11


def test_a_planted_difference_is_found_with_fewer_events_than_unmatched() -> None:
    matched, unmatched = (
        np.mean(
            [
                row_of(compare(events(40, seed, "abc", lift=1.3), draws=20, events=way), "a")["p"] < 0.05
                for seed in range(60)
            ]
        )
        for way in (True, False)
    )
    assert matched >= 0.8
    assert unmatched < matched - 0.3


def test_different_events_without_a_difference_in_wording_are_no_difference_matched() -> None:
    """Outlet a reports loaded events, b others; on those that both report they write alike."""
    marked = {True: 0, False: 0}
    for seed in range(40):
        draw = np.random.default_rng(seed)
        rows = events(15, seed)
        for n in range(40):
            rows += [report("a", f"a{n}", int(draw.poisson(24)), 600), report("b", f"b{n}", int(draw.poisson(12)), 600)]
        for way in marked:
            marked[way] += row_of(compare(rows, events=way, draws=20, min_clusters=10), "a")["p"] < 0.05
    assert marked[False] >= 38
    assert marked[True] <= 6


def test_a_baseline_and_all_pairs_are_matched_pair_by_pair() -> None:
    rows = events(12, 3, "abc", lift=2.0)
    pairs = compare(rows, all_pairs=True, min_clusters=10)
    assert [(row["outlet"], row["reference"]) for row in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    based = compare(rows, baseline="c", min_clusters=10)
    assert [row["outlet"] for row in based] == ["a", "b"]
    for row in based:
        (pair,) = [pair for pair in pairs if (pair["outlet"], pair["reference"]) == (row["outlet"], "c")]
        assert {key: pair[key] for key in pair if key != "q"} == {key: row[key] for key in row if key != "q"}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = events(12, 5, "abc")
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    assert compare(rows, (LOADED, LENGTH)) == compare(shuffled, (LOADED, LENGTH))


# All pairs, and parts of a corpus, unmatched.


def dated(outlet: str, day: int, hits: int, month: int = 1, **more: Any) -> dict[str, Any]:
    return report(outlet, None, hits, date=f"2031-{month:02}-{day:02}", **more)


def days(seed: int = 0, month: int = 1, **more: Any) -> list[dict[str, Any]]:
    draw = np.random.default_rng([seed, month])
    means = {"a": 12, "b": 6, "c": 5}
    return [
        dated(outlet, day, int(draw.poisson(mean)), month, **more)
        for outlet, mean in means.items()
        for day in range(1, 13)
    ]


def test_all_pairs_are_what_each_baseline_gives() -> None:
    rows = days()
    pairs = compare(rows, all_pairs=True, events=False, min_clusters=10)
    assert [(row["outlet"], row["reference"]) for row in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    for base in "bc":
        based = {row["outlet"]: row for row in compare(rows, baseline=base, events=False, min_clusters=10)}
        for row in pairs:
            if row["reference"] == base:
                other = based[row["outlet"]]
                assert {key: row[key] for key in row if key != "q"} == {key: other[key] for key in other if key != "q"}


def test_a_baseline_and_all_pairs_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="cannot be combined"):
        compare(days(), baseline="a", all_pairs=True)


def test_each_month_is_compared_by_itself_and_corrected_together() -> None:
    rows = days(month=1) + days(month=2) + [dated("a", 1, 3, 3)]
    found = compare(rows, by="month", events=False, min_clusters=10)
    assert [(row["stratum"], row["outlet"]) for row in found] == [
        (month, outlet) for month in ("2031-01", "2031-02") for outlet in "abc"
    ]
    alone = compare(days(month=2), events=False, min_clusters=10)
    assert [row["p"] for row in found[3:]] == [row["p"] for row in alone]
    assert max(row["q"] for row in found) <= max(row["p"] for row in found) + 1e-12


@pytest.mark.parametrize(
    ("by", "column"), [("section", "section"), ("topic", "label_topic"), ("label_topic", "label_topic")]
)
def test_sections_and_labels_are_parts_too(by: str, column: str) -> None:
    rows = days(1, 1, **{column: "war"}) + days(2, 2, **{column: "trade"}) + days(3, 3, **{column: None})
    assert {row["stratum"] for row in compare(rows, by=by, events=False)} == {"war", "trade"}


@pytest.mark.parametrize(
    ("by", "said"), [("colour", "nothing called 'colour' to compare by"), ("section", "no article has a section")]
)
def test_what_cannot_be_compared_by_is_named(by: str, said: str) -> None:
    rows = [{**row, "section": None} for row in days()]
    with pytest.raises(UsageError, match=said):
        compare(pa.Table.from_pylist(rows).to_pylist(), by=by, events=False)
