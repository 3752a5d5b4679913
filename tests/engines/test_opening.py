"""A corpus is opened from articles, from FEATURES, and from what an earlier step gave; what is not own work is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.engines import How, explain, measure, open_corpus
from masthead.errors import UsageError
from masthead.results import Result
from masthead.sources import ReadOptions, read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The mayor of {town} said that it may rain on {town}. Nobody told {town} why the brutal regime fell."
ROWS = [
    {"id": f"{outlet}{n}", "outlet": outlet, "text": TEXT.format(town=f"{outlet}{n}"), "genre": genre, "agency": agency}
    for outlet, n, genre, agency in (
        ("A", 0, "news", None),
        ("A", 1, "opinion", None),
        ("B", 0, "news", "AP"),
        ("B", 1, "news", None),
        ("C", 0, "opinion", "AFP"),
    )
]
TABLE = pa.Table.from_pylist(ROWS)


def ids(table: pa.Table | None) -> list[str]:
    assert table is not None
    return list(table["id"].to_pylist())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    measure(TABLE, to=tmp_path / "f.parquet")
    return tmp_path / "f.parquet"


def test_whatever_the_step_before_gave_is_taken_up(path: Path) -> None:
    corpus = open_corpus(TABLE)
    assert ids(corpus.articles) == ids(corpus.table) == ["A0", "A1", "B0", "B1", "C0"]
    assert open_corpus(corpus) is corpus
    reading = read(TABLE)
    given: list[Any] = [reading, [reading], reading.articles, Result(reading.articles), path, str(path), [path]]
    given += [corpus.features, Result(corpus.features), corpus.features.drop_columns("choices").to_pandas()]
    for source in given:
        found = open_corpus(source)
        assert found.features["words.own"].to_pylist() == corpus.features["words.own"].to_pylist()
        assert found.manifest["articles"] == 5
        assert found.manifest["inputs"][0]["sha256"]
    assert open_corpus(reading).manifest == corpus.manifest
    assert (open_corpus(path).articles, open_corpus(path).hits) == (None, None)


def test_features_are_not_mixed_with_articles(path: Path) -> None:
    for sources in ([path, TABLE], [TABLE, measure(TABLE)]):
        with pytest.raises(UsageError, match="a FEATURES file cannot be mixed with other input"):
            open_corpus(sources)
    with pytest.raises(UsageError, match=r"lacks the count column 'words.quoted'"):
        open_corpus(measure(TABLE).features.drop_columns("words.quoted"))


def test_articles_that_are_read_once_more_where_options_ask_for_it() -> None:
    assert open_corpus(read(TABLE).articles, How(read=ReadOptions(limit=2))).table.num_rows == 2


def test_what_is_not_own_work_is_left_out_or_counted_and_told(path: Path) -> None:
    for source in (TABLE, path):
        assert open_corpus(source).not_own is None
        own, whole = (open_corpus(source, keep_wire=keep) for keep in (False, True))
        assert (ids(own.table), ids(own.otherwise)) == (["A0", "A1", "B1"], ["A0", "A1", "B0", "B1", "C0"])
        assert (ids(whole.table), ids(whole.otherwise)) == (["A0", "A1", "B0", "B1", "C0"], ["A0", "A1", "B1"])
        for corpus, counted in ((own, False), (whole, True)):
            assert corpus.not_own is not None
            assert (corpus.not_own.agency, corpus.not_own.total, corpus.not_own.counted) == (2, 5, counted)
            assert corpus.manifest["not_own"] == {
                "agency": 2,
                "republished": 0,
                "counted": counted,
                "repeated": 0,
                "reprints_counted": False,
            }
        assert "nothing of C is own work, so it is left out; --keep-wire counts it" in own.notes
        assert whole.notes == open_corpus(source).notes
        assert open_corpus(own, keep_wire=False).table.equals(own.table)
    own = open_corpus(TABLE, keep_wire=False)
    assert ids(own.articles) == ids(own.table)
    assert own.hits is not None
    assert set(own.hits["article_id"].to_pylist()) == {"A0", "A1", "B1"}
    with pytest.raises(UsageError, match="no article among 1 is an outlet's own work"):
        open_corpus(TABLE.slice(4), keep_wire=False)


def test_a_genre_is_kept_of_every_table(path: Path) -> None:
    for source in (TABLE, path):
        news = open_corpus(source, How(genre="news"), keep_wire=False)
        assert (ids(news.table), ids(news.otherwise)) == (["A0", "B1"], ["A0", "B0", "B1"])
        assert news.manifest["genre"] == "news"
        with pytest.raises(UsageError, match="no article is of genre 'unknown'"):
            open_corpus(source, How(genre="unknown"))
    with pytest.raises(UsageError, match=r"no genre 'opnion'\. Did you mean 'opinion'\?"):
        How(genre="opnion")


def test_results_go_to_files_or_to_a_folder(tmp_path: Path, path: Path) -> None:
    expected = measure(TABLE)
    pq.write_table(TABLE, tmp_path / "a.parquet")
    for to in (tmp_path / "one.parquet", tmp_path / "folder"):
        found = measure(tmp_path / "a.parquet", to=to)
        assert found.tally.articles == expected.tally.articles == {"A": 2, "B": 2, "C": 1}
        assert found.table.num_rows == 0
        assert found.table.schema == expected.table.schema
        assert open_corpus(to).features.equals(expected.features)
    measure(read(TABLE), to=tmp_path / "read.parquet")
    assert open_corpus(tmp_path / "read.parquet").features.equals(expected.features)
    with pytest.raises(UsageError, match="a folder of results takes files, not tables"):
        measure(TABLE, to=tmp_path / "folder")


def test_one_article_is_explained_from_whatever_holds_it() -> None:
    for source in (TABLE, read(TABLE), read(TABLE).articles):
        found = explain(source, id="B0")
        assert (found.outlet, found.text) == ("B", ROWS[2]["text"])
        assert found.table.equals(found.hits)
        assert "regime" in [found.text[hit["start"] : hit["end"]] for hit in found.hits.to_pylist()]
        assert (found.manifest["article"], len(found.manifest["inputs"])) == ("B0", 1)
