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
    ANGLE,
    APOSTROPHE,
    BLOCK,
    CLOSES,
    CLOSING_ANGLE,
    CLOSING_GUILLEMET,
    CURLED,
    GUILLEMET,
    LEFT,
    LOW_SINGLE,
    NONE,
    RIGHT,
    SINGLE,
    STRAIGHT,
    TEXT,
    TICKS,
    add,
    block_start,
    can_close,
    can_open,
    is_open,
    mark_at,
    pop,
    push,
    spaced_after,
    spaced_before,
)

if TYPE_CHECKING:
    from masthead.native.dialect import Array
    from masthead.text.marks import Paragraph
    from masthead.text.records import Quote
    from masthead.text.workspace import Workspace

_PRIMES = tuple(map(ord, "'’′"))
_FEED, _EQUALS, _DOUBLE_PRIME = 0x0A, 0x3D, 0x2033
_LOOKED_AT = 64
"""Marks among which the closer of an open one is sought."""


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
        quoted = block_start(block)
        if quoted >= 0:
            add(block, BLOCK, quoted, block.end, 0, 1, 0)
        before = block.n_found
        if mark > block.first:
            _read_block(block, blocks[index + 1].start if index + 1 < work.n_blocks else NONE)
        for inner in range(before, block.n_found if quoted >= 0 else before):
            block.found[inner].level += 1
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
            block.current = index + length - 1
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

    A mark typed the wrong way round is known by where it stands: a ” or » that can open and has nothing to close opens,
    a “ or « right after a word closes what is open. Another ” or » closes what was opened in another way.
    """
    if mark in (APOSTROPHE, CURLED, SINGLE, LOW_SINGLE):
        read_single(block, mark, at, end)
        return
    closes = _closed_by(block, mark)
    if mark in (STRAIGHT, TICKS):
        _read_ambiguous(block, mark, at, end, closes)
        return
    if closes == NONE and can_close(block, at, end):
        closes = _turned(block, mark)
        if closes == NONE:
            closes = _closed_oddly(block, at, end)
    if closes != NONE:
        pop(block, closes, end, 1)
    elif mark < RIGHT:
        push(block, mark, at)
    elif mark in (RIGHT, CLOSING_GUILLEMET, CLOSING_ANGLE) and can_open(block, at, end):
        opener = _turned_closer(mark)
        if mark == RIGHT or block.left[mark] + block.left[opener] > 1:
            push(block, opener, at)


@inlined
def _closed_by(block: Paragraph, mark: int) -> int:
    """The innermost open mark that this one can close."""
    for place in range(block.n_open - 1, -1, -1):
        if CLOSES[block.open_marks[place], mark]:
            return int(block.open_marks[place])
    return NONE


@inlined
def _turned(block: Paragraph, mark: int) -> int:
    """What an opening mark closes that was typed for a closing one: its own kind."""
    return mark if mark < RIGHT and is_open(block, mark) else NONE


@inlined
def _turned_closer(mark: int) -> int:
    """What a closing mark opens that was typed for an opening one."""
    return LEFT if mark == RIGHT else (GUILLEMET if mark == CLOSING_GUILLEMET else ANGLE)


@compiled
def _closed_oddly(block: Paragraph, at: int, end: int) -> int:
    """The innermost open mark where one of another kind closes it (*"so”*, *“so"*); none where its own still comes."""
    if spaced_before(block, at):
        return NONE
    for place in range(block.n_open - 1, -1, -1):
        mark = int(block.open_marks[place])
        if mark not in (APOSTROPHE, SINGLE, LOW_SINGLE):
            return NONE if _closer_comes(block, mark, end) else mark
    return NONE


@compiled
def _closer_comes(block: Paragraph, mark: int, begin: int) -> bool:
    """Whether a closer of an open mark comes before the next one of its kind opens; one far off is not seen."""
    index = block.current + 1
    for _ in range(_LOOKED_AT):
        if index >= block.last:
            break
        other, length = mark_at(block, index)
        at = int(block.marks[index])
        if at >= begin and other != NONE:
            opens = can_open(block, at, at + length)
            if other == mark and (opens or mark not in (STRAIGHT, TICKS)):
                return False
            if CLOSES[mark, other] and not opens:
                return True
        index += length
    return False


@compiled
def _read_ambiguous(block: Paragraph, mark: int, at: int, end: int, closes: int) -> None:
    """A mark that opens and closes alike: white space decides, then whether one is open."""
    if _is_inches(block, at):
        return
    opens = can_open(block, at, end)
    if closes == NONE and not opens:
        closes = _closed_oddly(block, at, end)
    if closes != NONE and not (opens and spaced_before(block, at)):
        pop(block, closes, end, 1)
    elif opens or (mark == STRAIGHT and _opens_oddly(block, at, end)):
        push(block, mark, at)


@inlined
def _opens_oddly(block: Paragraph, at: int, end: int) -> bool:
    """Whether a mark opens with white space on both sides or on none, as the marks that follow pair with it.

    None does in markup: *class="wide"*.
    """
    if spaced_before(block, at) and spaced_after(block, end):
        return block.left[STRAIGHT] > 1
    markup = at > block.start and block.text[at - 1] == _EQUALS
    return not (markup or spaced_after(block, end)) and block.left[STRAIGHT] % 2 == 0


@compiled
def _is_inches(block: Paragraph, at: int) -> bool:
    """Whether a digit, a prime, perhaps a space and one or two digits stand before (*6'2"*), or a digit a ″."""
    if block.text[at] == _DOUBLE_PRIME and at > block.start and block.chars.flags[block.text[at - 1]] & ch.DIGIT:
        return True
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
        if mark in (APOSTROPHE, LOW_SINGLE) or (mark == SINGLE and level > 0):
            continue
        continued = 0
        if level == 0 and following != NONE and _is_mark(block, following, block.open_starts[level], mark):
            second = TEXT[mark, 1]
            continued = int(not second or (following + 1 < block.length and block.text[following + 1] == second))
        add(block, mark, block.open_starts[level], block.end, level, 0, continued)


@inlined
def _is_mark(block: Paragraph, at: int, opener: int, mark: int) -> bool:
    """Whether a paragraph begins with the mark that opened a quotation before, however it was typed there."""
    return block.text[at] == TEXT[mark, 0] or block.text[at] == block.text[opener]


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
