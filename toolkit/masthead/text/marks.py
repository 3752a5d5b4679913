"""The quote marks of one paragraph: what each is, which are open, and the quotations that they make.

Marks are numbered: first those that open, in the order of ``KINDS``, then those that only close.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text import gaps
from masthead.text.limits import DEEPEST

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Quote

_CLOSED_BY = {
    "“": ("”",),
    "„": ("“", "”"),
    "‚": ("‘", "’"),
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
    "‚": "low-high single",
    "«": "guillemets",
    "‹": "single guillemets",
    '"': "straight",
    "``": "backticks",
    "''": "two apostrophes",
    "‘": "single",
    "'": "straight single",
}
BLOCK = len(KINDS)
QUOTE_KINDS = (*KINDS.values(), "block")
"""The kinds of quotations: by the mark that opens one, and by its layout, a paragraph that begins with a *>*."""
MARKS = (*KINDS, "”", "»", "›", "’")
LEFT, LOW, LOW_SINGLE, GUILLEMET, ANGLE, STRAIGHT, BACKTICKS, TICKS, SINGLE, APOSTROPHE = range(len(KINDS))
RIGHT, CLOSING_GUILLEMET, CLOSING_ANGLE, CURLED = range(len(KINDS), len(MARKS))
NONE = -1
CLOSES = np.array([[mark in closers for mark in MARKS] for closers in _CLOSED_BY.values()], np.bool_)
_LAST_CLOSER = np.array([MARKS.index(closers[-1]) for closers in _CLOSED_BY.values()], np.int32)
TEXT = np.array([[ord(mark[0]), ord(mark[-1]) if len(mark) > 1 else 0] for mark in KINDS], np.int32)
_NUMBERS = np.full(0x10000, NONE, np.int8)
for _number, _mark in enumerate(MARKS):
    if len(_mark) == 1:
        _NUMBERS[ord(_mark)] = _number
for _alike, _mark in gaps.ALIKE.items():
    _NUMBERS[ord(_alike)] = _NUMBERS[ord(_mark)]
_BEFORE_OPENER = tuple(map(ord, "([{—–-/\"“'‘«„`:"))
_BRACKETS = tuple(map(ord, "([{"))
_DASHES = tuple(map(ord, "—–―-"))
BACKTICK, TICK, _GREATER = 0x60, 0x27, 0x3E


@dataclass
class Paragraph:
    """Characters ``start:end`` of a text of ``length`` with its marks ``first:last``.

    ``open_marks`` and ``open_starts`` are the ``n_open`` marks that are open; ``left`` how many of each mark are still
    to come; ``found`` the ``n_found`` quotations of the text; ``current`` the mark that is read, ``closer`` and
    ``opener`` those from which a single closer or opener is sought.
    """

    text: Ints
    chars: Characters
    marks: Ints
    found: Array[Quote]
    open_marks: Ints
    open_starts: Ints
    left: Ints
    length: int = 0
    start: int = 0
    end: int = 0
    first: int = 0
    last: int = 0
    n_open: int = 0
    n_found: int = 0
    current: int = 0
    closer: int = 0
    opener: int = 0


def make_paragraph(text: Ints, chars: Characters, marks: Ints, found: Array[Quote]) -> Paragraph:
    """Room for the most marks that can be open at once."""
    most = DEEPEST * len(KINDS) + 1
    return Paragraph(
        text, chars, marks, found, np.empty(most, np.int32), np.empty(most, np.int32), np.empty(len(MARKS), np.int32)
    )


@inlined
def mark_at(block: Paragraph, index: int) -> tuple[int, int]:
    """The mark at a place, and how many characters it takes; a single backtick is none."""
    at = block.marks[index]
    char = block.text[at]
    if char in (BACKTICK, TICK) and index + 1 < block.last:
        if block.marks[index + 1] == at + 1 and block.text[at + 1] == char:
            return (BACKTICKS if char == BACKTICK else TICKS), 2
    return number_of(char), 1


@inlined
def number_of(char: int) -> int:
    """The number of a character's mark, ``NONE`` for what is none by itself."""
    return int(_NUMBERS[char]) if char < len(_NUMBERS) else NONE


