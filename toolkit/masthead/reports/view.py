"""The view model: what a report says, before anyone decides whether it becomes a terminal table or a page.

All strings in a view are raw; a renderer escapes them for its own format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from masthead.numerals import NONE, decimals, interval, known, number
from masthead.reports.footnotes import Notes as Notes  # noqa: PLC0414, TC001 - what a grid is made with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    Item = TypeVar("Item")
    Key = TypeVar("Key")

Mark = Literal["", "higher", "lower"]
Align = Literal["left", "right"]
Voice = Literal["own", "attributed", "quoted"]

MARKS: dict[Mark, str] = {"": "", "higher": "▲", "lower": "▼"}
DAGGER = "†"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: a main line, a second line in small print, a mark, a footnote, and a place on the row's scale.

    ``note`` is the number of one of the grid's notes. ``scale`` is (low, value, high), each from 0 to 1. ``fragile``
    says what a mark depends on, if it depends on little.
    """

    text: str = ""
    detail: str = ""
    mark: Mark = ""
    note: int | None = None
    scale: tuple[float, float, float] | None = None
    fragile: str = ""

    @property
    def sign(self) -> str:
        """Its mark as a sign, with a dagger where that depends on little."""
        return MARKS[self.mark] + (DAGGER if self.mark and self.fragile else "")


def amount(n: int) -> Cell:
    """A number of things; a dot where there is none, so that what is there is seen."""
    return Cell(f"{n:,}" if n else NONE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text, whose cells may be broken into lines, or drawn on an axis of these ends, 0 in its middle."""

    title: str
    align: Align = "left"
    wrap: bool = False
    axis: tuple[str, str] | None = None


def wordings(*titles: str) -> tuple[Column, ...]:
    """Columns of words, whose cells may be broken into lines."""
    return tuple(Column(title, wrap=True) for title in titles)


def figures(*titles: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(title, "right") for title in titles)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a common title (empty for none); each row has one cell a column."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first ``stub`` columns say what a row is; they are repeated where the others do not fit.

    On paper the columns of a ``whole`` one stay side by side.
    """

    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    stub: int = 1
    whole: bool = False

    @classmethod
    def of(
        cls,
        title: str,
        columns: Iterable[Column],
        rows: Iterable[tuple[Cell, ...]] | Mapping[str, Iterable[tuple[Cell, ...]]],
        notes: Notes | None = None,
        *,
        stub: int = 1,
    ) -> Grid:
        """A table of ``rows``, or of a section for each of their titles."""
        by_title = rows if isinstance(rows, Mapping) else {"": rows}
        sections = tuple(Section(name, tuple(body)) for name, body in by_title.items())
        return cls(title, tuple(columns), sections, notes.texts if notes else (), stub)

    @property
    def undrawn(self) -> Grid:
        """The same without the columns that are drawn."""
        kept = [at for at, column in enumerate(self.columns) if column.axis is None]
        cut = ((part, tuple(tuple(row[at] for at in kept) for row in part.rows)) for part in self.sections)
        sections = tuple(replace(part, rows=rows) for part, rows in cut)
        return replace(self, columns=tuple(self.columns[at] for at in kept), sections=sections)


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Items by their key, in the order in which keys are met."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


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


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a word: the text before it, itself, the text after it, whose words they are, and the article's id."""

    left: str
    match: str
    right: str
    voice: Voice
    article: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Uses of a word below each other, the word in the middle, by outlet; ``voiced`` shows in which voice each is."""

    title: str
    by_outlet: Mapping[str, tuple[Use, ...]]
    voiced: bool = False

    def grid(self) -> Grid:
        """The same as a table."""
        columns = (Column("before", "right", wrap=True), *wordings("use", "after", "article"))
        shown = {
            outlet: tuple((Cell(use.left), self._middle(use), Cell(use.right), Cell(use.article)) for use in uses)
            for outlet, uses in self.by_outlet.items()
        }
        return Grid.of(self.title, columns, shown, stub=0)

    def _middle(self, use: Use) -> Cell:
        return Cell(use.match, detail=use.voice if self.voiced else "")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series: where it stands, the estimate with its interval, from how many articles; or why not."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one outlet, one for each label of the chart, in their order."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over the same labels and on one scale, from ``bounds[0]`` to ``bounds[1]``; numbers have ``places``."""

    title: str
    unit: str
    series: tuple[Series, ...]
    bounds: tuple[float, float]
    places: int

    @classmethod
    def of(cls, title: str, unit: str, series: Iterable[Series]) -> Chart:
        """A chart with room for every estimate and limit."""
        made = tuple(series)
        points = [point for one in made for point in one.points]
        ends = [
            end for point in points for end in (point.low, point.value, point.high) if end is not None and known(end)
        ]
        bounds = (min(ends, default=0.0), max(ends, default=0.0))
        return cls(title, unit, made, bounds, decimals([point.value for point in points]))

    def grid(self) -> Grid:
        """The same as a table: labels as rows, series as columns."""
        rows = tuple(
            (Cell(points[0].label), *(self._cell(point) for point in points))
            for points in zip(*(series.points for series in self.series), strict=True)
        )
        columns = (Column(""), *(Column(series.title, "right") for series in self.series))
        return Grid(f"{self.title}, {self.unit}", columns, (Section("", rows),))

    def _cell(self, point: Point) -> Cell:
        return Cell(number(point.value, self.places), interval(point.low, point.high, self.places) or point.reason)


def facts_told(facts: Mapping[str, str]) -> tuple[str, ...]:
    """``name: fact``, but for empty ones."""
    return tuple(f"{name}: {fact}" for name, fact in facts.items() if fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one command has to say.

    ``lead`` are the sentences to read first, ``glance`` tables to see first in a terminal, ``blocks`` the tables
    and texts. ``charts`` are drawn on a page, and in a
    terminal where ``drawn`` asks for it, there are no blocks or with ``-v``. ``details`` are tables for paper and for
    ``-v``. ``paper`` are the tables for paper where these are others than ``blocks`` and ``details``, with the remarks
    ``paper_remarks``. ``remarks`` are the legend and cautions, ``hints`` what to type for more (terminal only).
    ``rows`` with ``fields`` (of a table all its columns, unless said otherwise) are the same facts for machines:
    complete, unrounded, whatever the tables leave out.
    """

    title: str
    lead: tuple[str, ...] = ()
    glance: tuple[Grid, ...] = ()
    blocks: tuple[Grid | Passage | Lines, ...] = ()
    charts: tuple[Chart, ...] = ()
    drawn: bool = False
    details: tuple[Grid, ...] = ()
    paper: tuple[Grid, ...] = ()
    paper_remarks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    rows: pa.Table | Sequence[Mapping[str, Any]] = ()
    fields: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.fields and not isinstance(self.rows, Sequence):
            object.__setattr__(self, "fields", tuple(self.rows.column_names))

    @property
    def on_paper(self) -> tuple[Grid | Passage, ...]:
        """All tables and texts where nothing can be drawn: lines are tables, and charts where there are no blocks."""
        if self.paper:
            return self.paper
        charts = () if self.blocks else (chart.grid() for chart in self.charts)
        blocks = (block.grid() if isinstance(block, Lines) else block for block in self.blocks)
        every = (*blocks, *charts, *self.details)
        return tuple(block.undrawn if isinstance(block, Grid) else block for block in every)

    @property
    def reproduce(self) -> str:
        """The command that makes this report again, and the version that made it."""
        command = self.manifest.get("command")
        made = f"masthead {self.manifest.get('masthead', '')}".strip()
        return f"{made} · reproduce: {command}" if command else ""
