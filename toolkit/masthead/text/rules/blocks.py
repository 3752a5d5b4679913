"""Statements set as a paragraph of their own after a cue and a colon: *The board said in a statement:* and the next.

The paragraphs after it that a Markdown quotation mark (``>``) opens belong to it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps
from masthead.text.rules import cues
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.contents import past_adjuncts
from masthead.text.rules.phrases import subject_before
from masthead.text.rules.relations import relate_resolved
from masthead.text.rules.speakers import may_speak
from masthead.text.rules.tokens import marks

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.workspace import Workspace

_COLON = gaps.mask(":")
_MARKED = ord(">")


@compiled
def announced_end(work: Workspace, index: int) -> int:
    """The end of the paragraphs that a sentence announces by its colon; the sentence's own where it announces none."""
    sentences = work.sentences
    last = index + 1
    if last >= work.n_sentences or not marks(work, sentences[index].last, _COLON):
        return int(sentences[index].last)
    if sentences[last].paragraph == sentences[index].paragraph or work.tokens[sentences[last].first].quoted:
        return int(sentences[index].last)
    while last + 1 < work.n_sentences and _goes_on(work, last + 1):
        last += 1
    return int(sentences[last].last)


@compiled
def _goes_on(work: Workspace, index: int) -> bool:
    """Whether a sentence is in the paragraph of the one before it, or in a marked one after it."""
    sentences = work.sentences
    if sentences[index].paragraph == sentences[index - 1].paragraph:
        return True
    for at in range(sentences[index - 1].end, work.tokens[sentences[index].first].start):
        if work.text[at] == _MARKED:
            return True
    return False


@compiled
def announcing_cue(work: Workspace, sentence: Sentence, n_cues: int) -> int:
    """The number of the cue that announces what follows a sentence; -1 for none."""
    for number in range(n_cues - 1, -1, -1):
        cue = work.written.cues[number]
        speaks = cue.form == cues.FINITE and cue.kind & cues.REPORTS
        if speaks and past_adjuncts(work, sentence, cue) >= sentence.last:
            return number
    return -1


@compiled
def announce(work: Workspace, sentence: Sentence, cue: Cue, end: int) -> bool:
    """Write what a cue announces, from its sentence to a token; false where nobody is found who speaks."""
    source = subject_before(work, sentence.first, cue.first, sentence.first)
    if source[0] < 0 or not may_speak(work, source[0], source[1]):
        return False
    relate_resolved(work, cue, source, (sentence.last, end, 0, 0))
    _govern(work, sentence.last, end)
    return True


@compiled
def _govern(work: Workspace, begin: int, end: int) -> None:
    """Let the last relation govern the quotations between two tokens."""
    written = work.written
    row = written.relations[written.state[rr.N_RELATIONS] - 1]
    for index in range(written.state[rr.FIRST_QUOTE], work.n_quotes):
        quote = work.quotes[index]
        if quote.first >= end:
            break
        if quote.first >= begin:
            rr.govern(work, index)
    row.n_quotes = written.state[rr.N_GOVERNED] - row.quotes
