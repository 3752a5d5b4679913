"""Python mode: groups, arrays and rows as plain objects, so that the text model runs without being compiled.

A group becomes an object with the same fields, a row of records an object with slots, an array a view of its memory.
Everything is as in machine code: ``rows[i]`` is the row itself and no copy, ``rows[i] = other`` copies its fields, and
whole numbers are whole numbers. Where machine code checks nothing, a place beyond an array is an IndexError here, and
so is a negative row; of an array of numbers a negative place is one counted from the end.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.native.structs import Placed, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable


def call(function: Callable[..., int], args: tuple[Placed | int, ...]) -> int:
    """Call a function of the text model with placed groups and numbers; what it writes stands in the groups."""
    seen: dict[int, Any] = {}
    result = function(*(_view(arg, seen) if isinstance(arg, Placed) else arg for arg in args))
    for arg in args:
        if isinstance(arg, Placed):
            _note_numbers(arg)
    return int(result)


class Records(dict[int, Any]):
    """An array of rows; a row is read from memory when it is first asked for, and by ``store`` written back."""

    __slots__ = ("_array", "_make")

    def __init__(self, array: np.ndarray[Any, Any]) -> None:
        super().__init__()
        self._array = array
        self._make = _row_class(tuple(array.dtype.names or ()))

    def __len__(self) -> int:
        return len(self._array)

    def __missing__(self, place: int) -> Any:
        if place < 0:
            raise IndexError(place)
        row = self._make(*self._array[place].item())
        super().__setitem__(place, row)
        return row

    def __setitem__(self, place: int, row: Any) -> None:
        self[place].take(row)

    def store(self) -> None:
        """Write the rows back that have been asked for."""
        for place, row in self.items():
            self._array[place] = row.values()
        self.clear()


class Grid:
    """An array of two dimensions, by row or by row and column."""

    __slots__ = ("_rows",)

    def __init__(self, array: np.ndarray[Any, Any]) -> None:
        self._rows = [memoryview(row) for row in array]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:
        return self._rows[place[0]][place[1]] if isinstance(place, tuple) else self._rows[place]

    def __setitem__(self, place: tuple[int, int], value: Any) -> None:
        self._rows[place[0]][place[1]] = value


@cache
def _row_class(names: tuple[str, ...]) -> Any:
    """A class of rows with these fields: ``values`` gives them all, ``take`` copies those of another row."""
    fields = ", ".join(f"self.{name}" for name in names)
    copied = "; ".join(f"self.{name} = row.{name}" for name in names)
    source = (
        f"class Row:\n __slots__ = {names!r}\n"
        f" def __init__(self, {', '.join(names)}):\n  {'; '.join(f'self.{name} = {name}' for name in names)}\n"
        f" def values(self):\n  return ({fields},)\n"
        f" def take(self, row):\n  {copied}\n"
    )
    made: dict[str, Any] = {}
    exec(source, made)  # noqa: S102 - as collections.namedtuple does; the names come from the rows' declarations
    return made["Row"]


def view_of(array: np.ndarray[Any, Any]) -> Any:
    """What Python mode sees of an array."""
    if array.dtype.fields is not None:
        return Records(array)
    buffer: Any = array
    return Grid(array) if array.ndim == 2 else memoryview(buffer)


def _view(placed: Placed, seen: dict[int, Any]) -> Any:
    """What Python mode sees of a group, always the same object; so is an array that several groups hold."""
    if placed.view is None:
        found = placed.view = SimpleNamespace()
        for name, value in fields_of(placed.group):
            if name in placed.inner:
                shown: Any = _view(placed.inner[name], seen)
            elif isinstance(value, np.ndarray):
                shown = seen[id(value)] if id(value) in seen else view_of(value)
                seen[id(value)] = shown
            else:
                shown = value
            setattr(found, name, shown)
        for name, number in placed.numbers.items():
            setattr(found, name, number)
    return placed.view


def _note_numbers(placed: Placed) -> None:
    """Keep what has become of the numbers of a group and of the groups in it."""
    placed.set_numbers({name: getattr(placed.view, name) for name in placed.numbers})
    for inner in placed.inner.values():
        _note_numbers(inner)
