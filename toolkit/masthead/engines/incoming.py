"""Articles on their way to being measured, batch by batch."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead.sources import ReadOptions, stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HELD = 64_000_000
"""Bytes of text held in memory where a corpus has more than ``WHOLE``; the rest of it waits in a temporary file."""
WHOLE = 224_000_000
"""Bytes up to which a corpus is held in memory, which spares writing it down and reading it again."""
MOST_THREADS = 2
"""Threads that read: what more would hold in memory is not worth the little that they are faster."""


class Incoming:
    """The articles of some inputs (those of ``genre`` where one is given), and what reading them had to say.

    Everything has been read once when this is made: what recurs in a corpus is only known at its end, and is read with
    several ``workers`` if there are. ``batches`` is gone through once. Raises what ``sources.stream`` raises.
    """

    def __init__(
        self, inputs: Sequence[Any], options: ReadOptions, genre: str | None = None, *, workers: int = 1
    ) -> None:
        threads = min(workers, MOST_THREADS)
        self._stream = stream(list(inputs), options, held=held_bytes(inputs), threads=threads)
        self._genre = genre
        self.genres: set[str] = set()
        self.total = self._stream.rows
        self.rejects = self._stream.rejects
        self.files = self._stream.inputs
        self.notes = self._stream.notes

    def batches(self) -> Iterator[pa.Table]:
        """ARTICLES in the order of the input."""
        for articles in self._stream.tables():
            if self._genre is None:
                yield articles
                continue
            self.genres.update(value for value in articles["genre"].unique().to_pylist() if value)
            yield articles.filter(pc.fill_null(pc.equal(articles["genre"], self._genre), fill_value=False))


def held_bytes(inputs: Sequence[Any]) -> int:
    """How much text of these inputs is held in memory, by the sizes of their files."""
    return WHOLE if sum(map(_size, inputs)) <= WHOLE else HELD


def _size(item: object) -> int:
    """Bytes of a file or folder, unpacked where it is Parquet; a stream or a pattern may be of any size."""
    if not isinstance(item, str | Path):
        return 0  # a table is in memory anyhow
    path = Path(item)
    if path.is_dir():
        return sum(_size(file) for file in path.rglob("*") if file.is_file())
    if not path.is_file():
        return WHOLE + 1
    if path.suffix == ".parquet":
        with suppress(pa.ArrowException, OSError):
            metadata = pq.read_metadata(path)
            return sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    return path.stat().st_size
