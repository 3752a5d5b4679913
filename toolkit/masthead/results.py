"""What a public function gives back: a table, what there is to say about it, what else was found, and from what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one public function.

    ``table`` contains its rows (a schema of ``masthead.schema`` if it has one), and ``notes`` are remarks in plain
    English. ``details`` are further findings by name. ``manifest`` says what it was made from: versions, hashes of
    inputs, options, seed. A function with more to return uses a subclass with more fields.
    """

    table: pa.Table
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)


def table_of(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> pa.Table:
    """Rows as a table with one column a field; null where a row has none."""
    import pyarrow as pa  # noqa: PLC0415 - loaded when there is something to put in a table

    return pa.table({name: [row.get(name) for row in rows] for name in fields})
