"""Noun phrases around a cue, as ``text.phrases`` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import compiled, inlined
from masthead.text.kernel.rules.names import head_name, name_run
from masthead.text.kernel.rules.tokens import (
    BEFORE_VERB,
    COMMA,
    INSIDE_NAME,
    NONE,
    NOTHING,
    OPEN_COMMA,
    ends_ed,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_capital,
    is_in,
    marks,
)
from masthead.text.phrases import APPOSITION, REACH

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.rules.tokens import Range

_CLAUSE_ENDS = gaps.mask(';:“”"?!')
_APPOSED = cl.DETERMINER | cl.TITLE | cl.OFFICIAL | cl.PERSON


@inlined
def is_skippable(page: Page, at: int) -> bool:
    """Whether a token between a subject and its verb is an auxiliary or an adverb."""
    return is_auxiliary(page, at) or is_adverb(page, at)


@compiled
def subject_before(page: Page, begins: int, cue: int, floor: int) -> Range:
    """The noun phrase that ends before a cue verb, in a sentence that ``begins`` there."""
    end = cue
    while end > floor and gap_in(page, end, NOTHING) and is_skippable(page, end - 1):
        end -= 1
    if end <= floor:
        return NONE
    if gap_in(page, end, NOTHING):
        return _adjacent_subject(page, begins, end, floor)
    if gap_in(page, end, BEFORE_VERB):
        return _subject_with_apposition(page, begins, end, floor)
    return NONE


@compiled
def _adjacent_subject(page: Page, begins: int, end: int, floor: int) -> Range:
    if has(page, end - 1, cl.COORDINATOR):
        return NONE
    if is_in(page, end - 1, cl.WHO_WHICH_THAT):
        return _antecedent(page, begins, end - 1, floor)
    who = _relative_pronoun(page, end, floor)
    if who >= 0:
        return _phrase(begins, _phrase_start(page, who, floor), end)
    return _with_name_before(page, _phrase(begins, _phrase_start(page, end, floor), end), floor)


@compiled
def _antecedent(page: Page, begins: int, end: int, floor: int) -> Range:
    start = end
    while start > floor and (is_capital(page, start - 1) or has(page, start - 1, cl.TITLE)):
        start -= 1
        if not gap_in(page, start, INSIDE_NAME):
            break
    if start == end and end > floor:
        start = _phrase_start(page, end, floor)
    return _phrase(begins, start, end)


@compiled
def _relative_pronoun(page: Page, end: int, floor: int) -> int:
    for at in range(end - 1, max(floor, end - REACH), -1):
        if is_in(page, at, cl.WHO):
            return at
        if not gap_in(page, at, INSIDE_NAME):
            return -1
    return -1


@compiled
def _subject_with_apposition(page: Page, begins: int, end: int, floor: int) -> Range:
    for at in range(end - 1, max(floor, end - APPOSITION), -1):
        if gap_in(page, at, OPEN_COMMA):
            start, _ = _phrase(begins, _phrase_start(page, at, floor), at)
            return (start, end) if start >= 0 else NONE
        if marks(page, at, _CLAUSE_ENDS):
            return NONE
    return NONE


@compiled
def owner_before(page: Page, begins: int, noun: int, floor: int) -> Range:
    """The possessive phrase that ends before a cue noun."""
    return _phrase(begins, _phrase_start(page, noun, floor), noun)


@compiled
def _with_name_before(page: Page, phrase: Range, floor: int) -> Range:
    first, last = phrase
    if first < 0 or not gap_in(page, first, COMMA) or not _opens_apposition(page, first):
        return phrase
    if head_name(page, first, last)[0] >= 0:
        return phrase
    begin = first
    while begin > floor and first - begin < 5 and is_capital(page, begin - 1):
        begin -= 1
        if not gap_in(page, begin, NOTHING):
            break
    starts_clause = begin == floor or not gap_in(page, begin, NOTHING)
    if begin == first or not starts_clause:
        return phrase
    start, end = name_run(page, begin, first)
    return (begin, last) if start == begin and end == first else phrase


@compiled
def subject_after(page: Page, ends: int, begin: int) -> Range:
    """The noun phrase that begins after an inverted cue, in a sentence that ``ends`` there."""
    end = _phrase_end(page, ends, begin)
    if end < 0 or end == begin:
        return NONE
    if end < ends and gap_in(page, end, COMMA) and _opens_apposition(page, end):
        further = _phrase_end(page, ends, end)
        if (
            further >= 0
            and (further == ends or not gap_in(page, further, NOTHING))
            and _has_no_verb(page, end, further)
        ):
            end = further
    return begin, end


@compiled
def _has_no_verb(page: Page, begin: int, end: int) -> bool:
    for at in range(begin, end):
        if ends_ed(page, at) and not page.tokens[at].flags & records.HYPHENED:
            return False
    return True


@compiled
def agent_after(page: Page, ends: int, begin: int) -> Range:
    """The noun phrase after the *by* of a passive."""
    end = begin + 1
    while end < ends:
        if is_in(page, end, cl.AGENT_STOP) or not gap_in(page, end, INSIDE_NAME) or has(page, end, cl.TIME):
            break
        end += 1
    end = min(end, ends) if begin + 1 < ends else ends
    return (begin, end) if begin < end <= begin + REACH and not is_auxiliary(page, begin) else NONE


@compiled
def _phrase_start(page: Page, end: int, floor: int) -> int:
    """The first token of the noun phrase that ends before token ``end``."""
    start = end
    for at in range(end - 1, max(floor, end - REACH) - 1, -1):
        if has(page, at, cl.CONJUNCTION) and not _joins_names(page, at, end):
            break
        if at < end - 1 and is_auxiliary(page, at):
            break
        start = at
        if has(page, at, cl.PRONOUN) or not gap_in(page, at, INSIDE_NAME):
            break
    return _without_lead(page, start, end)


@compiled
def _joins_names(page: Page, at: int, end: int) -> bool:
    if not is_in(page, at, cl.AND) or at == 0 or at + 1 >= end:
        return False
    return (is_capital(page, at - 1) and is_capital(page, at + 1)) or has(page, at + 1, cl.OFFICIAL)


@compiled
def _without_lead(page: Page, start: int, end: int) -> int:
    """Drop a leading phrase that is no part of the subject."""
    begin = start
    while begin < end and has(page, begin, cl.TIME):
        begin += 1
    if begin < end and has(page, begin, cl.PREPOSITION):
        for at in range(end - 1, begin, -1):
            if has(page, at, cl.DETERMINER | cl.PRONOUN):
                return at
        while end - 1 > begin and not is_capital(page, end - 1):
            end -= 1
        at = end - 1
        while at - 1 > begin and is_capital(page, at - 1) and not has(page, at - 1, cl.TIME):
            at -= 1
        return at
    return begin if begin < end else start


@inlined
def _phrase(begins: int, start: int, end: int) -> Range:
    return (start, end) if begins <= start < end else NONE


@compiled
def _phrase_end(page: Page, ends: int, begin: int) -> int:
    """The end of the noun phrase that starts at ``begin``; -1 where a verb shows that it is a clause."""
    for at in range(begin, min(ends, begin + REACH)):
        if at > begin and not gap_in(page, at, INSIDE_NAME):
            return at
        if is_auxiliary(page, at):
            return -1
        if at > begin:
            joins = has(page, at, cl.CONJUNCTION) and not _joins_names(page, at, ends)
            if joins or has(page, at, cl.TIME) or is_in(page, at, cl.PHRASE_STOP):
                return at
        if has(page, at, cl.PRONOUN):
            return at + 1
    return min(ends, begin + REACH)


@compiled
def _opens_apposition(page: Page, at: int) -> bool:
    return has(page, at, _APPOSED)
