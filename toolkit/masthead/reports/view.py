"""The view model: what a report says, before anyone decides whether it becomes a terminal table or a page.

All strings in a view are raw; a renderer escapes them for its own format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

Mark = Literal["", "higher", "lower"]
Align = Literal["left", "right"]
Voice = Literal["own", "attributed", "quoted"]

MARKS: dict[Mark, str] = {"": "", "higher": "▲", "lower": "▼"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: a main line, a second line in small print, a mark, a footnote, and a place on the row's scale.

    ``note`` is the number of one of the grid's notes. ``scale`` is (low, value, high), each from 0 to 1.
    """

    text: str = ""
    detail: str = ""
    mark: Mark = ""
    note: int | None = None
    scale: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its alignment, and whether its cells may be broken into lines."""

    title: str
    align: Align = "left"
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a common title (empty for none); each row has one cell a column."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first ``stub`` columns say what a row is; they are repeated where the others do not fit."""

    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    stub: int = 1


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article under one set of hits.

    ``families`` are those of the counted terms in it, ``within`` the voice of the passage it stands in,
    ``excluded`` the kind of furniture it is, ``about`` what is said of it in words.
    """

    text: str
    families: tuple[str, ...] = ()
    within: Voice = "own"
    excluded: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline and a text as segments, in order and without gaps."""

    heading: tuple[Segment, ...]
    body: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one command has to say.

    ``lead`` are the sentences to read first, ``blocks`` the tables and texts, ``details`` tables for paper and
    for ``-v``, ``remarks`` the legend and cautions, ``hints`` what to type for more (terminal only). ``rows``
    with ``fields`` are the same facts for machines: complete, unrounded, whatever the tables leave out.
    """

    title: str
    lead: tuple[str, ...] = ()
    blocks: tuple[Grid | Passage, ...] = ()
    details: tuple[Grid, ...] = ()
    remarks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    rows: pa.Table | Sequence[Mapping[str, Any]] = ()
    fields: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reproduce(self) -> str:
        """The command that makes this report again, and the version that made it."""
        command = self.manifest.get("command")
        made = f"masthead {self.manifest.get('masthead', '')}".strip()
        return f"{made} · reproduce: {command}" if command else ""


class Notes:
    """Footnotes, numbered in the order they are first needed; the same text has one number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int | None:
        """The number of ``text``, or None for no text."""
        if not text:
            return None
        return self._numbers.setdefault(text, len(self._numbers) + 1)

    @property
    def texts(self) -> tuple[str, ...]:
        """All notes, the first with number 1."""
        return tuple(self._numbers)
