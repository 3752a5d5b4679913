"""Phase 4: quotations, from the places of the quote marks, paragraph by paragraph as in ``text.quotes``.

Marks are numbered: first those that open, in the order of ``text.quotes.KINDS``, then those that only close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.text.kernel import characters as ch
from masthead.text.kernel.boundaries import among, plain_word
from masthead.text.kernel.compiled import compiled, inlined
from masthead.text.kernel.words import long_fold
from masthead.text.quotes import _CLOSED_BY, _DEEPEST, KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.records import Records

MARKS = (*KINDS, "”", "»", "›", "’")
_LEFT, _LOW, _GUILLEMET, _ANGLE, _STRAIGHT, _BACKTICKS, _TICKS, _SINGLE, _APOSTROPHE = range(len(KINDS))
_RIGHT, _CLOSING_GUILLEMET, _CLOSING_ANGLE, _CURLED = range(len(KINDS), len(MARKS))
_NONE = -1
_CLOSES = np.array([[mark in closers for mark in MARKS] for closers in _CLOSED_BY.values()], np.bool_)
_LAST_CLOSER = np.array([MARKS.index(closers[-1]) for closers in _CLOSED_BY.values()], np.int32)
_TEXT = np.array([[ord(mark[0]), ord(mark[-1]) if len(mark) > 1 else 0] for mark in KINDS], np.int32)
_NUMBERS = np.full(0x2100, _NONE, np.int8)
for _number, _mark in enumerate(MARKS):
    if len(_mark) == 1:
        _NUMBERS[ord(_mark)] = _number
_BEFORE_OPENER = np.array([ord(mark) for mark in "([{—–-/\"“‘'«„`:"], np.int32)
_AFTER_APOSTROPHE = np.array([ord(mark) for mark in '“"['], np.int32)
_NO_OPENER_AFTER = np.array([ord(mark) for mark in ".,!?"], np.int32)
_PRIMES = np.array([ord(mark) for mark in "'’′"], np.int32)
_ELIDED = np.array(
    [
        int.from_bytes(word.encode(), "big")
        for word in "em til till tis twas cause bout n round cos nother ello ere tude hood".split()  # noqa: SIM905
    ],
    np.int64,
)
_BACKTICK, _TICK, _CURL, _OPENING, _FEED, _ZERO = 0x60, 0x27, 0x2019, 0x2018, 0x0A, 0x30
_LEFT_CHAR, _RIGHT_CHAR, _I, _N, _S = 0x201C, 0x201D, 0x69, 0x6E, 0x73

N_OPEN, N_FOUND, CLOSER, OPENER, FIRST = range(5)
"""Places of the counters: open marks, quotations found, and the mark from which a single closer or opener is sought."""


class Room(NamedTuple):
    """Where quotations are worked out: open marks and their starts, marks left by number, and the counters."""

    open_marks: NDArray[np.int32]
    open_starts: NDArray[np.int32]
    left: NDArray[np.int32]
    counters: NDArray[np.int64]


class Block(NamedTuple):
    """A paragraph ``start:end`` of a text with its marks ``marks[:n_marks]``, and where its quotations go."""

    text: NDArray[np.int32]
    length: int
    flags: NDArray[np.int32]
    start: int
    end: int
    marks: NDArray[np.int32]
    n_marks: int
    room: Room
    found: Records


def make_room() -> Room:
    """Room for the most marks that can be open at once."""
    most = _DEEPEST * len(KINDS) + 1
    return Room(
        np.empty(most, np.int32), np.empty(most, np.int32), np.empty(len(MARKS), np.int32), np.empty(5, np.int64)
    )


@compiled
def find_quotes(
    text: NDArray[np.int32],
    count: int,
    chars: Characters,
    blocks: Records,
    n_blocks: int,
    marks: NDArray[np.int32],
    n_marks: int,
    room: Room,
    found: Records,
) -> int:
    """Write the quotations by start, an outer one before those inside it; returns how many."""
    room.counters[N_FOUND] = 0
    mark = 0
    for index in range(n_blocks):
        start, end = blocks[index].start, blocks[index].end
        while mark < n_marks and marks[mark] < start:
            mark += 1
        first = mark
        while mark < n_marks and marks[mark] < end:
            mark += 1
        if mark == first:
            continue
        following = blocks[index + 1].start if index + 1 < n_blocks else _NONE
        block = Block(text, count, chars.flags, start, end, marks[first:mark], mark - first, room, found)
        _read_block(block, chars, following)
    return room.counters[N_FOUND]


@compiled
def _read_block(block: Block, chars: Characters, following: int) -> None:
    counters = block.room.counters
    counters[N_OPEN] = counters[CLOSER] = counters[OPENER] = 0
    counters[FIRST] = counters[N_FOUND]
    _count_marks(block)
    index = 0
    while index < block.n_marks:
        mark, length = _mark_at(block, index)
        if mark != _NONE:
            at = block.marks[index]
            _read_mark(block, chars, mark, at, at + length)
            block.room.left[mark] -= 1
        index += length
    _end(block, following)
    _sort(block.found, counters[FIRST], counters[N_FOUND])


@inlined
def _mark_at(block: Block, index: int) -> tuple[int, int]:
    """The mark at a place, and how many characters it takes; a single backtick is none."""
    at = block.marks[index]
    char = block.text[at]
    if char in (_BACKTICK, _TICK) and index + 1 < block.n_marks:
        if block.marks[index + 1] == at + 1 and block.text[at + 1] == char:
            return (_BACKTICKS if char == _BACKTICK else _TICKS), 2
    return int(_NUMBERS[char]), 1


@inlined
def _count_marks(block: Block) -> None:
    for mark in range(len(block.room.left)):
        block.room.left[mark] = 0
    index = 0
    while index < block.n_marks:
        mark, length = _mark_at(block, index)
        if mark != _NONE:
            block.room.left[mark] += 1
        index += length


@compiled
def _read_mark(block: Block, chars: Characters, mark: int, at: int, end: int) -> None:
    if mark in (_APOSTROPHE, _CURLED, _SINGLE):
        _read_single(block, chars, mark, at, end)
        return
    closes = _closed_by(block, mark)
    if mark in (_STRAIGHT, _TICKS):
        _read_ambiguous(block, mark, at, end, closes)
    elif closes != _NONE:
        _pop(block, closes, end, 1)
    elif mark < _RIGHT:
        _push(block, mark, at)
    elif mark == _RIGHT and _can_open(block, at, end):
        _push(block, _LEFT, at)


@inlined
def _closed_by(block: Block, mark: int) -> int:
    """The innermost open mark that this one can close."""
    for place in range(block.room.counters[N_OPEN] - 1, -1, -1):
        if _CLOSES[block.room.open_marks[place], mark]:
            return int(block.room.open_marks[place])
    return _NONE


@inlined
def _spaced_before(block: Block, at: int) -> bool:
    return at <= block.start or bool(block.flags[block.text[at - 1]] & ch.SPACE)


@inlined
def _spaced_after(block: Block, at: int) -> bool:
    return at >= block.end or bool(block.flags[block.text[at]] & ch.SPACE)


@inlined
def _can_open(block: Block, at: int, end: int) -> bool:
    if _spaced_after(block, end):
        return False
    return _spaced_before(block, at) or among(block.text[at - 1], _BEFORE_OPENER)


@compiled
def _read_ambiguous(block: Block, mark: int, at: int, end: int, closes: int) -> None:
    """A mark that opens and closes alike: white space decides, then whether one is open."""
    if _is_inches(block, at):
        return
    opens = _can_open(block, at, end)
    if closes == _NONE and not opens and mark == _STRAIGHT and _is_open(block, _LEFT) and _is_last_chance(block, end):
        closes = _LEFT
    if closes != _NONE and not (opens and _spaced_before(block, at)):
        _pop(block, closes, end, 1)
    elif opens:
        _push(block, mark, at)


@compiled
def _is_last_chance(block: Block, begin: int) -> bool:
    """Whether no curly mark closes what is open before the next one opens."""
    if not block.room.left[_RIGHT]:
        return True
    for index in range(block.n_marks):
        if block.marks[index] >= begin and block.text[block.marks[index]] in (_LEFT_CHAR, _RIGHT_CHAR):
            return block.text[block.marks[index]] == _LEFT_CHAR
    return True


@compiled
def _is_inches(block: Block, at: int) -> bool:
    """Whether a digit, a prime, perhaps a space and one or two digits stand before: *6'2"*."""
    low = max(block.start, at - 6)
    end = at - 1 if at > low and block.text[at - 1] == _FEED else at
    for digits in range(1, 3):
        if end - digits < low or not block.flags[block.text[end - digits]] & ch.DIGIT:
            return False
        for spaces in range(2):
            prime = end - digits - spaces - 1
            if prime - 1 < low or (spaces and not block.flags[block.text[prime + 1]] & ch.SPACE):
                continue
            if among(block.text[prime], _PRIMES) and block.flags[block.text[prime - 1]] & ch.DIGIT:
                return True
    return False


