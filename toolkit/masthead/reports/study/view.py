"""What the page of a study shows, before it is HTML. All strings are raw; the template escapes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.reports.view import Voice

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A counted stretch of a sentence: its offsets, its family, and what is said of it."""

    start: int
    end: int
    family: str
    voice: Voice
    about: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, and the hit that it is."""

    text: str
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of the evidence: where it stands, and its pieces (none where only offsets may be shown).

    ``before`` and ``after`` tell that it goes on beyond what is shown.
    """

    article: str
    outlet: str
    date: str
    field: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    hits: tuple[Hit, ...]
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The sentences of one figure, out of how many places; ``key`` begins the id of what opens."""

    key: str
    sentences: tuple[Shown, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Whisker:
    """An estimate on the scale of its plot; places are None where it has no interval or no value."""

    low: float | None
    at: float | None
    high: float | None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One outlet of a plot: the numbers for machines, the cells, and its sentences. ``key`` is its id."""

    key: str
    outlet: str
    facts: Facts
    whiskers: tuple[Whisker, ...]
    cells: tuple[str, ...]
    sign: str = ""
    mark: str = ""
    note: int | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """Outlets below each other on one scale, for one feature.

    ``ticks`` are places on the scale with what they say, ``columns`` the titles of the cells, ``plots`` those of the
    whiskers of a row, which all have the one scale.
    """

    key: str
    feature: str
    title: str
    unit: str
    about: str
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    columns: tuple[str, ...]
    plots: tuple[str, ...] = ("",)
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A number of a table of all features: its shade from 0 to 7, its mark, the row of the plot that it leads to."""

    feature: str
    text: str
    shade: int
    sign: str
    mark: str
    row: str
    facts: Facts
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """Outlets as rows, features (name, title and unit) as columns; ``linked`` cells lead to the rows of plots."""

    features: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Stack:
    """The wordings of one concept by outlet and voice; ``wordings`` have a number of a colour each."""

    key: str
    name: str
    title: str
    wordings: tuple[tuple[str, int], ...]
    rows: tuple[StackRow, ...]


@dataclass(frozen=True, slots=True)
class StackPart:
    """A wording's part of a bar, from ``start`` and so wide of 100; ``color`` is the number of its colour."""

    start: float
    width: float
    color: int
    label: str
    about: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class StackRow:
    """One outlet: for each voice the number of mentions and the parts of the bar."""

    outlet: str
    bars: tuple[tuple[str, int, tuple[StackPart, ...]], ...]
    marks: tuple[str, ...]
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One outlet over time: lines and dots as paths, bands of intervals, and first and last estimate.

    ``values`` are the dots again with what they say to machines, for few of them.
    """

    outlet: str
    lines: str
    bands: tuple[str, ...]
    dots: str
    values: tuple[tuple[int, int, Facts], ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One feature over time, outlets below each other so that periods line up, all on one scale."""

    key: str
    feature: str
    title: str
    unit: str
    periods: tuple[tuple[int, str], ...]
    scale: tuple[str, str]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An event: what it is called, its outlets, days and articles, and a sentence of each outlet."""

    name: str
    outlets: str
    days: str
    articles: str
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: its id, its heading, sentences before and after, and what it shows."""

    key: str
    title: str
    lead: tuple[str, ...] = ()
    blocks: tuple[tuple[str, object], ...] = ()
    remarks: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All of it."""

    title: str
    size: str
    lead: tuple[str, ...]
    cautions: tuple[str, ...]
    parts: tuple[Part, ...]
    outlets: tuple[str, ...]
    features: tuple[tuple[str, str], ...]
    made: str
    masthead: str
    rule: str = ""
