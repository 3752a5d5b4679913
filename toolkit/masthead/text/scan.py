"""Tokens: the words and numbers of a text, folded for look-up, with the offsets they came from; in one pass.

The rules, in full: letters (with combining marks) make a word, and an apostrophe between letters belongs to it
(*don't*, *it's*, *d'état*); a possessive *'s* does not (*McGurk's* is *mcgurk*). Dotted initials are one word (*U.S.*).
Digits with their separators, ending and percent sign are one word (*6,000*, *19th*, *40%*). An address, a handle, a
hashtag or the name of a file is one token (``addresses``). A hyphen, an underscore and everything else separates. An
en dash or a minus sign between two words without a space counts as a hyphen.

The pass also notes where line breaks, stops and quote marks are, and cuts the text into *pieces*: stretches without
white space, which is what readability counts. Most hold one plain word, and then the word's own entry answers for the
piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text import gaps, records, words
from masthead.text.addresses import join_addresses, may_join
from masthead.text.ascii_words import read_plain

if TYPE_CHECKING:
    from masthead.text.records import Piece, Token
    from masthead.text.workspace import Workspace

_SPACE, _DOT, _COMMA = 0x20, 0x2E, 0x2C
_HYPHENS = gaps.mask("-‐‑")
_DASH, _MINUS = gaps.mask("–"), 0x2212


@compiled
def scan(work: Workspace) -> None:
    """Cut a text into tokens, in order and none overlapping, and into pieces."""
    text, low, count, chars = work.text, work.low, work.length, work.chars
    flags_of, tokens, pieces, stops = chars.flags, work.tokens, work.pieces, work.stops
    n_tokens = n_pieces = n_breaks = n_stops = n_marks = n_numbers = 0
    piece, piece_token, piece_flags = -1, 0, 0
    gap = spaced = first = last = length = odd = 0
    at = 0
    while at < count:
        token = tokens[n_tokens]
        plain = read_plain(low, at, token)
        if plain:
            end = at + plain
            if piece < 0:
                if length == 0 and low[end] == _SPACE:  # most words have a space on either side
                    token.marks, token.gap = 0, 0
                    _write(pieces[n_pieces], at, end, n_tokens, records.SIMPLE)
                    n_pieces, n_tokens, at, spaced = n_pieces + 1, n_tokens + 1, end + 1, 1
                    continue
                piece, piece_token, piece_flags = at, n_tokens, records.SIMPLE
            elif n_tokens > piece_token:
                piece_flags &= ~records.SIMPLE
            if length == 1 and not spaced and n_tokens > 0 and _joins(tokens[n_tokens - 1], token, gap, last):
                token.flags |= records.HYPHENED
            _note_gap(token, gap, length, first, last)
            gap = spaced = length = 0
            if low[end + 1] == _SPACE and (low[end] == _COMMA or low[end] == _DOT):
                if low[end] == _DOT:
                    piece_flags |= records.STOPPED
                    stops[n_stops] = end
                    n_stops += 1
                if odd:
                    n_tokens, n_stops, n_marks, lost = join_addresses(
                        work, piece, end, piece_token, n_tokens + 1, n_stops, n_marks
                    )
                    n_tokens, n_numbers, odd = n_tokens - 1, n_numbers - lost, 0
                    piece_flags &= ~records.SIMPLE
                _close(pieces[n_pieces], piece, end + 1, piece_token, piece_flags, n_tokens + 1)
                first = last = int(low[end])
                gap, length, spaced, piece = 1 << gaps.bit_of(last), 1, 1, -1
                n_pieces += 1
                end += 2
            n_tokens, at = n_tokens + 1, end
            continue
        char = text[at]
        flags = flags_of[char]
        if flags & (ch.LETTER | ch.DIGIT):
            if piece < 0:
                piece, piece_token, piece_flags = at, n_tokens, records.SIMPLE
            end = at
            if flags & ch.DIGIT:
                end = words.read_number(text, at, count, chars)
            elif at + 3 < count and text[at + 1] == _DOT and text[at + 3] == _DOT:
                end = words.read_initials(text, at, count)
            if end > at:
                words.describe(text, at, end, chars, token)
                piece_flags &= ~records.SIMPLE
                for dot in range(at, end):
                    if chars.flags[text[dot]] & ch.STOP:
                        piece_flags |= records.STOPPED
                        stops[n_stops] = dot
                        n_stops += 1
            else:
                end, n_marks = words.read_word(text, at, count, chars, token, work.marks, n_marks)
                if n_tokens > piece_token or not token.flags & records.PLAIN or token.end < end:
                    piece_flags &= ~records.SIMPLE
            n_numbers += token.flags & records.NUMBER != 0
            if words.owns(text, token.end, count, chars):
                token.flags |= records.POSSESSIVE
            if length == 1 and not spaced and n_tokens > 0 and _joins(tokens[n_tokens - 1], token, gap, last):
                token.flags |= records.HYPHENED
            _note_gap(token, gap, length, first, last)
            n_tokens += 1
            gap = spaced = length = 0
            for at in range(token.end, end):  # a clitic belongs to the gap
                last = text[at]
                first = last if length == 0 else first
                gap |= 1 << gaps.bit_of(last)
                length += 1  # noqa: SIM113 - it goes on from one stretch to the next
            at = end
            continue
        if flags & ch.SPACE:
            if flags & ch.BREAK:
                work.breaks[n_breaks] = at
                n_breaks += 1
            if piece >= 0:
                if odd:
                    n_tokens, n_stops, n_marks, lost = join_addresses(
                        work, piece, at, piece_token, n_tokens, n_stops, n_marks
                    )
                    n_numbers, odd = n_numbers - lost, 0
                    piece_flags &= ~records.SIMPLE
                    gap, length, first, last = _rest(work, n_tokens, at)
                _close(pieces[n_pieces], piece, at, piece_token, piece_flags, n_tokens)
                n_pieces += 1
                piece = -1
            spaced = 1
            at += 1
            continue
        if piece < 0:
            piece, piece_token, piece_flags = at, n_tokens, records.SIMPLE
        last = char
        first = last if length == 0 else first
        gap |= 1 << gaps.bit_of(last)
        length += 1
        if flags & ch.STOP:
            if char < words.ASCII:
                piece_flags |= records.STOPPED
            stops[n_stops] = at
            n_stops += 1
            odd |= char == _DOT and at + 1 < count and flags_of[text[at + 1]] & ch.ALNUM != 0
        elif flags & ch.QUOTE:
            work.marks[n_marks] = at
            n_marks += 1
            if char == words.STRAIGHT:
                piece_flags &= ~records.SIMPLE
        elif flags & ch.WORD:
            piece_flags &= ~records.SIMPLE
        else:
            odd |= may_join(char)
        at += 1
    if piece >= 0:
        if odd:
            n_tokens, n_stops, n_marks, lost = join_addresses(
                work, piece, count, piece_token, n_tokens, n_stops, n_marks
            )
            n_numbers -= lost
            piece_flags &= ~records.SIMPLE
            gap, length, first, last = _rest(work, n_tokens, count)
        _close(pieces[n_pieces], piece, count, piece_token, piece_flags, n_tokens)
        n_pieces += 1
    _end(tokens[n_tokens], count)
    _note_gap(tokens[n_tokens], gap, length, first, last)
    work.size, work.n_pieces, work.n_breaks, work.n_stops, work.n_marks = n_tokens, n_pieces, n_breaks, n_stops, n_marks
    work.n_numbers = n_numbers


@inlined
def _joins(before: Token, token: Token, gap: int, mark: int) -> bool:
    """Whether the one mark between two tokens joins them: a hyphen, or a dash typed for one between words."""
    dash = gap & _DASH != 0 or mark == _MINUS
    return gap & _HYPHENS != 0 or (dash and (before.flags | token.flags) & records.NUMBER == 0)


@compiled
def _rest(work: Workspace, n_tokens: int, end: int) -> tuple[int, int, int, int]:
    """What stands between the last token and a place: the set of its characters, how many, the first and the last."""
    gap = length = first = last = 0
    for at in range(work.tokens[n_tokens - 1].end if n_tokens else 0, end):
        if not work.chars.flags[work.text[at]] & ch.SPACE:
            last = work.text[at]
            first = last if length == 0 else first
            gap |= 1 << gaps.bit_of(last)
            length += 1
    return gap, length, first, last


@inlined
def _end(beyond: Token, count: int) -> None:
    """The token after the last one is no word; it carries the gap before the end of the text."""
    beyond.start = beyond.end = count
    beyond.key = beyond.tail = beyond.classes = beyond.sets = 0
    beyond.flags = beyond.length = beyond.quoted = beyond.voice = 0
    beyond.word = -1


@inlined
def _note_gap(token: Token, gap: int, length: int, first: int, last: int) -> None:
    """Write what stands between a token and the one before it, white space left out."""
    token.marks = gap
    token.gap = 0
    if length:
        token.gap = gaps.name_of(length, first, last)
        token.first_mark = gaps.bit_of(first)
        if last == _COMMA:
            token.flags |= records.AFTER_COMMA


@inlined
def _close(piece: Piece, start: int, end: int, token: int, flags: int, n_tokens: int) -> None:
    """Write a piece; one without a token is not simple."""
    _write(piece, start, end, token, flags if n_tokens == token + 1 else flags & ~records.SIMPLE)


@inlined
def _write(piece: Piece, start: int, end: int, token: int, flags: int) -> None:
    """Write a piece."""
    piece.start, piece.end, piece.token, piece.flags = start, end, token, flags
