from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput
from masthead.storage import StoredTable, TableWriter, read_manifest, read_table, write_atomically, write_table

TABLE = pa.table({"id": ["a", "b"], "n": [1, None]})


def test_a_table_comes_back_with_its_manifest(tmp_path):
    path = tmp_path / "t.parquet"
    write_table(TABLE, path, {"seed": 0, "inputs": ["x"]})
    assert read_table(path).replace_schema_metadata(None).equals(TABLE)
    assert read_manifest(path) == {"inputs": ["x"], "seed": 0}


def test_the_same_rows_in_other_chunks_give_the_same_bytes(tmp_path):
    chunked = pa.concat_tables([TABLE.slice(0, 1), TABLE.slice(1, 1)])
    write_table(TABLE, tmp_path / "a.parquet", {"seed": 0})
    write_table(chunked, tmp_path / "b.parquet", {"seed": 0})
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_parquet_file_of_another_tool_has_an_empty_manifest(tmp_path):
    pq.write_table(TABLE, tmp_path / "t.parquet")
    assert read_manifest(tmp_path / "t.parquet") == {}


@pytest.mark.parametrize("data", [b"", b"PAR1", b"not parquet at all", None])
def test_what_is_no_whole_parquet_file_is_unreadable(tmp_path, data):
    path = tmp_path / "t.parquet"
    if data is None:
        write_table(TABLE, path, {})
        data = path.read_bytes()[:-20]
    path.write_bytes(data)
    for read in (read_table, read_manifest):
        with pytest.raises(UnreadableInput, match="not a complete Parquet file") as caught:
            read(path)
        assert caught.value.where == str(path)


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableInput, match="no such file"):
        read_table(tmp_path / "none.parquet")


def write_parts(path, parts, group):
    def write(file):
        with TableWriter(file, group=group) as writer:
            for part in parts:
                writer.write(part)
            writer.close({"rows": writer.rows})

    write_atomically(path, write)


def test_rows_that_come_in_parts_give_the_same_bytes_however_they_are_parted(tmp_path):
    rows = pa.table({"id": [str(n) for n in range(10)], "n": [None, *range(9)]})
    cuts = {"whole": [0, 10], "halves": [0, 5, 10], "ones": list(range(11)), "uneven": [0, 3, 3, 9, 10]}
    for name, ends in cuts.items():
        parts = [rows.slice(start, end - start) for start, end in pairwise(ends)]
        write_parts(tmp_path / name, parts, group=4)
    assert len({(tmp_path / name).read_bytes() for name in cuts}) == 1
    assert [pq.ParquetFile(tmp_path / "ones").metadata.row_group(n).num_rows for n in range(3)] == [4, 4, 2]
    assert read_table(tmp_path / "ones").replace_schema_metadata(None).equals(rows)
    assert read_manifest(tmp_path / "ones") == {"rows": 10}
    assert read_table(tmp_path / "ones").schema.metadata == {b"masthead": b'{"rows":10}'}


def test_a_table_of_no_rows_keeps_its_schema(tmp_path):
    write_parts(tmp_path / "none", [TABLE.slice(0, 0)], group=4)
    assert read_table(tmp_path / "none").schema.equals(TABLE.schema)
    with pytest.raises(ValueError, match="nothing was written"):
        write_parts(tmp_path / "nothing", [], group=4)
    assert not (tmp_path / "nothing").exists()


def test_a_lean_file_holds_the_same_rows_without_statistics(tmp_path):
    rows = pa.table({"id": ["a", "b"] * 4, "at": range(8), "n": pa.array([1, None] * 4, pa.int32()), "w": [0.5] * 8})
    with (tmp_path / "t.parquet").open("wb") as file, TableWriter(file, group=4, lean=True) as writer:
        writer.write(rows)
        writer.close({})
    assert read_table(tmp_path / "t.parquet").replace_schema_metadata(None).equals(rows)
    column = pq.ParquetFile(tmp_path / "t.parquet").metadata.row_group(0).column(1)
    assert "DELTA_BINARY_PACKED" in column.encodings
    assert column.statistics is None


def test_a_stored_table_is_read_when_asked_for_and_again_after_it_was_forgotten(tmp_path):
    path = tmp_path / "table.parquet"
    write_table(TABLE, path, {"kind": "features"})
    stored = StoredTable(path)
    path.unlink()  # by a run that clears the cache meanwhile
    assert stored.table().equals(TABLE)
    assert stored.table() is stored.table()
    stored.forget()
    assert stored.table().equals(TABLE)


def test_a_stored_table_that_is_cut_off_is_refused_at_once(tmp_path):
    path = tmp_path / "table.parquet"
    write_table(TABLE, path, {})
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UnreadableInput, match="not a complete Parquet file"):
        StoredTable(path)
