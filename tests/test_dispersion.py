"""How evenly a word is spread, and how closely two words keep together, against examples worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from masthead.stats import dispersion, log_dice


def spread(uses: list[float], sizes: list[float]) -> tuple[float, float]:
    found = dispersion(np.array(uses), np.array(sizes))
    return found.dp, found.normalised


def test_dp_of_the_example_of_gries_2008() -> None:
    # 15 uses in five parts of a corpus of 50 words: shares of .18, .2, .2, .2, .22 against 1/15 to 5/15.
    assert spread([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]) == pytest.approx((0.18, 0.18 / 0.82))


def test_dp_is_0_where_uses_are_spread_as_words_are_and_most_in_the_smallest_part() -> None:
    assert spread([2, 4, 6], [100, 200, 300]) == pytest.approx((0.0, 0.0))
    assert spread([7, 0, 0], [100, 200, 300]) == pytest.approx((5 / 6, 1.0))
    assert spread([0, 0, 7], [100, 200, 300]) == pytest.approx((1 / 2, 3 / 5))


def test_a_part_without_words_is_none() -> None:
    assert spread([1, 3, 0], [100, 300, 0]) == pytest.approx((0.0, 0.0))


@pytest.mark.parametrize(("uses", "sizes"), [([0, 0], [5, 5]), ([3], [5]), ([3, 0], [5, 0]), ([], [])])
def test_there_is_no_dispersion_without_a_use_or_with_one_part(uses: list[float], sizes: list[float]) -> None:
    assert all(math.isnan(value) for value in spread(uses, sizes))


@pytest.mark.parametrize(
    ("together", "one", "other", "expected"),
    [
        (7, 7, 7, 14.0),  # never but together
        (10, 20, 20, 13.0),  # half of the time
        (5, 20, 20, 12.0),
        (3, 3, 4, 14 + math.log2(6 / 7)),
        (1, 1000, 1048, 4.0),
    ],
)
def test_log_dice_of_rychly_2008(together: float, one: float, other: float, expected: float) -> None:
    assert log_dice(np.array([together]), one, np.array([other]))[0] == pytest.approx(expected)
