"""Counts held as codes: what was read is what is there, in a fraction of the memory."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput
from masthead.storage import coded, coded_counts, decoded, read_coded

CHOICES = pa.list_(pa.field("element", pa.struct([("name", pa.string()), ("count", pa.float64())])))
TABLE = pa.table(
    {
        "id": ["a", "b", "c"],
        "words.own": [310.0, None, 0.0],
        "words.own.n": [1.0, 1.0, 1.0],
        "style.mattr": [0.71, 0.5, None],
        "choices": pa.array([[{"name": "x.own", "count": 2.0}], None, []], CHOICES),
    }
)


def test_a_coded_column_has_the_values_of_the_plain_one():
    column = coded(TABLE["words.own"])
    assert column.type == pa.dictionary(pa.int8(), pa.float64())
    assert column.to_pylist() == [310.0, None, 0.0]
    assert pc.cast(column, pa.float64()).equals(TABLE["words.own"])
    np.testing.assert_array_equal(column.to_numpy(), [310.0, np.nan, 0.0])


@pytest.mark.parametrize(("values", "size"), [(128, 1), (129, 2), (32_768, 2)])
def test_as_many_bytes_code_a_count_as_its_values_need(values, size):
    column = coded(pa.chunked_array([np.arange(50_000) % values * 1.0]))
    assert column.type.index_type.bit_width == 8 * size


def test_a_column_of_too_many_values_stays_as_it_is():
    column = pa.chunked_array([np.arange(40_000) * 0.5])
    assert coded(column) is column


def test_what_adds_coded_counts_up_unawares_is_told_so():
    with pytest.raises(pa.ArrowNotImplementedError):
        pc.sum(coded(TABLE["words.own"]))


def test_files_read_coded_are_the_table_that_was_written(tmp_path):
    pq.write_table(TABLE, tmp_path / "one.parquet", row_group_size=2)
    pq.write_table(TABLE.drop_columns(["choices", "style.mattr"]), tmp_path / "two.parquet")
    pq.write_table(TABLE.slice(0, 0), tmp_path / "none.parquet")
    names = [tmp_path / f"{name}.parquet" for name in ("one", "two", "none")]
    whole = pa.concat_tables([TABLE, TABLE.drop_columns(["choices", "style.mattr"])], promote_options="default")
    found = read_coded(names)
    assert pa.types.is_dictionary(found.schema.field("words.own").type)
    assert decoded(found).equals(whole)
    assert decoded(TABLE) is TABLE


def test_names_of_choices_are_held_once(tmp_path):
    lists = [[{"name": "choices.government.regime.own", "count": 1.0}]] * 5000
    pq.write_table(pa.table({"choices": pa.array(lists, CHOICES)}), tmp_path / "one.parquet")
    found = read_coded([tmp_path / "one.parquet"])
    assert found.nbytes < 5000 * 17
    assert found["choices"].to_pylist() == lists


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableInput, match="not a complete Parquet file"):
        read_coded([tmp_path / "broken.parquet"])


def test_counts_that_few_rows_have_are_added_up():
    unknown = np.array([False, False, True, False])
    column = coded_counts(np.array([0, 3, 3]), np.array([1.0, 2.0, 5.0]), unknown)
    assert column.to_pylist() == [1.0, 0.0, None, 7.0]
    np.testing.assert_array_equal(column.to_numpy(zero_copy_only=False), [1.0, 0.0, np.nan, 7.0])
