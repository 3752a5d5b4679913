import numpy as np
import pyarrow as pa
import pytest

from masthead.sources import shelf
from masthead.sources.rows import Batch
from masthead.sources.shelf import Shelf, part_of


@pytest.fixture
def put_aside(monkeypatch):
    """A shelf that holds three of five parts of ten bytes in memory, twenty bytes being looked at together."""
    monkeypatch.setattr(shelf, "TOGETHER", 20)
    held = Shelf(30)
    for letter in "abcde":
        columns = {"text": pa.array([letter * 10], pa.large_string()), "outlet": pa.array(["Harrow Post"])}
        held.put(part_of(Batch(columns, [f"{letter}.txt"], {}, np.zeros(1, np.bool_))))
    return held


def test_parts_in_memory_are_looked_at_together_and_those_in_the_file_singly(put_aside):
    groups = [[part.texts.text(0)[0] for part in parts] for parts in put_aside.together()]
    assert groups == [["a", "b"], ["c"], ["d"], ["e"]]


def test_an_empty_shelf_has_no_parts_together():
    assert list(Shelf(30).together()) == []
