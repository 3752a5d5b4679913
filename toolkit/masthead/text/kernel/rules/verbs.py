"""Cue verbs: what a matched verb attributes to whom, as ``text.verbs`` reads it. Each reader tells whether it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules import cues
from masthead.text.kernel.rules.contents import clause_end, has_clause, verb_contents
from masthead.text.kernel.rules.phrases import agent_after, is_skippable, subject_after, subject_before
from masthead.text.kernel.rules.relations import NOBODY, UNDERSTOOD, relate, relate_resolved
from masthead.text.kernel.rules.speakers import may_speak, plausible
from masthead.text.kernel.rules.tokens import (
    CLOSERS,
    NONE,
    NOTHING,
    QUOTE_CHARS,
    gap_in,
    has,
    is_capital,
    is_in,
    is_possessive,
    marks,
    starts_with,
)
from masthead.text.verbs import AGENT_REACH

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.tokens import Range

_BEFORE_INVERTED = CLOSERS | gaps.mask(",?!—–")
_STOPS = gaps.mask(",.")


@compiled
def read_verb(page: Page, sentence: Records, cue: Records, floor: int, limit: int) -> bool:
    """The relation a verb opens."""
    if cue.form == cues.NO_FORM or cue.frame == cues.PASSIVE_FRAME:
        return False
    if cue.form in (cues.PASSIVE, cues.REDUCED):
        return cue.frame != cues.QUOTE and _read_passive(page, sentence, cue, floor)
    if cue.form == cues.FINITE:
        inverted = _inverted_source(page, sentence, cue)
        if inverted[0] >= 0:
            relate_resolved(page, cue, inverted, (floor, cue.first, 0, 0))
            return True
    if cue.form == cues.INFINITIVE:
        contents = verb_contents(page, sentence, cue, NONE, cue.first, limit)
        if _is_empty(contents):
            return False
        relate(page, cue, NOBODY, NONE, contents)
        return True
    return _read_active(page, sentence, cue, floor, limit)


@compiled
def _is_empty(contents: tuple[int, int, int, int]) -> bool:
    return contents[1] <= contents[0] and contents[3] <= contents[2]


@compiled
def _read_active(page: Page, sentence: Records, cue: Records, floor: int, limit: int) -> bool:
    """*X said content*, *content, X said*, *, saying content*."""
    source = _subject(page, sentence, cue, floor)
    if source[0] >= 0 and not _can_be_source(page, sentence, cue, source):
        return False
    if source[0] < 0 and not _may_lack_source(page, sentence, cue, floor):
        return False
    begin, end, second, second_end = verb_contents(page, sentence, cue, source, floor, limit)
    if cue.form == cues.GERUND and cue.first - sentence.first <= 1 and gap_in(page, cue.first, NOTHING):
        end, second_end = _comma(page, begin, end), _comma(page, second, second_end)
    contents = (begin, end, second, second_end)
    if _is_empty(contents) or (cue.frame == cues.LABEL and not _labels(page, sentence, cue, source)):
        return False
    if source[0] >= 0:
        relate_resolved(page, cue, source, contents)
    else:
        relate(page, cue, UNDERSTOOD if cue.first > sentence.first else NOBODY, NONE, contents)
    return True


@compiled
def _subject(page: Page, sentence: Records, cue: Records, floor: int) -> Range:
    """The subject before a verb; a participle after a preposition has none beside it."""
    if cue.form == cues.GERUND and cue.first > floor and has(page, cue.first - 1, cl.PREPOSITION | cl.CONJUNCTION):
        return NONE
    return subject_before(page, sentence.first, cue.first, floor)


@compiled
def _comma(page: Page, first: int, last: int) -> int:
    """The end of what a participle that opens the sentence governs."""
    for at in range(first + 1, last):
        if page.tokens[at].flags & records.AFTER_COMMA:
            return at
    return last


@compiled
def _labels(page: Page, sentence: Records, cue: Records, source: Range) -> bool:
    """Whether an object is followed by what it is called."""
    if source[0] > sentence.first and is_in(page, source[0] - 1, cl.WHAT):
        return True
    end = cue.last + 1
    while end < sentence.last and gap_in(page, end, NOTHING):
        end += 1
    end = min(end, sentence.last)
    if end < sentence.last and marks(page, end, QUOTE_CHARS) and end - cue.last <= 10:
        return True
    at = cue.last
    if marks(page, at, QUOTE_CHARS):
        return True
    if at >= end:
        return False
    if is_in(page, at, cl.HER) and at + 2 < end and not has(page, at + 1, cl.DETERMINER):
        return False
    if has(page, at, cl.OBJECT_PRONOUN):
        return at + 1 < end and not has(page, at + 1, cl.PREPOSITION)
    if is_capital(page, at) or is_possessive(page, at):
        while at < end and is_capital(page, at):
            at += 1
        return at < end and not has(page, at, cl.PREPOSITION | cl.TIME)
    for word in range(at + 1, min(end, at + 8)):
        if is_in(page, word, cl.A) and not has(page, word - 1, cl.PREPOSITION):
            return True
    return False


@compiled
def _can_be_source(page: Page, sentence: Records, cue: Records, source: Range) -> bool:
    """Whether a subject can speak."""
    if is_in(page, source[0], cl.IT):
        return marks(page, cue.last, QUOTE_CHARS) or has_clause(page, sentence, cue)
    if not cues.takes_object(cue) and may_speak(page, source[0], source[1]):
        return True
    return plausible(page, source[0], source[1])


@compiled
def _may_lack_source(page: Page, sentence: Records, cue: Records, floor: int) -> bool:
    """A cue whose subject is left out or not found, beside a quotation."""
    if cue.form == cues.GERUND:
        return True
    if cue.first == sentence.first:
        return False
    verb = cue.first
    while verb > floor and gap_in(page, verb, NOTHING) and is_skippable(page, verb - 1):
        verb -= 1
    elided = verb > sentence.first and has(page, verb - 1, cl.COORDINATOR)
    if elided and cues.takes_object(cue):
        elided = cues.opens_complement(page, sentence, cue)
    return elided or marks(page, cue.last, QUOTE_CHARS)


@compiled
def _read_passive(page: Page, sentence: Records, cue: Records, floor: int) -> bool:
    """*was criticised by X for content*, *was told that content*; *X is worried about content*."""
    source = _agent(page, sentence, cue)
    begin = cue.last if source[0] < 0 else source[1]
    if source[0] < 0 and cue.stance == cues.ATTITUDE and cue.kind & cues.STATE:
        source = subject_before(page, sentence.first, cue.first, floor)
        if source[0] >= 0 and not plausible(page, source[0], source[1]):
            return False
    end = clause_end(page, sentence, cue, begin) if begin < sentence.last else begin
    if cue.first == sentence.first and end > begin:
        end = _comma(page, begin, end)
    if end <= begin:
        subject = subject_before(page, sentence.first, cue.first, floor)
        begin, end = subject if subject[0] >= 0 else (0, 0)
    if source[0] >= 0:
        relate_resolved(page, cue, source, (begin, end, 0, 0))
    else:
        relate(page, cue, NOBODY, NONE, (begin, end, 0, 0))
    return True


@compiled
def _agent(page: Page, sentence: Records, cue: Records) -> Range:
    """Who a passive says did it: the phrase after its *by*."""
    for at in range(cue.last, min(sentence.last - 1, cue.last + AGENT_REACH + 1)):
        if not gap_in(page, at, NOTHING):
            return NONE
        if is_in(page, at, cl.BY):
            return agent_after(page, sentence.last, at + 1)
    return NONE


@compiled
def _inverted_source(page: Page, sentence: Records, cue: Records) -> Range:
    """The source after the cue in *"…," said X* and *…, said X.*"""
    if cue.frame not in (cues.BARE, cues.CLAUSE, cues.QUOTE) or cue.first == sentence.first:
        return NONE
    if cue.last >= sentence.last or not marks(page, cue.first, _BEFORE_INVERTED):
        return NONE
    if not gap_in(page, cue.last, NOTHING) or is_in(page, cue.last, cl.THAT):
        return NONE
    source = subject_after(page, sentence.last, cue.last)
    if source[0] < 0:
        return NONE
    if marks(page, cue.first, CLOSERS) and (is_capital(page, source[0]) or has(page, source[0], cl.DETERMINER)):
        return source
    if not plausible(page, source[0], source[1]):
        return NONE
    end = source[1]
    if end < sentence.last and not (gap_in(page, end, NOTHING) or starts_with(page, end, _STOPS)):
        return NONE
    before = subject_before(page, sentence.first, cue.first, sentence.first)[0]
    return source if before < 0 or cue.first - before > 20 else NONE
