"""Numbers as a reader meets them: as many digits as mean something, the same along a row."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING, NONE = "–", "·"
_MINUS = "−"
_SMALLEST = 0.001
_MOST_PLACES = 5
_HALF_PERCENT = 0.005
_JUST_UNDER, _LEVEL = 0.0495, 0.05


def known(value: float | None) -> bool:
    """Whether there is a number at all."""
    return value is not None and isfinite(value)


def decimals(values: Iterable[float | None]) -> int:
    """Decimals that give the largest of ``values`` three significant digits, at most four decimals."""
    largest = max((abs(value) for value in values if value is not None and isfinite(value)), default=0.0)
    if largest == 0.0:
        return 1
    return max(0, min(4, 2 - floor(log10(largest))))


def number(value: float | None, places: int) -> str:
    """``value`` with thousands separated and a true minus sign; a dash where it is unknown."""
    if value is None or not isfinite(value):
        return NOTHING
    text = f"{abs(value):,.{places}f}"
    return f"{_MINUS}{text}" if value < 0 and text.strip("0.,") else text


def signed(value: float | None, places: int) -> str:
    """``number`` with a plus sign where it is above zero."""
    text = number(value, places)
    return f"+{text}" if value is not None and value > 0 and text.strip("0.,") else text


def interval(low: float | None, high: float | None, places: int) -> str:
    """``2.1–4.4``, or ``−1.2 to 3.0`` where a minus sign would meet the dash; empty where unknown.

    Limits that differ never look the same: they get more decimals (``0.0–0.0`` would claim certainty).
    """
    if low is None or high is None or not (isfinite(low) and isfinite(high)):
        return ""
    while low < high and places < _MOST_PLACES and number(low, places) == number(high, places):
        places += 1
    joint = " to " if low < 0 or high < 0 else "–"
    return f"{number(low, places)}{joint}{number(high, places)}"


def probability(value: float | None) -> str:
    """A p or q value with three decimals, ``<0.001`` below that; one just under 0.05 does not round up to it."""
    if value is None or not isfinite(value):
        return NOTHING
    if value < _SMALLEST:
        return f"<{_SMALLEST}"
    return "<0.05" if _JUST_UNDER <= value < _LEVEL else f"{value:.3f}"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """``1 article``, ``1,200 articles``."""
    return f"{value:,} {singular if value == 1 else plural or singular + 's'}"


def some_of(some: int, total: int, noun: str, one: str, more: str) -> str:
    """``1 of 1,200 articles has``, ``2 of 1,200 articles have``: ``one`` and ``more`` are the verb."""
    return f"{some:,} of {count(total, noun)} {one if some == 1 else more}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 as ``37%``; below 1 % and above 99 % with one decimal, so that rare is not none."""
    if share is None or not isfinite(share):
        return NOTHING
    value = 100 * share
    places = 1 if 0 < value < 1 or 99 < value < 100 else 0
    return f"{value:.{places}f}%"


def whole_percent(share: float) -> str:
    """A share from 0 to 1 in whole percents; one that would round to none is ``<1%``."""
    return "<1%" if 0 < share < _HALF_PERCENT else f"{100 * share:.0f}%"


def rejected(rejects: int) -> tuple[str, ...]:
    """What is said of inputs that could not be used, if any."""
    return (f"{count(rejects, 'input')} could not be used.",) if rejects else ()
