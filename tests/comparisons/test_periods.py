"""Outlets over time: the profile of each period, and before against after a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons.options import TrendOptions
from masthead.comparisons.periods import (
    by_period,
    changes_around,
    count_undated,
    period_name,
    period_start,
    periods_between,
)
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.schema import CHANGES, TREND

LOADED = Feature(
    name="loaded.all", family="loaded", title="Loaded", kind="density", unit="per 1,000 words", numerator=("hits",),
    denominator=("words",), scale=1000.0, higher="more", citation="", primary=True,
)  # fmt: skip


def article(outlet: str, day: str | None, hits: float = 1.0, words: float = 100.0) -> dict[str, Any]:
    return {"outlet": outlet, "date": day, "hits": hits, "words": words}


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([{"id": f"a{n:04}"} | row for n, row in enumerate(rows)])


def days(outlet: str, month: str, number: int, hits: float, seed: int = 1) -> list[dict[str, Any]]:
    random = np.random.default_rng(seed)
    return [article(outlet, f"{month}-{n + 1:02}", float(random.poisson(hits))) for n in range(number)]


@pytest.mark.parametrize(
    ("by", "start", "name"),
    [
        ("week", date(2016, 11, 7), "2016-W45"),
        ("month", date(2016, 11, 1), "2016-11"),
        ("quarter", date(2016, 10, 1), "2016-Q4"),
        ("year", date(2016, 1, 1), "2016"),
    ],
)
def test_the_period_of_a_day(by: Any, start: date, name: str):
    assert period_start(date(2016, 11, 8), by) == start
    assert period_name(start, by) == name


def test_a_week_that_begins_in_december_belongs_to_the_year_of_its_thursday():
    assert period_name(period_start(date(2016, 1, 1), "week"), "week") == "2015-W53"


def test_periods_have_no_gaps():
    assert [period_name(start, "month") for start in periods_between(date(2016, 11, 8), date(2017, 2, 1), "month")] == [
        "2016-11", "2016-12", "2017-01", "2017-02",
    ]  # fmt: skip
    assert len(list(periods_between(date(2015, 1, 1), date(2016, 12, 31), "week"))) == 105
    assert len(list(periods_between(date(2015, 12, 31), date(2016, 1, 1), "quarter"))) == 2


def test_each_period_is_profiled_by_itself():
    rows = by_period(
        table(
            article("A", "2016-11-08", hits=3.0),
            article("A", "2016-11-30", hits=1.0, words=300.0),
            article("A", "2017-01-02", hits=2.0),
            article("B", "2016-11-08", hits=0.0),
            article("A", "someday"),
        ),
        [LOADED],
        TrendOptions(draws=50),
    )
    assert rows.schema == TREND
    told = [
        (row["outlet"], row["period"], row["start"], row["estimate"], row["n_articles"]) for row in rows.to_pylist()
    ]
    assert told == [
        ("A", "2016-11", "2016-11-01", 10.0, 2),
        ("A", "2017-01", "2017-01-01", 20.0, 1),
        ("B", "2016-11", "2016-11-01", 0.0, 1),
    ]
    assert rows["reason"].to_pylist()[0] == "too few clusters (2 < 10)"


def test_a_period_with_days_enough_has_an_interval():
    rows = by_period(
        table(*days("A", "2016-10", 30, 2.0), *days("A", "2016-11", 9, 2.0)), [LOADED], TrendOptions(draws=200)
    ).to_pylist()
    assert rows[0]["low"] < rows[0]["estimate"] < rows[0]["high"]
    assert (rows[1]["low"], rows[1]["n_clusters"]) == (None, 9)


def test_before_and_after_are_compared_within_each_outlet():
    rising = [*days("A", "2016-10", 30, 1.0), *days("A", "2016-11", 30, 6.0)]
    level = [*days("B", "2016-10", 30, 3.0, seed=2), *days("B", "2016-11", 30, 3.0, seed=3)]
    found = changes_around(
        table(*rising, *level), [LOADED], TrendOptions(around=date(2016, 11, 1), draws=300, permutations=499)
    )
    assert found.schema == CHANGES
    up, same = found.to_pylist()
    assert (up["outlet"], up["around"], up["n_articles_before"], up["n_articles_after"]) == ("A", "2016-11-01", 30, 30)
    assert up["difference"] == pytest.approx(up["after"] - up["before"])
    assert up["low"] > 0
    assert up["q"] == pytest.approx(2 * up["p"])
    assert up["p"] == 1 / 500
    assert same["low"] < 0 < same["high"]
    assert same["q"] > 0.05


def test_the_day_itself_counts_as_after_and_days_limit_both_sides():
    rows = table(*(article("A", f"2016-11-{day:02}") for day in range(1, 31)))
    whole = changes_around(
        rows, [LOADED], TrendOptions(around=date(2016, 11, 11), draws=50, permutations=19)
    ).to_pylist()[0]
    assert (whole["n_articles_before"], whole["n_articles_after"]) == (10, 20)
    near = changes_around(
        rows, [LOADED], TrendOptions(around=date(2016, 11, 11), days=3, draws=50, permutations=19)
    ).to_pylist()[0]
    assert (near["n_articles_before"], near["n_articles_after"]) == (3, 3)
    assert near["reason"] == "too few clusters (3 < 10)"


def test_an_outlet_on_one_side_only_has_no_row():
    rows = table(*days("A", "2016-10", 12, 2.0), *days("A", "2016-11", 12, 2.0), *days("B", "2016-10", 12, 2.0))
    found = changes_around(rows, [LOADED], TrendOptions(around=date(2016, 11, 1), draws=50, permutations=19))
    assert found["outlet"].to_pylist() == ["A"]


def test_wrong_use_is_explained():
    rows = table(article("A", "2016-11-08"), article("A", None))
    with pytest.raises(UsageError, match="no article has a date that names a day"):
        by_period(table(article("A", None)), [LOADED])
    with pytest.raises(UsageError, match=r"There is no period 'monht'\. Did you mean 'month'\?"):
        by_period(rows, [LOADED], TrendOptions(by="monht"))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no outlet has articles on both sides of 2017-01-01") as caught:
        changes_around(rows, [LOADED], TrendOptions(around=date(2017, 1, 1)))
    assert "dated 2016-11-08 to 2016-11-08" in str(caught.value)
    with pytest.raises(UsageError, match="There is no outlet 'C'"):
        by_period(rows, [LOADED], TrendOptions(outlets=("C",)))
    assert count_undated(rows) == 1
