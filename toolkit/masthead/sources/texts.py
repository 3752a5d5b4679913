"""A column of texts as bytes: its lines, and offsets in characters, found for all texts at once.

What is here works on UTF-8 without making a Python string of every text; only the stretches that a sieve has found are
made strings. Offsets named *byte* count from the beginning of the column's data, those of spans are characters of one
text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]

_BLOCK = 1 << 18
_NEWLINE, _TAB, _SPACE, _BEYOND_ASCII = 10, 9, 32, 0x80
_PAST_CONTINUATION = -64
_MOST_EDGE = 3
_STEPS = 16
"""Characters of white space at the edge of a line that are taken off one by one, in all lines at once."""
_WHITE = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""The white space that ``_space_at`` tells by its bytes."""


class Texts:
    """The texts of a string array without nulls, cleaned of control characters (``strings.clean``).

    ``offsets`` (texts + 1) are the byte offsets of the texts. Each line that is not blank has a place in ``starts`` and
    ``ends``, the byte offsets of what is left when the white space around it is taken off, and in ``rows``, the text
    that it is of; the lines of text ``i`` are ``first[i]`` to ``first[i + 1]``.
    """

    def __init__(self, array: pa.Array) -> None:
        plain = array.cast(pa.large_string())
        offsets = np.frombuffer(plain.buffers()[1], np.int64, len(plain) + 1, plain.offset * 8)
        size = int(offsets[-1] - offsets[0])
        data = plain.buffers()[2]
        self.buffer: pa.Buffer = data.slice(int(offsets[0]), size) if data is not None and size else pa.py_buffer(b"")
        self.data: NDArray[np.uint8] = np.frombuffer(self.buffer, np.uint8)
        self.offsets: Integers = offsets - offsets[0]
        self.memory = memoryview(self.buffer)
        newlines, self.continuation = _marks(self.data)
        self._place_lines(newlines)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def text(self, row: int) -> str:
        """One text."""
        return self.piece(self.places_of[row], self.places_of[row + 1])

    def piece(self, start: int, end: int) -> str:
        """The stretch between two byte offsets, which are plain numbers where this is to be fast."""
        return str(self.memory[start:end], "utf-8")

    def characters(self, places: Integers) -> Integers:
        """How many characters of the column's data are before each byte offset."""
        if not len(self.continuation):
            return places
        return places - np.searchsorted(self.continuation, places)

    def places(self, characters: Integers) -> Integers:
        """The byte offset of each character, told by how many characters of the data are before it."""
        if not len(self.continuation):
            return characters
        return characters + np.searchsorted(self._characters_before, characters, side="right")

    def slices(self, starts: Integers, ends: Integers) -> pa.Array:
        """The stretches between byte offsets as a string array; they are disjoint and in order."""
        bounds = np.empty(2 * len(starts) + 1, np.int64)
        bounds[0:-1:2], bounds[1::2] = starts, ends
        bounds[-1] = bounds[-2] if len(starts) else 0
        every = pa.LargeStringArray.from_buffers(2 * len(starts), pa.py_buffer(bounds), self.buffer)
        wanted = np.zeros(2 * len(starts), np.bool_)
        wanted[0::2] = True
        return every.filter(pa.array(wanted))

    @cached_property
    def places_of(self) -> list[int]:
        """The byte offsets of the texts (texts + 1) as plain numbers."""
        places: list[int] = self.offsets.tolist()
        return places

    @cached_property
    def bounds(self) -> Integers:
        """The offset of each text in characters of the column's data (texts + 1)."""
        return self.characters(self.offsets)

    @cached_property
    def line_starts(self) -> Integers:
        """Where each line begins, in characters of its text."""
        return self.characters(self.starts) - self.bounds[self.rows]

    @cached_property
    def line_ends(self) -> Integers:
        """Where each line ends, in characters of its text."""
        return self.characters(self.ends) - self.bounds[self.rows]

    @cached_property
    def column(self) -> pa.Array:
        """The texts as a string array that shares the data."""
        return pa.LargeStringArray.from_buffers(len(self), pa.py_buffer(self.offsets), self.buffer)

    @cached_property
    def lines(self) -> pa.Array:
        """The lines, each with the white space after it, as a string array that shares the column's data."""
        bounds = np.append(self.starts, len(self.data))
        return pa.LargeStringArray.from_buffers(len(self.starts), pa.py_buffer(bounds), self.buffer)

    @cached_property
    def _characters_before(self) -> Integers:
        return self.continuation - np.arange(len(self.continuation))

    def _place_lines(self, newlines: Integers) -> None:
        """Fill the table of lines."""
        # Of two newlines in a row the line between them is blank: neither its beginning nor its end is kept.
        doubled = np.flatnonzero(np.diff(newlines) == 1)
        starts = _merged(self.offsets[:-1], np.delete(newlines, doubled) + 1)
        ends = _merged(self.offsets[1:], np.delete(newlines, doubled + 1))
        kept = ends > starts
        starts, ends = self._stripped(starts[kept], ends[kept])
        kept = ends > starts
        self.starts, self.ends = starts[kept], ends[kept]
        self.first: Integers = np.searchsorted(self.starts, self.offsets)
        self.rows: Integers = np.repeat(np.arange(len(self)), np.diff(self.first))

    def _stripped(self, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
        left = _edges(self.data[starts])
        for _ in range(_STEPS if len(left) else 0):
            width = self._space_at(starts[left], ends[left])
            left, width = left[width > 0], width[width > 0]
            starts[left] += width
        right = _edges(self.data[ends - 1])
        for _ in range(_STEPS if len(right) else 0):
            width = self._space_before(starts[right], ends[right])
            right, width = right[width > 0], width[width > 0]
            ends[right] -= width
        for line in {*left.tolist(), *right.tolist()}:
            rest = self.piece(int(starts[line]), int(ends[line])).lstrip(_WHITE)
            starts[line] = ends[line] - len(rest.encode())
            ends[line] = starts[line] + len(rest.rstrip(_WHITE).encode())
        return starts, ends

    def _space_at(self, places: Integers, ends: Integers) -> Integers:
        """How many bytes of white space begin at each place, 0 where none or where the line is at its end."""
        last = max(len(self.data) - 1, 0)
        first = self.data[np.minimum(places, last)]
        width = ((first == _SPACE) | (first == _TAB)).astype(np.int64)
        wide = np.flatnonzero(first >= 0xC2)
        if len(wide):
            second, third = (self.data[np.minimum(places[wide] + step, last)] for step in (1, 2))
            width[wide] = _space_width(first[wide], second, third)
        return np.where(places < ends, width, 0)

    def _space_before(self, starts: Integers, places: Integers) -> Integers:
        """How many bytes of white space end at each place."""
        last = self.data[np.maximum(places - 1, 0)]
        width = ((last == _SPACE) | (last == _TAB)).astype(np.int64)
        wide = np.flatnonzero(last >= 0x80)
        if len(wide):
            two, three = (self.data[np.maximum(places[wide] - step, 0)] for step in (2, 3))
            short = np.where((two == 0xC2) & (last[wide] == 0xA0), 2, 0)
            long = _space_width(three, two, last[wide])
            width[wide] = np.where(long == _MOST_EDGE, long, short)
        return np.where(places > starts, width, 0)


def odd_rows(texts: Texts) -> list[int]:
    """Texts with a dotted capital or dotless small i, which Python takes for an i in any case and sieves do not."""
    places = texts.continuation
    places = places[(texts.data[places] & 0xFE) == 0xB0]
    places = places[texts.data[places - 1] == 0xC4]
    return sorted(set((np.searchsorted(texts.offsets, places, side="right") - 1).tolist()))


def truths(found: pa.BooleanArray) -> Truths:
    """An Arrow array of truth values, without nulls, as NumPy's."""
    return np.array(found.to_numpy(zero_copy_only=False), np.bool_)


def replaced(column: pa.Array, rows: Integers, values: list[Any]) -> pa.Array:
    """The column with other values at ``rows``."""
    if not len(rows):
        return column
    mask = np.zeros(len(column), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(values, column.type))


def _merged(some: Integers, others: Integers) -> Integers:
    """Two arrays in order as one."""
    return np.insert(others, np.searchsorted(others, some), some)


def _marks(data: NDArray[np.uint8]) -> tuple[Integers, Integers]:
    """The places of the newlines, and of the bytes that continue a character."""
    signed = data.view(np.int8)
    newlines, continuation = [], []
    for begin in range(0, len(data), _BLOCK):
        newlines.append(np.flatnonzero(data[begin : begin + _BLOCK] == _NEWLINE) + begin)
        continuation.append(np.flatnonzero(signed[begin : begin + _BLOCK] < _PAST_CONTINUATION) + begin)
    if not newlines:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(newlines), np.concatenate(continuation)


def _edges(found: NDArray[np.uint8]) -> Integers:
    """Which bytes at the edges of lines may be white space or part of it."""
    return np.flatnonzero((found <= _SPACE) | (found >= _BEYOND_ASCII))


def _space_width(first: NDArray[np.uint8], second: NDArray[np.uint8], third: NDArray[np.uint8]) -> Integers:
    """The bytes of the white space beyond ASCII that these three begin with, else 0."""
    no_break = (first == 0xC2) & (second == 0xA0)
    ogham = (first == 0xE1) & (second == 0x9A) & (third == 0x80)
    general = (first == 0xE2) & (second == 0x80)
    general &= (third <= 0x8A) | (third == 0xA8) | (third == 0xA9) | (third == 0xAF)
    mathematical = (first == 0xE2) & (second == 0x81) & (third == 0x9F)
    ideographic = (first == 0xE3) & (second == 0x80) & (third == 0x80)
    return np.where(no_break, 2, np.where(ogham | general | mathematical | ideographic, 3, 0)).astype(np.int64)
