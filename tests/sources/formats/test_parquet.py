"""Parquet files that decode to far more than is stored: refused, or read in steps that are bounded."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.sources import ReadOptions, read
from masthead.sources.formats.arrow import read_parquet
from masthead.sources.formats.parquet import decoded, opened
from masthead.sources.rows import Log, Sound

LONG = "A sentence of some length. " * 4_000
"""108,000 characters."""


def written(path, rows, **how):
    pq.write_table(pa.table({"outlet": ["A"] * rows, "text": [LONG] * rows}), path, compression="zstd", **how)
    return path


@pytest.mark.parametrize(
    "how",
    [
        {"use_dictionary": True},
        {"use_dictionary": False},
        {"use_dictionary": ["outlet"], "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
    ],
    ids=["one value in every row", "compressed", "common beginnings"],
)
@pytest.mark.parametrize("whole", [False, True], ids=["path", "bytes"])
def test_a_file_of_some_hundred_bytes_that_decodes_to_32_megabytes_is_refused(tmp_path, how, whole):
    path = written(tmp_path / "bomb.parquet", 300, **how)
    assert path.stat().st_size < 7_000
    if whole:
        path = path.rename(tmp_path / "bomb.csv")  # read from memory: its content tells what it is
    [reject] = read([path, {"outlet": "A", "text": "one"}]).rejects
    assert (reject.reason, reject.detail) == ("Parquet bomb", "unpacks to more than 200 times its size")


def test_a_column_that_pandas_calls_a_category_is_no_way_around_it(tmp_path):
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"outlet": ["A"] * 300, "text": pa.array([LONG] * 300).dictionary_encode()}), path)
    [reject] = read([path, {"outlet": "A", "text": "one"}]).rejects
    assert reject.reason == "Parquet bomb"


def test_the_rows_of_a_step_come_to_32_megabytes_at_most(tmp_path):
    path = written(tmp_path / "long.parquet", 1_000)
    options = ReadOptions(max_ratio=1e9)
    sizes = [batch.nbytes for batch in decoded(opened(path), path, ["outlet", "text"], 50_000, options)]
    assert max(sizes) <= 32_000_000
    assert sum(sizes) > 100_000_000


def test_lists_of_more_values_than_a_file_of_this_size_may_hold_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "bomb.parquet"
    excluded = pa.array([[0] * 4_000_000], pa.list_(pa.int64()))
    pq.write_table(pa.table({"outlet": ["A"], "text": ["one"], "excluded": excluded}), path)
    [reject] = read([path, {"outlet": "A", "text": "one"}]).rejects
    assert reject.reason == "Parquet bomb"


def test_a_file_that_decodes_to_more_than_is_held_is_looked_through_from_there(tmp_path):
    path = written(tmp_path / "a.parquet", 600)
    options = ReadOptions(max_ratio=1e9)
    found = list(read_parquet(path, "a", None, options, Log(), held=40_000_000))
    places = [number for number, item in enumerate(found) if isinstance(item, Sound)]
    assert places == [1]
    batches = [item for item in found if not isinstance(item, Sound)]
    assert [origin for batch in batches for origin in batch.origins] == [f"a:{row}" for row in range(1, 601)]
