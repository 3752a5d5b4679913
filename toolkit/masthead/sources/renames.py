"""Other names for outlets, from a file of the user's: a CSV table with the columns ``old`` and ``new``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD, NEW = "old", "new"


def tidy(name: str) -> str:
    """An outlet's name without white space around it, and with one plain blank for any inside."""
    return " ".join(name.split())


def read_renames(path: str | Path) -> dict[str, str]:
    """Outlets and the names they are given.

    Raises UnreadableInput where the file can't be read, and UsageError where it lacks a column or a name, gives an
    outlet two names, or gives one that is exchanged itself.
    """
    names: dict[str, str] = {}
    for number, old, new in _pairs(path):
        if not old or not new or names.get(old, new) != new:
            what = f"{old!r} is given two names" if old and new else "an outlet without old or new name"
            raise UsageError(what, where=f"{path}:{number}", fix="Give each outlet one new name.")
        names[old] = new
    for old, new in names.items():
        if names.get(new, new) != new:
            what = f"{old!r} becomes {new!r}, which becomes {names[new]!r}"
            raise UsageError(what, where=str(path), fix="Give each outlet its last name at once.")
    return names


def _pairs(path: str | Path) -> Iterator[tuple[int, str, str]]:
    """The line, the old and the new name of each row."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInput(f"can't be read ({error})", where=str(path), fix="Give a CSV file in UTF-8.") from error
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if OLD not in header or NEW not in header:
        fix = f"Begin it with the line {OLD},{NEW}; masthead read PATH --propose-outlets FILE writes one."
        raise UsageError(f"a file of outlets has the columns {OLD} and {NEW}", where=str(path), fix=fix)
    places = header.index(OLD), header.index(NEW)
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            old, new = (tidy(row[place]) if place < len(row) else "" for place in places)
            yield number, old, new
