"""Arrow string columns put together from numbers of strings and from letters that the pass has written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.features.counting import output as out
from masthead.native.dialect import entry, inlined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class StringColumns:
    """Makes string columns of the hits of one output over the strings of its tables."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = pa.array(strings, pa.string())
        encoded = [text.encode() for text in strings]
        self._bytes = np.frombuffer(b"".join(encoded) or b"\0", np.uint8)
        self._offsets = np.cumsum([0, *map(len, encoded)]).astype(np.int64)

    def listed(self, numbers: NDArray[np.int32]) -> pa.Array:
        """The strings of some numbers; null where MISSING."""
        missing = numbers == out.MISSING
        return self._strings.take(pa.array(numbers, mask=missing if missing.any() else None))

    def mixed(
        self,
        numbers: NDArray[np.int32],
        places: NDArray[np.int32],
        sizes: NDArray[np.int32],
        letters: NDArray[np.uint8],
    ) -> pa.Array:
        """The same, with ``letters[places[i]:][:sizes[i]]`` where a number is MADE."""
        numbers, places = np.ascontiguousarray(numbers), np.ascontiguousarray(places)
        offsets = np.empty(len(numbers) + 1, np.int32)
        total = _measure(numbers, np.ascontiguousarray(sizes), self._offsets, offsets)
        data = np.empty(max(total, 1), np.uint8)
        _gather(numbers, places, letters, self._bytes, self._offsets, offsets, data)
        missing = numbers == out.MISSING
        validity = pa.array(~missing).buffers()[1] if missing.any() else None
        return pa.Array.from_buffers(
            pa.string(), len(numbers), [validity, pa.py_buffer(offsets), pa.py_buffer(data)], int(missing.sum())
        )


@entry
def _measure(
    numbers: NDArray[np.int32],
    sizes: NDArray[np.int32],
    listed_offsets: NDArray[np.int64],
    offsets: NDArray[np.int32],
) -> int:
    """Write where each string begins, and where the last one ends, which is returned."""
    end = 0
    for row in range(len(numbers)):
        offsets[row] = end
        number = numbers[row]
        if number >= 0:
            end += listed_offsets[number + 1] - listed_offsets[number]
        elif number == out.MADE:
            end += sizes[row]
    offsets[len(numbers)] = end
    return end


@entry
def _gather(
    numbers: NDArray[np.int32],
    places: NDArray[np.int32],
    letters: NDArray[np.uint8],
    listed: NDArray[np.uint8],
    listed_offsets: NDArray[np.int64],
    offsets: NDArray[np.int32],
    data: NDArray[np.uint8],
) -> int:
    for row in range(len(numbers)):
        number, begin, end = numbers[row], offsets[row], offsets[row + 1]
        if number >= 0:
            _copy(listed, listed_offsets[number], data, begin, end)
        elif number == out.MADE:
            _copy(letters, places[row], data, begin, end)
    return len(numbers)


@inlined
def _copy(source: NDArray[np.uint8], first: int, data: NDArray[np.uint8], begin: int, end: int) -> None:
    for at in range(begin, end):
        data[at] = source[first + at - begin]


def utf8(column: pa.ChunkedArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """A string column of any offsets, slices and chunks as bytes and offsets; a null is empty."""
    if column.null_count:
        column = column.fill_null("")
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    if not pa.types.is_string(array.type) and not pa.types.is_large_string(array.type):
        array = array.cast(pa.large_string())
    _, offsets, data = array.buffers()
    wide = np.int64 if pa.types.is_large_string(array.type) else np.int32
    if offsets is None or not len(array):
        return np.zeros(1, np.uint8), np.zeros(len(array) + 1, np.int64)
    places = np.frombuffer(offsets, wide)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    return (np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)), places
