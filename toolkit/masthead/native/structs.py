"""Groups of arrays and numbers at a fixed address, which is how the text model takes its tables and working room.

A group is an instance of a NamedTuple or a dataclass. For machine code its fields, in order, become words of 64 bits:
an array is its address and its length (and its width where it has two dimensions), another group is its address, and a
number is itself. Python mode sees the same group as plain objects (``masthead.native.python_mode``).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = "number"
_LINE, _STRETCH = 64, 1 << 24
_DTYPES: dict[str, np.dtype[Any]] = {}


class Rows(NamedTuple):
    """An array: the type of its elements as text (``repr`` of what NumPy makes the type from), and its dimensions."""

    element: str
    dimensions: int

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the elements."""
        return _DTYPES[self.element]


class Group(NamedTuple):
    """The name of a group's class and its fields: the name of each, what it is, and the place of its first word."""

    name: str
    fields: tuple[tuple[str, Rows | Group | str, int], ...]

    def field(self, name: str) -> tuple[Rows | Group | str, int] | None:
        """What a field is and where, None where the group has no such field."""
        return next(((kind, place) for field, kind, place in self.fields if field == name), None)


def rows_of(array: np.ndarray[Any, Any]) -> Rows:
    """What an array is to machine code. Raises TypeError where its elements do not stand side by side."""
    if not array.flags.c_contiguous or array.ndim > 2:
        raise TypeError("the text model takes contiguous arrays of one or two dimensions")
    element = str(array.dtype.descr if array.dtype.fields is None else (array.dtype.descr, array.dtype.itemsize))
    _DTYPES.setdefault(element, array.dtype)
    return Rows(element, array.ndim)


class Block:
    """Arrays side by side in long stretches of memory, for which the system takes large pages.

    With small ones a processor spends a good part of its time on finding out where the rows of the tables are.
    """

    def __init__(self) -> None:
        self._room = np.empty(0, np.uint8)

    def empty(self, count: int, dtype: np.dtype[Any] | type[Any]) -> np.ndarray[Any, Any]:
        """An array that begins with a line of the cache; what is in it is left open."""
        size = count * np.dtype(dtype).itemsize
        if size > len(self._room):
            room = np.empty(max(size, _STRETCH) + _LINE, np.uint8)
            self._room = room[-room.ctypes.data % _LINE :]
        array, self._room = self._room[:size].view(dtype), self._room[-(-size // _LINE) * _LINE :]
        return array


class Placed:
    """A group at a fixed address, kept alive with all that it points to."""

    def __init__(self, group: Any) -> None:
        """Raises TypeError where a field is none of the things a group holds, or an array is not contiguous."""
        self.group = group
        self.view: Any = None  # what Python mode sees of it, once it has
        self.inner: dict[str, Placed] = {}
        words: list[int] = []
        fields: list[tuple[str, Rows | Group | str, int]] = []
        for name, value in fields_of(group):
            if isinstance(value, np.ndarray):
                fields.append((name, rows_of(value), len(words)))
                words += [value.ctypes.data, *value.shape]
            elif isinstance(value, int):
                fields.append((name, NUMBER, len(words)))
                words.append(value)
            else:
                inner = self.inner[name] = Placed(value)
                fields.append((name, inner.layout, len(words)))
                words.append(inner.address)
        self.layout: Group = Group(type(group).__name__, tuple(fields))
        self._words = np.array(words or [0], np.int64)

    @property
    def address(self) -> int:
        """Where the first word is."""
        return int(self._words.ctypes.data)

    def rows(self, name: str) -> np.ndarray[Any, Any]:
        """An array of the group as it is now. Raises AttributeError where the group has no such field."""
        array: np.ndarray[Any, Any] = getattr(self.group, name)
        if self.view is not None and array.dtype.fields is not None:
            getattr(self.view, name).store()
        return array

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the group as they are now."""
        return {name: int(self._words[place]) for name, kind, place in self.layout.fields if kind == NUMBER}

    def set_numbers(self, numbers: dict[str, int]) -> None:
        """Write numbers of the group."""
        for name, kind, place in self.layout.fields:
            if kind == NUMBER:
                self._words[place] = numbers[name]


def fields_of(group: Any) -> Iterator[tuple[str, Any]]:
    """The name and value of each field of a group."""
    names = group._fields if hasattr(group, "_fields") else [item.name for item in dataclasses.fields(group)]
    return ((name, getattr(group, name)) for name in names)
