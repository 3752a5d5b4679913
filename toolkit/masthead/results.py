"""What a public function gives back: a table, what there is to say about it, and what else was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one public function.

    ``table`` are its rows (a schema of ``masthead.schema`` where it has one), ``notes`` are remarks in plain English,
    and ``details`` are further findings by name. A function with more to give returns a subclass with fields of its
    own.
    """

    table: pa.Table
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
