"""Articles on their way to being measured, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from masthead.sources import ReadOptions, stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

HELD = 96_000_000
"""Bytes of text held in memory; the rest of the corpus waits in a temporary file."""


class Incoming:
    """The articles of some inputs (those of ``genre`` where one is given), and what reading them had to say.

    Everything has been read once when this is made: what recurs in a corpus is only known at its end. ``batches`` is
    gone through once. Raises what ``sources.stream`` raises.
    """

    def __init__(self, inputs: Sequence[Any], options: ReadOptions, genre: str | None = None) -> None:
        self._stream = stream(list(inputs), options, held=HELD)
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
