"""Tables that wait in a temporary file until they are gone through again."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from masthead.sources.shelf import no_room

if TYPE_CHECKING:
    from collections.abc import Iterator


class PutAside:
    """Tables of the same columns; ``tables`` gives them back in their order, as often as it is asked.

    No table is put there after that. Raises OutputFailed where there is no room for the file.
    """

    def __init__(self) -> None:
        self._file: Any = None
        self._writer: Any = None

    def put(self, table: pa.Table) -> None:
        """One more table."""
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
        """What was put there."""
        if self._writer is None:
            return
        self._writer.close()
        self._file.seek(0)
        for batch in pa.ipc.open_stream(self._file):
            yield pa.Table.from_batches([batch])

    def close(self) -> None:
        """Remove the file."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
