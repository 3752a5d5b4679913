"""Paragraphs and sentences, for everything but readability (which counts as textstat does).

A line break ends a paragraph, unless the text is hard-wrapped. Where a sentence ends in a paragraph is told by
``boundaries``, at the stops that the scan noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import characters as ch
from masthead.text import records
from masthead.text.boundaries import boundary_at
from masthead.text.limits import LINE_ENDS, LONGEST_WRAPPED, SENTENCE_ENDS, SHORT_WORD

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Span
    from masthead.text.workspace import Workspace

_LINE_FEED = 10
_LINE_ENDS = tuple(map(ord, LINE_ENDS))
_SENTENCE_ENDS = tuple(map(ord, SENTENCE_ENDS))


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
    if lines >= 5 and _hard_wrapped(text, chars, spans, lines):
        _merge(work)


@compiled
def _merge(work: Workspace) -> None:
    """Make lines that follow each other directly one paragraph, as a single line break only wraps the text."""
    spans, merged = work.blocks, 0
    for index in range(1, work.n_blocks):
        if _feeds(work.text, spans[merged].end, spans[index].start) == 1:
            spans[merged].end = spans[index].end
        else:
            merged += 1
            spans[merged].start, spans[merged].end = spans[index].start, spans[index].end
    work.n_blocks = merged + 1


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
def _hard_wrapped(text: Ints, chars: Characters, lines: Array[Span], n_lines: int) -> bool:
    """Whether single line breaks only wrap the text.

    Then most lines that another follows directly end mid-sentence, and none is long.
    """
    inner = mid = 0
    for index in range(n_lines - 1):
        if _feeds(text, lines[index].end, lines[index + 1].start) != 1:
            continue
        end = lines[index].end
        while chars.flags[text[end - 1]] & ch.SPACE:
            end -= 1
        if end - lines[index].start > LONGEST_WRAPPED:
            return False
        inner += 1
        mid += text[end - 1] not in _LINE_ENDS
    return inner >= 4 and mid > 0.6 * inner


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
            boundary = boundary_at(work, begin, stops[stop], end)
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
    like a sentence every one of them must have its capital.
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
    share = 1.0 if not headline and text[end - 1] in _SENTENCE_ENDS else 0.85
    row.title_case = long >= (2 if headline else 6) and capital >= share * long
    work.n_sentences = number + 1
    return last
