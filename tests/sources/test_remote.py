"""Inputs at an address are listed and fetched by fsspec, and read as files of this machine are."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import masthead
from masthead.cli.app import app
from masthead.engines import How, measure, merge
from masthead.errors import UnreadableInput, UsageError
from masthead.sources import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "The brutal regime of {town} fell, said Karl Voss. It may rain on {town}, and nobody told them why. "
AT = "memory://archive/articles"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def local() -> Iterator[Path]:
    """A folder with tables of three kinds, one in a sub-folder, a line that is no JSON and what is passed over."""
    folder = Path("articles")
    for name in ("", "Post", ".hidden"):
        (folder / name).mkdir()
    rows = [{"id": f"a{n}", "outlet": "A", "text": TEXT.format(town=n)} for n in range(3)]
    (folder / "a.jsonl").write_text("\n".join([*map(json.dumps, rows), "{bad"]), encoding="utf-8")
    pq.write_table(pa.table({"id": ["b0"], "outlet": ["B"], "text": [TEXT.format(town=7)]}), folder / "b.parquet")
    (folder / "Post" / "c.csv").write_text(f'id,text\nc0,"{TEXT.format(town=8)}"\n', encoding="utf-8")
    (folder / ".hidden" / "d.csv").write_text("id,text\n", encoding="utf-8")
    (folder / "README.csv").write_text("id,text\n", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"no article")
    store = fsspec.filesystem("memory")
    store.put(f"{folder}/", "/archive/articles/", recursive=True)
    yield folder
    store.store.clear()


def test_a_folder_at_an_address_is_read_like_one_here(local: Path) -> None:
    here, there = masthead.read(local), masthead.read(AT)
    assert there.table.to_pylist() == here.table.to_pylist()
    assert there.table["outlet"].to_pylist() == ["A", "A", "A", "B", "Post"]
    assert there.manifest == here.manifest
    assert [reject.origin for reject in there.rejects] == ["memory:///archive/articles/a.jsonl:4"]
    assert any("files of other kinds were skipped: 1 .jpg" in note for note in there.notes)


@pytest.mark.parametrize(("given", "n"), [("/a.jsonl", 3), ("/*.parquet", 1), ("/*/*.csv", 1), ("/Post", 1)])
def test_a_file_and_a_pattern_can_be_named(local: Path, given: str, n: int) -> None:
    assert masthead.read(AT + given, ReadOptions(outlet="Post")).table.num_rows == n


def test_a_folder_of_results_is_that_of_files_here_but_for_the_way_to_them(local: Path) -> None:
    def files(folder: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.suffix == ".parquet"}

    once = measure(local, to="here")
    measure(AT, to="there")
    assert files("there") == files("here")
    assert set(files("there")) == {"a.parquet", "b.parquet", "c.parquet"}
    for number in (1, 2):
        measure(AT, How(shard=(number, 2)), to="parts")
    merged = merge("parts")
    assert [reject.reason for reject in merged.rejects] == [reject.reason for reject in once.rejects] == ["bad JSON"]
    manifests = [Path(name, "masthead.manifest.json").read_bytes() for name in ("there", "parts")]
    assert manifests[0] == manifests[1]
    assert "2 results are as an earlier run left them, and 1 measured" in measure(AT, to="there").notes


def test_nothing_is_left_of_what_was_fetched(local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    masthead.read(AT)
    assert list(place.iterdir()) == []


def test_what_is_not_there_or_too_large_is_told(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableInput, match="no such file or folder"):
        masthead.read("memory://nowhere")
    with pytest.raises(UsageError, match="this address can't be opened"):
        masthead.read("nothing-knows-this://bucket/a.csv")
    found = masthead.read(AT, ReadOptions(max_file_bytes=400, outlet="A"))
    assert {(reject.reason, reject.origin.rpartition("/")[2]) for reject in found.rejects} == {
        ("bad JSON", "a.jsonl:4"),
        ("too large", "b.parquet"),
    }
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageError, match="reading from an address needs fsspec") as refused:
        masthead.read(AT)
    assert refused.value.fix == 'pip install "masthead[remote]"'


def test_a_file_that_is_gone_when_it_is_to_be_fetched_is_a_reject(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = fsspec.filesystem("memory")
    found = store.find

    def vanishing(place: str) -> list[str]:
        names = list(found(place))
        store.rm("/archive/articles/b.parquet")
        return names

    monkeypatch.setattr(type(store), "find", lambda _, place: vanishing(place))
    [reject] = [reject for reject in masthead.read(AT).rejects if reject.reason != "bad JSON"]
    assert (reject.reason, reject.origin) == ("not fetched", "memory:///archive/articles/b.parquet")
    assert reject.detail.startswith("FileNotFoundError: ")


@pytest.mark.parametrize("words", [["measure", "-o", "s3://bucket/out"], ["read", "-o", "s3://bucket/a.parquet"]])
def test_results_are_not_written_to_an_address(local: Path, words: list[str]) -> None:
    done = CliRunner().invoke(app, [words[0], str(local), *words[1:]], prog_name="masthead")
    assert done.exit_code == 2
    assert "results are not written to an address" in done.output
    assert not Path("s3:").exists()
    shutil.rmtree(local)
