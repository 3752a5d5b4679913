"""Columns of strings: white space, words for nothing and control characters, looked at once for the whole column.

Nearly all values of a column need nothing done. Those that may are found by one pattern, and only these are handed to
the functions that are also used for rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.texts import truths

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.sources.texts import Integers

_WORDS_FOR_NOTHING = r"(?i:none|null|nan|nat|n/a|na|<na>|)"
_MAY_CHANGE = (
    r"\A[\s\x{80}-\x{10FFFF}]|[\s\x{80}-\x{10FFFF}]\z|[\x00-\x08\x0b-\x1f\x7f-\x{9f}]"
    rf"|\A{_WORDS_FOR_NOTHING}\z"
)
"""White space or what RE2 does not know about at an edge, control characters, words that stand for a missing value."""


def plain(column: pa.Array) -> Integers:
    """The rows of a string column whose values are to be looked at one by one; nulls are not among them."""
    return np.flatnonzero(truths(pc.match_substring_regex(column, _MAY_CHANGE).fill_null(fill_value=False)))


def changed(column: pa.Array, rows: Integers, change: Callable[[str], str | None]) -> pa.Array:
    """The column with what ``change`` makes of the values at ``rows``."""
    if not len(rows):
        return column
    values = column.take(pa.array(rows)).to_pylist()
    return replaced(column, rows, [None if value is None else change(value) for value in values])


def replaced(column: pa.Array, rows: Integers, values: list[Any]) -> pa.Array:
    """The column with other values at ``rows``."""
    if not len(rows):
        return column
    mask = np.zeros(len(column), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(values, column.type))
