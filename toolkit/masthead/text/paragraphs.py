"""Paragraphs and sentences, for everything but readability (which counts as textstat does).

A line break ends a paragraph, unless the text is hard-wrapped; then it does where the line is short and ends a
sentence, and before an item of a list. Where a sentence ends in a paragraph is told by
``boundaries``, at the stops that the scan noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import characters as ch
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.boundaries import boundary_at
from masthead.text.limits import BULLETS, FULL_LINE, LINE_ENDS, LONGEST_WRAPPED, SENTENCE_ENDS, SHORT_WORD

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Span
    from masthead.text.workspace import Workspace

_LINE_FEED = 10
_LINE_ENDS = tuple(map(ord, LINE_ENDS))
_SENTENCE_ENDS = tuple(map(ord, SENTENCE_ENDS))
_BULLETS = tuple(map(ord, BULLETS))
_GRAMMAR = cl.FUNCTION | cl.PREPOSITION | cl.DETERMINER | cl.CONJUNCTION | cl.COORDINATOR


@compiled
def find_paragraphs(work: Workspace) -> None:
    """Write the spans of the paragraphs, without the line breaks; blank lines have none."""
    text, chars, spans = work.text, work.chars, work.blocks
    lines = 0
    start = 0
    for index in range(work.n_breaks + 1):
        end = work.breaks[index] if index < work.n_breaks else work.length
        at = start
        while at < end and chars.flags[text[at]] & ch.SPACE:
            at += 1
        if at < end:
            spans[lines].start, spans[lines].end = start, end
            lines += 1
        start = end + 1
    work.n_blocks = lines
    if lines >= 5:
        width = _width(text, chars, spans, lines)
        if width and _hard_wrapped(text, chars, spans, lines, width):
            _merge(work, width)


@compiled
def _merge(work: Workspace, width: int) -> None:
    """Make lines that follow each other directly one paragraph, as a single line break only wraps the text."""
    text, chars, spans, merged = work.text, work.chars, work.blocks, 0
    last_start = spans[0].start
    for index in range(1, work.n_blocks):
        start, end = spans[index].start, spans[index].end
        before = spans[merged].end
        follows = _feeds(text, before, start) == 1
        last = text[_line_end(text, chars, before) - 1]
        if follows and _is_item(text, chars, start, end):
            # In prose a line may begin with a dash, too.
            follows = last not in _LINE_ENDS and not _is_item(text, chars, spans[merged].start, before)
        elif follows and last in _SENTENCE_ENDS:
            follows = _is_full(text, chars, last_start, before, start, end, width)
        if follows:
            spans[merged].end = end
        else:
            merged += 1
            spans[merged].start, spans[merged].end = start, end
        last_start = start
    work.n_blocks = merged + 1


@compiled
def _line_end(text: Ints, chars: Characters, end: int) -> int:
    """Where a line ends that has something in it, without the white space after it."""
    while chars.flags[text[end - 1]] & ch.SPACE:
        end -= 1
    return end


@compiled
def _is_item(text: Ints, chars: Characters, start: int, end: int) -> bool:
    """Whether a line begins as an item of a list does: *- higher fares*, *• higher fares*."""
    while start < end and chars.flags[text[start]] & ch.SPACE:
        start += 1
    return start + 1 < end and text[start] in _BULLETS and chars.flags[text[start + 1]] & ch.SPACE != 0


@compiled
def _is_full(text: Ints, chars: Characters, start: int, end: int, next_start: int, next_end: int, width: int) -> bool:
    """Whether the first word of the next line would not have fitted into this one, or hardly."""
    word = next_start
    while word < next_end and chars.flags[text[word]] & ch.SPACE:
        word += 1
    first = word
    while word < next_end and not chars.flags[text[word]] & ch.SPACE:
        word += 1
    return _line_end(text, chars, end) - start + 1 + word - first >= FULL_LINE * width


@compiled
def _feeds(text: Ints, start: int, end: int) -> int:
    """Line feeds in a stretch; two stand for any more."""
    found = 0
    for at in range(start, end):
        found += text[at] == _LINE_FEED
        if found > 1:
            break
    return found


@compiled
def _width(text: Ints, chars: Characters, lines: Array[Span], n_lines: int) -> int:
    """The longest line that another follows directly; 0 where it is too long for wrapped text."""
    width = 0
    for index in range(n_lines - 1):
        if _feeds(text, lines[index].end, lines[index + 1].start) == 1:
            width = max(width, _line_end(text, chars, lines[index].end) - lines[index].start)
    return width if width <= LONGEST_WRAPPED else 0


@compiled
def _hard_wrapped(text: Ints, chars: Characters, lines: Array[Span], n_lines: int, width: int) -> bool:
    """Whether single line breaks only wrap the text.

    Then most lines that another follows directly end mid-sentence, most of these had no room for the next line's first
    word, and many of those begin in small letters. Lines of a list, a table or a poem do not.
    """
    inner = mid = full = small = 0
    for index in range(n_lines - 1):
        start, end = lines[index + 1].start, lines[index + 1].end
        if _feeds(text, lines[index].end, start) != 1 or _is_item(text, chars, start, end):
            continue
        inner += 1
        if text[_line_end(text, chars, lines[index].end) - 1] in _LINE_ENDS:
            continue
        while chars.flags[text[start]] & ch.SPACE:
            start += 1
        mid += 1
        small += chars.flags[text[start]] & ch.UPPER == 0 and chars.flags[text[start]] & ch.ALNUM != 0
        full += _is_full(text, chars, lines[index].start, lines[index].end, start, end, width)
    return inner >= 4 and mid > 0.6 * inner and full >= 0.75 * mid and small >= 0.4 * mid


@compiled
def find_sentences(work: Workspace, headline: bool) -> None:
    """Write the sentences that hold a token, trimmed of white space, and each token's sentence."""
    stops, n_stops = work.stops, work.n_stops
    work.n_sentences = work.n_capitals = 0
    stop = token = 0
    for block in range(work.n_blocks):
        begin, end = work.blocks[block].start, work.blocks[block].end
        while stop < n_stops and stops[stop] < begin:
            stop += 1
        start = begin
        while stop < n_stops and stops[stop] < end:
            boundary = boundary_at(work, begin, start, stops[stop], end)
            stop += 1
            if boundary > start:
                token = _add(work, start, boundary, block, token, headline)
                start = boundary
        token = _add(work, start, end, block, token, headline)


