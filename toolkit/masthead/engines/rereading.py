"""Articles that are read once and gone through several times: few in memory, many in a temporary file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.engines.put_aside import PutAside
from masthead.engines.reading import reading_of
from masthead.engines.stream import WHOLE, held_bytes
from masthead.schema import ARTICLES
from masthead.sources import stream
from masthead.sources.options import articles_manifest
from masthead.storage import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.engines.corpus import Progress
    from masthead.sources import Reading, ReadOptions, Stream

_BATCH = 1024


class Rereading:
    """The articles of a source, what reading them had to say, and columns that were found out since.

    Files of more than ``WHOLE`` bytes of text are put aside while their ``batches`` are gone through for the first
    time, which must be to the end. Raises what ``sources.read`` raises, and OutputFailed where there is no room for
    them.
    """

    def __init__(self, source: Any, options: ReadOptions, progress: Progress | None = None) -> None:
        inputs = source if isinstance(source, list | tuple) else [source]
        self._whole: pa.Table | None = None
        self._coming: Iterator[pa.Table] | None = None
        self._waiting = PutAside()
        self._filled: dict[str, pa.Array] = {}
        found: Reading | Stream
        if all(isinstance(item, str | Path) for item in inputs) and held_bytes(inputs) != WHOLE:
            found = stream(list(inputs), options, held=held_bytes(inputs), progress=progress)
            self._coming, self.rows = found.tables(), found.rows
            self.manifest = articles_manifest(found.inputs, found.rows, found.rejects, found.findings)
        else:
            found = reading_of(source, options, progress)
            self._whole, self.rows, self.manifest = found.articles, found.articles.num_rows, dict(found.manifest)
        self.notes, self.rejects, self.findings = found.notes, found.rejects, found.findings

    @property
    def whole(self) -> bool:
        """Whether all of the articles are in memory anyhow."""
        return self._whole is not None

    def fill(self, name: str, values: pa.Array) -> None:
        """Give all articles, in their order, other values in a column."""
        self._filled[name] = values

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The articles in their order, a thousand or so at a time; of ``columns`` alone where these are named."""
        reached = 0
        for batch in self._parts():
            kept = batch if columns is None else batch.select(columns)
            for name in set(self._filled) & set(kept.column_names):
                values = self._filled[name].slice(reached, batch.num_rows)
                kept = kept.set_column(kept.column_names.index(name), ARTICLES.field(name), values)
            yield kept
            reached += batch.num_rows

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The articles in memory."""
        return pa.concat_tables(self.batches(columns))

    def _parts(self) -> Iterator[pa.Table]:
        if self._whole is not None:
            yield self._whole
        elif self._coming is None:
            yield from self._waiting.tables()
        else:
            for table in self._coming:
                self._waiting.put(table)
                for start in range(0, table.num_rows, _BATCH):
                    yield table.slice(start, _BATCH)
            self._coming = None
            give_back_memory()
