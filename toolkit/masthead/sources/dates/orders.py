"""How the open dates of a column begin, told by all of them together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from masthead.sources.dates.forms import NUMBER, read_date

if TYPE_CHECKING:
    from masthead.sources.dates.forms import Order, Written

_SPREAD = 4
"""An order that spreads dates over so many years, and three times as many as another does, is not theirs."""


class Example(NamedTuple):
    """A date as it is written, and the outlet of an article that has it."""

    text: str
    outlet: str


@dataclass(slots=True)
class Evidence:
    """The orders that all dates of one form in one column allow, and one example of those that allow a single one."""

    allowed: frozenset[Order] | None = None
    examples: dict[Order, Example] = field(default_factory=dict)
    single: Counter[Order] = field(default_factory=Counter)
    _years: dict[Order, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, example: Example, written: Written, n: int) -> None:
        """Count in a date that occurs ``n`` times."""
        orders = frozenset(order for order in written.readings if order is not None)
        self.allowed = orders if self.allowed is None else self.allowed & orders
        if len(orders) == 1:
            only = next(iter(orders))
            self.examples.setdefault(only, example)
            self.single[only] += n
        for order in orders:
            self._years[order].add(written.readings[order][:4])

    @property
    def order(self) -> Order | None:
        """The order, where there is but one."""
        years = {order: len(self._years[order]) for order in self.allowed or ()}
        most = max(_SPREAD, 3 * min(years.values(), default=0))
        left = [order for order, n in years.items() if n < most]
        return left[0] if len(left) == 1 else None

    def contradicts(self, told: Order | None = None) -> bool:
        """Whether some dates allow one order only, and others another, or another than the one that is ``told``."""
        return len({*self.single, *([told] if told else ())}) > 1 and bool(self.single)


class Orders:
    """The order of each column: ``add`` all dates that are open, then ask for a ``reading``.

    ``told`` is the order that was asked for. A column is the dates of one form in one input; ``column`` is its name,
    under which those of other inputs help where its own dates do not tell.
    """

    def __init__(self, told: Order | None) -> None:
        self.told = told
        self._columns: dict[tuple[str, str, str], Evidence] = defaultdict(Evidence)

    def add(self, example: Example, place: str, column: str, n: int) -> None:
        """Take in a date of the input ``place`` that occurs ``n`` times."""
        written = read_date(example.text)
        if written.form:
            for kind, name in (("input", place), ("column", column)):
                self._columns[kind, name, written.form].add(example, written, n)

    def exclude(self, order: Order, place: str) -> None:
        """Take note that the numbers of the input ``place`` do not count in this way."""
        found = self._columns["input", place, NUMBER]
        found.allowed = (found.allowed or frozenset()) - {order}

    def evidence(self, text: str, place: str, column: str) -> Evidence | None:
        """What tells the order of a date: its own column, or where that does not, all of the same name."""
        form = read_date(text).form
        own = self._columns.get(("input", place, form))
        if own is None or own.order is not None or own.contradicts() or form == NUMBER:
            return own
        return self._columns["column", column, form]

    def reading(self, text: str, place: str, column: str) -> str | None:
        """The date in ISO 8601, None where it stays open or can't be understood."""
        written, found = read_date(text), self.evidence(text, place, column)
        readings, order = written.readings, None if found is None else found.order
        if written.form != NUMBER:
            if len(readings) == 1:
                return next(iter(readings.values()))
            order = self.told if self.told in readings else order
        return None if order is None else readings.get(order)
