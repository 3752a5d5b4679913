"""Where a content ends: with its clause, before an aside, and before what the source does or says next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.limits import CLAUSE_LEAD, LIST_REACH
from masthead.text.rules.tokens import (
    ASIDE_MARKS,
    COMMA,
    NOTHING,
    ends_ed,
    ends_ing,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_in,
    marks,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.workspace import Workspace

_SEMICOLON = gaps.mask(";")


@inlined
def first_comma(work: Workspace, begin: int, end: int) -> int:
    """The first token after a comma; ``end`` where there is none."""
    for at in range(begin + 1, end):
        if gap_in(work, at, COMMA):
            return at
    return end


@inlined
def main_verb(work: Workspace, begin: int, end: int) -> int:
    """Where the sentence goes on after a relative clause: *The dam, which Holt said was safe, has leaked.*"""
    for at in range(begin + 1, end):
        if gap_in(work, at, COMMA) and (is_auxiliary(work, at) or ends_ed(work, at)):
            return at
    return end


@compiled
def before_main_clause(work: Workspace, sentence: Sentence, cue: Cue, begin: int, end: int) -> int:
    """Where a cue stands in a clause or phrase before the main one, its content ends there: *As he denied it, a …*."""
    opener = sentence.first
    leads = has(work, opener, cl.PREPOSITION) or is_in(work, opener, cl.SUBORDINATOR)
    if not leads or cue.first - opener > CLAUSE_LEAD:
        return end
    for at in range(opener + 1, cue.first + 1):
        if not gap_in(work, at, NOTHING):
            return end
    for at in range(begin + 1, end):
        if gap_in(work, at, COMMA) and not work.tokens[at].quoted:
            return at
    return end


@compiled
def clause_end(work: Workspace, sentence: Sentence, cue: Cue, begin: int) -> int:
    """The end of what a noun, an adjective or a participle governs: its clause, without a further clause after it."""
    end = content_end(work, sentence, begin, sentence.last)
    return object_end(work, begin, before_main_clause(work, sentence, cue, begin, end))


@compiled
def object_end(work: Workspace, begin: int, end: int) -> int:
    """Where an object ends: before the first word that opens a clause."""
    for at in range(begin + 1, end):
        if _opens_clause(work, at):
            return at
    return end


@compiled
def _opens_clause(work: Workspace, at: int) -> bool:
    """Whether an object ends here: before *while* and the like, or before a second verb (*and urged them*).

    So it does before *, saying*, *, but* and a dash.
    """
    if is_in(work, at, cl.NEW_CLAUSE):
        return True
    if gap_in(work, at, ASIDE_MARKS) and not work.tokens[at].quoted:
        if not gap_in(work, at, COMMA) or is_in(work, at, cl.WHICH | cl.BUT) or ends_ing(work, at):
            return True
    return is_in(work, at, cl.AND_BUT) and ends_ed(work, at + 1) and gap_in(work, at + 1, NOTHING)


@compiled
def content_end(work: Workspace, sentence: Sentence, begin: int, limit: int) -> int:
    """The end of a content that starts at ``begin``: a semicolon, an aside, or *, and Y* before the next cue."""
    ends = sentence.last
    for at in range(begin + 1, ends):
        if has(work, at, cl.COORDINATOR) and at < limit < ends:
            if gap_in(work, at, COMMA) or _joins_verb(work, at + 1, limit):
                return at
        if gap_in(work, at, NOTHING):
            continue
        if marks(work, at, _SEMICOLON) or at == limit:
            return at
        aside = gap_in(work, at, ASIDE_MARKS) and at > begin + 2 and not work.tokens[at].quoted
        if aside and _opens_aside(work, ends, at):
            return at
    return ends


@compiled
def _joins_verb(work: Workspace, at: int, verb: int) -> bool:
    """Whether nothing but auxiliaries and adverbs stands before a verb: the subject is that of the verb before it."""
    while at < verb and gap_in(work, at, NOTHING) and (is_auxiliary(work, at) or is_adverb(work, at)):
        at += 1
    return at == verb and gap_in(work, at, NOTHING)


@compiled
def _opens_aside(work: Workspace, ends: int, at: int) -> bool:
    """Whether what follows a comma is the outlet's aside: *, who had left*, *, a day after*, and no list goes on."""
    if is_in(work, at, cl.ASIDE):
        return True
    if not is_in(work, at, cl.A):
        return False
    for word in range(at + 1, min(ends, at + LIST_REACH)):
        if is_in(work, word, cl.AND_OR) or is_auxiliary(work, word):
            return False
    return True
