"""Addresses, handles, hashtags and file names: one token each, and no words.

The scan asks only where a stretch without white space holds a mark that such a thing may have in it (``may_join``).
What belongs to one is told by its form alone: *https://…*, *www.…*, *harrow.example/fares*, *ada@harrow.example*,
*@ada_roth*, *#fares*, *r/velk*, *map_final.jpg*. *noon.The* and *and/or* are words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text import gaps, records, words
from masthead.text.speech_tags import plain_word
from masthead.text.word_sets import packed

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters
    from masthead.text.workspace import Workspace

_AT, _HASH, _SLASH, _DOT, _COLON, _COMMA, _DASH = map(ord, "@#/.:,-")
_BEFORE = tuple(map(ord, "([{<\"'“‘«„‚*—–-"))
_AFTER = tuple(map(ord, ".,;:!?)]}>\"'”’»…*—–-"))
_ENDINGS = packed("file_ending")
_DOMAINS = packed("domain")
_WWW, _R, _U = (int.from_bytes(letters, "big") for letters in (b"www", b"r", b"u"))
_NOWHERE = (0, 0)
_MARKED = records.LONG | records.ADDRESS


@inlined
def may_join(char: int) -> bool:
    """Whether a mark may be part of an address, a handle or the name of a file, and is rare elsewhere."""
    return char in (_AT, _HASH, _SLASH)


@compiled
def join_addresses(
    work: Workspace, start: int, end: int, first: int, count: int, n_stops: int, n_marks: int
) -> tuple[int, int, int, int]:
    """Make every address in ``start:end`` one of the tokens ``first:count``, without the stops and quote marks in it.

    Returns how many tokens, stops and marks there are now, and how many numbers are none any more.
    """
    numbers = 0
    at = start
    while at < end:
        begin, at = _next_address(work.text, work.chars, at, end)
        if at <= begin:
            break
        count, lost = _join(work, begin, at, first, count)
        numbers += lost
        n_stops = _without(work.stops, n_stops, begin, at)
        n_marks = _without(work.marks, n_marks, begin, at)
    return count, n_stops, n_marks, numbers


@compiled
def _join(work: Workspace, begin: int, end: int, first: int, count: int) -> tuple[int, int]:
    """Put one token in the place of those in ``begin:end``; returns how many there are now, and the numbers lost."""
    tokens = work.tokens
    while first < count and tokens[first].end <= begin:
        first += 1
    last, numbers = first, 0
    while last < count and tokens[last].start < end:
        numbers += tokens[last].flags & records.NUMBER != 0
        last += 1
    for at in range(last, count):
        tokens[first + 1 + at - last] = tokens[at]
    handle = work.text[begin] == _AT
    words.describe(work.text, begin, end, work.chars, tokens[first])
    tokens[first].flags = _MARKED | (records.CAPITAL if handle else 0)
    _note_between(work, first)
    count += first + 1 - last
    if first + 1 < count:
        _note_between(work, first + 1)
    return count, numbers


@compiled
def _note_between(work: Workspace, number: int) -> None:
    """Write anew what stands between a token and the one before it, white space left out."""
    text, token = work.text, work.tokens[number]
    begin = work.tokens[number - 1].end if number else 0
    marks = length = first = last = 0
    for at in range(begin, token.start):
        if not work.chars.flags[text[at]] & ch.SPACE:
            last = text[at]
            first = last if length == 0 else first
            marks |= 1 << gaps.bit_of(last)
            length += 1
    token.marks = marks
    token.gap = gaps.name_of(length, first, last) if length else 0
    token.first_mark = gaps.bit_of(first)
    token.flags &= ~(records.HYPHENED | records.AFTER_COMMA)
    token.flags |= records.AFTER_COMMA if last == _COMMA else 0


@compiled
def _without(places: Ints, count: int, begin: int, end: int) -> int:
    """Take the places in ``begin:end`` away from the last ones; returns how many are left."""
    kept = count
    while kept > 0 and places[kept - 1] >= begin:
        kept -= 1
    for place in range(kept, count):
        if places[place] >= end:
            places[kept] = places[place]
            kept += 1
    return kept


@compiled
def _next_address(text: Ints, chars: Characters, start: int, end: int) -> tuple[int, int]:
    """The first address from ``start`` on in a stretch without white space; an empty one where there is none."""
    for at in range(start, end - 1):
        if text[at] in (_AT, _HASH) and not (at > start and chars.flags[text[at - 1]] & ch.ALNUM):
            stop = _name_end(text, chars, at, end)
            if stop > at + 1:
                return at, stop
    begin, stop = start, end
    while stop > begin and text[stop - 1] in _AFTER:
        stop -= 1
    while begin < stop and text[begin] in _BEFORE:
        begin += 1
    for at in range(begin + 1, stop - 2):
        if text[at] == _COLON and text[at + 1] == _SLASH and text[at + 2] == _SLASH:
            while at > begin and chars.flags[text[at - 1]] & ch.LETTER:
                at -= 1  # noqa: PLW2901 - back to where its scheme begins
            return at, stop
    return (begin, stop) if _is_address(text, chars, begin, stop) else _NOWHERE


@compiled
def _name_end(text: Ints, chars: Characters, start: int, end: int) -> int:
    """Where a handle or hashtag ends that begins with its sign; at the sign where none follows: *#1*, *@ 9*."""
    at = start + 1
    letters = False
    while at < end:
        inner = text[start] == _AT and text[at] in (_DOT, _DASH) and at + 1 < end
        if not chars.flags[text[at]] & (ch.WORD | ch.MARK) and not (inner and chars.flags[text[at + 1]] & ch.ALNUM):
            break
        letters |= chars.flags[text[at]] & ch.LETTER != 0
        at += 1
    return at if letters else start


@compiled
def _is_address(text: Ints, chars: Characters, start: int, end: int) -> bool:
    """Whether a stretch is an address or the name of a file."""
    first, after, _ = plain_word(text, start, end, chars)
    if after < end and text[after] == _DOT and first == _WWW:
        return True
    if after < end and text[after] == _SLASH and first in (_R, _U) and after - start == 1:
        return end - after > 3
    dot, slash, mailbox = -1, -1, False
    for at in range(start + 1, end - 1):
        beside = chars.flags[text[at - 1]] & ch.ALNUM and chars.flags[text[at + 1]] & ch.ALNUM
        if text[at] == _AT:
            mailbox = True
        elif text[at] == _SLASH and slash < 0:
            slash = at
        elif text[at] == _DOT and beside and (slash < 0 or mailbox):
            dot = at
    if dot < 0:
        return False
    return mailbox or _ends_address(text, chars, dot + 1, slash if slash > 0 else end, slash > 0, end)


@compiled
def _ends_address(text: Ints, chars: Characters, start: int, end: int, path: bool, last: int) -> bool:
    """Whether what follows the last dot is the ending of a file, or of a domain, in small letters unless a file's.

    Before a path any letters will do: *harrow.example/fares*.
    """
    ending, after, _ = plain_word(text, start, end, chars)
    if after != end:
        return False
    small = True
    for at in range(start, end):
        small &= chars.flags[text[at]] & ch.LOWER != 0
    shouted = chars.flags[text[start]] & ch.UPPER and chars.flags[text[end - 1]] & ch.UPPER
    if ending in _ENDINGS and (small or shouted):
        return True
    return bool(small and (ending in _DOMAINS or (path and end - start > 1 and last > end + 1)))
