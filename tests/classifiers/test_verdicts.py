"""One verdict a unit: what it rests on, how sure it is, how it changes with fewer articles, who speaks for it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from masthead.classifiers.verdicts import Said, members, verdicts
from masthead.errors import UsageError


def articles(**columns: list[str | None]) -> pa.Table:
    size = len(next(iter(columns.values())))
    fixed = {"id": [f"{row:02}" for row in range(size)], "outlet": ["A"] * size}
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in {**fixed, **columns}.items()})


def said(first: list[float], *, probable: bool = True) -> Said:
    values = np.column_stack([first, 1 - np.array(first)])
    return Said.of([f"{row:02}" for row in range(len(first))], ("left", "right"), values, values if probable else None)


def test_a_verdict_has_probability_articles_for_and_against_and_a_reason_without_interval() -> None:
    table = articles(outlet=["B", "A", "A", "A"])
    found = members(table, table["id"].to_pylist(), "outlet")
    first, second = verdicts(said([0.8, 0.6, 0.9, 0.3]), found, "outlet", 0)
    assert (first["name"], first["label"], first["n"], first["n_clusters"], first["rival"]) == (
        "A",
        "left",
        3,
        3,
        "right",
    )
    odds = (1.5 * 9 * 3 / 7) ** (1 / 3)
    assert first["probability"] == pytest.approx(odds / (1 + odds))
    assert (first["low"], first["high"]) == (None, None)
    assert first["reason"] == "too few articles for an interval (3 < 10)"
    assert [item["id"] for item in first["speaks_for"]] == ["02", "01"]
    assert first["speaks_for"][0]["weight"] == pytest.approx(np.log(9))
    assert first["speaks_against"] == [{"id": "03", "weight": pytest.approx(np.log(7 / 3))}]
    assert [(step["n"], step["probability"]) for step in second["with_fewer"]] == []
    assert (second["name"], second["probability"]) == ("B", pytest.approx(0.8))


def test_more_articles_agree_more_often_and_are_surer() -> None:
    table = articles(outlet=["A"] * 60)
    found = members(table, table["id"].to_pylist(), "outlet")
    [row] = verdicts(said([0.8, 0.7, 0.35] * 20), found, "outlet", 0)
    assert [step["n"] for step in row["with_fewer"]] == [1, 5, 10, 20, 50]
    same = [step["same"] for step in row["with_fewer"]]
    assert same[0] == pytest.approx(2 / 3, abs=0.1)
    assert same == sorted(same)
    assert same[-1] == 1.0
    assert row["low"] < row["probability"] < row["high"]
    assert list(verdicts(said([0.8, 0.7, 0.35] * 20), found, "outlet", 0)) == [row]


def test_events_are_drawn_where_they_are_known() -> None:
    values = [0.8, 0.7, 0.35] * 20
    alone, told = articles(outlet=["A"] * 60), articles(outlet=["A"] * 60, event=[f"e{row // 5}" for row in range(60)])
    rows = [
        next(verdicts(said(values), members(table, table["id"].to_pylist(), "outlet"), "outlet", 0))
        for table in (alone, told)
    ]
    assert [row["n_clusters"] for row in rows] == [60, 12]
    few = articles(outlet=["A"] * 60, event=[f"e{row // 20}" for row in range(60)])
    [row] = verdicts(said(values), members(few, few["id"].to_pylist(), "outlet"), "outlet", 0)
    assert row["reason"] == "too few events for an interval (3 < 10)"


def test_a_model_without_probabilities_gives_a_label_and_says_why_no_more() -> None:
    table = articles(outlet=["A"] * 12)
    [row] = verdicts(said([0.9] * 12, probable=False), members(table, table["id"].to_pylist(), "outlet"), "outlet", 0)
    assert (row["label"], row["probability"], row["reason"]) == ("left", None, "the model gives no probabilities")


def test_articles_without_the_unit_are_left_out_and_noted() -> None:
    table = articles(date=["2031-04-01", "2031-04-30T10:00:00", None, "2031", "2031-05-02"])
    found = members(table, table["id"].to_pylist(), "month")
    assert {name: rows.tolist() for name, rows in found.rows.items()} == {"2031-04": [0, 1], "2031-05": [4]}
    assert found.notes == ("without a known month, 2 of 5 articles were left out",)
    with pytest.raises(UsageError, match="no article says its author") as caught:
        members(table, table["id"].to_pylist(), "author")
    assert caught.value.fix == "Map the column with --author-col."
