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
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.tokens import Doc, Range

_CLAUSE_ENDS = gaps.mask(';:“”"?!')
_APPOSED = cl.DETERMINER | cl.TITLE | cl.OFFICIAL | cl.PERSON


@inlined
def is_skippable(doc: Doc, at: int) -> bool:
    """Whether a token between a subject and its verb is an auxiliary or an adverb."""
    return is_auxiliary(doc, at) or is_adverb(doc, at)


@compiled
def subject_before(doc: Doc, sentences: Records, begins: int, cue: int, floor: int) -> Range:
    """The noun phrase that ends before a cue verb, in a sentence that ``begins`` there."""
    end = cue
    while end > floor and gap_in(doc, end, NOTHING) and is_skippable(doc, end - 1):
        end -= 1
    if end <= floor:
        return NONE
    if gap_in(doc, end, NOTHING):
        return _adjacent_subject(doc, sentences, begins, end, floor)
    if gap_in(doc, end, BEFORE_VERB):
        return _subject_with_apposition(doc, begins, end, floor)
    return NONE


@compiled
def _adjacent_subject(doc: Doc, sentences: Records, begins: int, end: int, floor: int) -> Range:
    if has(doc, end - 1, cl.COORDINATOR):
        return NONE
    if is_in(doc, end - 1, cl.WHO_WHICH_THAT):
        return _antecedent(doc, begins, end - 1, floor)
    who = _relative_pronoun(doc, end, floor)
    if who >= 0:
        return _phrase(begins, _phrase_start(doc, who, floor), end)
    return _with_name_before(doc, sentences, _phrase(begins, _phrase_start(doc, end, floor), end), floor)


@compiled
def _antecedent(doc: Doc, begins: int, end: int, floor: int) -> Range:
    start = end
    while start > floor and (is_capital(doc, start - 1) or has(doc, start - 1, cl.TITLE)):
        start -= 1
        if not gap_in(doc, start, INSIDE_NAME):
            break
    if start == end and end > floor:
        start = _phrase_start(doc, end, floor)
    return _phrase(begins, start, end)


@compiled
def _relative_pronoun(doc: Doc, end: int, floor: int) -> int:
    for at in range(end - 1, max(floor, end - REACH), -1):
        if is_in(doc, at, cl.WHO):
            return at
        if not gap_in(doc, at, INSIDE_NAME):
            return -1
    return -1


@compiled
def _subject_with_apposition(doc: Doc, begins: int, end: int, floor: int) -> Range:
    for at in range(end - 1, max(floor, end - APPOSITION), -1):
        if gap_in(doc, at, OPEN_COMMA):
            start, _ = _phrase(begins, _phrase_start(doc, at, floor), at)
            return (start, end) if start >= 0 else NONE
        if marks(doc, at, _CLAUSE_ENDS):
            return NONE
    return NONE


@compiled
def owner_before(doc: Doc, begins: int, noun: int, floor: int) -> Range:
    """The possessive phrase that ends before a cue noun."""
    return _phrase(begins, _phrase_start(doc, noun, floor), noun)


@compiled
def _with_name_before(doc: Doc, sentences: Records, phrase: Range, floor: int) -> Range:
    first, last = phrase
    if first < 0 or not gap_in(doc, first, COMMA) or not _opens_apposition(doc, first):
        return phrase
    if head_name(doc, sentences, first, last)[0] >= 0:
        return phrase
    begin = first
    while begin > floor and first - begin < 5 and is_capital(doc, begin - 1):
        begin -= 1
        if not gap_in(doc, begin, NOTHING):
            break
    starts_clause = begin == floor or not gap_in(doc, begin, NOTHING)
    if begin == first or not starts_clause:
        return phrase
    start, end = name_run(doc, sentences, begin, first)
    return (begin, last) if start == begin and end == first else phrase


@compiled
def subject_after(doc: Doc, ends: int, begin: int) -> Range:
    """The noun phrase that begins after an inverted cue, in a sentence that ``ends`` there."""
    end = _phrase_end(doc, ends, begin)
    if end < 0 or end == begin:
        return NONE
    if end < ends and gap_in(doc, end, COMMA) and _opens_apposition(doc, end):
        further = _phrase_end(doc, ends, end)
        if further >= 0 and (further == ends or not gap_in(doc, further, NOTHING)) and _has_no_verb(doc, end, further):
            end = further
    return begin, end


@compiled
def _has_no_verb(doc: Doc, begin: int, end: int) -> bool:
    for at in range(begin, end):
        if ends_ed(doc, at) and not doc.tokens[at].flags & records.HYPHENED:
            return False
    return True


@compiled
def agent_after(doc: Doc, ends: int, begin: int) -> Range:
    """The noun phrase after the *by* of a passive."""
    end = begin + 1
    while end < ends:
        if is_in(doc, end, cl.AGENT_STOP) or not gap_in(doc, end, INSIDE_NAME) or has(doc, end, cl.TIME):
            break
        end += 1
    end = min(end, ends) if begin + 1 < ends else ends
    return (begin, end) if begin < end <= begin + REACH and not is_auxiliary(doc, begin) else NONE


@compiled
def _phrase_start(doc: Doc, end: int, floor: int) -> int:
    """The first token of the noun phrase that ends before token ``end``."""
    start = end
    for at in range(end - 1, max(floor, end - REACH) - 1, -1):
        if has(doc, at, cl.CONJUNCTION) and not _joins_names(doc, at, end):
            break
        if at < end - 1 and is_auxiliary(doc, at):
            break
        start = at
        if has(doc, at, cl.PRONOUN) or not gap_in(doc, at, INSIDE_NAME):
            break
    return _without_lead(doc, start, end)


@compiled
def _joins_names(doc: Doc, at: int, end: int) -> bool:
    if not is_in(doc, at, cl.AND) or at == 0 or at + 1 >= end:
        return False
    return (is_capital(doc, at - 1) and is_capital(doc, at + 1)) or has(doc, at + 1, cl.OFFICIAL)


@compiled
def _without_lead(doc: Doc, start: int, end: int) -> int:
    """Drop a leading phrase that is no part of the subject."""
    begin = start
    while begin < end and has(doc, begin, cl.TIME):
        begin += 1
    if begin < end and has(doc, begin, cl.PREPOSITION):
        for at in range(end - 1, begin, -1):
            if has(doc, at, cl.DETERMINER | cl.PRONOUN):
                return at
        while end - 1 > begin and not is_capital(doc, end - 1):
            end -= 1
        at = end - 1
        while at - 1 > begin and is_capital(doc, at - 1) and not has(doc, at - 1, cl.TIME):
            at -= 1
        return at
    return begin if begin < end else start


@inlined
def _phrase(begins: int, start: int, end: int) -> Range:
    return (start, end) if begins <= start < end else NONE


@compiled
def _phrase_end(doc: Doc, ends: int, begin: int) -> int:
    """The end of the noun phrase that starts at ``begin``; -1 where a verb shows that it is a clause."""
    for at in range(begin, min(ends, begin + REACH)):
        if at > begin and not gap_in(doc, at, INSIDE_NAME):
            return at
        if is_auxiliary(doc, at):
            return -1
        if at > begin:
            joins = has(doc, at, cl.CONJUNCTION) and not _joins_names(doc, at, ends)
            if joins or has(doc, at, cl.TIME) or is_in(doc, at, cl.PHRASE_STOP):
                return at
        if has(doc, at, cl.PRONOUN):
            return at + 1
    return min(ends, begin + REACH)


@compiled
def _opens_apposition(doc: Doc, at: int) -> bool:
    return has(doc, at, _APPOSED)