@inlined
def spaced_before(block: Paragraph, at: int) -> bool:
    """Whether white space, or nothing of the paragraph, stands before a place."""
    return at <= block.start or bool(block.chars.flags[block.text[at - 1]] & ch.SPACE)


@inlined
def spaced_after(block: Paragraph, at: int) -> bool:
    """Whether white space, or nothing of the paragraph, stands at a place."""
    return at >= block.end or bool(block.chars.flags[block.text[at]] & ch.SPACE)


@inlined
def can_open(block: Paragraph, at: int, end: int) -> bool:
    """Whether a mark stands where one can open: no white space after it, but some, a bracket or a dash before it."""
    if spaced_after(block, end):
        return False
    return spaced_before(block, at) or block.text[at - 1] in _BEFORE_OPENER


@inlined
def can_close(block: Paragraph, at: int, end: int) -> bool:
    """Whether a mark stands where it can only close: right after a word or its stop, with no word right after it."""
    if spaced_before(block, at) or block.text[at - 1] in _BRACKETS:
        return False
    return end >= block.end or not block.chars.flags[block.text[end]] & ch.ALNUM


@inlined
def is_open(block: Paragraph, mark: int) -> bool:
    """Whether a mark is open."""
    for place in range(block.n_open):
        if block.open_marks[place] == mark:
            return True
    return False


@compiled
def push(block: Paragraph, mark: int, at: int) -> None:
    """Open a mark; where one of its kind is open that can't hold it, that one ends here unclosed."""
    if is_open(block, mark) and not _can_nest(block, mark):
        pop(block, mark, at, 0)
    block.open_marks[block.n_open] = mark
    block.open_starts[block.n_open] = at
    block.n_open += 1


@compiled
def _can_nest(block: Paragraph, mark: int) -> bool:
    """Whether the paragraph still holds enough closers for a mark inside one of its own kind."""
    close = _LAST_CLOSER[mark]
    opened = 0
    for place in range(block.n_open):
        opened += block.open_marks[place] == mark
    if close == mark or opened >= DEEPEST:
        return False
    return block.left[close] >= opened + block.left[mark]


@compiled
def pop(block: Paragraph, mark: int, end: int, closed: int) -> None:
    """Close a mark; those opened after it and still open were apostrophes after all."""
    while block.n_open > 0:
        block.n_open -= 1
        place = block.n_open
        if block.open_marks[place] == mark:
            add(block, mark, block.open_starts[place], end, place, closed, 0)
            return


@compiled
def add(block: Paragraph, mark: int, start: int, end: int, level: int, closed: int, continued: int) -> None:
    """Write a quotation; one that does not close ends with its last word."""
    while end > start and block.chars.flags[block.text[end - 1]] & ch.SPACE:
        end -= 1
    row = block.found[block.n_found]
    row.start, row.end, row.kind, row.level, row.closed, row.continued = start, end, mark, level, closed, continued
    row.governed = row.scare = 0
    block.n_found += 1


@inlined
def block_start(block: Paragraph) -> int:
    """Where the words begin in a paragraph set as a quotation (*> We will not pay.*); -1 in any other.

    A name after a dash signs the quotation.
    """
    at = block.start
    while at < block.end and (block.chars.flags[block.text[at]] & ch.SPACE or block.text[at] == _GREATER):
        at += 1
    if at == block.start or at + 1 >= block.end or not _greater_before(block, at):
        return NONE
    return NONE if block.text[at] in _DASHES else at


@inlined
def _greater_before(block: Paragraph, end: int) -> bool:
    """Whether a *>* and white space begin a paragraph up to a place."""
    for at in range(block.start, end):
        if block.text[at] == _GREATER:
            return block.chars.flags[block.text[end - 1]] & ch.SPACE != 0
    return False
