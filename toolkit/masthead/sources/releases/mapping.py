"""From a record to a value: which column, which part of it, how it is written, and what it is called here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from masthead.sources.records import descriptive
from masthead.sources.releases.declaration import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

_AS_THEY_STAND = ("text", "title", "id")
_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


class UnknownValue(Exception):
    """A value that the declaration does not name: the file is another release, or damaged."""


def columns_of(spec: str | Column) -> tuple[str, ...]:
    """The columns that a value may come from."""
    return (spec,) if isinstance(spec, str) else spec.columns


def value_of(name: str, spec: str | Column, record: Mapping[str, Any]) -> str | None:
    """The value of the field or label ``name`` in ``record``, or None where there is none.

    Words such as "None" and "n/a" count as none, but in texts, titles and ids. Raises UnknownValue where the
    declaration lists the values and this one is not among them.
    """
    if isinstance(spec, Column) and spec.constant:
        return spec.constant
    found = (_plain(look_up(record, column)) for column in columns_of(spec))
    value = next((text for text in found if text and text.strip()), None)
    if value is None or (name in _AS_THEY_STAND and isinstance(spec, str)):
        return value
    value = value if name in _AS_THEY_STAND else descriptive(value)
    return _shaped(value, spec) if value is not None and isinstance(spec, Column) else value


def look_up(record: Mapping[str, Any], column: str) -> Any:
    """The value of ``column``, or of the object it leads into: ``a.b`` is ``b`` in the object ``a``."""
    if column in record:
        return record[column]
    head, _, rest = column.partition(".")
    inner = record.get(head)
    return look_up(inner, rest) if rest and isinstance(inner, dict) else None


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return None if isinstance(value, dict) else str(value)


def _shaped(value: str, spec: Column) -> str | None:
    if spec.pattern:
        match = re.search(spec.pattern, value)
        if match is None:
            return None
        value = match[1]
    value = _written(value, spec)
    if not spec.values:
        return value
    if value not in spec.values:
        raise UnknownValue(f"{value[:60]!r} is none of {', '.join(map(repr, spec.values))}")
    return spec.values[value] or None


def _written(value: str, spec: Column) -> str:
    """The value in our form; one that is not written as declared stays as it is."""
    try:
        match spec.form:
            case "domain":
                return domain(value)
            case "date":
                return datetime.strptime(value.strip(), spec.date_format).date().isoformat()
            case "epoch_ms":
                return datetime.fromtimestamp(float(value) / 1000, UTC).date().isoformat()
            case _:
                return value
    except (ValueError, OverflowError, OSError):
        return value


def domain(address: str) -> str:
    """The site of an address without www, m and the like: ``example.org`` of ``https://www.example.org/a``."""
    whole = address if "//" in address else f"//{address}"
    return _PREFIX.sub("", (urlsplit(whole).hostname or address).lower())
