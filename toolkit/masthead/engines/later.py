"""Tables that are too large for memory: they wait in files, and are read again by whoever asks, in parts or whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Later:
    """A table that is read anew by whoever asks for it, from ``parts``; its rows have an id in the column ``key``.

    Of the parts, of which there is one at least, only the rows with one of ``ids`` count, where these are given.
    """

    def __init__(self, parts: Callable[[], Iterator[pa.Table]], key: str, ids: pa.Array | None = None) -> None:
        self._parts, self._key, self._ids = parts, key, ids

    @classmethod
    def of(cls, table: pa.Table | Later) -> Later:
        """A table that is in memory, to be read like one that is not."""
        return table if isinstance(table, Later) else cls(lambda: iter([table]), "id")

    def table(self) -> pa.Table:
        """The whole of it."""
        return pa.concat_tables(self.parts())

    def only(self, ids: pa.Array) -> Later:
        """The rows with one of these ids, which are among those that count."""
        return Later(self._parts, self._key, ids)

    def where(self, column: str, values: pa.Array) -> Later:
        """The rows that count with one of these values in another column."""
        return Later(self.parts, column, values)

    def columns(self, names: Sequence[str]) -> pa.Table:
        """Some columns of the whole."""
        return pa.concat_tables(part.select(names) for part in self.parts())

    def parts(self) -> Iterator[pa.Table]:
        """The rows that count, in parts."""
        for part in self._parts():
            yield part if self._ids is None else part.filter(pc.is_in(part[self._key], value_set=self._ids))
