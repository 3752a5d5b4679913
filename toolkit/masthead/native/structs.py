"""Groups of arrays and numbers at a fixed address, which is how the compiled code takes its tables and working room.

A group is an instance of a NamedTuple or a dataclass. Its fields, in order, become words of 64 bits: an array is its
address and its length (and its width where it has two dimensions), another group is its address, and a number is
itself. So a function of the kernel takes one word for any number of tables.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = "number"
_LINE, _STRETCH = 64, 1 << 24


class Rows(NamedTuple):
    """An array: the type of its elements as text (``repr`` of what NumPy makes the type from), and its dimensions."""

    element: str
    dimensions: int

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the elements."""
        return _dtype(self.element)


class Group(NamedTuple):
    """The name of a group's class and its fields: the name of each, what it is, and the place of its first word."""

    name: str
    fields: tuple[tuple[str, Rows | Group | str, int], ...]

    def field(self, name: str) -> tuple[Rows | Group | str, int] | None:
        """What a field is and where, None where the group has no such field."""
        for field, kind, place in self.fields:
            if field == name:
                return kind, place
        return None


_DTYPES: dict[str, np.dtype[Any]] = {}


def _dtype(element: str) -> np.dtype[Any]:
    return _DTYPES[element]


def rows_of(array: np.ndarray[Any, Any]) -> Rows:
    """What an array is to the compiled code. Raises TypeError where its elements do not stand side by side."""
    if not array.flags.c_contiguous or array.ndim > 2:
        raise TypeError("the compiled code takes contiguous arrays of one or two dimensions")
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
        words: list[int] = []
        fields: list[tuple[str, Rows | Group | str, int]] = []
        self._kept: list[Any] = []
        for name, value in _fields(group):
            kind, its_words = self._place(value)
            fields.append((name, kind, len(words)))
            words += its_words
        self.layout = Group(type(group).__name__, tuple(fields))
        self._words = np.array(words or [0], np.int64)

    def _place(self, value: Any) -> tuple[Rows | Group | str, list[int]]:
        if isinstance(value, np.ndarray):
            self._kept.append(value)
            return rows_of(value), [value.ctypes.data, *value.shape]
        if isinstance(value, int):
            return NUMBER, [value]
        inner = value if isinstance(value, Placed) else Placed(value)
        self._kept.append(inner)
        return inner.layout, [inner.address]

    @property
    def address(self) -> int:
        """Where the first word is."""
        return int(self._words.ctypes.data)

    def number(self, name: str) -> int:
        """A number of the group as the compiled code has left it. Raises KeyError where it has no such number."""
        found = self.layout.field(name)
        if found is None or found[0] != NUMBER:
            raise KeyError(name)
        return int(self._words[found[1]])


def _fields(group: Any) -> Iterator[tuple[str, Any]]:
    names = group._fields if hasattr(group, "_fields") else [item.name for item in dataclasses.fields(group)]
    for name in names:
        yield name, getattr(group, name)
