"""The subject that opens a sentence, for a verb whose own is left out: *Orr turned to the press, saying that*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import PHRASE_REACH, SUBJECT_LEAD
from masthead.text.rules.appositions import leads_in, tells_who
from masthead.text.rules.tokens import (
    COMMA,
    INSIDE_NAME,
    NONE,
    NOTHING,
    ends_ed,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_in,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace


@compiled
def opening_subject(work: Workspace, sentence: Sentence, before: int) -> Range:
    """The noun phrase or pronoun that the main verb of a sentence follows, both before token ``before``.

    None where what opens the sentence is not plainly one: no verb is seen to follow.
    """
    begin = _past_lead(work, sentence, before)
    if begin < 0 or work.tokens[begin].quoted:
        return NONE
    if has(work, begin, cl.SPEAKER_PRONOUN) and not is_in(work, begin, cl.NEVER_SPEAKS):
        return begin, begin + 1
    at = begin
    while at < min(before, begin + PHRASE_REACH):
        if at > begin and _is_verb(work, at):
            return begin, at
        if at > begin and not gap_in(work, at, INSIDE_NAME):
            return (begin, at) if _verb_follows(work, at, before) else NONE
        if is_in(work, at, cl.WHO_WHICH_THAT) or has(work, at, cl.PRONOUN):
            return NONE
        at += 1
    return NONE


@compiled
def _past_lead(work: Workspace, sentence: Sentence, before: int) -> int:
    """Where a sentence really begins, after *But* and after a phrase or clause that a comma closes; -1 for nowhere."""
    begin = int(sentence.first)
    if has(work, begin, cl.COORDINATOR) and gap_in(work, begin + 1, NOTHING):
        begin += 1
    if not leads_in(work, begin):
        return begin
    for at in range(begin + 1, min(before, begin + SUBJECT_LEAD)):
        if gap_in(work, at, COMMA):
            return at if not leads_in(work, at) else -1
    return -1


@compiled
def _is_verb(work: Workspace, at: int) -> bool:
    """Whether a token is plainly a verb, or an adverb before one: *has*, *turned*, *went*, *then*."""
    if is_auxiliary(work, at) or is_adverb(work, at) or is_in(work, at, cl.PAST_FORM):
        return True
    return ends_ed(work, at) and not work.tokens[at].flags & records.HYPHENED


@compiled
def _verb_follows(work: Workspace, at: int, before: int) -> bool:
    """Whether an apposition begins at a token that a comma closes before a verb: *Orr, the mayor, turned*."""
    if not tells_who(work, at):
        return False
    for further in range(at + 1, before):
        if gap_in(work, further, COMMA):
            return _is_verb(work, further)
    return False
