"""What compiled functions do with groups of arrays, and where their machine code is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

pytest.importorskip("numba", reason="the compiled kernel needs numba")

from masthead.native.dialect import compiled, eight_bytes, entry, inlined, leading_zeros, wrapped_sum
from masthead.native.structs import Placed

ROW = np.dtype([("number", np.int64), ("mark", np.int8)], align=True)


class Inner(NamedTuple):
    values: Any
    size: int


class Outer(NamedTuple):
    rows: Any
    grid: Any
    inner: Any
    total: int


@inlined
def number_of(outer: Any, at: int) -> int:
    return outer.rows[at].number


@compiled
def both(outer: Any, at: int) -> tuple[int, int]:
    return outer.inner.values[at] + outer.inner.size, outer.grid[at, 1]


@entry
def add_up(outer: Any, extra: int) -> int:
    total = extra
    for at in range(len(outer.rows)):
        one, other = both(outer, at)
        total += max(number_of(outer, at), one) + min(other, 100)
        outer.rows[at].mark = at
    row = outer.grid[0]
    row[1] = 9
    outer.total = total
    return total


@entry
def read_beyond(values: Any, at: int) -> int:
    return values[at]


@entry
def bits_of(data: Any, at: int) -> int:
    return leading_zeros(wrapped_sum(eight_bytes(data, at), 0))


def outer_of(rows: int) -> Outer:
    made = np.zeros(rows, ROW)
    made["number"] = range(rows)
    grid = np.arange(2 * rows, dtype=np.int16).reshape(rows, 2)
    return Outer(made, grid, Inner(np.arange(rows, dtype=np.int32), 1), 0)


def test_fields_are_read_and_written_where_they_are() -> None:
    outer = outer_of(3)
    placed = Placed(outer)
    assert add_up(placed, 10) == 10 + (1 + 1) + (2 + 3) + (3 + 5)
    assert placed.number("total") == 25
    assert outer.rows["mark"].tolist() == [0, 1, 2]
    assert outer.grid[0].tolist() == [0, 9]


def test_one_machine_code_serves_arrays_of_any_length() -> None:
    before = add_up.loaded
    add_up(Placed(outer_of(1)), 0)
    add_up(Placed(outer_of(50)), 0)
    assert add_up.loaded in (before, 1)


def test_a_group_has_only_the_numbers_that_it_has() -> None:
    placed = Placed(outer_of(1))
    with pytest.raises(KeyError):
        placed.number("rows")
    with pytest.raises(KeyError):
        placed.number("none")


def test_arrays_that_are_cut_across_are_refused() -> None:
    with pytest.raises(TypeError, match="contiguous"):
        Placed(Inner(np.arange(10)[::2], 1))
    with pytest.raises(TypeError, match="contiguous"):
        read_beyond(np.arange(10)[::2], 0)


def test_the_first_byte_is_the_highest() -> None:
    data = np.zeros(9, np.uint8)
    data[1] = 1
    assert (bits_of(data, 0), bits_of(data, 1)) == (15, 7)


def test_checked_code_tells_of_a_place_outside_its_array(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_BOUNDS", "1")
    checked = entry(read_beyond.part.function)
    values = np.arange(4)
    assert checked(values, 3) == 3
    for at in (4, -1):
        with pytest.raises(IndexError, match="read_beyond: a place outside its array"):
            checked(values, at)


def test_machine_code_is_kept_under_what_it_was_made_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path))
    fresh = entry(read_beyond.part.function)
    assert not fresh.kept()
    assert fresh(np.arange(4), 2) == 2
    assert fresh.kept()
    assert entry(read_beyond.part.function).kept()
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert sorted(path.name for path in folder.iterdir()) == [".complete", "kernel.o"]