@compiled
def _read_single(block: Block, chars: Characters, mark: int, at: int, end: int) -> None:
    """A single mark: an apostrophe unless it stands where only a quotation mark can."""
    opener = _SINGLE if mark == _CURLED else mark
    after_word = end < block.end and bool(block.flags[block.text[end]] & ch.ALNUM)
    if mark != _SINGLE and not after_word and not _spaced_before(block, at) and _is_open(block, opener):
        if not _is_possessive(block, chars, at, end):
            _pop(block, opener, end, 1)
    elif mark != _CURLED and _can_open(block, at, end) and not _is_elision(block, chars, end):
        begins = after_word or (end < block.end and among(block.text[end], _AFTER_APOSTROPHE))
        if mark == _SINGLE or (begins and _next_closer(block, end) != _NONE):
            _push(block, opener, at)


@compiled
def _is_elision(block: Block, chars: Characters, start: int) -> bool:
    """Whether a word follows that is written with an apostrophe before it: *'90s*, *'em*."""
    packed, end, _ = plain_word(block.text, start, block.end, chars)
    for word in _ELIDED:
        if packed == word:
            return True
    if end - start != 3:
        return False
    decade = block.flags[block.text[start]] & ch.DIGIT and block.text[start + 1] == _ZERO
    return bool(decade and chars.plain[block.text[start + 2]] == 0x73)


