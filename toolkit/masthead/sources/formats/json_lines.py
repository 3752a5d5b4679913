"""JSON Lines and JSON arrays; a bad line is rejected with its number and the others are read."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson

from masthead.sources.formats.columns import holds_text, map_columns
from masthead.sources.formats.nested import columns_of
from masthead.sources.formats.records import row_from_record
from masthead.sources.rows import Log, Sound, Unusable
from masthead.sources.strings import clean_markup, without_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Mapping as Record

    from masthead.sources.formats.columns import Mapping
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Row

_ROW_KEYS = ("rows", "articles", "data", "items", "results", "entries", "docs", "stories")
_AROUND = ("response", "data", "result", "feed")
_BEGINNING = 1024
_TRIED = 5
"""Lines of which one that is an object is enough to tell JSON Lines."""


def read_json_lines(text: str, name: str, outlet: str | None, options: ReadOptions, log: Log) -> Iterator[Row]:
    """One article from each line that holds a JSON object; blank lines are skipped.

    Columns are the keys of all objects together. Raises UsageError where none can be the text or the outlet.
    """
    # Split at "\n" alone: str.splitlines would also cut at U+2028, which JSON strings may hold.
    lines = text.split("\n")
    document = None if _any_object(lines[:_TRIED]) else _parsed(text)
    items = _parsed_lines(lines, name, log) if document is None else _items(document, name)
    yield from _rows(items, name, outlet, options, log)


def stream_json_lines(
    lines: Callable[[], Iterable[str]], name: str, outlet: str | None, options: ReadOptions, log: Log
) -> Iterator[Row | Sound]:
    """What ``read_json_lines`` gives, of lines that are had twice and not held: for all keys, and for the articles."""
    found: dict[str, None] = {}
    whole: dict[str, None] = {}
    for _, record in _records(_parsed_lines(lines(), name, log), log):
        whole |= dict.fromkeys(record)
        found |= dict.fromkeys(columns_of(record))
    if not whole:
        return
    mapping = map_columns(list(found), options, name, outlet, log, whole=list(whole))
    yield Sound()
    told = Log()
    yield from _mapped(_records(_parsed_lines(lines(), name, told), told), mapping, outlet, log)


def read_json(text: str, name: str, outlet: str | None, options: ReadOptions, log: Log) -> Iterator[Row]:
    """Articles from one JSON document, or from JSON Lines under that name.

    A document is an array of objects, an object that holds one under a name such as ``articles``, or a single
    article. Raises Unusable where it is neither.
    """
    try:
        document = parse_json(text)
    except ValueError as error:
        if not _any_object(text.split("\n", _TRIED)[:_TRIED]):
            raise Unusable("bad JSON", str(error)) from error
        yield from read_json_lines(text, name, outlet, options, log)
        return
    yield from _rows(_items(document, name), name, outlet, options, log)


def read_records(
    records: Iterable[Any], name: str, outlet: str | None, options: ReadOptions, log: Log
) -> Iterator[Row]:
    """The articles in objects that are at hand, such as a list of dicts."""
    yield from _rows(_items([_at_hand(record) for record in records], name), name, outlet, options, log)


def spelled(records: Sequence[Record[Any, Any]]) -> str:
    """Objects that are at hand as JSON, so that they have a hash."""
    return json.dumps(records, default=str, skipkeys=True)


def holds_json(text: str) -> bool:
    """Whether a text is JSON: objects a line, or one document that is an object or an array of these."""
    begin = text[:_BEGINNING].lstrip("\ufeff \t\r\n")[:1]
    if begin not in ("{", "["):
        return False
    if _any_object(text.split("\n", _TRIED)[:_TRIED]):
        return True
    document = _parsed(text)
    return isinstance(document, dict) or (
        isinstance(document, list) and any(isinstance(item, dict) for item in document)
    )


def parse_json(text: str) -> Any:
    """The JSON value in ``text``; lone surrogates, also in names, and stray control characters do not stop it.

    Raises ValueError, also for values nested too deeply.
    """
    with suppress(ValueError):
        return orjson.loads(text)
    try:
        return json.loads(clean_markup(text), strict=False, object_pairs_hook=_named)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _named(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """An object with names that can be those of columns."""
    return {without_surrogates(str(name))[0]: value for name, value in pairs}


def _at_hand(value: Any) -> Any:
    """An object of Python's with such names, and those in it."""
    return _named((name, _at_hand(inner)) for name, inner in value.items()) if isinstance(value, dict) else value


def _items(document: Any, name: str) -> Iterator[tuple[str, Any]]:
    return ((f"{name}:item {number}", item) for number, item in enumerate(_unwrapped(document), start=1))


def _unwrapped(document: Any) -> list[Any]:
    """The list of articles in a document; what has a text of its own is an article, whatever lists it has."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and not holds_text(document):
        for inner in (document, *(document[key] for key in _AROUND if isinstance(document.get(key), dict))):
            for key in _ROW_KEYS:
                if isinstance(inner.get(key), list):
                    return list(inner[key])
    return [document]


def _any_object(lines: Iterable[str]) -> bool:
    """Whether one of these lines is a whole JSON object."""
    return any(isinstance(_parsed(line), dict) for line in lines if line.strip())


def _parsed(text: str) -> Any:
    with suppress(ValueError):
        return parse_json(text)
    return None


def _parsed_lines(lines: Iterable[str], name: str, log: Log) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        origin = f"{name}:{number}"
        try:
            yield origin, parse_json(line)
        except ValueError as error:
            log.reject("bad JSON", origin, str(error))


def _rows(
    items: Iterable[tuple[str, Any]], name: str, outlet: str | None, options: ReadOptions, log: Log
) -> Iterator[Row]:
    records = list(_records(items, log))
    if records:
        found = list(dict.fromkeys(key for _, record in records for key in columns_of(record)))
        whole = list(dict.fromkeys(key for _, record in records for key in record))
        yield from _mapped(records, map_columns(found, options, name, outlet, log, whole=whole), outlet, log)


def _records(items: Iterable[tuple[str, Any]], log: Log) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items that are objects."""
    for origin, item in items:
        if isinstance(item, dict):
            yield origin, item
        else:
            log.reject("not an object", origin, f"a JSON {type(item).__name__}, not an object with fields")


def _mapped(
    records: Iterable[tuple[str, dict[str, Any]]], mapping: Mapping, outlet: str | None, log: Log
) -> Iterator[Row]:
    for origin, record in records:
        row = row_from_record(record, mapping, origin, outlet, log)
        if row is not None:
            yield row
