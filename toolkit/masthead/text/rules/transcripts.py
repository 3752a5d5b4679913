"""Interviews and transcripts: paragraphs that a speaker's label opens, *HOLT: The dam is safe.* or *Q: Why now?*"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps, records
from masthead.text.limits import LONGEST_LABEL, MIN_TURNS
from masthead.text.rules.tokens import INSIDE_RUN, gap_in, marks

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.workspace import Workspace

_COLON = gaps.mask(":")


@compiled
def find_turns(work: Workspace) -> int:
    """Write the turns of a transcript; returns how many, 0 where the text is none.

    A turn is one paragraph: who speaks, and what follows the colon. Two numbers are written for each: its first
    sentence and the end of its label.
    """
    sentences, turns, found = work.sentences, work.written.turns, 0
    for index in range(work.n_sentences):
        sentence = sentences[index]
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            continue
        end = _label_end(work, sentence)
        if end >= 0 and 2 * found + 1 < len(turns):
            turns[2 * found], turns[2 * found + 1] = index, end
            found += 1
    return found if found >= MIN_TURNS else 0


@compiled
def _label_end(work: Workspace, sentence: Sentence) -> int:
    """Where the words in capitals (or the one letter) end before a colon that opens a paragraph; -1 for none."""
    for at in range(sentence.first, min(sentence.last, sentence.first + LONGEST_LABEL + 1)):
        if at > sentence.first and marks(work, at, _COLON):
            return at
        if work.tokens[at].flags & (records.SHOUTED | records.NUMBER) != records.SHOUTED:
            return -1
        if at > sentence.first and not gap_in(work, at, INSIDE_RUN):
            return -1
    return -1


@compiled
def paragraph_end(work: Workspace, index: int) -> int:
    """The token after the last one of a sentence's paragraph."""
    sentences, last = work.sentences, index
    while last + 1 < work.n_sentences and sentences[last + 1].paragraph == sentences[index].paragraph:
        last += 1
    return int(sentences[last].last)