@compiled
def _is_possessive(block: Block, chars: Characters, at: int, end: int) -> bool:
    """Whether a possible closer is a plural's apostrophe or a lost g, and a better closer follows."""
    if at <= block.start:
        return False
    row = long_fold(block.text[at - 1], chars)
    last = chars.folded[block.text[at - 1]]
    if row >= 0:
        last = chars.long_fold[row, 3] or chars.long_fold[row, 2]
    lost = last == _N and row < 0 and at - 1 > block.start and chars.folded[block.text[at - 2]] == _I
    if last != _S and not (lost and not block.flags[block.text[at - 2]] & ch.LONG_FOLD):
        return False
    letters = others = 0
    for place in range(end, min(end + 2, block.length)):
        letters += (block.flags[block.text[place]] & ch.ALPHA) != 0
        others += not block.flags[block.text[place]] & (ch.ALPHA | ch.SPACE)
    if others or not letters:
        return False
    opener = _next_opener(block, end)
    closer = _next_closer(block, end)
    return closer != _NONE and (opener == _NONE or closer < opener)


@compiled
def _next_closer(block: Block, begin: int) -> int:
    """The first apostrophe from ``begin`` on that can close; ``begin`` never goes back within a paragraph."""
    index = block.room.counters[CLOSER]
    while index < block.n_marks:
        at = block.marks[index]
        if at >= begin and block.text[at] in (_TICK, _CURL):
            after = at + 1 < block.end and block.flags[block.text[at + 1]] & ch.WORD
            if at > 0 and not block.flags[block.text[at - 1]] & ch.SPACE and not after:
                break
        index += 1
    block.room.counters[CLOSER] = index
    return int(block.marks[index]) if index < block.n_marks else _NONE


