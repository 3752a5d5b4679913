"""Genre held against tags, on articles of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput
from masthead.evaluation.validity import Suite, load_suite, run_suite
from masthead.evaluation.validity.genres import read_tagged
from masthead.evaluation.validity.suite import Gold

if TYPE_CHECKING:
    from pathlib import Path

GOLD = Gold(flag="OPINION", against=("NEWS",), label_column="tag", group_column="story")
DECLARED = """
version = "1"
title = "genre"
[[corpora]]
name = "tags"
title = "tags"
file = "tags.parquet"
citation = "us"
license = "ours"
[[tasks]]
id = "genre.tags.opinion"
instrument = "genre"
corpus = "tags"
unit = "genre"
about = "tagged as opinion"
hits = { family = "genre", categories = ["opinion"] }
gold = { flag = "OPINION", against = ["NEWS"], label_column = "tag", group_column = "story" }
[[tasks.metrics]]
name = "recall"
[[tasks.metrics]]
name = "precision"
[[tasks.metrics]]
name = "false_alarms"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {
            "id": str(number),
            "title": title,
            "text": f"It rained on town {number}.",
            "url": url,
            "tag": tag,
            "story": f"s{number % 2}",
        }
        for number, (title, url, tag) in enumerate(
            [
                ("Opinion: Rain", None, "OPINION"),
                ("Rain", "https://example.org/opinion/rain", "OPINION"),
                ("Rain again", None, "OPINION"),
                ("Rain falls", None, "NEWS"),
                ("Rain | Opinion", None, "NEWS"),
                ("Opinion: More rain", None, "ANALYSIS"),
            ]
        )
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "tags.parquet")
    (tmp_path / "suite.toml").write_text(DECLARED, encoding="utf-8")
    return tmp_path


@pytest.fixture
def suite(folder: Path) -> Suite:
    return load_suite(folder / "suite.toml")


def test_a_tag_is_held_against_the_others_that_are_named(folder: Path) -> None:
    documents, found = read_tagged(folder / "tags.parquet", GOLD, jobs=1)
    assert [document.flags["OPINION"] for document in documents] == [True, True, True, False, False, None]
    assert [document.group for document in documents] == ["s0", "s1", "s0", "s1", "s0", "s1"]
    assert [hits[0].category for hits in found] == ["opinion", "opinion", "unknown", "unknown", "opinion", "opinion"]


def test_figures_leave_out_tags_that_are_not_named(folder: Path, suite: Suite) -> None:
    rows = run_suite(suite, folder).rows
    assert {row["metric"]: row["value"] for row in rows} == {
        "recall": pytest.approx(2 / 3),
        "precision": pytest.approx(2 / 3),
        "false_alarms": pytest.approx(1 / 2),
    }
    assert {row["n"] for row in rows} == {5}


def test_a_table_without_the_tags_is_refused(folder: Path) -> None:
    with pytest.raises(UnreadableInput, match="the table of articles cannot be read"):
        read_tagged(folder / "tags.parquet", Gold(flag="OPINION", label_column="label", group_column="story"), jobs=1)
