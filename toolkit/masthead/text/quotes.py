"""Quotations: every kind of mark, nested, over several paragraphs, told apart from apostrophes and inches.

A paragraph is read once from left to right with a stack of open marks. What opens and does not close ends with its
paragraph: as ``continued`` where the next paragraph opens with the same mark again (the convention for a quotation of
several paragraphs), else as unbalanced (neither ``closed`` nor ``continued``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text.apostrophes import read_single
from masthead.text.marks import (
    APOSTROPHE,
    CLOSES,
    CURLED,
    LEFT,
    NONE,
    RIGHT,
    SINGLE,
    STRAIGHT,
    TEXT,
    TICKS,
    add,
    can_open,
    is_open,
    mark_at,
    pop,
    push,
    spaced_before,
)

if TYPE_CHECKING:
    from masthead.native.dialect import Array
    from masthead.text.marks import Paragraph
    from masthead.text.records import Quote
    from masthead.text.workspace import Workspace

_PRIMES = tuple(map(ord, "'’′"))
_FEED, _LEFT_CHAR, _RIGHT_CHAR = 0x0A, 0x201C, 0x201D


@compiled
def find_quotes(work: Workspace) -> None:
    """Write the quotations by start, an outer one before those inside it."""
    block, blocks, marks = work.paragraph, work.blocks, work.marks
    block.length, block.n_found = work.length, 0
    mark = 0
    for index in range(work.n_blocks):
        block.start, block.end = blocks[index].start, blocks[index].end
        while mark < work.n_marks and marks[mark] < block.start:
            mark += 1
        block.first = mark
        while mark < work.n_marks and marks[mark] < block.end:
            mark += 1
        block.last = mark
        if mark > block.first:
            _read_block(block, blocks[index + 1].start if index + 1 < work.n_blocks else NONE)
    work.n_quotes = block.n_found


@compiled
def _read_block(block: Paragraph, following: int) -> None:
    """Read the marks of a paragraph from left to right; the next paragraph starts at ``following``."""
    block.n_open = 0
    block.closer = block.opener = block.first
    before = block.n_found
    _count_marks(block)
    index = block.first
    while index < block.last:
        mark, length = mark_at(block, index)
        if mark != NONE:
            at = block.marks[index]
            _read_mark(block, mark, at, at + length)
            block.left[mark] -= 1
        index += length
    _end(block, following)
    _sort(block.found, before, block.n_found)


@inlined
def _count_marks(block: Paragraph) -> None:
    """Count how many of each mark are still to come in a paragraph."""
    for mark in range(len(block.left)):
        block.left[mark] = 0
    index = block.first
    while index < block.last:
        mark, length = mark_at(block, index)
        if mark != NONE:
            block.left[mark] += 1
        index += length


@compiled
def _read_mark(block: Paragraph, mark: int, at: int, end: int) -> None:
    """Open or close what a mark stands for.

    A ” that can open and has nothing to close was typed the wrong way round; its closer is the next ”.
    """
    if mark in (APOSTROPHE, CURLED, SINGLE):
        read_single(block, mark, at, end)
        return
    closes = _closed_by(block, mark)
    if mark in (STRAIGHT, TICKS):
        _read_ambiguous(block, mark, at, end, closes)
    elif closes != NONE:
        pop(block, closes, end, 1)
    elif mark < RIGHT:
        push(block, mark, at)
    elif mark == RIGHT and can_open(block, at, end):
        push(block, LEFT, at)


@inlined
def _closed_by(block: Paragraph, mark: int) -> int:
    """The innermost open mark that this one can close."""
    for place in range(block.n_open - 1, -1, -1):
        if CLOSES[block.open_marks[place], mark]:
            return int(block.open_marks[place])
    return NONE


@compiled
def _read_ambiguous(block: Paragraph, mark: int, at: int, end: int, closes: int) -> None:
    """A mark that opens and closes alike: white space decides, then whether one is open.

    It also closes what was typed the curly way where no curly closer will come.
    """
    if _is_inches(block, at):
        return
    opens = can_open(block, at, end)
    if closes == NONE and not opens and mark == STRAIGHT and is_open(block, LEFT) and _is_last_chance(block, end):
        closes = LEFT
    if closes != NONE and not (opens and spaced_before(block, at)):
        pop(block, closes, end, 1)
    elif opens:
        push(block, mark, at)


@compiled
def _is_last_chance(block: Paragraph, begin: int) -> bool:
    """Whether no curly mark closes what is open before the next one opens."""
    if not block.left[RIGHT]:
        return True
    for index in range(block.first, block.last):
        if block.marks[index] >= begin and block.text[block.marks[index]] in (_LEFT_CHAR, _RIGHT_CHAR):
            return block.text[block.marks[index]] == _LEFT_CHAR
    return True


@compiled
def _is_inches(block: Paragraph, at: int) -> bool:
    """Whether a digit, a prime, perhaps a space and one or two digits stand before: *6'2"*."""
    low = max(block.start, at - 6)
    end = at - 1 if at > low and block.text[at - 1] == _FEED else at
    for digits in range(1, 3):
        if end - digits < low or not block.chars.flags[block.text[end - digits]] & ch.DIGIT:
            return False
        for spaces in range(2):
            prime = end - digits - spaces - 1
            if prime - 1 < low or (spaces and not block.chars.flags[block.text[prime + 1]] & ch.SPACE):
                continue
            if block.text[prime] in _PRIMES and block.chars.flags[block.text[prime - 1]] & ch.DIGIT:
                return True
    return False


@compiled
def _end(block: Paragraph, following: int) -> None:
    """What is still open ends here: the outermost may go on in the next paragraph, the rest is unbalanced."""
    for level in range(block.n_open):
        mark = block.open_marks[level]
        if mark == APOSTROPHE or (mark == SINGLE and level > 0):
            continue
        continued = 0
        if level == 0 and following != NONE and block.text[following] == TEXT[mark, 0]:
            second = TEXT[mark, 1]
            continued = int(not second or (following + 1 < block.length and block.text[following + 1] == second))
        add(block, mark, block.open_starts[level], block.end, level, 0, continued)


@compiled
def _sort(found: Array[Quote], first: int, last: int) -> None:
    """Sort rows by start, the longer one first; they come nearly sorted."""
    for index in range(first + 1, last):
        place = index
        while place > first and (
            found[place - 1].start > found[place].start
            or (found[place - 1].start == found[place].start and found[place - 1].end < found[place].end)
        ):
            _swap(found, place - 1, place)
            place -= 1


@inlined
def _swap(found: Array[Quote], one: int, other: int) -> None:
    """Exchange two quotations."""
    left, right = found[one], found[other]
    left.start, right.start = right.start, left.start
    left.end, right.end = right.end, left.end
    left.kind, right.kind = right.kind, left.kind
    left.level, right.level = right.level, left.level
    left.closed, right.closed = right.closed, left.closed
    left.continued, right.continued = right.continued, left.continued
