"""Cue verbs: what a matched verb attributes to whom, by its form (``cues``) and its frame.

Each reader tells whether it found a relation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.limits import AGENT_REACH, PHRASE_REACH
from masthead.text.rules import cues
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.content_ends import clause_end
from masthead.text.rules.contents import NOWHERE, has_clause, past_adjuncts, verb_contents
from masthead.text.rules.forms import names_anybody, relative_pronoun
from masthead.text.rules.phrases import before_time, is_skippable, subject_after, subject_before
from masthead.text.rules.quotations import quote_after
from masthead.text.rules.relations import NOBODY, UNDERSTOOD, relate, relate_resolved
from masthead.text.rules.speakers import may_speak, plausible
from masthead.text.rules.subjects import opening_subject
from masthead.text.rules.tokens import (
    CLOSING_QUOTES,
    COMMA,
    INSIDE_NAME,
    NONE,
    NOTHING,
    QUOTE_CHARS,
    gap_in,
    has,
    is_auxiliary,
    is_capital,
    is_in,
    is_possessive,
    marks,
    starts_with,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_BEFORE_INVERTED = CLOSING_QUOTES | gaps.mask(",?!—–")
_COLON = gaps.mask(":")
_STOPS = gaps.mask(",.(")


@compiled
def read_verb(work: Workspace, sentence: Sentence, cue: Cue, floor: int, limit: int) -> bool:
    """The relation a verb opens; false where it is no cue here.

    An infinitive has no source beside it: who is *to denounce content* is understood from the main clause.
    """
    if cue.form == cues.NO_FORM or cue.frame == cues.PASSIVE_FRAME:
        return False
    if cue.form in (cues.PASSIVE, cues.REDUCED):
        return cue.frame != cues.QUOTE and _read_passive(work, sentence, cue, floor)
    if cue.form == cues.FINITE:
        inverted = inverted_source(work, sentence, cue)
        if inverted[0] >= 0:
            again = quote_after(work, sentence, inverted[1])
            relate_resolved(work, cue, inverted, (floor, cue.first, again, sentence.last))
            return True
    if cue.form == cues.INFINITIVE:
        if cue.kind & cues.THINKS and not (has_clause(work, sentence, cue) or marks(work, cue.last, QUOTE_CHARS)):
            return False
        contents = verb_contents(work, sentence, cue, NONE, cue.first, limit)
        if _is_empty(contents):
            return False
        relate(work, cue, NOBODY, NONE, contents)
        return True
    return _read_active(work, sentence, cue, floor, limit)


@compiled
def _is_empty(contents: tuple[int, int, int, int]) -> bool:
    """Whether neither of two contents holds a token."""
    return contents[1] <= contents[0] and contents[3] <= contents[2]


@compiled
def _read_active(work: Workspace, sentence: Sentence, cue: Cue, floor: int, limit: int) -> bool:
    """*X said content*, *content, X said*, *, saying content*."""
    source = _subject(work, sentence, cue, floor)
    if source[0] >= 0 and not _can_be_source(work, sentence, cue, source):
        return False
    if source[0] < 0 and not _may_lack_source(work, sentence, cue, floor):
        return False
    begin, end, second, second_end = verb_contents(work, sentence, cue, source, floor, limit)
    if cue.form == cues.GERUND and cue.first - sentence.first <= 1 and gap_in(work, cue.first, NOTHING):
        end, second_end = _comma(work, begin, end), _comma(work, second, second_end)
    contents = (begin, end, second, second_end)
    if source[0] >= 0 and _announces(work, sentence, cue):
        relate_resolved(work, cue, source, NOWHERE)
        return True
    if _is_empty(contents) or (cue.frame == cues.LABEL and not _labels(work, sentence, cue, source)):
        return False
    if source[0] < 0 and not _has_spoken(work, sentence):
        source = opening_subject(work, sentence, cue.first)
        if source[0] >= 0 and not plausible(work, source[0], source[1]):
            source = NONE
    if source[0] >= 0:
        relate_resolved(work, cue, source, contents)
    else:
        relate(work, cue, UNDERSTOOD if cue.first > sentence.first else NOBODY, NONE, contents)
    return True


@compiled
def _announces(work: Workspace, sentence: Sentence, cue: Cue) -> bool:
    """Whether what is said follows the sentence: *The board said in a statement:*"""
    if not cue.kind & cues.REPORTS or sentence.last >= work.size or not marks(work, sentence.last, _COLON):
        return False
    return past_adjuncts(work, sentence, cue) >= sentence.last


@compiled
def _has_spoken(work: Workspace, sentence: Sentence) -> bool:
    """Whether the sentence has named a speaker already, who is the one that is understood later in it."""
    written = work.written
    for number in range(written.state[rr.N_RELATIONS] - 1, -1, -1):
        row = written.relations[number]
        if row.cue_first < sentence.first:
            return False
        if row.first >= 0:
            return True
    return False


@compiled
def _subject(work: Workspace, sentence: Sentence, cue: Cue, floor: int) -> Range:
    """The subject before a verb; a participle after a preposition or a comma has none beside it (*by saying so*)."""
    if cue.form == cues.GERUND and cue.first > floor:
        if gap_in(work, cue.first, COMMA) or has(work, cue.first - 1, cl.PREPOSITION | cl.CONJUNCTION):
            return NONE
    return subject_before(work, sentence.first, cue.first, floor)


@compiled
def _comma(work: Workspace, first: int, last: int) -> int:
    """The end of what a participle that opens the sentence governs: *Speaking of the plan, she said*."""
    for at in range(first + 1, last):
        if work.tokens[at].flags & records.AFTER_COMMA:
            return at
    return last


@compiled
def _labels(work: Workspace, sentence: Sentence, cue: Cue, source: Range) -> bool:
    """Whether an object is followed by what it is called: *called him a liar*, *what he called a farce*.

    Nobody is called anything in *called her sister on the phone*.
    """
    if source[0] > sentence.first and is_in(work, source[0] - 1, cl.WHAT):
        return True
    end = cue.last + 1
    while end < sentence.last and gap_in(work, end, NOTHING):
        end += 1
    end = min(end, sentence.last)
    if end < sentence.last and marks(work, end, QUOTE_CHARS) and end - cue.last <= 10:
        return True
    at = cue.last
    if marks(work, at, QUOTE_CHARS):
        return True
    if at >= end:
        return False
    if is_in(work, at, cl.HER) and at + 2 < end and not has(work, at + 1, cl.DETERMINER):
        return False
    if has(work, at, cl.OBJECT_PRONOUN):
        return at + 1 < end and not has(work, at + 1, cl.PREPOSITION)
    if is_capital(work, at) or is_possessive(work, at):
        while at < end and is_capital(work, at):
            at += 1
        return at < end and not has(work, at, cl.PREPOSITION | cl.TIME)
    for word in range(at + 1, min(end, at + 8)):
        if is_in(work, word, cl.A) and not has(work, word - 1, cl.PREPOSITION):
            return True
    return False


@compiled
def _can_be_source(work: Workspace, sentence: Sentence, cue: Cue, source: Range) -> bool:
    """Whether a subject can speak: anybody not ruled out, but for a verb that takes things too, someone who can.

    Whom *who* stands for is somebody, whatever the word for them.

    *It* can where a clause or a quotation follows: *it said the road was shut*, not *it declared a state*.
    """
    if names_anybody(work, cue, source):
        return False
    if is_in(work, source[0], cl.IT):
        return marks(work, cue.last, QUOTE_CHARS) or has_clause(work, sentence, cue)
    if not cues.takes_object(cue) and may_speak(work, source[0], source[1]):
        return True
    who = relative_pronoun(work, sentence.first, cue)
    if who >= 0 and is_in(work, who, cl.WHO):
        return True
    return plausible(work, source[0], source[1])


@compiled
def _may_lack_source(work: Workspace, sentence: Sentence, cue: Cue, floor: int) -> bool:
    """A cue whose subject is left out (*, adding that*, *and said*) or not found, beside a quotation.

    *and respected members* is none, as no object is seen to follow, unless the sentence has named who speaks.
    """
    if cue.form == cues.GERUND:
        return True
    if cue.first == sentence.first:
        return False
    verb = cue.first
    while verb > floor and gap_in(work, verb, NOTHING) and is_skippable(work, verb - 1):
        verb -= 1
    verb = before_time(work, verb, floor)
    elided = verb > sentence.first and has(work, verb - 1, cl.COORDINATOR)
    if elided and cues.takes_object(cue):
        elided = cues.opens_complement(work, sentence, cue) or _has_spoken(work, sentence)
    return elided or marks(work, cue.last, QUOTE_CHARS)


@compiled
def _read_passive(work: Workspace, sentence: Sentence, cue: Cue, floor: int) -> bool:
    """*was criticised by X for content*, *was told that content*; *X is worried about content*."""
    source = _agent(work, sentence, cue)
    begin = cue.last if source[0] < 0 else source[1]
    if source[0] < 0 and cue.stance == cues.ATTITUDE and cue.kind & cues.STATE:
        source = subject_before(work, sentence.first, cue.first, floor)
        if source[0] >= 0 and not plausible(work, source[0], source[1]):
            return False
    end = clause_end(work, sentence, cue, begin) if begin < sentence.last else begin
    if cue.first == sentence.first and end > begin:
        end = _comma(work, begin, end)
    if end <= begin:
        subject = subject_before(work, sentence.first, cue.first, floor)
        begin, end = subject if subject[0] >= 0 else (0, 0)
    if source[0] >= 0:
        relate_resolved(work, cue, source, (begin, end, 0, 0))
    else:
        relate(work, cue, NOBODY, NONE, (begin, end, 0, 0))
    return True


@compiled
def _agent(work: Workspace, sentence: Sentence, cue: Cue) -> Range:
    """Who a passive says did it: the phrase after its *by*."""
    for at in range(cue.last, min(sentence.last - 1, cue.last + AGENT_REACH + 1)):
        if not gap_in(work, at, NOTHING):
            return NONE
        if is_in(work, at, cl.BY):
            return _noun_phrase(work, sentence.last, at + 1)
    return NONE


@compiled
def _noun_phrase(work: Workspace, ends: int, begin: int) -> Range:
    """The noun phrase after the *by* of a passive: *criticised by his rivals for failing*."""
    end = begin + 1
    while end < ends:
        if is_in(work, end, cl.AGENT_STOP) or not gap_in(work, end, INSIDE_NAME) or has(work, end, cl.TIME):
            break
        end += 1
    end = min(end, ends) if begin + 1 < ends else ends
    return (begin, end) if begin < end <= begin + PHRASE_REACH and not is_auxiliary(work, begin) else NONE


@compiled
def inverted_source(work: Workspace, sentence: Sentence, cue: Cue) -> Range:
    """The source after the cue in *"…," said X* and *…, said X.*"""
    if cue.frame not in (cues.BARE, cues.CLAUSE, cues.QUOTE) or cue.first == sentence.first:
        return NONE
    if cue.kind & cues.TELLS or cue.last >= sentence.last or not marks(work, cue.first, _BEFORE_INVERTED):
        return NONE
    if not gap_in(work, cue.last, NOTHING) or is_in(work, cue.last, cl.THAT) or has(work, cue.last, cl.PREPOSITION):
        return NONE
    source = subject_after(work, sentence.last, cue.last)
    if source[0] < 0:
        return NONE
    if marks(work, cue.first, CLOSING_QUOTES) and (is_capital(work, source[0]) or has(work, source[0], cl.DETERMINER)):
        return source
    if not plausible(work, source[0], source[1]):
        return NONE
    end = source[1]
    if end == sentence.last:
        return source
    if not (gap_in(work, end, NOTHING) or starts_with(work, end, _STOPS)):
        return NONE
    before = subject_before(work, sentence.first, cue.first, sentence.first)[0]
    return source if before < 0 or cue.first - before > 20 else NONE
