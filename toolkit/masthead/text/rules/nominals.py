"""Cues that are no verbs: *according to X*, *X's claim that*, *support for*, *wary of*.

Each reader tells whether it found a relation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import word_sets as cl
from masthead.text.limits import ADVERBIAL, OWNER_REACH, PHRASE_REACH
from masthead.text.rules.content_ends import clause_end, content_end, first_comma
from masthead.text.rules.contents import NOWHERE
from masthead.text.rules.forms import is_owned_aside, named_source, quoted_as
from masthead.text.rules.phrases import owner_before, subject_after, subject_before
from masthead.text.rules.relations import NAMED, NOBODY, relate, relate_resolved
from masthead.text.rules.speakers import plausible
from masthead.text.rules.tokens import (
    COMMA,
    INSIDE_NAME,
    NONE,
    NOTHING,
    OPEN_COMMA,
    OPENS_QUOTE,
    any_auxiliary,
    ends_ed,
    gap_in,
    has,
    is_auxiliary,
    is_in,
    is_possessive,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace


_IN = int.from_bytes(b"in", "big")
_AGENT_PREPOSITIONS = cl.packed("agent_preposition")


@compiled
def read_preposition(work: Workspace, sentence: Sentence, cue: Cue) -> bool:
    """*According to X, content* and *content, according to X*."""
    if has(work, cue.first, cl.STUDY):
        return _read_study(work, sentence, cue)
    source = subject_after(work, sentence.last, cue.last) if cue.last < sentence.last else NONE
    if source[0] < 0:
        return False
    end = source[1]
    source = named_source(work, cue, source)
    if source[0] < 0:
        return False
    words = quoted_as(work, sentence, cue, source)
    if words >= 0:
        return _relate_quoted(work, sentence, cue, words)
    _relate_beside(work, sentence, cue, source, end)
    return True


@compiled
def _read_study(work: Workspace, sentence: Sentence, cue: Cue) -> bool:
    """*In a poll by X, content*, *content in the latest survey*: the study is the source, and *in* the cue."""
    at = cue.first
    while at > max(sentence.first, cue.first - PHRASE_REACH) and gap_in(work, at, INSIDE_NAME):
        at -= 1
        if has(work, at, cl.PREPOSITION):
            break
    if work.tokens[at].length != 2 or work.tokens[at].tail & 0xFFFF != _IN:
        return False
    source = subject_after(work, sentence.last, at + 1)
    if source[1] < cue.last:
        return False
    cue.first, cue.last = at, at + 1
    _relate_beside(work, sentence, cue, source, source[1])
    return True


@compiled
def _relate_quoted(work: Workspace, sentence: Sentence, cue: Cue, words: int) -> bool:
    """*X was quoted by Y as saying content*: X speaks, and the cue is all from *quoted* to *saying*."""
    speaker = subject_before(work, sentence.first, cue.first - 1, sentence.first)
    if speaker[0] < 0:
        return False
    cue.last = words
    relate_resolved(work, cue, speaker, (words, sentence.last, 0, 0))
    return True


@compiled
def _relate_beside(work: Workspace, sentence: Sentence, cue: Cue, source: Range, end: int) -> None:
    """Write the relation of a phrase, which ends at a token, before, after or in what it reports."""
    leads = cue.first == sentence.first or (gap_in(work, cue.first, NOTHING) and cue.first - sentence.first < 2)
    if leads:
        # A sentence that begins so tells something: what would be an apposition to its end is what X says.
        if end == sentence.last:
            end = first_comma(work, source[0], end)
            source = (source[0], min(source[1], end))
        relate_resolved(work, cue, source, (end, sentence.last, 0, 0))
    elif _follows_adverbial(work, sentence, cue, source):
        relate_resolved(work, cue, source, (sentence.first, cue.first, end, sentence.last))
    else:
        relate_resolved(work, cue, source, (sentence.first, cue.first, 0, 0))


@compiled
def _follows_adverbial(work: Workspace, sentence: Sentence, cue: Cue, source: Range) -> bool:
    """Whether the cue only interrupts: *In some cases, according to X, content*."""
    if source[1] >= sentence.last or not gap_in(work, source[1], COMMA) or cue.first - sentence.first > ADVERBIAL:
        return False
    return not any_auxiliary(work, sentence.first, cue.first)


@compiled
def read_noun(work: Workspace, sentence: Sentence, cue: Cue, floor: int, limit: int) -> bool:
    """*X's claim that content*, *fears that content*, and of an owner also *X's criticism of content*."""
    owner = _owner(work, sentence, cue.first, floor)
    if owner[0] >= 0 and is_owned_aside(work, sentence, cue, owner):
        _relate_aside(work, sentence, cue, owner)
        return True
    after = _past_day(work, sentence, cue.last)
    if after + 1 >= sentence.last or not gap_in(work, after, NOTHING):
        return False
    if is_in(work, after, cl.THAT):
        if has(work, after + 1, cl.AUXILIARY):
            return False
        end = content_end(work, sentence, after + 1, limit)
        end = _before_predicate(work, sentence, cue, after + 1, end)
    elif owner[0] >= 0 and is_in(work, after, cl.OBJECT_MARK):
        end = clause_end(work, sentence, cue, after + 1)
    else:
        return False
    _relate_owned(work, cue, owner, after + 1, end)
    return True


@compiled
def _relate_aside(work: Workspace, sentence: Sentence, cue: Cue, owner: Range) -> None:
    """*In X's view, content* and *content, by X's account*."""
    before = owner[0] - 1
    begin = max(sentence.first, before)
    first, second = (sentence.first, begin), (cue.last, sentence.last)
    if is_in(work, owner[0], cl.POSSESSIVE):
        relate(work, cue, NAMED, owner, (first[0], first[1], second[0], second[1]))
    else:
        relate_resolved(work, cue, owner, (first[0], first[1], second[0], second[1]))


@compiled
def _past_day(work: Workspace, sentence: Sentence, after: int) -> int:
    """The *that* behind a day: *a claim on Monday that*; the token itself where there is none."""
    at = after + 1 if is_in(work, after, cl.BEFORE_TIME) else after
    while at + 1 < sentence.last and has(work, at, cl.TIME) and gap_in(work, at, NOTHING):
        at += 1
    return at if is_in(work, at, cl.THAT) and gap_in(work, after, NOTHING) else after


@compiled
def _before_predicate(work: Workspace, sentence: Sentence, cue: Cue, begin: int, end: int) -> int:
    """Where the noun is the subject, its clause ends before the verb of the sentence: *The claim that it leaked is
    old*.

    That is the last group of auxiliaries, if a verb (an auxiliary or a form in *-ed*) stands before it inside the
    clause.
    """
    first = sentence.first
    if cue.first - first > ADVERBIAL or any_auxiliary(work, first, cue.first):
        return end
    last = end - 1
    while last > begin and not is_auxiliary(work, last):
        last -= 1
    last = max(last, begin)
    while last > begin and is_auxiliary(work, last - 1):
        last -= 1
    for at in range(begin + 1, last):
        if is_auxiliary(work, at) or ends_ed(work, at):
            return last
    return end


@compiled
def read_nominal(work: Workspace, sentence: Sentence, cue: Cue, floor: int) -> bool:
    """*support for content*, *X's refusal to content*: the noun with its preposition; *criticism from X*."""
    if cue.last >= sentence.last or not gap_in(work, cue.last, OPENS_QUOTE):
        return False
    if _names_agent(work, cue.last - 1):
        source = subject_after(work, sentence.last, cue.last)
        if source[0] < 0 or not plausible(work, source[0], source[1]):
            return False
        relate_resolved(work, cue, source, NOWHERE)
        return True
    owner = _owner(work, sentence, cue.first, floor)
    end = clause_end(work, sentence, cue, cue.last)
    _relate_owned(work, cue, owner, cue.last, _before_first_verb(work, sentence, cue, end))
    return True


