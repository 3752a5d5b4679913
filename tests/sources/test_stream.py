import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.sources import ReadOptions, read, reading, stream
from masthead.sources import rows as read_rows
from masthead.sources.formats import arrow

LONG = "The council met for the third time this week and again put off the vote on the river dam until autumn."


def rows():
    for number in range(60):
        foot = "Read the Post every day, all year" if number % 2 else "AFP"
        yield {
            "id": None if number % 7 == 0 else f"a{number % 50}",
            "outlet": "Harrow Post" if number % 3 else "Velk Daily",
            "title": f"Title of article {number}",
            "text": f"{LONG} {number % 40}\x07\n\nAdvertisement\n\n{foot}",
            "date": f"2031-05-{number % 28 + 1:02}",
            "label_side": str(number % 2),
        }


@pytest.fixture
def parquet(tmp_path):
    path = tmp_path / "articles.parquet"
    pq.write_table(pa.Table.from_pylist(list(rows())), path, row_group_size=16)
    return path


@pytest.mark.parametrize("on_duplicate", ["keep-first", "suffix"])
@pytest.mark.parametrize("limit", [None, 33])
@pytest.mark.parametrize(("held", "threads"), [(0, 1), (0, 2), (2_000, 1), (10**9, 1), (10**9, 3)])
def test_a_stream_gives_what_reading_gives(parquet, monkeypatch, on_duplicate, limit, held, threads):
    options = ReadOptions(on_duplicate=on_duplicate, limit=limit)
    whole = read(parquet, options)
    monkeypatch.setattr(read_rows, "BATCH_BYTES", 1_000)
    monkeypatch.setattr(arrow, "BATCH_BYTES", 1_000)
    found = stream(parquet, options, held=held, threads=threads)
    tables = list(found.tables())
    assert len(tables) > 2
    assert pa.concat_tables(tables).equals(whole.articles)
    assert found.rows == whole.articles.num_rows
    assert (found.rejects, found.inputs, found.notes) == (whole.rejects, whole.inputs, whole.notes)


def test_a_large_file_is_looked_through_before_its_first_article_is_used(parquet, tmp_path, monkeypatch):
    whole = read(parquet, ReadOptions(on_duplicate="suffix"))
    monkeypatch.setattr(reading, "HELD_BYTES", 100)
    monkeypatch.setattr(arrow, "BATCH_BYTES", 1_000)

    def streamed(paths):
        found = stream(paths, ReadOptions(on_duplicate="suffix"), held=0)
        return pa.concat_tables(found.tables()), found.rejects

    assert streamed(parquet)[0].equals(whole.articles)
    data = bytearray(parquet.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\0" * 200
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(data)
    articles, rejects = streamed([broken, parquet])
    assert [reject.reason for reject in rejects] == ["damaged Parquet"]
    assert articles.equals(whole.articles)


def test_a_table_in_many_chunks_or_in_large_strings_reads_the_same():
    table = pa.Table.from_pylist(list(rows()))
    options = ReadOptions(on_duplicate="suffix")
    whole = read(table, options).articles
    chunks = pa.concat_tables([table.slice(start, 7) for start in range(0, 60, 7)])
    large = table.cast(pa.schema([pa.field(field.name, pa.large_string()) for field in table.schema]))
    assert [read(other, options).articles.num_rows for other in (chunks, large)] == [60, 60]
    assert (
        read(large, options)
        .articles.select(["title", "text", "excluded"])
        .equals(whole.select(["title", "text", "excluded"]))
    )
