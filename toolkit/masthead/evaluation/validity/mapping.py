"""Which of a researcher's codes stand for which instrument: label columns and types of spans, as told or by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.errors import UsageError, did_you_mean
from masthead.evaluation.validity.records import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.evaluation.validity.suite import Instrument

_CONDITION = re.compile(r"(?P<name>.+?)(?::(?P<value>.+)|>=(?P<least>[-+.\d]+))?")
_CODER = r"[_. -](?:coder|annotator|rater)?[_. -]?(?:[a-z]|\d{1,2})"
"""What follows a name where two coders have a column each: ``hedged_a``, ``hedged_coder2``."""
_YES, _NO = frozenset({"1", "1.0", "true", "yes", "y"}), frozenset({"0", "0.0", "false", "no", "n"})
_MISSING = frozenset({"", "na", "n/a", "nan", "null"})


class Code(NamedTuple):
    """Codes that stand for an instrument: a label column, or types of spans.

    A cell of ``column`` marks its row where it is ``value``, or at least ``least``; where neither is said, 1, true and
    yes do. ``counted`` is a column in which people wrote how many there are.
    """

    instrument: Instrument
    column: str = ""
    types: tuple[str, ...] = ()
    value: str | None = None
    least: float | None = None
    counted: bool = False

    @property
    def label(self) -> str:
        """``bias:biased``, ``rating>=3``, or the types of spans."""
        if self.types:
            return ", ".join(self.types)
        condition = f":{self.value}" if self.value is not None else ""
        return f"{self.column}{condition}" if self.least is None or self.counted else f"{self.column}>={self.least:g}"

    def reading(self, cell: Any, origin: str) -> float | None:
        """1.0 or 0.0 for a mark, a share between them as it is, None where nothing is said; else UsageError."""
        text = "" if cell is None else str(cell).strip()
        folded = text.casefold()
        if folded in _MISSING:
            return None
        if self.value is not None:
            return float(folded == self.value.casefold())
        if folded in _YES | _NO and self.least is None:
            return float(folded in _YES)
        try:
            number = float(text)
        except ValueError:
            raise self._unread(text, origin, f"{self.column}:{text}") from None
        if self.least is not None:
            return float(number >= self.least)
        if not 0 <= number <= 1:
            raise self._unread(text, origin, f"{self.column}>={text}")
        return number

    def _unread(self, text: str, origin: str, example: str) -> UsageError:
        return UsageError(
            f"{text[:60]!r} in the column {self.column!r} is neither 0 nor 1",
            where=origin,
            fix=f"Say which value marks it: --map '{self.instrument.name}={example}'.",
        )


def codes(
    instruments: Sequence[Instrument], told: Sequence[str], columns: Sequence[str], types: Sequence[str], where: str
) -> list[Code]:
    """The codes of each instrument: those that ``told`` names (``hedging=uncertain``), else those called like it.

    Raises UsageError for an instrument, column or type that is not there, and where nothing stands for any.
    """
    known = {instrument.name: instrument for instrument in instruments}
    found: list[Code] = []
    for item in told:
        name, _, names = item.partition("=")
        if name not in known or not names:
            wrong = f"--map takes INSTRUMENT=NAME, not {item!r}.{did_you_mean(name, known)}"
            raise UsageError(wrong, fix=f"Instruments: {', '.join(known)}.")
        found += [_told(known[name], one.strip(), columns, types, where) for one in names.split(",")]
    if not told:
        found = [code for instrument in instruments for code in _by_name(instrument, columns, types)]
    if not found:
        called = (*known, *(label for one in instruments for label in one.labels))
        nearest = next(filter(None, (did_you_mean(name, called) for name in (*columns, *types))), "")
        wrong = f"no column and no type of span is called like an instrument.{nearest}"
        fix = f"Say which stands for what: --map INSTRUMENT=NAME. Instruments: {', '.join(known)}."
        raise UsageError(wrong, where=where, fix=f"{_found(columns, types)} {fix}")
    return found


def _told(instrument: Instrument, text: str, columns: Sequence[str], types: Sequence[str], where: str) -> Code:
    if text in columns:
        return Code(instrument, text)
    if text in types:
        return Code(instrument, types=(text,))
    match = _CONDITION.fullmatch(text)
    name = match["name"] if match else text
    if match is None or name not in columns:
        wrong = f"there is no column or type of span {name!r}.{did_you_mean(name, (*columns, *types))}"
        fix = f"{_found(columns, types)} Name one of them: --map {instrument.name}=NAME."
        raise UsageError(wrong, where=where, fix=fix)
    return Code(instrument, name, value=match["value"], least=float(match["least"]) if match["least"] else None)


def _found(columns: Sequence[str], types: Sequence[str]) -> str:
    return f"Columns found: {listed(columns)}; types of spans: {listed(types)}."


def _by_name(instrument: Instrument, columns: Sequence[str], types: Sequence[str]) -> list[Code]:
    """The columns of the first name that any is called by, one a coder, and all types of spans that are known."""
    spans = tuple(kind for kind in types if kind.casefold() in instrument.spans)
    found = [Code(instrument, types=spans)] if spans else []
    for name in dict.fromkeys((instrument.name, *instrument.labels)):
        wanted = re.compile(rf"(?:label_)?{re.escape(name)}(?:{_CODER})?", re.IGNORECASE)
        own = [column for column in columns if wanted.fullmatch(column)]
        # In a column called like a feature (loaded.all) people write how many there are.
        counts = "." in name
        columns_of = [Code(instrument, column, least=1.0 if counts else None, counted=counts) for column in own]
        if columns_of:
            return [*columns_of, *found]
    return found