@compiled
def _names_agent(work: Workspace, at: int) -> bool:
    """Whether a preposition leads to those who hold a view, not to what the view is of."""
    for row in range(len(_AGENT_PREPOSITIONS)):
        if work.tokens[at].tail == _AGENT_PREPOSITIONS[row]:
            return True
    return False


@compiled
def _before_first_verb(work: Workspace, sentence: Sentence, cue: Cue, end: int) -> int:
    """Where the noun is the subject, its object ends before the verb: *Support for those who fled has grown*."""
    if cue.first - sentence.first > ADVERBIAL or any_auxiliary(work, sentence.first, cue.first):
        return end
    relative = False
    for at in range(cue.last, end):
        if is_auxiliary(work, at) and not work.tokens[at].quoted:
            if not relative and at > cue.last:
                return at
            relative = at + 1 < end and is_auxiliary(work, at + 1)
        relative |= is_in(work, at, cl.WHO_WHICH_THAT)
    return end


@compiled
def read_adjective(work: Workspace, sentence: Sentence, cue: Cue, floor: int) -> bool:
    """*X is wary of content*, *X, eager to content*: an attitude as a state."""
    if cue.last >= sentence.last or not gap_in(work, cue.last, OPENS_QUOTE):
        return False
    verb = cue.first
    while verb > floor and gap_in(work, verb, NOTHING) and has(work, verb - 1, cl.COPULA):
        verb -= 1
    source = subject_before(work, sentence.first, verb, floor)
    apposed = gap_in(work, verb, OPEN_COMMA)
    if source[0] < 0 and verb == cue.first and apposed:
        source = owner_before(work, sentence.first, verb, floor)
    if source[0] < 0 or not plausible(work, source[0], source[1]):
        return False
    end = clause_end(work, sentence, cue, cue.last)
    if apposed:
        for at in range(cue.last, end):
            if gap_in(work, at, OPEN_COMMA):
                end = at
                break
    relate_resolved(work, cue, source, (cue.last, end, 0, 0))
    return True


@compiled
def _owner(work: Workspace, sentence: Sentence, noun: int, floor: int) -> Range:
    """The possessive phrase before a noun, past its adjectives; a pronoun where that owns it.

    *Trump's* in *Trump's previous harsh criticism of*, *his* in *his claim that*.
    """
    for at in range(noun - 1, max(floor, noun - OWNER_REACH) - 1, -1):
        if is_possessive(work, at):
            return owner_before(work, sentence.first, at + 1, floor)
        if not gap_in(work, at + 1, NOTHING):
            return NONE
        if is_in(work, at, cl.POSSESSIVE):
            return at, at + 1
        if has(work, at, cl.DETERMINER | cl.PREPOSITION):
            return NONE
    return NONE


@compiled
def _relate_owned(work: Workspace, cue: Cue, owner: Range, begin: int, end: int) -> None:
    """Write the relation of an owner; *his* and *their* are whoever spoke last, and speak on: *his claim that*."""
    if owner[0] < 0:
        relate(work, cue, NOBODY, NONE, (begin, end, 0, 0))
    elif is_in(work, owner[0], cl.POSSESSIVE):
        relate(work, cue, NAMED, owner, (begin, end, 0, 0))
    else:
        relate_resolved(work, cue, owner, (begin, end, 0, 0))
