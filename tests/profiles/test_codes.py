"""Codes as they are read: tables and coding sheets, put right where that is certain, refused where not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import MissingColumn, UsageError
from masthead.features.base import Feature
from masthead.profiles import read_codes
from masthead.profiles.codes import Code, hidden_id

if TYPE_CHECKING:
    from pathlib import Path

SHARE = Feature(
    name="said", family="said", title="Said", kind="share", unit="% of sentences", numerator=("hits",),
    denominator=("sentences",), scale=100.0, high=100.0, higher="more", citation="",
)  # fmt: skip
SOURCES = Feature(
    name="state", family="said", title="State", kind="share", unit="% of attributions", numerator=("state",),
    denominator=("sources",), scale=100.0, high=100.0, higher="more", citation="",
)  # fmt: skip
EASE = Feature(
    name="ease", family="ease", title="Ease", kind="formula", unit="points", numerator=("words",), higher="", citation="",
    formula=lambda sums: sums["words"],
)  # fmt: skip
CATALOGUE = [SHARE, SOURCES, EASE]


def sheet(*articles: tuple[str, list[Any]], **more: Any) -> list[dict[str, Any]]:
    """Rows of a sheet: each article with the codes of its sentences."""
    return [
        {"article_id": name, "sentence": number, "said": code, "probability": 0.25, **more}
        for name, codes in articles
        for number, code in enumerate(codes, start=1)
    ]


def test_a_table_has_a_row_an_article_and_feature():
    rows = [
        {"id": "a", "feature": "said", "numerator": 3, "denominator": 9, "weight": 4.0},
        {"id": "b", "feature": "said", "numerator": "2", "denominator": "", "weight": None},
        {"id": "a", "feature": "state", "numerator": 1, "denominator": 2, "weight": ""},
    ]
    assert read_codes(rows, CATALOGUE).features == {
        "said": {"a": Code(3.0, 9.0, 4.0), "b": Code(2.0)},
        "state": {"a": Code(1.0, 2.0)},
    }


def test_a_sheet_is_summed_over_the_sentences_of_an_article():
    found = read_codes(sheet(("a", [1, 0, "1"]), ("b", ["yes", "no"])), CATALOGUE)
    assert found.features == {"said": {"a": Code(2.0, None, 4.0, 3), "b": Code(1.0, None, 4.0, 2)}}


def test_rows_may_come_in_any_order_and_twice():
    rows = sheet(("a", [1, 0, 1]), ("b", [0, 0]))
    mixed = [rows[4], rows[1], rows[0], rows[1], rows[3], rows[2]]
    assert read_codes(mixed, CATALOGUE).features == read_codes(rows, CATALOGUE).features


def test_two_coders_are_averaged_whether_in_columns_or_in_rows():
    columns = [
        {"article_id": "a", "sentence": number, "said_a": one, "said_b": other}
        for number, (one, other) in enumerate([(1, 0), (1, 1), (0, "")], start=1)
    ]
    rows = sheet(("a", [1, 1, 0]), coder="Quill") + sheet(("a", [0, 1, 0]), coder="Roth")
    assert read_codes(columns, CATALOGUE).features["said"]["a"] == Code(1.5, None, None, 3)
    assert read_codes(rows, CATALOGUE).features["said"]["a"] == Code(1.5, None, 4.0, 3)


def test_what_a_share_is_of_has_a_column_of_its_own():
    rows = [
        {"article_id": "a", "sentence": n, "state": state, "state of": of} for n, state, of in ((1, 1, 2), (2, 0, 1))
    ]
    assert read_codes(rows, CATALOGUE).features == {"state": {"a": Code(1.0, 3.0, None, 2)}}


def test_an_article_left_empty_is_not_coded():
    found = read_codes(sheet(("a", ["", ""]), ("b", [1, 0])), CATALOGUE)
    assert list(found.features["said"]) == ["b"]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_files_and_data_frames_say_the_same(tmp_path: Path, ending: str):
    rows = [{"id": "a", "feature": "said", "numerator": 3.0, "denominator": 9.0, "weight": 4.0}]
    path = tmp_path / f"codes.{ending}"
    if ending == "csv":
        path.write_text("id,feature,numerator,denominator,weight\na,said,3,9,4\n", encoding="utf-8")
    elif ending == "json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    else:
        pq.write_table(pa.Table.from_pylist(rows), path)
    from_file = read_codes(path, CATALOGUE)
    assert from_file.features == read_codes(pa.Table.from_pylist(rows), CATALOGUE).features
    assert from_file.name == path.name


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (sheet(("a", [1, ""])), "article 'a' is coded in part: 1 of 2 sentences have no said"),
        (sheet(("a", [1])) + sheet(("a", [0])), "sentence 1 of article 'a' occurs twice, with different codes"),
        (sheet(("a", ["perhaps"])), "'perhaps' in the column 'said' is not a number"),
        (sheet(("a", [1]), probability=0), "article 'a' does not have one single probability above 0 and at most 1"),
        (sheet(("", [1])), "the article has no id"),
        ([{"id": "a", "feature": "sad", "numerator": 1}], "there is no feature 'sad'. Did you mean 'said'?"),
        ([{"id": "a", "feature": "ease", "numerator": 1}], "ease is a formula of several sums and can't be corrected"),
        ([{"id": "a", "feature": "said", "numerator": ""}], "the numerator is empty"),
        ([{"id": "a", "feature": "said", "numerator": 1, "weight": 0}], "a weight of 0 can't be"),
        ([{"id": "a", "feature": "said", "numerator": 1, "denominator": -1}], "a denominator of -1 can't be"),
        (
            [{"id": "a", "feature": "said", "numerator": n} for n in (1, 2)],
            "article 'a' has two different codes of said",
        ),
    ],
)
def test_what_is_not_certain_is_refused(rows: list[dict[str, Any]], told: str):
    with pytest.raises(UsageError) as caught:
        read_codes(rows, CATALOGUE)
    assert caught.value.what.startswith(told)
    assert caught.value.where is not None


def test_columns_that_are_missing_are_named():
    with pytest.raises(MissingColumn, match="no column 'numerator'"):
        read_codes([{"id": "a", "feature": "said", "number": 1}], CATALOGUE)
    with pytest.raises(MissingColumn, match="no column is named after a feature"):
        read_codes([{"article_id": "a", "sentence": 1, "hedged": 1}], CATALOGUE)


def test_a_hidden_id_is_always_the_same():
    assert hidden_id("Harrow Post 12") == hidden_id("Harrow Post 12") != hidden_id("Harrow Post 13")
    assert hidden_id("x").startswith("id-")
    assert len(hidden_id("x")) == 15
