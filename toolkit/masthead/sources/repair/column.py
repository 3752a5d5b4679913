"""Which texts of a column have anything to repair: told from its bytes, without making a Python string of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from masthead.sources.texts import Integers, Truths

    Bytes = NDArray[np.uint8]

_BLOCK = 1 << 20
_NEWLINE, _RETURN, _TAB, _SPACE, _HYPHEN, _BRACKET = b"\n\r\t -("
_END_OF_HYPHEN = 0x90
"""The last byte of U+2010, at which a word may be divided, too."""
_LONGEST_ENTITY = 34
_LEAD, _LATIN = 0xC2, 0xC3
_COMBINING, _MORE_COMBINING = 0xCC, 0xCD


class Suspects(NamedTuple):
    """Texts with control characters, with something else to repair, with an embedded post, and with U+FFFD."""

    unclean: Truths
    damaged: Truths
    posts: Truths
    lost: Truths


def suspects(array: pa.Array) -> Suspects:
    """The texts of a string array that ``strings.clean`` and ``repaired`` may change; they change no others."""
    plain = array.cast(pa.large_string())
    offsets = np.frombuffer(plain.buffers()[1], np.int64, len(plain) + 1, plain.offset * 8)
    found = Suspects(*(np.zeros(len(plain), np.bool_) for _ in Suspects._fields))
    if plain.buffers()[2] is None:
        return found
    data = np.frombuffer(plain.buffers()[2], np.uint8)
    column = _Column(data, offsets, found)
    for begin in range(int(offsets[0]), int(offsets[-1]), _BLOCK):
        column.look(begin, min(begin + _BLOCK, int(offsets[-1])))
    return found


class _Column(NamedTuple):
    """The bytes of a column, and what has been found in it."""

    data: Bytes
    offsets: Integers
    found: Suspects

    def look(self, begin: int, end: int) -> None:
        """Look at one block."""
        low = np.flatnonzero(self.data[begin:end] < _SPACE) + begin
        breaks = self.data[low] == _NEWLINE
        self._mark(self.found.unclean, low[~breaks & (self.data[low] != _TAB)])
        before, earlier = (self.data[np.maximum(low - step, 0)] for step in (1, 2))
        last = np.where(before == _RETURN, earlier, before)
        self._mark(self.found.damaged, low[breaks & ((last == _HYPHEN) | (last == _END_OF_HYPHEN))])
        self._ascii(begin, end)
        self._wide(np.flatnonzero(self.data[begin:end] >= _LEAD) + begin)

    def _ascii(self, begin: int, end: int) -> None:
        block = self.data[begin : end + _LONGEST_ENTITY].tobytes()
        for byte, wanted in _RARE:
            if found := list(_found(byte, block, end - begin)):
                places = np.array(found, np.int64) + begin
                self._mark(getattr(self.found, wanted), places[self._counts(byte, places)])

    def _counts(self, byte: bytes, places: Integers) -> Truths:
        """Which of the places where a byte stands may be what it is looked for."""
        if byte == b"@":
            counts: Truths = self.data[np.maximum(places - 1, 0)] == _BRACKET
        elif byte == b"\x7f":
            counts = np.ones(len(places), np.bool_)
        else:
            counts = self._after(places, 1) != _SPACE
        return counts

    def _wide(self, leads: Integers) -> None:
        """Look at the characters beyond ASCII that begin at ``leads``."""
        third = self._after(leads, 2)
        # Typographic quotation marks and dashes are most of them.
        leads = leads[(self.data[leads] != 0xE2) | (third < 0x90) | (third >= 0xA0)]
        if not len(leads):
            return
        first, second, third = self.data[leads], self._after(leads, 1), self._after(leads, 2)
        control = (first == _LEAD) & (second < 0xA0)
        self._mark(self.found.unclean, leads[control])
        damaged = control | _invisible(first, second, third) | (first == _COMBINING) | (first == _MORE_COMBINING)
        self._mark(self.found.damaged, leads[damaged | self._misread(leads, second)])
        self._mark(self.found.lost, leads[(first == 0xEF) & (second == 0xBF) & (third == 0xBD)])

    def _misread(self, leads: Integers, second: Bytes) -> Truths:
        """Which characters are a first byte of UTF-8 read as a letter, the bytes after it being characters too."""
        beside = self._after(leads, 2)
        follows = beside >= _LEAD
        third = self._after(leads, 2 + np.where(beside >= 0xE0, 3, 2)) >= _LEAD
        two, three = (second >= 0x82) & (second <= 0x9F), (second >= 0xA0) & (second <= 0xB4)
        # Of a closing quotation mark the third byte is no letter, and often lost.
        third |= (second == 0xA2) & (beside == 0xE2) & (self._after(leads, 3) == 0x82) & (self._after(leads, 4) == 0xAC)
        found: Truths = (self.data[leads] == _LATIN) & follows & (two | (three & third))
        return found

    def _after(self, places: Integers, steps: int | Integers) -> Bytes:
        found: Bytes = self.data[np.minimum(places + steps, len(self.data) - 1)]
        return found

    def _mark(self, rows: Truths, places: Integers) -> None:
        if len(places):
            rows[np.searchsorted(self.offsets, places, side="right") - 1] = True


_RARE = ((b"<", "damaged"), (b"&", "damaged"), (b"\\", "damaged"), (b"@", "posts"), (b"\x7f", "unclean"))
"""What is looked for byte by byte (a tag, an entity, something written out, a handle, a control character), and which
of ``Suspects`` the texts are then."""


def _found(byte: bytes, block: bytes, end: int) -> Iterator[int]:
    """Where a byte is before ``end``; of an ampersand, where a semicolon follows soon."""
    at = block.find(byte, 0, end)
    while at >= 0:
        if byte != b"&" or block.find(b";", at, at + _LONGEST_ENTITY) > 0:
            yield at
        at = block.find(byte, at + 1, end)


def _invisible(first: Bytes, second: Bytes, third: Bytes) -> Truths:
    """Soft hyphens, zero-width characters and marks of direction."""
    general = (first == 0xE2) & (second == 0x80) & ((third < 0x90) | (third >= 0xAA))
    joiners = (first == 0xE2) & (second == 0x81) & (third >= 0xA0)
    arabic = (first == 0xD8) & (second == 0x9C)
    mongolian = (first == 0xE1) & (second == 0xA0) & (third == 0x8E)
    mark = (first == 0xEF) & (second == 0xBB) & (third == 0xBF)
    soft = (first == _LEAD) & (second == 0xAD)
    found: Truths = soft | general | joiners | arabic | mongolian | mark
    return found