@compiled
def _next_opener(block: Block, begin: int) -> int:
    """The first apostrophe from ``begin`` on that can open."""
    index = block.room.counters[OPENER]
    while index < block.n_marks:
        at = block.marks[index]
        if at >= begin and block.text[at] in (_TICK, _OPENING):
            before = at > 0 and (
                block.flags[block.text[at - 1]] & ch.WORD or among(block.text[at - 1], _NO_OPENER_AFTER)
            )
            if not before and at + 1 < block.end and block.flags[block.text[at + 1]] & ch.WORD:
                break
        index += 1
    block.room.counters[OPENER] = index
    return int(block.marks[index]) if index < block.n_marks else _NONE


@inlined
def _is_open(block: Block, mark: int) -> bool:
    for place in range(block.room.counters[N_OPEN]):
        if block.room.open_marks[place] == mark:
            return True
    return False


@compiled
def _push(block: Block, mark: int, at: int) -> None:
    room = block.room
    if _is_open(block, mark) and not _can_nest(block, mark):
        _pop(block, mark, at, 0)
    room.open_marks[room.counters[N_OPEN]] = mark
    room.open_starts[room.counters[N_OPEN]] = at
    room.counters[N_OPEN] += 1


@compiled
def _can_nest(block: Block, mark: int) -> bool:
    """Whether the paragraph still holds enough closers for a mark inside one of its own kind."""
    close = _LAST_CLOSER[mark]
    opened = 0
    for place in range(block.room.counters[N_OPEN]):
        opened += block.room.open_marks[place] == mark
    if close == mark or opened >= _DEEPEST:
        return False
    return block.room.left[close] >= opened + block.room.left[mark]


@compiled
def _pop(block: Block, mark: int, end: int, closed: int) -> None:
    """Close a mark; those opened after it and still open were apostrophes after all."""
    room = block.room
    while room.counters[N_OPEN] > 0:
        room.counters[N_OPEN] -= 1
        place = room.counters[N_OPEN]
        if room.open_marks[place] == mark:
            _add(block, mark, room.open_starts[place], end, place, closed, 0)
            return


@compiled
def _add(block: Block, mark: int, start: int, end: int, level: int, closed: int, continued: int) -> None:
    while end > start and block.flags[block.text[end - 1]] & ch.SPACE:
        end -= 1
    row = block.found[block.room.counters[N_FOUND]]
    row.start, row.end, row.kind, row.level, row.closed, row.continued = start, end, mark, level, closed, continued
    row.governed = row.scare = 0
    block.room.counters[N_FOUND] += 1


@compiled
def _end(block: Block, following: int) -> None:
    """What is still open ends here: the outermost may go on in the next paragraph, the rest is unbalanced."""
    for level in range(block.room.counters[N_OPEN]):
        mark = block.room.open_marks[level]
        if mark == _APOSTROPHE or (mark == _SINGLE and level > 0):
            continue
        continued = 0
        if level == 0 and following != _NONE and block.text[following] == _TEXT[mark, 0]:
            second = _TEXT[mark, 1]
            continued = int(not second or (following + 1 < block.length and block.text[following + 1] == second))
        _add(block, mark, block.room.open_starts[level], block.end, level, 0, continued)


@compiled
def _sort(found: Records, first: int, last: int) -> None:
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
def _swap(found: Records, one: int, other: int) -> None:
    left, right = found[one], found[other]
    left.start, right.start = right.start, left.start
    left.end, right.end = right.end, left.end
    left.kind, right.kind = right.kind, left.kind
    left.level, right.level = right.level, left.level
    left.closed, right.closed = right.closed, left.closed
    left.continued, right.continued = right.continued, left.continued
