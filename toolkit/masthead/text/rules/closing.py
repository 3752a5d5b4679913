"""The cue that closes a sentence and reports all that stands before it, other cues included: *The mayor vowed to go,
aides said.*
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import word_sets as cl
from masthead.text.rules import cues
from masthead.text.rules.contents import AFTER_CONTENT, past_adjuncts
from masthead.text.rules.phrases import is_skippable, subject_before
from masthead.text.rules.tokens import COMMA, NOTHING, gap_in, has, is_in, marks
from masthead.text.rules.verbs import inverted_source

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

NO_CUE = -1


@compiled
def closing_cue(work: Workspace, sentence: Sentence, n_cues: int) -> Range:
    """The number of the closing cue among those of a sentence, and the token where what it reports ends.

    ``NO_CUE`` and the sentence's first token where there is none.
    """
    found = work.written.cues
    for index in range(n_cues - 1, -1, -1):
        end = _reported_end(work, sentence, found[index])
        if end > sentence.first and not _is_mere_lead(work, sentence, end):
            return index, end
    return NO_CUE, sentence.first


@compiled
def _reported_end(work: Workspace, sentence: Sentence, cue: Cue) -> int:
    """Where what a closing cue reports ends, before its source or itself; -1 where it closes nothing."""
    if cue.form != cues.FINITE or cue.frame not in (cues.BARE, cues.CLAUSE, cues.QUOTE):
        return -1
    if inverted_source(work, sentence, cue)[0] >= 0:
        return int(cue.first)
    if past_adjuncts(work, sentence, cue) < sentence.last:
        return -1
    start = subject_before(work, sentence.first, cue.first, sentence.first)[0]
    return start if start > sentence.first and marks(work, start, AFTER_CONTENT) else -1


@compiled
def _is_mere_lead(work: Workspace, sentence: Sentence, end: int) -> bool:
    """Whether only what opens the sentence stands before a token: *After the dam broke, Orr complained*."""
    if not (is_in(work, sentence.first, cl.SUBORDINATOR) or has(work, sentence.first, cl.PREPOSITION)):
        return False
    for at in range(sentence.first + 1, end):
        if not gap_in(work, at, NOTHING):
            return False
    return True


@compiled
def reported_from(work: Workspace, sentence: Sentence, number: int) -> int:
    """Where what the closing cue of that number reports begins: after *…, Orr said, and*."""
    found = work.written.cues
    begin = sentence.first
    for index in range(number):
        after = found[index].last
        if gap_in(work, after, COMMA) and has(work, after, cl.COORDINATOR):
            begin = max(begin, after)
    return begin


@compiled
def relative_pronoun(work: Workspace, begins: int, cue: Cue) -> int:
    """The *who* or *which* that a cue is the verb of: *Orr, who has told aides so, …*; -1 for none."""
    at = cue.first
    while at > begins and gap_in(work, at, NOTHING):
        at -= 1
        if not is_skippable(work, at):
            return at if is_in(work, at, cl.WHO_WHICH) else -1
    return -1
