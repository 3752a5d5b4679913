"""Columns that masthead has no field for: carried over under their own names, through every step that writes articles."""

import json

import pyarrow as pa
import pytest

from masthead.comparisons.duplicates import duplicates
from masthead.comparisons.events import events
from masthead.engines import measure
from masthead.schema import ARTICLES
from masthead.sources import ReadOptions, read
from masthead.storage import write_table

TEXT = "The ferry was late again on Monday, and the crews said so."
ROW = {
    "outlet": "Harrow Post",
    "text": TEXT,
    "label_camp": "left",
    "words": 12,
    "tags": ["a", "b"],
}
CARRIED = {"words": "12", "tags": '["a","b"]'}


def carried(articles):
    return [
        {name: row[name] for name in articles.column_names if name not in ARTICLES.names}
        for row in articles.to_pylist()
    ]


def test_they_come_after_the_labels_as_texts():
    articles = read([ROW]).articles
    assert articles.column_names == [*ARTICLES.names, "label_camp", "words", "tags"]
    assert carried(articles) == [{"label_camp": "left", **CARRIED}]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "json", "parquet"])
def test_every_kind_of_table_carries_them(write, tmp_path, ending):
    content = {"csv": f'outlet,text,pages\nHarrow Post,"{TEXT}",7\n', "jsonl": json.dumps({**ROW, "pages": 7})}
    content["json"] = f"[{content['jsonl']}]"
    if ending == "parquet":
        write_table(
            pa.Table.from_pylist([{"outlet": "Harrow Post", "text": TEXT, "pages": 7}]), tmp_path / "in.parquet", {}
        )
    else:
        write({f"in.{ending}": content[ending]})
    assert read(tmp_path / f"in.{ending}").articles["pages"].to_pylist() == ["7"]


def test_what_was_read_reads_the_same_again(tmp_path):
    first = read([ROW, {"outlet": "Tidewater", "text": f"{TEXT} Again.", "content": "x", "words": None}]).articles
    write_table(first, tmp_path / "articles.parquet", {})
    again = read(tmp_path / "articles.parquet")
    assert again.articles.equals(first)
    assert not again.findings


def test_a_column_called_like_a_field_that_another_is_read_for_gets_a_longer_name(tmp_path):
    row = {"outlet": "Harrow Post", "text": TEXT, "title": "slug-1", "Hed": "Ferry late"}
    first = read([row], ReadOptions(columns={"title": "Hed"})).articles
    assert (first["title"].to_pylist(), first["input_title"].to_pylist()) == (["Ferry late"], ["slug-1"])
    write_table(first, tmp_path / "articles.parquet", {})
    assert read(tmp_path / "articles.parquet").articles.equals(first)


def test_row_names_are_not_carried():
    table = pa.table({"": ["1"], "Unnamed: 0": ["1"], "__index_level_0__": [1], "outlet": ["A"], "text": [TEXT]})
    assert read(table).articles.column_names == ARTICLES.names


@pytest.mark.parametrize("step", [events, duplicates])
def test_events_and_duplicates_keep_them(step):
    assert carried(step([ROW, {**ROW, "outlet": "Tidewater"}]).articles) == [{"label_camp": "left", **CARRIED}] * 2


def test_measuring_reads_none_of_them():
    corpus = measure([ROW])
    assert corpus.articles.column_names == [*ARTICLES.names, "label_camp"]
    assert "pages" not in corpus.table.column_names


def test_other_facts_of_a_text_file_are_carried_too(write):
    folder = write({"Harrow/a.txt": f"---\ntitle: Ferry\nedition: late\nexcluded: x\ntext: y\n---\n{TEXT}\n"})
    (row,) = read(folder).articles.to_pylist()
    assert (row["title"], row["edition"]) == ("Ferry", "late")
    assert "excluded: x" in row["text"]
    assert [span["kind"] for span in row["excluded"]][:1] == ["front_matter"]
