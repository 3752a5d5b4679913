"""Articles as they were read to articles as they stay: characters cleaned, values trimmed, the unusable rejected.

Nearly all values of a column need nothing done. Those that may are found by one pattern, and only these are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.options import MAPPABLE
from masthead.sources.repair.articles import record, repair_batch
from masthead.sources.rows import TEXT, Batch, next_batch
from masthead.sources.strings import clean
from masthead.sources.texts import replaced, truths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log, Row
    from masthead.sources.texts import Integers

PLAIN_TEXT = ("text", "title", "outlet", "id")
"""Fields in which a word such as "none" is a text like any other."""
_DESCRIPTIVE = frozenset({*MAPPABLE, "copy_of"}) - frozenset(PLAIN_TEXT)
_NULL_WORDS = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "<na>"})
_MAY_CHANGE = (
    r"\A[\s\x{80}-\x{10FFFF}]|[\s\x{80}-\x{10FFFF}]\z|[\x00-\x08\x0b-\x1f\x7f-\x{9f}]"
    rf"|\A(?i:{'|'.join(sorted(_NULL_WORDS))})\z"
)
"""White space or what RE2 does not know about at an edge, control characters, words that stand for a missing value."""


def finished(found: Iterable[Row | Batch], options: ReadOptions, log: Log) -> Iterator[Batch]:
    """The articles that are not rejected, in batches, cleaned, up to the limit.

    What happened to a text on its way is undone, and control characters are replaced in every column. In the
    descriptive fields words such as "none" and "nan" count as missing. An article without an outlet or with too long a
    text is rejected.
    """
    found, room = iter(found), options.limit
    while room != 0 and (batch := next_batch(found, log, room)) is not None:
        kept = _finished(batch, options, log, room)
        if room is not None:
            room -= len(kept)
        if len(kept):
            yield kept


def _finished(batch: Batch, options: ReadOptions, log: Log, room: int | None) -> Batch:
    """The batch cleaned, up to the article that fills ``room``."""
    columns, cleaned = {}, []
    batch, texts, done = repair_batch(batch)
    for order, (name, column) in enumerate(batch.columns.items()):
        rows = np.array(sorted(texts), np.int64) if name == "text" else plain(column)
        values = [texts[row] for row in rows.tolist()] if name == "text" else _values_at(column, rows)
        found = [(None, 0) if value is None else _value(name, value) for value in values]
        columns[name] = replaced(column, rows, [value for value, _ in found]) if len(rows) else column
        cleaned += [(row, order, name, times) for row, (_, times) in zip(rows.tolist(), found, strict=True) if times]
    named = truths(columns["outlet"].is_valid())
    long = np.diff(_offsets(columns["text"])) > options.max_article_bytes
    kept = np.flatnonzero(named & ~long)[:room]
    last = int(kept[-1]) if room is not None and len(kept) == room else len(batch) - 1
    for row, _, name, times in sorted(cleaned):
        if row <= last:
            log.note_cleaned(name, times)
    for item in done:
        if item.row <= last:
            record(log, columns["outlet"][item.row].as_py(), [item])
    for row in np.flatnonzero(~named | long).tolist():
        rejected = _reason(bool(named[row]), bool(long[row]), options)
        if row <= last and rejected is not None:
            log.reject(rejected[0], batch.origins[row], rejected[1])
    return Batch(columns, batch.origins, batch.given, batch.marked).take(kept)


def descriptive(value: str | None) -> str | None:
    """The value without white space around it; None for words that say there is none."""
    trimmed = (value or "").strip()
    return None if trimmed.casefold() in _NULL_WORDS else trimmed


def _value(name: str, value: str) -> tuple[str | None, int]:
    """A value as it stays, and how many of its characters had to be replaced."""
    cleaned, times = clean(value)
    if name in _DESCRIPTIVE:
        return descriptive(cleaned), times
    if name in ("outlet", "id"):
        return cleaned.strip() or None, times
    # A title stays as it is, but for a blank one: offsets of hits are the title's own.
    return (None if name == "title" and not cleaned.strip() else cleaned), times


def _reason(named: bool, long: bool, options: ReadOptions) -> tuple[str, str] | None:
    """Why a row is rejected, and what is said of it."""
    if not named:
        return "no outlet", "nothing names the article's outlet"
    if long:
        return "too large", f"the text is longer than {options.max_article_bytes:,} bytes"
    return None


def _values_at(column: pa.Array, rows: Integers) -> list[str | None]:
    values: list[str | None] = column.take(pa.array(rows)).to_pylist()
    return values


def _offsets(texts: pa.Array) -> Integers:
    plain_texts = texts.cast(TEXT)
    return np.frombuffer(plain_texts.buffers()[1], np.int64, len(texts) + 1, plain_texts.offset * 8)


def plain(column: pa.Array) -> Integers:
    """The rows of a string column whose values are to be looked at one by one; nulls are not among them."""
    return np.flatnonzero(truths(pc.match_substring_regex(column, _MAY_CHANGE).fill_null(fill_value=False)))
