"""Quotations: every kind of mark, nested, over several paragraphs, told apart from apostrophes and inches.

A paragraph is read once from left to right with a stack of open marks. What opens and does not close ends with its
paragraph: as ``continued`` where the next paragraph opens with the same mark again (the convention for a quotation
of several paragraphs), else as unbalanced (neither ``closed`` nor ``continued``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.plain_text.sentences import Span

_MARK = re.compile(r"``|''|[\"“”„«»‹›‘’']")
_INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
_ELISION = re.compile(
    r"(?:\d0s|em|til|till|tis|twas|cause|bout|n|round|cos|nother|ello|ere|tude|hood)\b", re.IGNORECASE
)
_SINGLE_CLOSER = re.compile(r"(?<=\S)['’](?!\w)")
_SINGLE_OPENER = re.compile(r"(?<![\w.,!?])['‘](?=\w)")

_CLOSED_BY = {
    "“": ("”",),
    "„": ("“", "”"),
    "«": ("»",),
    "‹": ("›",),
    '"': ('"',),
    "``": ("''", '"'),
    "''": ("''",),
    "‘": ("’",),
    "'": ("'",),
}
KINDS = {
    "“": "double",
    "„": "low-high",
    "«": "guillemets",
    "‹": "single guillemets",
    '"': "straight",
    "``": "backticks",
    "''": "two apostrophes",
    "‘": "single",
    "'": "straight single",
}
_EACH = {mark: re.compile(re.escape(mark)) for mark in [*_CLOSED_BY, *"”»›’"]}
_DEEPEST = 8
"""Quotations of one kind inside each other; what opens beyond that is damage, and every open mark costs time."""


@dataclass(frozen=True, slots=True)
class Quote:
    """``text[start:end]`` with its marks. ``level`` is 0 for an outer quotation, 1 for one inside it, ..."""

    start: int
    end: int
    kind: str
    level: int
    closed: bool
    continued: bool


@dataclass(slots=True)
class _Scan:
    """The state of one left-to-right pass over a paragraph."""

    text: str
    start: int
    end: int
    open: list[tuple[str, int]] = field(default_factory=list)
    found: list[Quote] = field(default_factory=list)
    _places: dict[re.Pattern[str], list[int]] = field(default_factory=dict)

    def places_from(self, pattern: re.Pattern[str], at: int) -> tuple[int, int | None]:
        """How often ``pattern`` stands in the paragraph from ``at`` on, and where first; sought once a paragraph."""
        if pattern not in self._places:
            self._places[pattern] = [match.start() for match in pattern.finditer(self.text, self.start, self.end)]
        places = self._places[pattern]
        index = bisect_left(places, at)
        return len(places) - index, places[index] if index < len(places) else None

    def before(self, at: int) -> str:
        return self.text[at - 1] if at > self.start else " "

    def after(self, at: int) -> str:
        return self.text[at] if at < self.end else " "

    def can_open(self, at: int, end: int) -> bool:
        previous = self.before(at)
        return not self.after(end).isspace() and (previous.isspace() or previous in "([{—–-/\"“‘'«„`:")

    def is_open(self, *marks: str) -> bool:
        return any(mark in marks for mark, _ in self.open)

    def push(self, mark: str, at: int) -> None:
        if self.is_open(mark) and not self._can_nest(mark, at):
            self.pop(mark, at, closed=False)
        self.open.append((mark, at))

    def _can_nest(self, mark: str, at: int) -> bool:
        """Whether the paragraph still holds enough closers for a mark inside one of its own kind."""
        close = _CLOSED_BY[mark][-1]
        opened = sum(other == mark for other, _ in self.open)
        if close == mark or opened >= _DEEPEST:
            return False
        return self.places_from(_EACH[close], at)[0] >= opened + self.places_from(_EACH[mark], at)[0]

    def pop(self, mark: str, end: int, *, closed: bool) -> None:
        """Close ``mark``; marks opened after it and still open were apostrophes after all."""
        while self.open:
            opened, start = self.open.pop()
            if opened == mark:
                self.add(mark, start, end, len(self.open), closed=closed)
                return

    def add(self, mark: str, start: int, end: int, level: int, *, closed: bool, continued: bool = False) -> None:
        """Note a quotation; one that does not close ends with its last word."""
        stretch = self.text[start:end].rstrip()
        self.found.append(Quote(start, start + len(stretch), KINDS[mark], level, closed, continued))


def find_quotes(text: str, paragraphs: Sequence[Span]) -> list[Quote]:
    """The quotations of a text by start, an outer one before those inside it."""
    quotes: list[Quote] = []
    for index, (start, end) in enumerate(paragraphs):
        scan = _Scan(text, start, end)
        for match in _MARK.finditer(text, start, end):
            _read_mark(scan, match[0], match.start(), match.end())
        following = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else None
        _end_paragraph(scan, following)
        quotes += scan.found
    return sorted(quotes, key=lambda quote: (quote.start, -quote.end))


def _read_mark(scan: _Scan, mark: str, at: int, end: int) -> None:
    if mark in "'’‘":
        _read_single(scan, mark, at, end)
        return
    closes = next((opened for opened, _ in reversed(scan.open) if mark in _CLOSED_BY[opened]), None)
    if mark in ('"', "''"):
        _read_ambiguous(scan, mark, at, end, closes)
    elif closes is not None:
        scan.pop(closes, end, closed=True)
    elif mark in _CLOSED_BY:
        scan.push(mark, at)
    elif mark == "”" and scan.can_open(at, end):
        scan.push("“", at)  # typed the wrong way round; its closer is the next ”


def _read_ambiguous(scan: _Scan, mark: str, at: int, end: int, closes: str | None) -> None:
    """A mark that opens and closes alike: white space decides, then whether one is open."""
    if _INCHES.search(scan.text, max(scan.start, at - 6), at):
        return
    opens = scan.can_open(at, end)
    if closes is None and not opens and mark == '"' and scan.is_open("“") and _is_last_chance(scan, end):
        closes = "“"  # typed the curly way, closed the straight one
    if closes is not None and not (opens and scan.before(at).isspace()):
        scan.pop(closes, end, closed=True)
    elif opens:
        scan.push(mark, at)


def _is_last_chance(scan: _Scan, begin: int) -> bool:
    """Whether no curly mark closes what is open before the next one opens."""
    _, closer = scan.places_from(_EACH["”"], begin)
    _, opener = scan.places_from(_EACH["“"], begin)
    return closer is None or (opener is not None and opener < closer)


def _read_single(scan: _Scan, mark: str, at: int, end: int) -> None:
    """``'``, ``‘`` or ``’``: an apostrophe unless it stands where only a quotation mark can."""
    opener = "‘" if mark == "’" else mark
    before, after = scan.before(at), scan.after(end)
    if mark != "‘" and scan.is_open(opener) and not before.isspace() and not after.isalnum():
        if not _is_possessive(scan, at, end):
            scan.pop(opener, end, closed=True)
    elif (
        mark != "’"
        and scan.can_open(at, end)
        and not _ELISION.match(scan.text, end, scan.end)
        and (mark == "‘" or ((after.isalnum() or after in '“"[') and _closes_later(scan, end)))
    ):
        scan.push(opener, at)


def _is_possessive(scan: _Scan, at: int, end: int) -> bool:
    """Whether a possible closer is a plural's apostrophe (*the rebels' leader*) or a lost g (*playin' in the yard*)

    and a better closer follows.
    """
    ending = scan.text[max(scan.start, at - 2) : at].casefold()
    if not ending.endswith("s") and ending != "in":
        return False
    if not scan.text[end : end + 2].strip().isalpha():
        return False
    _, opener = scan.places_from(_SINGLE_OPENER, end)
    return _closes_later(scan, end, opener)


def _closes_later(scan: _Scan, begin: int, limit: int | None = None) -> bool:
    _, closer = scan.places_from(_SINGLE_CLOSER, begin)
    return closer is not None and (limit is None or closer < limit)


def _end_paragraph(scan: _Scan, following: int | None) -> None:
    """What is still open ends here: the outermost may go on in the next paragraph, the rest is unbalanced."""
    for level, (mark, start) in enumerate(scan.open):
        if mark == "'" or (mark == "‘" and level > 0):
            continue
        continued = level == 0 and following is not None and scan.text.startswith(mark, following)
        scan.add(mark, start, scan.end, level, closed=False, continued=continued)
