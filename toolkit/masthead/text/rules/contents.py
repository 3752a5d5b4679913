"""What a cue verb governs: the tokens before it, after it, or both, bounded by the clause.

Two ranges come as four numbers, an empty one is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.rules import cues
from masthead.text.rules.content_ends import before_main_clause, content_end, first_comma, main_verb, object_end
from masthead.text.rules.forms import around_aside
from masthead.text.rules.quotations import quote_after, quote_within
from masthead.text.rules.tokens import (
    CLOSING_QUOTES,
    COMMA,
    INSIDE_NAME,
    NOTHING,
    QUOTE_CHARS,
    any_auxiliary,
    ends_ed,
    ends_ing,
    gap_in,
    has,
    is_auxiliary,
    is_capital,
    is_in,
    marks,
    starts_with,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

    Ranges = tuple[int, int, int, int]

NOWHERE = (0, 0, 0, 0)
AFTER_CONTENT = CLOSING_QUOTES | gaps.mask(",?!—–")
_ENDS = gaps.mask(",—–)")
_STOPS = gaps.mask(",;—–")
_NO_RESUMPTION = cl.CONJUNCTION | cl.PREPOSITION | cl.TIME | cl.ADVERB | cl.SPEAKER_PRONOUN
_LISTENER = 12
"""Tokens of those told or asked."""
_INSERTED = 10
"""Tokens of what stands between commas after the verb: *, according to the agency,*."""
_COLON, _COMMA_MARK = gaps.mask(":"), gaps.mask(",")
_ADJUNCT = gaps.named("", "-", "’s", "'s", ".")


@compiled
def verb_contents(work: Workspace, sentence: Sentence, cue: Cue, source: Range, floor: int, limit: int) -> Ranges:
    """What a verb with its subject before it (or none) governs."""
    left = source[0] if source[0] >= 0 else cue.first
    closed = marks(work, left, CLOSING_QUOTES)
    quote_follows = quote_within(work, cue.last, sentence.last, 12)
    takes_object = cues.takes_object(cue)
    subordinate = floor > sentence.first and is_in(work, sentence.first, cl.SUBORDINATOR)
    past = past_adjuncts(work, sentence, cue)
    if not takes_object:
        aside = around_aside(work, sentence, cue, left, past, floor)
        if aside[1] > aside[0] or aside[3] > aside[2]:
            return aside
    resumes = _resumes(work, sentence, cue, floor)
    whole = (not subordinate and _is_content(work, floor, left)) or (left > floor and resumes)
    if whole and (closed or not takes_object) and marks(work, left, AFTER_CONTENT):
        if closed or _ends_at(work, sentence, past, quote_follows):
            second = cue.last if resumes else quote_after(work, sentence, cue.last)
            return floor, left, second, sentence.last
    if not takes_object and _interrupts(work, sentence, cue, left, floor):
        return floor, left, cue.last, sentence.last
    if cue.frame == cues.QUOTE and not quote_within(work, cue.last, sentence.last, 4):
        return NOWHERE
    if cue.frame == cues.CLAUSE and not quote_follows and not has_clause(work, sentence, cue):
        return NOWHERE
    begin = _content_begin(work, sentence, cue, source)
    if begin < 0:
        return NOWHERE
    heard = _past_audience(work, sentence, cue)
    if begin == heard and not takes_object and not quote_follows and _ends_at(work, sentence, heard, quote_follows):
        return NOWHERE
    end = content_end(work, sentence, begin, limit)
    if cue.first > sentence.first and is_in(work, cue.first - 1, cl.WHO_WHICH):
        end = first_comma(work, begin, end)
    if source[0] > floor and is_in(work, source[0] - 1, cl.WHICH) and gap_in(work, source[0] - 1, COMMA):
        end = main_verb(work, begin, end)
    end = before_main_clause(work, sentence, cue, begin, end)
    return begin, object_end(work, begin, end) if takes_object else end, 0, 0


@inlined
def _ends_at(work: Workspace, sentence: Sentence, after: int, quote_follows: bool) -> bool:
    """Whether a sentence or a clause ends before a token, and no quotation follows."""
    return after >= sentence.last or (starts_with(work, after, _ENDS) and not quote_follows)


@compiled
def _interrupts(work: Workspace, sentence: Sentence, cue: Cue, left: int, floor: int) -> bool:
    """Whether source and cue stand between commas after a mere adverbial: *In the end, Holt said, most voted.*"""
    return cue.last < sentence.last and gap_in(work, cue.last, COMMA) and left != floor and gap_in(work, left, COMMA)


@compiled
def has_clause(work: Workspace, sentence: Sentence, cue: Cue) -> bool:
    """Whether a clause follows a verb that takes plain objects too: *added that*, *felt it was*, not *added salt*."""
    for at in range(cue.last, min(sentence.last, cue.last + 14)):
        if at > cue.last and starts_with(work, at, _COMMA_MARK):
            return False
        if is_auxiliary(work, at) or is_in(work, at, cl.CLAUSE_WORD | cl.SUBJECT):
            return True
        if at > cue.last + 1 and ends_ed(work, at) and not has(work, at - 1, cl.DETERMINER):
            return True
    return False


@compiled
def _resumes(work: Workspace, sentence: Sentence, cue: Cue, floor: int) -> bool:
    """Whether the reported clause goes on after the cue, which only interrupts it: *The dam, Holt said, was safe.*"""
    at = cue.last
    if at >= sentence.last or not gap_in(work, at, COMMA):
        return False
    if has(work, at, _NO_RESUMPTION) or is_in(work, at, cl.AS | cl.WHO_WHICH) or ends_ing(work, at):
        return False
    for place in range(floor, cue.first):
        if work.tokens[place].quoted:
            return False
    return True


@compiled
def _is_content(work: Workspace, first: int, last: int) -> bool:
    """Whether tokens before a comma can be reported content, and not just *On Monday,*"""
    if last - first < 2:
        return last > first and work.tokens[first].quoted != 0
    return last - first > 5 or work.tokens[first].quoted != 0 or not has(work, first, cl.PREPOSITION)


@compiled
def _content_begin(work: Workspace, sentence: Sentence, cue: Cue, source: Range) -> int:
    """The first content token after a verb: past *that*, a colon, or the person told; -1 where *that* is needed.

    A verb with an object reports a clause where only a day parts it from *that*: *denied on Monday that it leaked*.

    *After he said that, Orr left* reports nothing either.
    """
    after = past_adjuncts(work, sentence, cue)
    takes_object = cues.takes_object(cue)
    for at in range(cue.last, min(sentence.last, cue.last + 8)):
        if marks(work, at, _COLON) or (at <= after and not takes_object and marks(work, at, QUOTE_CHARS)):
            return at
        if marks(work, at, _STOPS):
            inserted = _past_inserted(work, sentence, at)
            if inserted > at and not takes_object:
                return inserted
            break
        if is_in(work, at, cl.THAT) and at + 1 < sentence.last:
            if starts_with(work, at + 1, _COMMA_MARK) and is_in(work, sentence.first, cl.SUBORDINATOR):
                return -1
            if takes_object and cue.last < at <= after:
                return at if cue.kind & cues.SEVERAL_WORDS else at + 1
            if takes_object:
                continue
            told = not cue.kind & cues.THINKS and at - cue.last <= 5
            if at <= after or (told and not any_auxiliary(work, cue.last, at)):
                return at + 1
            break
    if cue.frame == cues.THAT:
        quoted = cue.last < sentence.last and marks(work, cue.last, QUOTE_CHARS | _COLON)
        return cue.last if quoted or _studied(work, source) or has_clause(work, sentence, cue) else -1
    at = _past_audience(work, sentence, cue)
    if not takes_object:
        if after > at and after < sentence.last and is_in(work, after, cl.SUBJECT | cl.COMPLEMENTIZER):
            return after
        at = _past_listener(work, sentence, cue, at)
    return at if at < sentence.last else -1


@compiled
def _past_inserted(work: Workspace, sentence: Sentence, begin: int) -> int:
    """The clause past an insertion between commas: *said, however, that it leaked*; ``begin`` where there is none."""
    for at in range(begin + 1, min(sentence.last - 1, begin + _INSERTED)):
        if gap_in(work, at, COMMA):
            return at + 1 if is_in(work, at, cl.THAT) else begin
        if not gap_in(work, at, NOTHING):
            return begin
    return begin


@compiled
def _past_listener(work: Workspace, sentence: Sentence, cue: Cue, begin: int) -> int:
    """The first token past those told or asked, where a question or a quotation follows: *asked the mayor whether*."""
    for at in range(begin + 1, min(sentence.last, begin + _LISTENER)):
        if marks(work, at, QUOTE_CHARS) and marks(work, at, _COMMA_MARK):
            return at
        if not gap_in(work, at, INSIDE_NAME) or is_auxiliary(work, at):
            return begin
        if is_in(work, at, cl.COMPLEMENTIZER) and (cue.kind & cues.TELLS or not is_in(work, at, cl.THAT)):
            return at
    return begin


@compiled
def _studied(work: Workspace, source: Range) -> bool:
    """Whether a study speaks, as in *the study showed a drop*."""
    if source[0] < 0:
        return False
    for at in range(source[0], source[1]):
        if has(work, at, cl.STUDY):
            return True
    return False


@compiled
def past_adjuncts(work: Workspace, sentence: Sentence, cue: Cue) -> int:
    """The first token after a verb and what only says when, where or to whom: *on Monday*, *in a statement*.

    A phrase with an auxiliary in it is a clause, so it is content and nothing is passed.
    """
    begin = at = _past_audience(work, sentence, cue)
    if at < sentence.last and gap_in(work, at, NOTHING) and has(work, at, cl.PREPOSITION):
        at += 1
        while at < sentence.last and gap_in(work, at, _ADJUNCT):
            if is_in(work, at, cl.COMPLEMENTIZER | cl.SUBJECT):
                return at
            if is_auxiliary(work, at) or at - begin > 10:
                return begin
            at += 1
    return at


@compiled
def _past_audience(work: Workspace, sentence: Sentence, cue: Cue) -> int:
    """The first token after a verb that is neither the day it was said nor, for *tell*, the person told."""
    at = cue.last
    while at < min(sentence.last, cue.last + 8) and (at == cue.last or gap_in(work, at, NOTHING)):
        if not has(work, at, cl.TIME):
            if not cue.kind & cues.TELLS:
                break
            head = at + 1 if has(work, at, cl.DETERMINER) and at + 1 < sentence.last else at
            if not (has(work, at, cl.OBJECT_PRONOUN) or has(work, head, cl.AUDIENCE) or is_capital(work, head)):
                break
        at += 1
    return at
