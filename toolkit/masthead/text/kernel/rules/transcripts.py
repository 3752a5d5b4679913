"""Turns of transcripts, as ``text.transcripts`` finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules.tokens import INSIDE_RUN, gap_in, marks
from masthead.text.transcripts import _LONGEST_LABEL, MIN_TURNS

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records

_COLON = gaps.mask(":")


@compiled
def find_turns(page: Page) -> int:
    """Write for each turn its first sentence, two numbers a turn with the end of its label; returns how many."""
    sentences, turns, found = page.sentences, page.written.turns, 0
    for index in range(page.n_sentences):
        sentence = sentences[index]
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            continue
        end = _label_end(page, sentence)
        if end >= 0 and 2 * found + 1 < len(turns):
            turns[2 * found], turns[2 * found + 1] = index, end
            found += 1
    return found if found >= MIN_TURNS else 0


@compiled
def _label_end(page: Page, sentence: Records) -> int:
    """Where the words in capitals end before a colon that opens a paragraph; -1 for none."""
    for at in range(sentence.first, min(sentence.last, sentence.first + _LONGEST_LABEL + 1)):
        if at > sentence.first and marks(page, at, _COLON):
            return at
        if page.tokens[at].flags & (records.SHOUTED | records.NUMBER) != records.SHOUTED:
            return -1
        if at > sentence.first and not gap_in(page, at, INSIDE_RUN):
            return -1
    return -1


@compiled
def paragraph_end(page: Page, index: int) -> int:
    """The token after the last one of a sentence's paragraph."""
    sentences, last = page.sentences, index
    while last + 1 < page.n_sentences and sentences[last + 1].paragraph == sentences[index].paragraph:
        last += 1
    return int(sentences[last].last)