@compiled
def _add(work: Workspace, start: int, end: int, block: int, token: int, headline: bool) -> int:
    """Write the sentence ``start:end`` if it holds a token; returns the token after it.

    In a sentence in ``title_case`` capitals carry no information: nearly every word of four letters or more has one.
    Outside a headline this takes six such words, so that a line of names is not mistaken for one; in a line that stops
    like a sentence every word of weight must have its capital, short ones too.
    """
    text, chars, tokens = work.text, work.chars, work.tokens
    number, last = work.n_sentences, token
    long = capital = 0
    while last < work.size and tokens[last].start < end:
        tokens[last].sentence = number
        flags = tokens[last].flags
        work.capitals[work.n_capitals] = last
        work.n_capitals += flags & records.CAPITAL
        weighs = (tokens[last].end - tokens[last].start > SHORT_WORD) & (flags & records.NUMBER == 0)
        long += weighs
        capital += weighs & flags & records.CAPITAL
        last += 1
    if last == token:
        return token
    while chars.flags[text[start]] & ch.SPACE:
        start += 1
    while chars.flags[text[end - 1]] & ch.SPACE:
        end -= 1
    row = work.sentences[number]
    row.start, row.end, row.first, row.last, row.paragraph = start, end, token, last, block
    row.title_case = long >= (2 if headline else 6) and capital >= 0.85 * long
    if row.title_case and not headline and text[end - 1] in _SENTENCE_ENDS:
        row.title_case = _all_capitals(work, token, last)
    work.n_sentences = number + 1
    return last


@compiled
def _all_capitals(work: Workspace, first: int, last: int) -> bool:
    """Whether every one of some words has a capital but those of grammar and numbers."""
    for at in range(first, last):
        token = work.tokens[at]
        if not (token.flags & (records.CAPITAL | records.NUMBER) or token.classes & _GRAMMAR):
            return False
    return True
