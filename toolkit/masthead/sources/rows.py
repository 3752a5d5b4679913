"""What passes between the readers of one format and the assembly of the table: rows, rejects and notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from masthead.errors import MissingColumn, UnreadableInput
from masthead.sources.options import Reject


class Span(NamedTuple):
    """A stretch of an article's text that is not its reporting; offsets are characters, end exclusive."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Row:
    """One article as read: ARTICLES fields and labels in ``values``.

    ``structural`` spans are marked whatever the options (front matter, a title line). ``marked`` means the
    input was already read by masthead: its spans are carried over and no furniture is looked for.
    """

    origin: str
    values: dict[str, str | None]
    structural: list[Span] = field(default_factory=list)
    marked: bool = False


class Sound:
    """Comes among the rows of a file that was looked through: what follows of it can be read too."""


class Unusable(Exception):
    """A whole file is given up; the reading goes on with the next."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Log:
    """Collects rejects and notes; with ``strict`` the first reject ends the reading."""

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.rejects: list[Reject] = []
        self.missing: list[MissingColumn] = []
        self._notes: Counter[str] = Counter()

    def reject(self, reason: str, origin: str, detail: str, *, chosen: bool = False) -> None:
        """Record a reject; ``chosen`` marks one the user asked for, which ``strict`` does not mind."""
        if self.strict and not chosen:
            fix = "Mend it, or read without --strict to leave it out."
            raise UnreadableInput(f"{reason}: {detail}", where=origin, fix=fix)
        self.rejects.append(Reject(reason, origin, detail))

    def note(self, text: str, times: int = 1) -> None:
        """Record a remark; the same remark again only adds to its count."""
        self._notes[text] += times

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks in the order they were first made, repeated ones with a count."""
        return tuple(text if times == 1 else f"{text} ({times:,} times)" for text, times in self._notes.items())
