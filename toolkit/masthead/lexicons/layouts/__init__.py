"""Word lists as others publish them: the layout is told from the content, and every list becomes a Lexicon."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from masthead.errors import UnreadableInput, UsageError
from masthead.lexicons.entries import Entry, Lexicon, Remark
from masthead.lexicons.layouts import dictionaries, nested, tables
from masthead.lexicons.layouts.found import Found, Row, decoded
from masthead.lexicons.load import KNOWN_KEYS, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["load_list"]

_OWN_HEADER = re.compile(r"#\s*name\s*:", re.IGNORECASE)
_OWN_COLUMNS = frozenset({"canonical", "inflect", "forms", "context"})
_RESERVED = frozenset({"all", "mean"})
"""Names of features that every list has."""
_READERS: tuple[Callable[[str], Found | None], ...] = (
    dictionaries.read_liwc,
    dictionaries.read_lexicoder,
    nested.read_xml,
    nested.read_yaml,
    tables.read_table,
    dictionaries.read_lines,
)
"""Each gives None for a text that is not in its layout; the last takes any."""


def load_list(path: Path) -> Lexicon:
    """Read a word list in whatever layout it has.

    A list with masthead's header is refused where anything is amiss (``load_lexicon``). In any other what can't be
    read as it stands becomes a remark. Raises UnreadableInput where the file cannot be read, and UsageError where its
    layout is broken or it has no entries.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"the lexicon cannot be read: {error}", where=str(path)) from error
    text, said = decoded(raw, str(path))
    if _is_ours(text):
        return load_lexicon(path)
    try:
        found = next(found for reader in _READERS if (found := reader(text)) is not None)
    except UsageError as error:
        line = f":{error.where}" if error.where else ""
        raise UsageError(error.what, where=f"{path}{line}", fix=error.fix) from error
    return _lexicon(path, raw, found, [*said, *found.remarks])


def _is_ours(text: str) -> bool:
    """Whether a list has masthead's header, or columns that no other list has and lacks the header by mistake."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    named = any(_OWN_HEADER.match(line) for line in lines[: 2 * len(KNOWN_KEYS)])
    return named or not _OWN_COLUMNS.isdisjoint(first.split("\t"))


def _lexicon(path: Path, raw: bytes, found: Found, remarks: list[Remark]) -> Lexicon:
    name = _name_of(path.stem)
    rows = [row for row in found.rows if row.term]
    filled = {row.category for row in rows}
    empty = [category for category in found.declared if category not in filled]
    remarks += [Remark(0, "", "left out", f"the category {category} is empty") for category in empty]
    ordered = [category for category in found.declared if category in filled]
    names = _categories([*ordered, *(row.category for row in rows)], name, remarks)
    scored = _scored(rows, remarks)
    if scored:
        remarks += [Remark(row.line, row.term, "left out", "it has no score") for row in rows if row.score is None]
        rows = [row for row in rows if row.score is not None]
    if not rows:
        raise UsageError(
            f"nothing in this {found.layout} is an entry",
            where=str(path),
            fix="See `docs/lexicons.md` for the layouts that are read.",
        )
    entries = tuple(_entry(row, names[row.category], str(path), scored=scored) for row in rows)
    used = {entry.category for entry in entries}
    return Lexicon(
        name=name,
        version="as found",
        title=path.stem,
        license="that of its owner",
        source=f"{path.name}, read as {found.layout}",
        citation=f"the list in {path.name}",
        limits="",
        categories=tuple(category for category in names.values() if category in used),
        entries=entries,
        sha256=hashlib.sha256(raw).hexdigest(),
        path=str(path),
        apart=True,
        scored=scored,
        layout=found.layout,
        remarks=tuple(remarks),
    )


def _entry(row: Row, category: str, path: str, *, scored: bool) -> Entry:
    weight = row.score if scored and row.score is not None else 1.0
    return Entry(row.term, category, row.term, weight, (row.term,), (), "", f"{path}:{row.line}")


def _scored(rows: list[Row], remarks: list[Remark]) -> bool:
    """Whether numbers are scores; a list in which all are the same number says nothing by them."""
    scores = {row.score for row in rows if row.score is not None}
    if len(scores) == 1:
        remarks.append(Remark(0, "", "not read", f"every entry has the number {scores.pop():g}, which says nothing"))
        return False
    return bool(scores)


def _name_of(stem: str) -> str:
    """The name of a list from that of its file."""
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")
    return name if name[:1].isalpha() else f"list_{name}".rstrip("_")


def _categories(found: Iterable[str], name: str, remarks: list[Remark]) -> dict[str, str]:
    """Each category as a name that columns and headers can bear, different for different categories."""
    named: dict[str, str] = {}
    for category in dict.fromkeys(found):
        made = re.sub(r"\s+", "_", category.strip()) or name
        while made in _RESERVED or made in named.values():
            made += "_"
        if category and made != re.sub(r"\s+", "_", category):
            remarks.append(Remark(0, "", "read otherwise", f"the category {category!r} is called {made}"))
        named[category] = made
    return named
