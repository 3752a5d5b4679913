"""From values to places: a linear scale with round numbers as ticks."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from masthead.numerals import number

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` on the stretch from ``start`` to ``end``, with a tick every ``step``."""

    low: float
    high: float
    start: float
    end: float
    step: float

    @classmethod
    def of(cls, bounds: tuple[float, float], stretch: tuple[float, float], ticks: int) -> Scale:
        """A scale with room for ``bounds``, that begins and ends on one of at most ``ticks`` + 1 ticks."""
        low, high = bounds
        if high <= low:
            room = abs(low) / 2 or 0.5
            low, high = low - room, high + room
        for size in range(floor(log10((high - low) / ticks)), 400):
            for part in _STEPS:
                step = part * 10.0**size
                if ceil(high / step) - floor(low / step) <= ticks:
                    return cls(floor(low / step) * step, ceil(high / step) * step, *stretch, step)
        raise AssertionError("a step is found for all numbers")

    def place(self, value: float) -> float:
        """Where ``value`` stands; beyond the ends of the scale, at its end."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Each tick's place and what it says."""
        places = max(0, -floor(log10(self.step)))
        places += round(self.step * 10**places, 6) % 1 > 0
        for turn in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + turn * self.step
            yield self.place(value), number(0.0 if abs(value) < self.step / 2 else value, places)
