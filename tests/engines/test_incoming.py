"""Articles come batch by batch, together what is read as a whole, whatever waits in a file meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.engines import How, Incoming, stream
from masthead.engines.stream import held_bytes
from masthead.sources import ReadOptions, read

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ["Ardel", "Brenn", "Corva", "Delm", "Esk", "Farn", "Gorse", "Hale", "Isen", "Jura"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [
        {
            "outlet": f"Outlet {number % 3}",
            "text": f"It rained on {place} and the regime of {place} fell, said {place}. " * 4,
        }
        for number, place in enumerate(PLACES)
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=4)
    return tmp_path / "a.parquet"


@pytest.mark.parametrize("held", [0, 10_000_000])
def test_batches_are_together_what_is_read_as_a_whole(path: Path, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "held_bytes", lambda _: held)
    found, whole = Incoming([path], How()), read([path], ReadOptions())
    assert pa.concat_tables(found.batches()).equals(whole.articles)
    assert (found.total, found.files, found.notes, found.rejects) == (10, whole.inputs, whole.notes, whole.rejects)


def test_a_small_corpus_is_held_in_memory_and_a_large_one_is_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "WHOLE", 20_000)
    (path.parent / "b.jsonl").write_bytes(b" " * 15_000)
    assert held_bytes([path, pa.table({"text": ["x"]})]) == 20_000
    assert held_bytes([path.parent / "b.jsonl"]) == 20_000
    assert held_bytes([path.parent / "b.jsonl", path.parent / "b.jsonl"]) == stream.HELD
    assert held_bytes(["-"]) == held_bytes([str(path.parent / "*.parquet")]) == stream.HELD
    (path.parent / "c.parquet").write_bytes(b" " * 20_001)
    assert held_bytes([path.parent]) == stream.HELD
