"""Data frames, and dicts that are tables, as Arrow tables."""

from __future__ import annotations

from typing import Any, cast

import pyarrow as pa

from masthead.errors import UsageError


def is_columns(item: dict[Any, Any]) -> bool:
    """Whether a dict is a table, its values being columns."""
    return bool(item) and not any(
        value is None or isinstance(value, str | dict | int | float) for value in item.values()
    )


def to_arrow(frame: object) -> pa.Table:
    """The Arrow table of a data frame: pandas, polars or whatever narwhals takes; lazy ones are collected.

    A dict of columns is taken too.

    Raises UsageError for anything else, and for columns that Arrow has no type for.
    """
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, dict):
        try:
            return pa.table(frame)
        except (TypeError, ValueError, pa.ArrowException) as error:
            raise UsageError(
                f"articles can't be read from this dict ({error})",
                fix="Give a dict of columns of the same length, or a list of dicts, one per article.",
            ) from error
    import narwhals as nw  # noqa: PLC0415 - only needed for data frames

    try:
        native: Any = nw.from_native(cast("Any", frame))
        eager = native.collect() if isinstance(native, nw.LazyFrame) else native
        return eager.to_arrow()
    except (TypeError, pa.ArrowException) as error:
        raise UsageError(
            f"articles can't be read from a {type(frame).__name__} ({error})",
            fix="Give a path, a list of dicts, an Arrow table or a data frame whose columns hold one type each.",
        ) from error
