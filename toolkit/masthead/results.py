"""What a public function gives back: a table, what there is to say about it, what else was found, and from what."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import polars as pl
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

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas data frame; UsageError where pandas is not installed."""
        _require("pandas")
        return self.table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars data frame; UsageError where polars is not installed."""
        found: pl.DataFrame = _require("polars").from_arrow(self.table)
        return found

    def plot(self, name: str | None = None, *, columns: Literal[1, 2] = 2) -> Plot:
        """A figure of the result, as ``--figures`` writes it: the first, or that of a ``name`` or feature.

        It is one or two ``columns`` of a journal page wide. Notebooks show it, and ``save`` writes it. Raises
        UsageError where the result has no figure, or none so called.
        """
        found: Plot = _shown().figure_of(self, name, columns)
        return found

    def _repr_html_(self) -> str:
        page: str = _shown().page_of(self)
        return page


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure of a result: its name, the picture as SVG, and its caption. Notebooks show both."""

    name: str
    svg: str
    caption: str

    def save(self, path: str | Path) -> None:
        """Write the SVG to a file; UsageError for another ending, OutputFailed where it cannot be written."""
        _shown().save(self, path)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(part)}</p>" for part in self.caption.strip().split("\n\n"))
        return f'<figure style="margin: 0">{self.svg}<figcaption>{said}</figcaption></figure>'


def _shown() -> Any:
    """How notebooks show results, which stands far above them and is loaded when one does."""
    return import_module("masthead.reports.notebooks")


def _require(library: str) -> Any:
    try:
        return import_module(library)
    except ImportError:
        raise UsageError(f"{library} is not installed", fix=f"Install it: pip install {library}.") from None


def table_of(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> pa.Table:
    """Rows as a table with one column a field; null where a row has none."""
    import pyarrow as pa  # noqa: PLC0415 - loaded when there is something to put in a table

    return pa.table({name: [row.get(name) for row in rows] for name in fields})
