"""Which articles belong together."""

from __future__ import annotations

import pyarrow as pa

from masthead.profiles import clusters


def test_event_then_day_then_the_article_itself():
    features = pa.table(
        {
            "id": ["a", "b", "c", "d", "e"],
            "outlet": ["x"] * 5,
            "date": ["2017-03-05", "2017-03-05T09:00", "yesterday", None, "2017-03-05 21:00"],
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


def test_an_event_that_goes_on_for_months_is_a_topic_and_clusters_by_day():
    dates = ["2017-01-01", "2017-03-01", "2017-06-01", "2017-09-01", "2017-01-01", "2017-01-09"]
    events = ["war", "war", "war", "war", "strike", "strike"]
    features = pa.table({"id": list("abcdef"), "outlet": ["x"] * 6, "date": dates, "event": events})
    assert clusters(features).labels.to_pylist() == [
        "day:2017-01-01",
        "day:2017-03-01",
        "day:2017-06-01",
        "day:2017-09-01",
        "event:strike",
        "event:strike",
    ]


def test_one_misdated_article_does_not_make_a_story_a_topic():
    dates = ["2017-01-01"] * 4 + ["1999-01-01"]
    features = pa.table({"id": list("abcde"), "outlet": ["x"] * 5, "date": dates, "event": ["strike"] * 5})
    assert clusters(features).kinds.to_pylist() == ["event"] * 5
