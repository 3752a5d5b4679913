"""One input record (a CSV row, a JSON object, a table row) to one Row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from masthead.sources.rows import Row, Span

if TYPE_CHECKING:
    from collections.abc import Mapping as Record

    from masthead.sources.columns import Mapping
    from masthead.sources.rows import Log

PLAIN_TEXT = ("text", "title", "outlet", "id")
_NULL_WORDS = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "<na>"})


def row_from_record(
    record: Record[str, Any], mapping: Mapping, origin: str, outlet: str | None, log: Log
) -> Row | None:
    """The article that ``record`` holds, or None and a reject.

    ``outlet`` stands in where the record names none. Numbers become text; a missing text is an empty one. In
    the descriptive fields words such as "none" and "nan" count as missing.
    """
    values: dict[str, str | None] = {}
    try:
        for name, column in mapping.fields.items():
            value = record.get(column)
            if name in PLAIN_TEXT and isinstance(value, list | dict):
                log.reject("wrong type", origin, f"{column!r} is a {type(value).__name__}, not a text")
                return None
            values[name] = as_text(value) if name in PLAIN_TEXT else descriptive(as_text(value))
        for label, column in mapping.labels.items():
            values[label] = as_text(record.get(column))
    except TypeError as error:
        log.reject("wrong type", origin, f"{column!r} has no JSON text ({error})")
        return None
    values["outlet"] = (values.get("outlet") or "").strip() or outlet
    if values["outlet"] is None:
        log.reject("no outlet", origin, "the row names no outlet")
        return None
    values["text"] = text = values.get("text") or ""
    spans = spans_of(record.get(mapping.excluded), len(text)) if mapping.excluded else None
    if spans is not None and mapping.copy_of:
        values["copy_of"] = descriptive(as_text(record.get(mapping.copy_of)))
    return Row(origin, values, spans or [], marked=spans is not None)


def as_text(value: Any) -> str | None:
    """The value as text, a list or an object as JSON; raises TypeError for those that orjson can't spell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else repr(value).removesuffix(".0")  # noqa: PLR0124 - NaN is not itself
    if isinstance(value, list | dict):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str).decode()
    return str(value)


def descriptive(value: str | None) -> str | None:
    """The value without white space around it; None for words that say there is none."""
    trimmed = (value or "").strip()
    return None if trimmed.casefold() in _NULL_WORDS else trimmed


def spans_of(value: Any, length: int) -> list[Span] | None:
    """Spans that an earlier reading wrote, or None where they are of another shape or do not fit the text."""
    if not isinstance(value, list):
        return None
    try:
        spans = [Span(int(item["start"]), int(item["end"]), str(item["kind"])) for item in value]
    except (KeyError, TypeError, ValueError):
        return None
    return spans if all(0 <= start < end <= length for start, end, _ in spans) else None
