"""Tables of words: a column of categories or one for each category, columns of scores, with or without a header."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from masthead.lexicons.layouts.dictionaries import is_comment, number_of
from masthead.lexicons.layouts.found import Found, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAMES: dict[str, frozenset[str]] = {
    role: frozenset(words.split())
    for role, words in tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")).items()
}
_DELIMITERS = "\t,;"
_MOST = 0.9
"""The share of lines or cells that shows what a table or column is; the others are odd ones."""
_LONG = 40
"""Characters of a term at most, on average: longer texts are glosses."""
_IN_PART = ("score", "aside")

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class _Columns:
    """What the columns of a table are: places, and names where they make categories."""

    term: int
    category: int | None
    scores: dict[int, str]
    flags: dict[int, str]
    comma: bool


def read_table(text: str) -> Found | None:
    """A table with at least two columns in nearly every line."""
    split = max((_split(text, delimiter) for delimiter in _DELIMITERS), key=_width)
    if _width(split) < 2:
        return None
    header, lines = _header(split)
    found = Found("table" if header else "table without a header")
    if not lines:
        return found
    width = max(len(header), _width(lines))
    columns = _columns([*header, *[""] * (width - len(header))] if header else [], lines, found)
    for number, cells in lines:
        _read_line(number, [*cells, *[""] * width], columns, found)
    return found


def _split(text: str, delimiter: str) -> list[Line]:
    """Lines as cells; a quotation mark that is never closed is a mark like any other."""
    lines = text.split("\n")
    try:
        rows = list(_rows(lines, delimiter, csv.QUOTE_MINIMAL))
        if len(rows) < len(lines):
            rows = list(_rows(lines, delimiter, csv.QUOTE_NONE))
    except csv.Error:  # a line longer than any table has
        return []
    return [(number, cells) for number, cells in rows if any(cells) and not is_comment(cells[0])]


def _rows(lines: list[str], delimiter: str, quoting: Literal[0, 3]) -> Iterator[Line]:
    """Every line, empty ones too, unless a quoted cell takes in several."""
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)
    for row in reader:
        yield reader.line_num, [cell.strip() for cell in row]


def _width(lines: Sequence[Line]) -> int:
    """The columns that nearly every line has; 1 where lines differ."""
    widths = sorted(len(cells) for _, cells in lines)
    return widths[int(len(widths) * (1 - _MOST))] if widths else 0


def _is(name: str, role: str) -> bool:
    """Whether a column is called what columns of that role are: as a whole, or a number about something in part."""
    parts = re.findall(r"[a-z0-9]+", name.casefold())
    if "".join(parts) in _NAMES[role]:
        return True
    return role in _IN_PART and not _NAMES[role].isdisjoint(parts)


def _header(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """The names of the columns and the lines below; no names where the first line is an entry like the others."""
    first, rest = lines[0][1], lines[1:]
    named = any(_is(cell, "term") for cell in first)
    if not named and rest:
        for place, cell in enumerate(first):
            below = [cells[place] for _, cells in rest if place < len(cells)]
            named = named or (place > 0 and number_of(cell) is None and bool(cell) and _numeric(below, comma=True))
            named = named or (place > 0 and bool(cell) and _flags(below) and not _flags([cell]))
    return (first, rest) if named else ([], lines)


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _numeric(cells: Sequence[str], *, comma: bool) -> bool:
    filled = _filled(cells)
    return bool(filled) and sum(number_of(cell, comma=comma) is not None for cell in filled) >= _MOST * len(filled)


def _flags(cells: Sequence[str]) -> bool:
    """Whether a column only says of each word whether it belongs to something."""
    filled = {cell.casefold() for cell in _filled(cells)}
    return bool(filled & _NAMES["inside"]) and filled <= _NAMES["inside"] | _NAMES["outside"]


def _columns(header: list[str], lines: list[Line], found: Found) -> _Columns:
    width = max(len(header), _width(lines))
    cells = [[row[place] if place < len(row) else "" for _, row in lines] for place in range(width)]
    names = header + [""] * (width - len(header))
    comma = not any("," in cell and "." in cell for column in cells for cell in column)
    term = _term(names, cells, comma=comma)
    others = [place for place in range(width) if place != term]
    numeric = [place for place in others if _numeric(cells[place], comma=comma)]
    flags = [place for place in others if _flags(cells[place]) and not _is(names[place], "aside")]
    if any(place not in flags and not _is(names[place], "aside") for place in numeric):
        flags = []  # beside scores a mark is one more thing that is said of a word
    category = _category(others, numeric, flags, names, cells)
    if category is not None:
        flags = [place for place in flags if place in numeric][:1] if _only_flags(numeric, flags) else []
    scores = _scores([place for place in numeric if place not in flags], names, lone=not header or category is not None)
    used = {term, *scores, *flags, *([] if category is None else [category])}
    unread = [names[place] or f"column {place + 1}" for place in others if place not in used]
    if unread:
        found.say(0, "", "not read", f"columns: {', '.join(unread)}")
    title = dict(enumerate(header)) if category is None and header else {}
    several = len(scores) > 1
    return _Columns(
        term,
        category,
        {place: title.get(place, "") if several else "" for place in scores},
        {place: title.get(place, "") for place in flags},
        comma,
    )


def _term(names: list[str], cells: list[list[str]], *, comma: bool) -> int:
    """The column of terms: one so called, else that of the most different short texts."""
    called = [place for place, name in enumerate(names) if _is(name, "term")]
    texts = [
        place
        for place, column in enumerate(cells)
        if not _numeric(column, comma=comma) and sum(map(len, column)) <= _LONG * len(column)
    ]
    return called[0] if called else max(texts, key=lambda place: len(set(cells[place])), default=0)


def _only_flags(numeric: list[int], flags: list[int]) -> bool:
    return bool(numeric) and all(place in flags for place in numeric)


def _category(
    others: list[int], numeric: list[int], flags: list[int], names: list[str], cells: list[list[str]]
) -> int | None:
    """The column of categories: one so called, else that of the fewest different words, or the only one there is."""
    words = [place for place in others if place not in numeric and place not in flags and any(cells[place])]
    called = [place for place in words if _is(names[place], "category") or _is(names[place], "score")]
    if called:
        return called[0]
    if any(names) and (flags or numeric):
        return None
    repeated = [place for place in words if len(set(cells[place])) < len(cells[place])]
    return min(repeated or words[:1] * (len(others) == 1), key=lambda place: len(set(cells[place])), default=None)


def _scores(numeric: list[int], names: list[str], *, lone: bool) -> list[int]:
    """The columns of scores: those so called, else all that are about nothing else; one of those without names."""
    numeric = [place for place in numeric if not _is(names[place], "aside")]
    chosen = [place for place in numeric if _is(names[place], "score")] or numeric
    return chosen[:1] if lone else chosen


def _read_line(number: int, cells: list[str], columns: _Columns, found: Found) -> None:
    term = " ".join(cells[columns.term].split())
    if not term:
        found.say(number, "", "left out", "no term")
        return
    named = [""] if columns.category is None else [name.strip() for name in re.split(r"[|;]", cells[columns.category])]
    if columns.flags:
        marked = [place for place in columns.flags if cells[place].casefold() in _NAMES["inside"]]
        listed = [columns.flags[place] or name for place in marked for name in named]
        if not listed:
            found.say(number, term, "left out", "it is marked for no category")
        found.rows += [Row(number, term, name) for name in listed]
    elif not columns.scores:
        found.rows += [Row(number, term, name) for name in named]
    for place, title in columns.scores.items():
        score = number_of(cells[place], comma=columns.comma)
        if score is None:
            said = f"{cells[place]!r} is not a number" if cells[place] else "it has no score"
            found.say(number, term, "left out", f"{said}{f' ({title})' if title else ''}")
        else:
            found.rows += [Row(number, term, title or name, score) for name in named]
