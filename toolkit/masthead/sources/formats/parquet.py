"""Parquet in steps whose memory is bounded by what is decoded, and not by what is stored.

A value that is stored once may stand in every row (dictionaries, common beginnings), and pages are compressed, so that
some hundred bytes can decode to gigabytes. What one row may come to is known before it is decoded; the rest is counted
as it comes, and compared with the size of the file as that of other packed files is.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead.sources.formats.decode import check_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from masthead.sources.options import ReadOptions

READ_BYTES = 1 << 20
_KIND = "Parquet"
_STEP_BYTES, _MOST_BYTES = 32_000_000, 512_000_000
"""What the rows that are decoded at once may come to, by the longest value of their dictionary, and by its length."""
_VALUE = 8
_HEAD = 32
_COMMON_BEGINNINGS = "DELTA_BYTE_ARRAY"
_INTEGER = 0x15
"""How an integer field that follows its predecessor is marked in Thrift's compact protocol."""


def opened(source: Path | bytes, **how: Sequence[str]) -> pq.ParquetFile:
    """The file, not read ahead: that holds what is packed of every column until the end."""
    place = io.BytesIO(source) if isinstance(source, bytes) else source
    return pq.ParquetFile(place, pre_buffer=False, buffer_size=READ_BYTES, **how)


def stored(file: pq.ParquetFile, source: Path | bytes, options: ReadOptions) -> int:
    """Bytes of all pages, unpacked and not decoded; raises Unusable where these are more than the options allow."""
    size: int = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
    check_size(size, _size(source), options.max_file_bytes, options, _KIND)
    return size


def decoded(
    file: pq.ParquetFile, source: Path | bytes, wanted: Sequence[str], rows: int, options: ReadOptions
) -> Iterator[pa.RecordBatch]:
    """The columns ``wanted``, ``rows`` at a time, or fewer where these could be long; raises what ``stored`` raises."""
    rows = min(rows, _rows_at_once(file, source, wanted, options))
    yield from file.iter_batches(rows, columns=wanted, use_threads=False)


def within(batches: Iterable[pa.RecordBatch], source: Path | bytes, options: ReadOptions) -> Iterator[pa.RecordBatch]:
    """What is read of a file; raises Unusable where it is more than the options allow a file of this size."""
    total = 0
    for batch in batches:
        total += batch.nbytes
        check_size(total, _size(source), options.max_file_bytes, options, _KIND)
        yield batch


def _rows_at_once(file: pq.ParquetFile, source: Path | bytes, wanted: Sequence[str], options: ReadOptions) -> int:
    """How many rows are sure to stay within the limits of a step."""
    metadata = file.metadata
    roots = set(wanted)
    numbers = [n for n in range(metadata.num_columns) if metadata.schema.column(n).path.partition(".")[0] in roots]
    most = pages = 1
    coded: list[tuple[int, str]] = []
    for group in range(metadata.num_row_groups):
        for number in numbers:
            chunk, column = metadata.row_group(group).column(number), metadata.schema.column(number)
            if column.max_repetition_level:
                check_size(chunk.num_values * _VALUE, _size(source), options.max_file_bytes, options, _KIND)
            if _COMMON_BEGINNINGS in chunk.encodings:
                most = max(most, chunk.total_uncompressed_size)
            elif chunk.has_dictionary_page and column.physical_type == "BYTE_ARRAY":
                size = _page_size(source, chunk.dictionary_page_offset)
                pages = max(pages, chunk.total_uncompressed_size if size is None else size)
                coded.append((group, column.path))
    check_size(max(most, pages), _size(source), options.max_file_bytes, options, _KIND)
    most = max(most, min(pages, _longest(source, coded)))
    return max(1, min(_STEP_BYTES // most, _MOST_BYTES // pages))


def _longest(source: Path | bytes, coded: Sequence[tuple[int, str]]) -> int:
    """Bytes of the longest value in the dictionaries of columns, by row group: reading one row gives them whole."""
    names = list(dict.fromkeys(name for _, name in coded))
    longest = 1
    with opened(source, read_dictionary=names) as file:
        for group in dict.fromkeys(group for group, _ in coded):
            roots = list(dict.fromkeys(name.partition(".")[0] for name in names))
            for batch in file.iter_batches(1, row_groups=[group], columns=roots, use_threads=False):
                lengths = [pc.max(pc.binary_length(column.dictionary)).as_py() for column in _dictionaries(batch)]
                longest = max([longest, *(length for length in lengths if length)])
                break
    return longest


def _dictionaries(batch: pa.RecordBatch) -> Iterator[pa.DictionaryArray]:
    """The columns of texts that are dictionaries, those within structs too."""
    waiting = list(batch.columns)
    while waiting:
        column = waiting.pop()
        if pa.types.is_struct(column.type):
            waiting += column.flatten()
        elif pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
            yield column


def _is_text(kind: pa.DataType) -> bool:
    return any(fits(kind) for fits in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary))


def _size(source: Path | bytes) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _page_size(source: Path | bytes, offset: int) -> int | None:
    """Bytes of a page, unpacked: the second field of its head, after its kind. None where that is written otherwise."""
    if isinstance(source, bytes):
        head = source[offset : offset + _HEAD]
    else:
        with source.open("rb") as file:
            file.seek(offset)
            head = file.read(_HEAD)
    place = 0
    value = -1
    with suppress(IndexError):
        for _ in range(2):
            if head[place] != _INTEGER:
                return None
            value, place = _varint(head, place + 1)
        return value >> 1
    return None


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while data[place] & 0x80:
        value |= (data[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return value | data[place] << shift, place + 1
