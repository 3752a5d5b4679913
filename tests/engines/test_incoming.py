"""Articles that masthead has read before are taken up a few at a time, with the same result as all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from masthead.engines import Incoming, incoming, measure
from masthead.engines.incoming import written_before
from masthead.errors import UsageError
from masthead.sources import ReadOptions, read, read_articles
from masthead.storage import hash_file, write_table

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ["Ardel", "Brenn", "Corva", "Delm", "Esk", "Farn", "Gorse", "Hale", "Isen", "Jura"]


def written(path: Path, n: int, first: int = 0, *, kind: str = "articles") -> Path:
    rows = [
        {
            "id": f"a{number}",
            "outlet": f"Outlet {number % 3}",
            "text": f"It rained on {PLACES[number]} and the regime of {PLACES[number]} fell, said {PLACES[number]}. "
            * 4,
            "label_side": "left" if number % 2 else None,
            "genre": "opinion" if number == 7 else "news",
        }
        for number in range(first, first + n)
    ]
    write_table(read_articles(pa.Table.from_pylist(rows)), path, {"kind": kind})
    return path


@pytest.fixture(autouse=True)
def four_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "ROWS", 4)


def test_batches_are_together_what_is_read_as_a_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", 10)
    found = Incoming([path], ReadOptions())
    parts = list(found.batches())
    assert [part.num_rows for part in parts] == [4, 4, 2]
    whole = read_articles(path)
    assert pa.concat_tables(parts).equals(whole)
    assert (found.total, found.seen) == (10, 10)
    assert [(item.path, item.sha256) for item in found.files] == [(str(path), hash_file(path))]
    assert pa.concat_tables([measure(part).features for part in parts]).equals(measure(whole).features)


def test_a_limit_and_a_genre_hold_across_batches(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", 10)
    some = Incoming([path], ReadOptions(limit=6))
    assert [part.num_rows for part in some.batches()] == [4, 2]
    assert some.total == 6
    found = Incoming([path], ReadOptions(), "opinion")
    assert [row["id"] for part in found.batches() for row in part.to_pylist()] == ["a7"]
    assert found.genres == {"news", "opinion"}


def test_an_id_given_twice_is_found_across_batches_and_files(tmp_path: Path) -> None:
    paths = [written(tmp_path / "a.parquet", 5), written(tmp_path / "b.parquet", 5, first=4)]
    with pytest.raises(UsageError, match="the id 'a4' is given to two articles") as caught:
        list(Incoming(paths, ReadOptions()).batches())
    assert caught.value.where == str(paths[1])
    assert len(list(Incoming([paths[0], paths[0]], ReadOptions()).batches())) == 2


def test_whatever_else_is_read_as_a_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", 10)
    assert written_before([path], ReadOptions(limit=3, strict=True)) == [path]
    assert written_before([written(tmp_path / "b.parquet", 10, kind="features")], ReadOptions()) == []
    assert written_before([path, tmp_path], ReadOptions()) == []
    assert written_before([path], ReadOptions(on_duplicate="suffix")) == []
    assert written_before([path], ReadOptions(columns={"text": "title"})) == []
    assert written_before([written(tmp_path / "c.parquet", 4)], ReadOptions()) == []
    assert written_before([read_articles(path)], ReadOptions()) == []
    found = Incoming([path], ReadOptions(on_duplicate="suffix"))
    assert [part.num_rows for part in found.batches()] == [10]
    assert found.notes == read([path], ReadOptions()).notes
