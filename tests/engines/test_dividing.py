"""A corpus read as a whole into a folder of tables, each of which can then be measured by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from masthead.cli.app import app
from masthead.engines import How, divide, measure, merge
from masthead.errors import OutputFailed, UsageError
from masthead.sources import ReadOptions, read
from masthead.storage import read_table, write_folder

FOOT = "The harbour office of Velk is open on weekdays between nine and four."
STORY = "The council of Velk met for the {n} time, said Karl Voss, and the ferry of pier {n} may sail again in May. "


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty articles in one file: a line that recurs, an article that is a copy of the first, a line that is no JSON."""
    monkeypatch.chdir(tmp_path)
    rows = [
        {"outlet": "AB"[n % 2], "title": f"Pier {n}", "text": f"{STORY.format(n=n) * 4}\n\n{FOOT}", "extra": n}
        for n in range(29)
    ]
    rows.append({**rows[0], "outlet": "B"})
    Path("all.jsonl").write_text("\n".join([*map(json.dumps, rows), "{bad"]), encoding="utf-8")
    return Path("all.jsonl")


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return pa.concat_tables([pq.read_table(path) for path in sorted(folder.glob("*.parquet"))]).to_pylist()


def test_the_tables_together_are_what_is_read_as_a_whole(corpus: Path) -> None:
    found = divide([corpus], Path("tables"), ReadOptions(), rows=7)
    whole = read(corpus)
    assert rows_of(Path("tables")) == whole.table.to_pylist()
    sizes = [pq.read_metadata(path).num_rows for path in sorted(Path("tables").glob("*.parquet"))]
    assert (sizes, found.details["files"]) == ([7, 7, 7, 7, 2], 5)
    assert found.rejects == whole.rejects
    assert found.table.to_pylist() == [
        {"outlet": "A", "n_articles": 15},
        {"outlet": "B", "n_articles": 15},
    ]
    assert "extra" in whole.table.column_names


def test_what_is_learned_of_all_is_kept_when_tables_are_measured_one_by_one(corpus: Path) -> None:
    divide([corpus], Path("tables"), ReadOptions(), rows=7)
    measure(corpus, to="once.parquet")
    for number in (1, 2):
        measure("tables", How(shard=(number, 2)), to="out", hits_to="hits")
    merge("out")
    once = read_table("once.parquet").to_pylist()
    assert rows_of(Path("out")) == once
    assert [row["copy_of"] for row in once if row["copy_of"]] == [once[0]["id"]]
    # The last line of the last table's two articles recurs over the corpus, and not in that table.
    assert [span["kind"] for span in rows_of(Path("tables"))[-2]["excluded"]] == ["recurring"]


def test_the_same_articles_give_the_same_bytes(corpus: Path) -> None:
    for folder in ("one", "two"):
        divide([corpus], Path(folder), ReadOptions(), rows=7)
    one, two = ({path.name: path.read_bytes() for path in Path(name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_folder_is_complete_or_as_it_was(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    divide([corpus], Path("tables"), ReadOptions(), rows=7)
    before = {path.name: path.read_bytes() for path in Path("tables").iterdir()}

    def fail(place: Path) -> None:
        (place / "half").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputFailed, match="could not write: No space left on device"):
        write_folder(Path("tables"), fail)
    assert {path.name: path.read_bytes() for path in Path("tables").iterdir()} == before
    divide([corpus], Path("tables"), ReadOptions(), rows=20)
    assert sorted(path.name for path in Path("tables").iterdir()) == [
        "articles-00001.parquet",
        "articles-00002.parquet",
        "articles.manifest.json",
    ]
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["all.jsonl", "tables"]


def test_a_folder_of_others_is_not_replaced(corpus: Path) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="this folder holds other files"):
        divide([corpus], Path("mine"), ReadOptions())
    assert Path("mine/notes.txt").read_text(encoding="utf-8") == "mine"


def test_the_command_writes_the_folder_and_says_what_is_in_it(corpus: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["read", "all.jsonl", *words], prog_name="masthead")

    done = run("-o", "tables", "--rows", "10")
    assert done.exit_code == 3
    assert "Read 30 articles of 2 outlets into 3 tables" in done.output
    manifest = json.loads(Path("tables/articles.manifest.json").read_bytes())
    assert manifest["command"] == "masthead read all.jsonl --rows 10"
    assert (manifest["articles"], manifest["rejects"], len(manifest["files"])) == (30, 1, 3)
    assert Path("tables/rejects.jsonl").is_file()
    assert run("-o", "tables", "--rows", "10").exit_code == 3
    assert "--rows is for a folder of tables" in run("--rows", "10").output
    assert "needs the articles in memory" in run("-o", "other", "--propose-outlets", "names.csv").output
