"""What a figure shows, before anyone draws it: estimates with their intervals, marks and numbers of articles.

All strings are raw; the drawing escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from masthead.numerals import decimals, interval, known, number, probability
from masthead.reports.view import DAGGER, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.reports.view import Chart, Mark, Voice


NO_INTERVAL = "no interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One value of one outlet: the estimate, its 95% interval, from how many articles, and its mark; or why not.

    ``label`` is what its row is called where that is not the outlet. ``fragile`` says what a mark depends on, if it
    depends on little; ``unit`` is the unit of the value where a figure has several.
    """

    outlet: str
    feature: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    mark: Mark = ""
    fragile: str = ""
    q: float | None = None
    reason: str = ""
    label: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        """What its row is called."""
        return self.label or self.outlet

    @property
    def ranged(self) -> bool:
        """Whether it has an interval, or one of its limits."""
        return known(self.low) or known(self.high)

    def limits(self, places: int) -> str:
        """Its interval in words, ``2.1 or more`` where one limit is open; else why there is none."""
        if known(self.low) == known(self.high):
            return interval(self.low, self.high, places) or self.reason
        return f"{number(self.low, places)} or more" if known(self.low) else f"{number(self.high, places)} or less"

    @property
    def left_to_caption(self) -> bool:
        """Whether the reason why it has no interval is too long to stand in a figure."""
        return not self.ranged and len(self.reason) > len(NO_INTERVAL)

    @property
    def sign(self) -> str:
        """Its mark as a sign, with a dagger where that depends on little."""
        return MARKS[self.mark] + (DAGGER if self.mark and self.fragile else "")

    def told(self, places: int) -> str:
        """All of it in words: ``Harbour Post: 4.1 (3.0–5.2), n 40, q 0.012, higher``."""
        limits = self.limits(places)
        said = [f"{self.name}: {number(self.value, places)}{f' ({limits})' if limits else ''}"]
        said += [f"n {self.n:,}"] if self.n is not None else []
        said += [f"q {probability(self.q)}"] if self.q is not None else []
        said += [f"{self.mark}{DAGGER if self.fragile else ''}"] if self.mark else []
        return ", ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Estimates of one feature below each other, on one scale; ``reference`` is where a line stands, and what it is."""

    title: str
    unit: str
    estimates: tuple[Estimate, ...]
    reference: tuple[float, str] | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """What its rows are called."""
        return tuple(estimate.name for estimate in self.estimates)

    @property
    def places(self) -> int:
        """Decimals of its numbers."""
        return decimals([estimate.value for estimate in self.estimates])


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Outlets as rows, features as columns (name, title and unit each), a cell for each of both that has a value.

    Each feature has its own scale, from its least to its greatest estimate.
    """

    title: str
    features: tuple[tuple[str, str, str], ...]
    cells: tuple[Estimate, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The outlets, in the order of the cells."""
        return tuple(dict.fromkeys(cell.outlet for cell in self.cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One wording's part of a bar: how many of the bar's mentions, and the share with its interval."""

    wording: str
    n: int
    share: float
    low: float | None = None
    high: float | None = None
    mark: Mark = ""
    fragile: str = ""
    q: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One outlet's mentions of a concept in one voice, divided by wording; the shares sum to 1, or there are none."""

    outlet: str
    voice: Voice
    parts: tuple[Part, ...]

    @property
    def n(self) -> int:
        """How many mentions."""
        return sum(part.n for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A concept's bars, an outlet's voices below each other; ``name`` is the concept's in the tables for machines."""

    title: str
    name: str
    bars: tuple[Bar, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The outlets, each once."""
        return tuple(dict.fromkeys(bar.outlet for bar in self.bars))

    @property
    def wordings(self) -> tuple[str, ...]:
        """The wordings, those with the most mentions first."""
        sums: dict[str, int] = {}
        for bar in self.bars:
            for part in bar.parts:
                sums[part.wording] = sums.get(part.wording, 0) + part.n
        return tuple(sorted(sums, key=lambda wording: (-sums[wording], wording)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One outlet's estimates, one a period, in the order of the periods."""

    outlet: str
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Courses of one feature over the same periods, one below the other, so that periods line up; one scale for all."""

    title: str
    unit: str
    name: str
    periods: tuple[str, ...]
    courses: tuple[Course, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The outlets."""
        return tuple(course.outlet for course in self.courses)

    @classmethod
    def of(cls, chart: Chart, name: str) -> Trend:
        """A chart of a report as a figure; ``name`` is the feature's."""
        courses = tuple(
            Course(
                outlet=series.title,
                estimates=tuple(
                    Estimate(
                        outlet=series.title,
                        feature=name,
                        label=point.label,
                        value=point.value,
                        low=point.low,
                        high=point.high,
                        n=point.n,
                        reason=point.reason,
                        unit=chart.unit,
                    )
                    for point in series.points
                ),
            )
            for series in chart.series
        )
        periods = tuple(point.label for point in chart.series[0].points) if chart.series else ()
        return cls(title=chart.title, unit=chart.unit, name=name, periods=periods, courses=courses)


Figure: TypeAlias = Forest | HeatMap | Bars | Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a figure is drawn on: its width and the size of its text in points.

    ``name`` begins every id, so that several figures fit one page. ``live`` figures are for a page that styles them
    and lets a reader go from estimate to estimate: no background, each estimate with a role and a label of its own.
    ``unit`` is that of the width and height that the picture claims.
    """

    width: float
    text: float = 7.5
    name: str = "figure"
    live: bool = False
    unit: str = "pt"


Columns = Literal[1, 2]
INCH = 72.0
WIDTHS: dict[Columns, float] = {1: 3.4 * INCH, 2: 7.0 * INCH}
"""Width in points of figures of one and of two columns of a journal page."""


def ends(values: Iterable[float | None]) -> tuple[float, float]:
    """The least and the greatest of the values that are known; 0 and 0 where none is."""
    there = [value for value in values if value is not None and known(value)]
    return (min(there), max(there)) if there else (0.0, 0.0)
