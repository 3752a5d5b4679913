"""Phase 2: paragraphs and sentences over the places that the scan noted. The rules are those of ``text.sentences``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text.kernel import characters as ch
from masthead.text.kernel import records
from masthead.text.kernel.boundaries import among, boundary_at
from masthead.text.kernel.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.vocabulary import Vocabulary

_LINE_FEED = 10
_LONGEST_WRAPPED = 120
_LINE_ENDS = np.array([ord(mark) for mark in '.!?…"”’:'], np.int32)
_SENTENCE_ENDS = np.array([ord(mark) for mark in ".!?…”\"'’»"], np.int32)


@compiled
def paragraphs(
    text: NDArray[np.int32], count: int, chars: Characters, breaks: NDArray[np.int32], n_breaks: int, spans: Records
) -> int:
    """Write the paragraphs' spans; returns how many."""
    lines = 0
    start = 0
    for index in range(n_breaks + 1):
        end = breaks[index] if index < n_breaks else count
        at = start
        while at < end and chars.flags[text[at]] & ch.SPACE:
            at += 1
        if at < end:
            spans[lines].start, spans[lines].end = start, end
            lines += 1
        start = end + 1
    if lines < 5 or not _hard_wrapped(text, chars, spans, lines):
        return lines
    merged = 0
    for index in range(1, lines):
        if _feeds(text, spans[merged].end, spans[index].start) == 1:
            spans[merged].end = spans[index].end
        else:
            merged += 1
            spans[merged].start, spans[merged].end = spans[index].start, spans[index].end
    return merged + 1


@compiled
def _feeds(text: NDArray[np.int32], start: int, end: int) -> int:
    """Line feeds in a stretch; two stand for any more."""
    found = 0
    for at in range(start, end):
        found += text[at] == _LINE_FEED
        if found > 1:
            break
    return found


@compiled
def _hard_wrapped(text: NDArray[np.int32], chars: Characters, lines: Records, n_lines: int) -> bool:
    """Whether most lines that another follows directly end mid-sentence, and none is long."""
    inner = mid = 0
    for index in range(n_lines - 1):
        if _feeds(text, lines[index].end, lines[index + 1].start) != 1:
            continue
        end = lines[index].end
        while chars.flags[text[end - 1]] & ch.SPACE:
            end -= 1
        if end - lines[index].start > _LONGEST_WRAPPED:
            return False
        inner += 1
        mid += not among(text[end - 1], _LINE_ENDS)
    return inner >= 4 and mid > 0.6 * inner


@compiled
def sentences(
    text: NDArray[np.int32],
    count: int,
    chars: Characters,
    vocabulary: Vocabulary,
    blocks: Records,
    n_blocks: int,
    stops: NDArray[np.int32],
    n_stops: int,
    tokens: Records,
    n_tokens: int,
    headline: bool,
    found: Records,
) -> int:
    """Write the sentences that hold a token, and each token's sentence; returns how many."""
    n_found = stop = token = 0
    for block in range(n_blocks):
        begin, end = blocks[block].start, blocks[block].end
        while stop < n_stops and stops[stop] < begin:
            stop += 1
        start = begin
        while stop < n_stops and stops[stop] < end:
            boundary = boundary_at(text, count, chars, vocabulary, begin, stops[stop], end)
            stop += 1
            if boundary > start:
                row = found[n_found]
                token, n_found = _add(
                    text, chars, start, boundary, block, tokens, token, n_tokens, headline, row, n_found
                )
                start = boundary
        row = found[n_found]
        token, n_found = _add(text, chars, start, end, block, tokens, token, n_tokens, headline, row, n_found)
    return n_found


@compiled
def _add(
    text: NDArray[np.int32],
    chars: Characters,
    start: int,
    end: int,
    block: int,
    tokens: Records,
    token: int,
    n_tokens: int,
    headline: bool,
    row: Records,
    n_found: int,
) -> tuple[int, int]:
    """Write the sentence ``start:end`` if it holds a token; returns the next token and the number of sentences."""
    last = token
    while last < n_tokens and tokens[last].start < end:
        tokens[last].sentence = n_found
        last += 1
    if last == token:
        return token, n_found
    while chars.flags[text[start]] & ch.SPACE:
        start += 1
    while chars.flags[text[end - 1]] & ch.SPACE:
        end -= 1
    row.start, row.end, row.first, row.last, row.paragraph = start, end, token, last, block
    stops = not headline and among(text[end - 1], _SENTENCE_ENDS)
    row.title_case = _title_case(tokens, token, last, headline, stops)
    return last, n_found + 1


@compiled
def _title_case(tokens: Records, first: int, last: int, headline: bool, stops: bool) -> bool:
    """Whether nearly every word of four letters or more has a capital."""
    long = capital = 0
    for at in range(first, last):
        if tokens[at].end - tokens[at].start > 3 and not tokens[at].flags & records.NUMBER:
            long += 1
            capital += tokens[at].flags & records.CAPITAL
    share = 1.0 if stops else 0.85
    return long >= (2 if headline else 6) and capital >= share * long
