"""Records of a delimited text, those after a broken one too: a quote that nobody closes takes no other row with it.

Where a record breaks, the lines after its first are read again, each from its own beginning. Which of them begin a
record can't be told from commas alone, since prose has commas: one does that has as many fields as the header, and in
one of them what the records before had there, or something spelled as it was.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from masthead.sources.rows import Log

_RECENT = 50
_BEGINNING = 60
"""Records, and characters of their fields, that one after a broken one is compared with."""
_READ_AGAIN = 20
"""How often the longest article that is read may be read again, before what is left is given up."""
_SITE = re.compile(r"\w+://[^/]+/")
_NUMBER, _WORD = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")


class _Lines:
    """Lines, of which those of the record that was begun last can be had again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.number = 0
        self.read_again = 0
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.number += 1
        self._taken.append(line)
        return line

    def begin(self) -> int:
        """The number of the next line, with which a record begins."""
        self._taken.clear()
        return self.number + 1

    def take_back(self) -> None:
        """All lines of the record but its first, to be read again."""
        later = self._taken[1:]
        self.number -= len(later)
        self.read_again += sum(map(len, later))
        self._again.extendleft(reversed(later))

    def skip(self) -> None:
        """Go to the end."""
        self._again.clear()
        for _ in self:
            self._taken.clear()


@dataclass(slots=True)
class _Broken:
    """A record that broke: the line it begins in, why, and what fields of a record after it may be, by column."""

    line: int
    error: str
    known: list[set[str]]

    def is_over(self, record: list[str]) -> bool:
        """Whether this record is one of its own."""
        return len(record) == len(self.known) and any(
            not known.isdisjoint(_spellings(cell[:_BEGINNING])) for cell, known in zip(record, self.known, strict=True)
        )

    def reject(self, last: int, name: str, log: Log) -> None:
        """Tell the lines that were lost."""
        reason = "too large" if "field limit" in self.error else "broken CSV"
        log.reject(reason, f"{name}:{self.line}", f"{self.error} (lines {self.line} to {last})")


def records_of(
    text: Iterable[str], delimiter: str, name: str, largest: int, log: Log
) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins in; a broken one is a reject that tells its lines.

    ``text`` gives lines with their ends as they are, ``largest`` is the longest field in characters. Raises Unusable
    where the first record is broken, which names the columns.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    recent: deque[tuple[str, ...]] = deque(maxlen=_RECENT)
    broken: _Broken | None = None
    while True:
        line = lines.begin()
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            broken = broken or _Broken(line, str(error), _known(recent))
            if lines.read_again > _READ_AGAIN * largest:
                lines.skip()
            else:
                lines.take_back()
            continue
        if not record or (broken is not None and not broken.is_over(record)):
            continue
        if broken is not None:
            broken.reject(line - 1, name, log)
            broken = None
        if not recent or len(record) == len(recent[0]):
            recent.append(tuple([cell[:_BEGINNING] for cell in record]))
        yield line, record
    if broken is not None and not recent:
        raise Unusable("broken CSV", f"line {broken.line} names the columns: {broken.error}")
    if broken is not None:
        broken.reject(lines.number, name, log)


def _known(recent: Iterable[tuple[str, ...]]) -> list[set[str]]:
    return [{spelled for cell in column for spelled in _spellings(cell)} for column in zip(*recent, strict=True)]


def _spellings(cell: str) -> list[str]:
    """A field and how it is spelled: the site of an address, or numbers and signs without a space (``9-9-9``)."""
    if not cell.strip():
        return []
    site = _SITE.match(cell)
    if site is not None:
        return [cell, site[0]]
    spelled = _WORD.sub("a", _NUMBER.sub("9", cell))
    return [cell, f"\0{spelled}"] if "9" in spelled and " " not in spelled else [cell]
