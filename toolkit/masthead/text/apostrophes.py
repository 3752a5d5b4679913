"""Single quotation marks: which are apostrophes, and which open or close a quotation.

A single mark is an apostrophe unless it stands where only a quotation mark can. Words begin with one (*'90s*, *'em*)
and end with one (*the rebels' leader*, *playin' in the yard*) inside quotations as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text.marks import (
    APOSTROPHE,
    CURLED,
    LOW_SINGLE,
    NONE,
    SINGLE,
    TICK,
    can_open,
    is_open,
    pop,
    push,
    spaced_before,
)
from masthead.text.speech_tags import plain_word
from masthead.text.word_sets import packed
from masthead.text.words import long_fold

if TYPE_CHECKING:
    from masthead.text.marks import Paragraph

_AFTER_APOSTROPHE = tuple(map(ord, '“"['))
_NO_OPENER_AFTER = tuple(map(ord, ".,!?"))
_ELIDED = packed("elided")
_CURL, _OPENING, _ZERO, _I, _N, _S = 0x2019, 0x2018, 0x30, 0x69, 0x6E, 0x73


@compiled
def read_single(block: Paragraph, mark: int, at: int, end: int) -> None:
    """``'``, ``‘``, ``’`` or ``‚``: an apostrophe unless it stands where only a quotation mark can."""
    after_word = end < block.end and bool(block.chars.flags[block.text[end]] & ch.ALNUM)
    closes = NONE if after_word or spaced_before(block, at) else _single_closed_by(block, mark)
    if closes != NONE:
        if mark == SINGLE or not _is_possessive(block, at, end):
            pop(block, closes, end, 1)
    elif mark != CURLED and can_open(block, at, end) and not _is_elision(block, end):
        begins = after_word or (end < block.end and block.text[end] in _AFTER_APOSTROPHE)
        if mark in (SINGLE, LOW_SINGLE) or (begins and _next_closer(block, end) != NONE):
            push(block, mark, at)


@inlined
def _single_closed_by(block: Paragraph, mark: int) -> int:
    """The open single mark that another after a word closes: the kind it belongs to, else one opened in another way."""
    if mark == LOW_SINGLE:
        return NONE
    if mark == APOSTROPHE and is_open(block, APOSTROPHE):
        return APOSTROPHE
    if is_open(block, LOW_SINGLE) and mark != APOSTROPHE:
        return LOW_SINGLE
    if is_open(block, SINGLE) and (mark != APOSTROPHE or block.left[CURLED] == 0):
        return SINGLE
    return APOSTROPHE if mark == CURLED and is_open(block, APOSTROPHE) and block.left[APOSTROPHE] == 0 else NONE


@compiled
def _is_elision(block: Paragraph, start: int) -> bool:
    """Whether a word follows that is written with an apostrophe before it: *'90s*, *'em*."""
    letters, end, _ = plain_word(block.text, start, block.end, block.chars)
    if letters in _ELIDED:
        return True
    if end - start != 3:
        return False
    decade = block.chars.flags[block.text[start]] & ch.DIGIT and block.text[start + 1] == _ZERO
    return bool(decade and block.chars.plain[block.text[start + 2]] == 0x73)


@compiled
def _is_possessive(block: Paragraph, at: int, end: int) -> bool:
    """Whether a possible closer is a plural's apostrophe (*the rebels' leader*) or a lost g (*playin' in the yard*).

    It is only where a better closer follows.
    """
    if at <= block.start:
        return False
    row = long_fold(block.text[at - 1], block.chars)
    last = block.chars.folded[block.text[at - 1]]
    if row >= 0:
        last = block.chars.long_fold[row, 3] or block.chars.long_fold[row, 2]
    lost = last == _N and row < 0 and at - 1 > block.start and block.chars.folded[block.text[at - 2]] == _I
    if last != _S and not (lost and not block.chars.flags[block.text[at - 2]] & ch.LONG_FOLD):
        return False
    letters = others = 0
    for place in range(end, min(end + 2, block.length)):
        letters += (block.chars.flags[block.text[place]] & ch.ALPHA) != 0
        others += not block.chars.flags[block.text[place]] & (ch.ALPHA | ch.SPACE)
    if others or not letters:
        return False
    opener = _next_opener(block, end)
    closer = _next_closer(block, end)
    return closer != NONE and (opener == NONE or closer < opener)


@compiled
def _next_closer(block: Paragraph, begin: int) -> int:
    """The first apostrophe from ``begin`` on that can close; ``begin`` never goes back within a paragraph."""
    index = block.closer
    while index < block.last:
        at = block.marks[index]
        if at >= begin and block.text[at] in (TICK, _CURL):
            after = at + 1 < block.end and block.chars.flags[block.text[at + 1]] & ch.WORD
            if at > 0 and not block.chars.flags[block.text[at - 1]] & ch.SPACE and not after:
                break
        index += 1
    block.closer = index
    return int(block.marks[index]) if index < block.last else NONE


@compiled
def _next_opener(block: Paragraph, begin: int) -> int:
    """The first apostrophe from ``begin`` on that can open."""
    index = block.opener
    while index < block.last:
        at = block.marks[index]
        if at >= begin and block.text[at] in (TICK, _OPENING):
            before = at > 0 and (
                block.chars.flags[block.text[at - 1]] & ch.WORD or block.text[at - 1] in _NO_OPENER_AFTER
            )
            if not before and at + 1 < block.end and block.chars.flags[block.text[at + 1]] & ch.WORD:
                break
        index += 1
    block.opener = index
    return int(block.marks[index]) if index < block.last else NONE
