"""Which articles belong together."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from masthead.profiles import clusters, day_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-03-05", date(2017, 3, 5)),
        ("2017-03-05T23:59:00Z", date(2017, 3, 5)),
        ("2017/3/5 10:00", date(2017, 3, 5)),
        ("20170305", date(2017, 3, 5)),
        ("3/5/2017", date(2017, 3, 5)),
        ("25/12/2016", date(2016, 12, 25)),
        ("3/5/17", date(2017, 3, 5)),
        ("Sun, 05 Mar 2017 08:00:00 GMT", date(2017, 3, 5)),
        ("5 March 2017", date(2017, 3, 5)),
        ("March 5, 2017", date(2017, 3, 5)),
        ("Sunday, March 5th, 2017", date(2017, 3, 5)),
        ("2017", None),
        ("2017-02-30", None),
        ("last week", None),
        ("", None),
    ],
)
def test_the_day_is_read_from_the_start_of_a_date(text, day):
    assert day_of(text) == day


def test_event_then_day_then_the_article_itself():
    features = pa.table(
        {
            "id": ["a", "b", "c", "d", "e"],
            "outlet": ["x"] * 5,
            "date": ["2017-03-05", "2017-03-05T09:00", "yesterday", None, "3/5/2017"],
            "event": ["strike", None, None, "", "none"],
        }
    )
    found = clusters(features)
    assert found.labels.to_pylist() == [
        "event:strike",
        "day:2017-03-05",
        "article:c",
        "article:d",
        "day:2017-03-05",
    ]
    assert found.kinds.to_pylist() == ["event", "day", "article", "article", "day"]


def test_without_dates_and_events_each_article_stands_alone():
    found = clusters(pa.table({"id": ["a", "b"], "outlet": ["x", "x"], "date": pa.nulls(2), "event": pa.nulls(2)}))
    assert found.labels.to_pylist() == ["article:a", "article:b"]
    assert clusters(pa.table({"id": ["a"], "outlet": ["x"]})).kinds.to_pylist() == ["article"]
