"""Numbers in tables: three significant digits of the largest, the same decimals along a row."""

from __future__ import annotations

import pytest

from masthead import numerals


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ((12.3, 4.5), 1),
        ((123.4,), 0),
        ((1.23,), 2),
        ((0.123,), 3),
        ((0.0123,), 4),
        ((0.0000123,), 4),
        ((0.0, None), 1),
        ((), 1),
    ],
)
def test_decimals_follow_the_largest_value(values: tuple[float | None, ...], places: int) -> None:
    assert numerals.decimals(values) == places


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234.5, 1, "1,234.5"),
        (-3.25, 1, "−3.2"),
        (-0.01, 1, "0.0"),
        (None, 1, "–"),
        (float("nan"), 1, "–"),
        (float("inf"), 1, "–"),
    ],
)
def test_numbers(value: float | None, places: int, text: str) -> None:
    assert numerals.number(value, places) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(1.0, 2.0, "1.0–2.0"), (-1.0, 2.0, "−1.0 to 2.0"), (None, 2.0, ""), (float("nan"), 2.0, "")],
)
def test_an_interval_with_a_minus_sign_is_spelled_out(low: float | None, high: float | None, text: str) -> None:
    assert numerals.interval(low, high, 1) == text


@pytest.mark.parametrize(
    ("q", "text"),
    [(0.0004, "<0.001"), (0.0042, "0.004"), (0.0498, "<0.05"), (0.05, "0.050"), (0.5, "0.500"), (None, "–")],
)
def test_a_probability_never_rounds_onto_the_threshold(q: float | None, text: str) -> None:
    assert numerals.probability(q) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.004, "0.4%"), (0.37, "37%"), (0.996, "99.6%"), (1.0, "100%"), (None, "–")]
)
def test_a_rare_share_is_not_none_and_a_large_one_not_all(share: float | None, text: str) -> None:
    assert numerals.percent(share) == text


def test_counts_are_in_words() -> None:
    assert [numerals.count(1, "outlet"), numerals.count(1200, "article"), numerals.count(2, "entry", "entries")] == [
        "1 outlet",
        "1,200 articles",
        "2 entries",
    ]


def test_some_of_many_have_their_verb() -> None:
    assert [numerals.some_of(n, 1200, "article", "has", "have") for n in (0, 1, 2)] == [
        "0 of 1,200 articles have",
        "1 of 1,200 articles has",
        "2 of 1,200 articles have",
    ]
    assert numerals.some_of(1, 1, "outlet", "is", "are") == "1 of 1 outlet is"


def test_limits_that_differ_never_look_the_same() -> None:
    assert numerals.interval(0.0, 0.04, 1) == "0.00–0.04"
    assert numerals.interval(0.0, 0.0, 1) == "0.0–0.0"
    assert numerals.interval(12.34, 12.36, 1) == "12.3–12.4"
