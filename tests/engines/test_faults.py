"""Faults of the world around a run, each injected: what is said, what is lost, and that the others go on."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from masthead.engines import measure
from masthead.storage import read_table

TEXT = "It may rain on {town}, said Karl Voss of {town}. Nobody told {town} why the brutal regime fell. "


def table(path: Path, outlet: str, n: int = 3) -> Path:
    rows = [{"id": f"{outlet}{k}", "outlet": outlet, "text": TEXT.format(town=f"{outlet}{k}")} for k in range(n)]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def misnamed(path: Path) -> Path:
    """A Parquet file one of whose columns has a name that is no UTF-8."""
    pq.write_table(pa.table({"outlet": ["A"], "text": ["one"], "strange_": ["two"]}), path)
    path.write_bytes(path.read_bytes().replace(b"strange_", b"strang\xff\xfe"))
    return path


def test_a_column_whose_name_is_no_utf_8_costs_its_own_file_alone(tmp_path: Path) -> None:
    table(tmp_path / "in" / "A.parquet", "A")
    misnamed(tmp_path / "in" / "B.parquet")
    for to in ("f.parquet", "folder"):
        corpus = measure(tmp_path / "in", to=tmp_path / to)
        assert corpus.tally.total == 3
        [reject] = corpus.rejects
        assert "damaged Parquet" in f"{reject.reason} {reject.detail}"
        assert Path(reject.origin).name == "B.parquet"


def test_a_link_to_nothing_among_the_tables_of_a_folder_is_a_reject(tmp_path: Path) -> None:
    table(tmp_path / "in" / "A.parquet", "A")
    (tmp_path / "in" / "B.parquet").symlink_to("nowhere")
    corpus = measure(tmp_path / "in", to=tmp_path / "out")
    assert [(reject.reason, Path(reject.origin).name) for reject in corpus.rejects] == [("not a file", "B.parquet")]
    assert read_table(tmp_path / "out" / "A.parquet").num_rows == 3
