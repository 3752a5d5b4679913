"""What JSON nests: objects as columns with dotted names, and lists of names or parts as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DEEPEST = 3
_NAMES = ("name", "term", "title")
_PARTS = "value"


def flattened(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """``record`` with what its objects hold as columns of its own too: ``source.name`` beside ``source``."""
    if not any(isinstance(value, dict) for value in record.values()):
        return record
    return {**record, **dict(_inner(record, "", _DEEPEST)), **record}


def columns_of(record: Mapping[str, Any]) -> Iterable[str]:
    """The columns of a record that hold values rather than objects, with the dotted names of those in its objects."""
    return [name for name, value in flattened(record).items() if not isinstance(value, dict)]


def listed(value: Any) -> Any:
    """A list of names, or of objects that have one, as the names with commas between; any other value as it is."""
    if not isinstance(value, list):
        return value
    names = [_name(item) for item in value]
    return ", ".join(name for name in names if name) if all(isinstance(name, str) for name in names) else value


def part(value: Any) -> Any:
    """The first text of a list of parts, which is how feedparser gives an entry's content; any other value as it is.

    A list of texts is left alone: these may be paragraphs, sentences or words.
    """
    if isinstance(value, list) and value and all(isinstance(item, dict) and _PARTS in item for item in value):
        return value[0][_PARTS]
    return value


def _inner(record: Mapping[str, Any], before: str, deepest: int) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if before:
            yield before + name, value
        if isinstance(value, dict) and deepest:
            yield from _inner(value, f"{before}{name}.", deepest - 1)


def _name(item: Any) -> Any:
    if isinstance(item, dict):
        return next((item[key] for key in _NAMES if isinstance(item.get(key), str)), item)
    return item
