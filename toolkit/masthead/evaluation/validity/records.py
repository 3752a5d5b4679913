"""A researcher's coded sample as it is kept: rows of a table or JSON lines, each with where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.errors import MissingColumn, UnreadableInput, did_you_mean
from masthead.sources.formats.decode import decode, gunzip, read_bytes
from masthead.sources.formats.delimited import read_records, sniff_delimiter
from masthead.sources.formats.json_lines import parse_json
from masthead.sources.options import ReadOptions
from masthead.sources.rows import Log, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("text", "sentence", "body", "content", "article_text", "full_text", "passage"),
    "id": ("article_id", "group_id", "doc_id", "document_id", "article", "document", "doc", "id"),
    "outlet": ("outlet", "source_name", "newspaper", "publisher", "media", "portal"),
    "coder": ("coder", "annotator", "rater"),
}
"""The fields of a coded row, and the names they go by; all but the text may be absent."""
NESTED = ("labels", "sentences", "spans")


class Record(NamedTuple):
    """One row: ``path:line``, and its cells by column."""

    origin: str
    cells: Mapping[str, Any]


def read_rows(path: Path) -> list[Record]:
    """Every row of a JSON Lines, JSON, CSV or TSV file, gzipped or not.

    Raises UnreadableInput (``path:line``) where the file or a row cannot be read: a coded sample is read whole.
    """
    try:
        data = read_bytes(path, ReadOptions().max_file_bytes)
        name = path.name.lower()
        if name.endswith(".gz"):
            data, name = gunzip(data, ReadOptions().max_file_bytes, ReadOptions()), name.removesuffix(".gz")
        text = decode(data).text
    except Unusable as error:
        raise UnreadableInput(f"{error.reason}: {error.detail}", where=str(path)) from error
    table = name.endswith((".csv", ".tsv", ".txt"))
    records = list(_delimited(text, path) if table else _json(text, path))
    if not records:
        raise UnreadableInput("there is no row in it", where=str(path), fix="Give one coded sentence or article a row.")
    return records


def _delimited(text: str, path: Path) -> Iterator[Record]:
    log = Log()
    records = read_records(text, sniff_delimiter(text), str(path), ReadOptions(), log)
    _, header = next(records, (0, []))
    for line, cells in records:
        if len(cells) != len(header):
            raise UnreadableInput(
                f"{len(cells)} fields, the header has {len(header)}",
                where=f"{path}:{line}",
                fix="Quote fields that hold the delimiter or a line break.",
            )
        yield Record(f"{path}:{line}", dict(zip((name.strip() for name in header), cells, strict=True)))
    for reject in log.rejects:
        raise UnreadableInput(f"{reject.reason}: {reject.detail}", where=reject.origin)


def _json(text: str, path: Path) -> Iterator[Record]:
    whole = text.lstrip()
    if whole.startswith("["):
        items = [(f"{path}:item {number}", item) for number, item in enumerate(_parsed(whole, str(path)), start=1)]
    else:
        lines = ((f"{path}:{number}", line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
        items = [(origin, _parsed(line, origin)) for origin, line in lines]
    for origin, item in items:
        if not isinstance(item, dict):
            raise UnreadableInput(f"this is a JSON {type(item).__name__}, not an object with fields", where=origin)
        yield Record(origin, item)


def _parsed(text: str, origin: str) -> Any:
    try:
        return parse_json(text)
    except ValueError as error:
        raise UnreadableInput(f"this is no JSON: {error}", where=origin) from error


def fields_of(columns: Sequence[str], told: Mapping[str, str | None], where: str) -> dict[str, str]:
    """Which column is the text, the id, the outlet and the coder: as told, else by name.

    Raises MissingColumn, naming what there is, where a column that was named is absent, or no column is the text.
    """
    folded = {name.casefold(): name for name in reversed(columns)}
    found = {}
    for field, aliases in ALIASES.items():
        named = told.get(field)
        if named is not None and named not in columns:
            raise MissingColumn(
                f"there is no column {named!r}.{did_you_mean(named, columns)}",
                where=where,
                fix=f"Columns found: {listed(columns)}. Name one of them with --{field}-col NAME.",
            )
        column = named or next((folded[alias] for alias in aliases if alias in folded), None)
        if column is not None:
            found[field] = column
    if "text" not in found:
        raise MissingColumn(
            f"no column holds the text.{did_you_mean('text', columns)}",
            where=where,
            fix=f"Columns found: {listed(columns)}. Name the right one with --text-col NAME.",
        )
    return found


def listed(names: Sequence[str], most: int = 30) -> str:
    """Names for a message."""
    shown = ", ".join(repr(name)[:60] for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"
