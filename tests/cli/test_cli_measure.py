"""``masthead measure`` to files and to folders of files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.cli import session
from masthead.cli.options import OutputFlags
from masthead.engines import MANIFEST
from masthead.engines.counting import COMPILING
from masthead.sources import read_articles
from masthead.storage import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]


TABLES = ["Alpha.parquet", "Beta.parquet"]


@pytest.fixture
def tables(corpus: Path, tmp_path: Path) -> Path:
    """``tables``: the corpus as one Parquet file an outlet."""
    articles = read_articles(corpus)
    (tmp_path / "tables").mkdir()
    for outlet in ("Alpha", "Beta"):
        of = articles.filter(pa.compute.equal(articles["outlet"], outlet))
        pq.write_table(of, tmp_path / "tables" / f"{outlet}.parquet")
    return tmp_path / "tables"


def test_a_folder_of_tables_becomes_a_folder_of_features_that_compare_takes_up(run: Run, tables: Path) -> None:
    one = run("measure", tables, "-o", "features.parquet", "--hits", "hits.parquet")
    many = run("measure", tables, "-o", "out", "--hits", "hits", "--jobs", 2)
    assert (one.exit_code, many.exit_code) == (0, 0), many.stderr
    assert many.stdout.split("masthead 0")[0] == one.stdout.split("masthead 0")[0]
    for name in ("out", "hits"):
        assert sorted(path.name for path in tables.parent.glob(f"{name}/*")) == [*TABLES, MANIFEST]
    parts = [read_table(path).replace_schema_metadata(None) for path in sorted(tables.parent.glob("out/*.parquet"))]
    assert pa.concat_tables(parts).equals(read_table("features.parquet").replace_schema_metadata(None))
    [command] = {json.loads(Path(place, MANIFEST).read_bytes())["command"] for place in ("out", "hits")}
    assert command == "masthead measure tables --hits hits --seed 0 -o out"
    assert " ".join(many.stdout.split()).endswith("reproduce: masthead measure tables --hits hits --seed 0 -o out")
    n = sum(pq.read_metadata(f"hits/{name}").num_rows for name in TABLES)
    assert many.stderr.splitlines()[-1] == f"wrote 22 rows to out, {n} hits to hits"
    rows = [json.loads(run("profile", path, "-f", "json").stdout)["rows"] for path in ("out", "features.parquet")]
    assert rows[0] == rows[1]


def test_without_hits_there_are_counts_and_no_hits(run: Run, tables: Path) -> None:
    result = run("measure", tables, "-o", "features.parquet", "--no-hits")
    assert "Hits, by voice" not in result.stdout
    assert "Hits, by voice" in run("measure", tables, "-o", "same.parquet").stdout
    assert read_table("features.parquet").equals(read_table("same.parquet"))
    assert "Hits, by voice" not in run("measure", tables, "--no-hits").stdout
    refused = run("measure", tables, "--no-hits", "--hits", "h.parquet")
    assert refused.exit_code == 2
    assert "--hits FILE and --no-hits contradict each other" in refused.stderr


def test_a_file_that_is_no_table_is_listed_beside_the_results_of_the_tables(run: Run, tables: Path) -> None:
    (tables / "notes.txt").write_text("To be asked: who owns the dam?", encoding="utf-8")
    result = run("measure", tables, "-o", "out")
    assert result.exit_code == 3
    listed = [json.loads(line) for line in (tables.parent / "out" / "rejects.jsonl").read_text().splitlines()]
    assert [(entry["reason"], entry["origin"]) for entry in listed] == [("not a table", str(tables / "notes.txt"))]
    assert sorted(path.name for path in tables.parent.glob("out/*.parquet")) == ["Alpha.parquet", "Beta.parquet"]


def test_a_file_that_fails_is_listed_beside_the_results_of_the_others(run: Run, tables: Path) -> None:
    (tables / "Gamma.parquet").write_bytes(b"cut off")
    result = run("measure", tables, "-o", "out")
    assert result.exit_code == 3
    assert "1 input could not be used: out/rejects.jsonl" in result.stderr
    [reject] = [json.loads(line) for line in (tables.parent / "out" / "rejects.jsonl").read_text().splitlines()]
    assert reject["reason"] == "file failed"
    assert reject["origin"].endswith("Gamma.parquet")
    assert read_table("out/Alpha.parquet").num_rows == 11


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("-o", "out", "--hits", "h.parquet"), 2, "with a folder of results this must be a folder too"),
        (("-o", "out", "--hits", "out"), 2, "features and hits would be files of the same names"),
        (("-o", "missing/out"), 5, "the folder 'missing' does not exist"),
        (("-o", "tables"), 2, "results would be written among the inputs"),
        (("-o", "out", "--verify", 2), 2, "--verify cannot be combined with a folder of results"),
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Run, tables: Path, arguments: tuple[object, ...], code: int, said: str
) -> None:
    result = run("measure", tables, *arguments)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_standard_input_streams_into_a_file(run: Run, tables: Path) -> None:
    lines = "\n".join(json.dumps({"outlet": "A", "text": f"It rained on {n} towns."}) for n in range(3))
    assert run("measure", "-", "-o", "features.parquet", stdin=lines).exit_code == 0
    assert read_table("features.parquet")["outlet"].to_pylist() == ["A", "A", "A"]


def test_verify_reads_the_articles_again(run: Run, tables: Path) -> None:
    result = run("measure", tables, "-o", "features.parquet", "--verify", 2)
    assert result.exit_code == 0
    assert "formulas and counts on 2 articles, largest difference " in result.stderr


def test_compiling_is_told_where_no_bar_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with session.Session(None, OutputFlags()).progress("Measuring") as (_, note):  # type: ignore[arg-type]
        note(COMPILING, 0.0)
        note(COMPILING, 1.0)
    assert capsys.readouterr().err == f"{COMPILING}\n"
