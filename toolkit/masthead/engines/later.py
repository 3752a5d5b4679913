"""Tables that are too large for memory: they wait in files, and are read again by whoever asks, in parts or whole."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.shelf import no_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Waiting:
    """Tables put into a temporary file one after the other, to be gone through when all are there.

    The file lives as long as this. Raises OutputFailed where there is no room for it.
    """

    def __init__(self) -> None:
        self._file: Any = None
        self._writer: Any = None

    def put(self, table: pa.Table) -> None:
        """One more table of the same columns."""
        if not table.num_rows:
            return
        try:
            if self._writer is None:
                self._file = tempfile.TemporaryFile(prefix="masthead-")  # noqa: SIM115 - it lives as long as this
                lean = pa.ipc.IpcWriteOptions(compression="lz4")
                self._writer = pa.ipc.new_stream(self._file, table.schema, options=lean)
            self._writer.write_table(table)
        except OSError as error:
            raise no_room(error) from error

    def tables(self) -> Iterator[pa.Table]:
        """What was put there, in its order, as often as it is asked for; nothing more can be put there then."""
        if self._writer is None:
            return
        self._writer.close()
        self._file.seek(0)
        for batch in pa.ipc.open_stream(self._file):
            yield pa.Table.from_batches([batch])


class Later:
    """A table that is read anew by whoever asks for it, from ``parts``; its rows have an id in the column ``key``.

    Of the parts, of which there is one at least, only the rows with one of ``ids`` count, where these are given.
    """

    def __init__(self, parts: Callable[[], Iterator[pa.Table]], key: str, ids: pa.Array | None = None) -> None:
        self._parts, self._key, self._ids = parts, key, ids

    def table(self) -> pa.Table:
        """The whole of it."""
        return pa.concat_tables(self._kept())

    def only(self, ids: pa.Array) -> Later:
        """The rows with one of these ids, which are among those that count."""
        return Later(self._parts, self._key, ids)

    def _kept(self) -> Iterator[pa.Table]:
        for part in self._parts():
            yield part if self._ids is None else part.filter(pc.is_in(part[self._key], value_set=self._ids))
