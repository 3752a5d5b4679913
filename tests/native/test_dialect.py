"""What functions of the dialect do with groups, rows, grids and numbers of 64 bits: the same in either mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

from masthead.native.dialect import (
    compiled,
    eight_bytes,
    inlined,
    leading_zeros,
    prefetch,
    wrapped_product,
    wrapped_shift,
    wrapped_sum,
)
from masthead.native.entries import entry
from masthead.native.structs import Block, Placed

ROW = np.dtype([("number", np.int64), ("mark", np.int8)], align=True)
BIGGEST, SMALLEST = (1 << 63) - 1, -(1 << 63)

pytestmark = pytest.mark.usefixtures("mode")


class Inner(NamedTuple):
    values: Any
    size: int


@dataclass
class Outer:
    rows: Any
    grid: Any
    inner: Any
    total: int = 0


class Data(NamedTuple):
    data: Any
    results: Any


class Pair(NamedTuple):
    one: Any
    other: Any


def outer_of(rows: int) -> Placed:
    """Rows numbered 0, 1, ...; a grid of two columns, 0, 1; 2, 3; ...; and values 0, 1, ... of another group."""
    made = np.zeros(rows, ROW)
    made["number"] = range(rows)
    grid = np.arange(2 * rows, dtype=np.int16).reshape(rows, 2)
    return Placed(Outer(made, grid, Inner(np.arange(rows, dtype=np.int32), 1)))


def data_of(*values: float, kind: Any = np.int64) -> Placed:
    return Placed(Data(np.array(values, kind), np.zeros(2, np.int64)))


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
        prefetch(outer.rows, min(at + 1, len(outer.rows) - 1))
        one, other = both(outer, at)
        total += max(number_of(outer, at), one) + min(other, 100)
        outer.rows[at].mark = at
    outer.total = total
    outer.inner.size = 7
    return total


def test_fields_are_read_and_written_where_they_are() -> None:
    outer = outer_of(3)
    assert add_up(outer, 10) == 10 + (1 + 1) + (2 + 3) + (3 + 5)
    assert outer.numbers == {"total": 25}
    assert outer.inner["inner"].numbers == {"size": 7}
    assert outer.rows("rows")["mark"].tolist() == [0, 1, 2]
    assert outer.rows("rows")["number"].tolist() == [0, 1, 2]


def test_what_one_call_has_written_the_next_one_reads() -> None:
    outer = outer_of(1)
    assert [add_up(outer, 0), add_up(outer, 0)] == [1 + 1, 7 + 1]


def test_arrays_may_have_any_length() -> None:
    assert [add_up(outer_of(rows), 0) for rows in (0, 1, 2, 50)] == [0, 2, 2 + 5, sum(range(1, 51)) + 50 * 50]


@entry
def move(outer: Any) -> int:
    rows = outer.rows
    rows[3] = rows[0]
    rows[0] = rows[1]
    first = rows[0]
    first.number += 100
    rows[1].number = -1
    return rows[0].number


def test_a_row_is_the_row_itself_and_assigning_one_copies_its_fields() -> None:
    outer = outer_of(4)
    assert move(outer) == 101
    assert outer.rows("rows")["number"].tolist() == [101, -1, 2, 0]


@entry
def fill(outer: Any, value: int) -> int:
    for at in range(len(outer.grid)):
        row = outer.grid[at]
        row[0] = value
        outer.grid[at, 1] = value + at
    return len(outer.grid[0])


def test_a_grid_is_written_by_row_or_by_row_and_column() -> None:
    outer = outer_of(3)
    assert fill(outer, 5) == 2
    assert outer.rows("grid").tolist() == [[5, 5], [5, 6], [5, 7]]


@entry
def calculate(group: Any, one: int, other: int) -> int:
    group.results[0] = wrapped_product(one, other)
    group.results[1] = wrapped_shift(one, 8)
    return wrapped_sum(one, other)


@pytest.mark.parametrize(
    ("one", "other", "total", "product", "shifted"),
    [
        (3, 4, 7, 12, 3 << 8),
        (-3, 4, 1, -12, -3 << 8),
        (BIGGEST, 1, SMALLEST, BIGGEST, -256),
        (BIGGEST, BIGGEST, -2, 1, -256),
        (SMALLEST, -1, BIGGEST, SMALLEST, 0),
        (1 << 62, 2, (1 << 62) + 2, SMALLEST, 0),
        (0x0123456789ABCDEF, 0, 0x0123456789ABCDEF, 0, 0x23456789ABCDEF00),
    ],
)
def test_the_lowest_64_bits_are_kept(one: int, other: int, total: int, product: int, shifted: int) -> None:
    group = data_of()
    assert calculate(group, one, other) == total
    assert group.rows("results").tolist() == [product, shifted]


@entry
def zeros(number: int) -> int:
    return leading_zeros(number)


@pytest.mark.parametrize(
    ("number", "found"), [(0, 64), (1, 63), (255, 56), (256, 55), (BIGGEST, 1), (-1, 0), (SMALLEST, 0)]
)
def test_zeros_before_the_first_set_bit(number: int, found: int) -> None:
    assert zeros(number) == found


@entry
def packed(group: Any, at: int) -> int:
    return eight_bytes(group.data, at)


def test_of_eight_bytes_the_first_is_the_highest() -> None:
    group = data_of(*b"masthead ", kind=np.uint8)
    assert [packed(group, at).to_bytes(8, "big") for at in (0, 1)] == [b"masthead", b"asthead "]
    assert packed(data_of(*[0xFF] * 7, 0xFE, kind=np.uint8), 0) == -2


@entry
def thousandfold(group: Any, at: int) -> int:
    value = group.data[at]
    group.results[0] = value * 1000
    return value + 1


@pytest.mark.parametrize(
    ("kind", "value"), [(np.int8, -128), (np.uint8, 255), (np.int16, -32768), (np.int32, (1 << 31) - 1)]
)
def test_a_small_number_that_is_read_has_64_bits(kind: Any, value: int) -> None:
    group = data_of(value, kind=kind)
    assert thousandfold(group, 0) == value + 1
    assert group.rows("results").tolist() == [1000 * value, 0]


@entry
def halve(group: Any, at: int) -> int:
    group.data[at] = group.data[at] / 2
    return int(group.data[at] > 1)


def test_numbers_with_a_fraction() -> None:
    group = data_of(1.0, 5.0, kind=np.float64)
    assert [halve(group, 0), halve(group, 1)] == [0, 1]
    assert group.rows("data").tolist() == [0.5, 2.5]


@entry
def write_one_read_other(pair: Any, number: int) -> int:
    pair.one.values[0].number = number
    return pair.other.values[0].number


def test_an_array_that_two_groups_hold_is_one() -> None:
    rows = np.zeros(2, ROW)
    assert write_one_read_other(Placed(Pair(Inner(rows, 0), Inner(rows, 0))), 9) == 9


def test_arrays_that_are_cut_across_are_refused() -> None:
    for array in (np.arange(10)[::2], np.zeros((2, 2, 2)), np.zeros((4, 4))[:, :2]):
        with pytest.raises(TypeError, match="contiguous arrays of one or two dimensions"):
            Placed(Inner(array, 1))


def test_a_group_tells_its_numbers_and_arrays() -> None:
    outer = outer_of(2)
    outer.set_numbers({"total": 5})
    assert outer.numbers == {"total": 5}
    assert outer.rows("grid").tolist() == [[0, 1], [2, 3]]
    with pytest.raises(AttributeError):
        outer.rows("none")


def test_arrays_of_a_block_stand_side_by_side_each_at_a_line_of_its_own() -> None:
    block = Block()
    first, second, _, last = (
        block.empty(size, kind) for size, kind in ((3, np.int8), (1000, ROW), (0, np.int32), (1, np.float64))
    )
    assert (len(first), first.dtype, len(second), second.dtype) == (3, np.int8, 1000, ROW)
    places = [array.ctypes.data for array in (first, second, last)]
    assert [place - places[0] for place in places] == [0, 64, 64 + 1000 * ROW.itemsize]
    assert places[0] % 64 == 0
