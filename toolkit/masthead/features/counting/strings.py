"""Arrow string columns put together from numbers of strings and from letters that the pass has written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.features.counting import output as out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class StringColumns:
    """Makes string columns of numbers of strings."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = pa.array(strings, pa.string())

    def listed(self, numbers: NDArray[np.int32], made: pa.Array | None = None) -> pa.Array:
        """The strings of some numbers, those ``made`` by the pass among them; null where MISSING."""
        missing = numbers == out.MISSING
        strings = self._strings
        if made is not None:
            strings = pa.concat_arrays([strings, made])
            first = len(self._strings) + out.FIRST_MADE
            numbers = np.where(numbers <= out.FIRST_MADE, first - numbers, numbers)
        return strings.take(pa.array(numbers, mask=missing if missing.any() else None))


def made_strings(output: Any) -> pa.Array:
    """The strings that the pass has written."""
    count = int(output.state[out.N_MADE])
    return pa.Array.from_buffers(
        pa.string(), count, [None, pa.py_buffer(output.made[: count + 1]), pa.py_buffer(output.letters)]
    )


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
