"""Noun phrases around a cue: where a subject begins and ends, its head, and the name in it.

There is no parser. A phrase is read outwards from the cue over a bounded number of tokens until a boundary word or a
punctuation mark, with one apposition (*Brett McGurk, the envoy to the coalition, said*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import PHRASE_REACH
from masthead.text.rules.appositions import before_appositions
from masthead.text.rules.names import head_name, name_run
from masthead.text.rules.tokens import (
    BEFORE_VERB,
    BESIDE,
    COMMA,
    INSIDE_NAME,
    NONE,
    NOTHING,
    ends_ed,
    ends_s,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_capital,
    is_in,
    is_possessive,
)

if TYPE_CHECKING:
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_GROUPS = cl.OFFICIAL | cl.COLLECTIVE | cl.PERSON | cl.ANONYMOUS
_APPOSED = cl.DETERMINER | cl.TITLE | cl.OFFICIAL | cl.PERSON


@inlined
def is_skippable(work: Workspace, at: int) -> bool:
    """Whether a token between a subject and its verb is an auxiliary or an adverb."""
    return is_auxiliary(work, at) or is_adverb(work, at)


@compiled
def subject_before(work: Workspace, begins: int, cue: int, floor: int) -> Range:
    """The noun phrase that ends before a cue verb, apposition included, in a sentence that ``begins`` there.

    ``floor`` is the first token the phrase may use. None where the verb's subject is left out or not there.
    """
    end = before_time(work, _before_auxiliaries(work, cue, floor), floor)
    if end <= floor:
        return NONE
    if gap_in(work, end, BESIDE):
        return _adjacent_subject(work, begins, end, floor)
    if gap_in(work, end, BEFORE_VERB):
        return _subject_with_apposition(work, begins, end, floor)
    return NONE


@compiled
def _before_auxiliaries(work: Workspace, cue: int, floor: int) -> int:
    """The end of what stands before a verb's auxiliaries and adverbs: *they* in *they both have*.

    A pronoun with its auxiliary stays: *they've*.
    """
    end = cue
    while end > floor and gap_in(work, end, NOTHING):
        floats = is_in(work, end - 1, cl.FLOATING) and end - 1 > floor
        if not (is_skippable(work, end - 1) or floats) or has(work, end - 1, cl.PRONOUN):
            break
        end -= 1
    return end


@compiled
def before_time(work: Workspace, end: int, floor: int) -> int:
    """The end of what stands before the day of a verb: *the ministry* in *the ministry on Monday*, *last week*."""
    at = end
    while at > floor and gap_in(work, at, NOTHING) and has(work, at - 1, cl.TIME):
        at -= 1
    if at in (end, floor):
        return end
    if gap_in(work, at, NOTHING) and is_in(work, at - 1, cl.BEFORE_TIME):
        at -= 1
    elif has(work, at - 1, cl.DETERMINER) or is_possessive(work, at - 1):
        return end
    return _before_auxiliaries(work, at, floor) if at > floor else end


@compiled
def _adjacent_subject(work: Workspace, begins: int, end: int, floor: int) -> Range:
    """The phrase that touches the verb, or the one a relative pronoun stands for; none after *and*."""
    if has(work, end - 1, cl.COORDINATOR):
        return NONE
    if is_in(work, end - 1, cl.WHO_WHICH_THAT):
        return _antecedent(work, begins, end - 1, floor)
    who = _relative_pronoun(work, end, floor)
    if who >= 0 and not has(work, end - 1, cl.SPEAKER_PRONOUN):
        return _phrase(begins, _phrase_start(work, who, floor), end)
    return _with_name_before(work, _phrase(begins, _phrase_start(work, end, floor), end), floor)


@compiled
def _antecedent(work: Workspace, begins: int, end: int, floor: int) -> Range:
    """What a relative pronoun at ``end`` stands for: the name right before it, else the phrase."""
    start = end
    while start > floor and (is_capital(work, start - 1) or has(work, start - 1, cl.TITLE)):
        start -= 1
        if not gap_in(work, start, INSIDE_NAME):
            break
    if start == end and end > floor:
        start = _phrase_start(work, end, floor)
    return _phrase(begins, start, end)


@compiled
def _relative_pronoun(work: Workspace, end: int, floor: int) -> int:
    """The *who* of a clause that belongs to the subject: *a witness who asked not to be named said*."""
    for at in range(end - 1, max(floor, end - PHRASE_REACH), -1):
        if is_in(work, at, cl.WHO_WHOSE):
            return at
        if not gap_in(work, at, INSIDE_NAME):
            return -1
    return -1


@compiled
def _subject_with_apposition(work: Workspace, begins: int, end: int, floor: int) -> Range:
    """The phrase before an apposition that a comma closes right before the verb: *Voss, the general, said*."""
    at, last = before_appositions(work, end, floor)
    if at < 0:
        return NONE
    start, _ = _phrase(begins, _phrase_start(work, at, floor), at)
    return (start, last) if start >= 0 else NONE


@compiled
def owner_before(work: Workspace, begins: int, noun: int, floor: int) -> Range:
    """The possessive phrase that ends before a cue noun: *the minister's* in *the minister's claim that*."""
    return _phrase(begins, _phrase_start(work, noun, floor), noun)


@compiled
def _with_name_before(work: Workspace, phrase: Range, floor: int) -> Range:
    """Take in the name that an apposition without its second comma follows (*Talal Sello, a spokesman said*)."""
    first, last = phrase
    if first < 0 or not gap_in(work, first, COMMA) or not _opens_apposition(work, first):
        return phrase
    if ends_s(work, last - 1) or has(work, last - 1, cl.COLLECTIVE):
        return phrase
    if head_name(work, first, last)[0] >= 0:
        return phrase
    begin = first
    while begin > floor and first - begin < 5 and is_capital(work, begin - 1):
        begin -= 1
        if not gap_in(work, begin, NOTHING):
            break
    starts_clause = begin == floor or not gap_in(work, begin, NOTHING)
    if begin == first or not starts_clause:
        return phrase
    start, end = name_run(work, begin, first)
    return (begin, last) if start == begin and end == first else phrase


@compiled
def subject_after(work: Workspace, ends: int, begin: int) -> Range:
    """The noun phrase that begins after an inverted cue, in a sentence that ``ends`` there.

    *Talal Sello, a spokesman* in *said Talal Sello, a spokesman*.
    """
    end = _phrase_end(work, ends, begin)
    if end < 0 or end == begin:
        return NONE
    if end < ends and gap_in(work, end, COMMA) and _opens_apposition(work, end):
        further = _phrase_end(work, ends, end)
        if (
            further >= 0
            and (further == ends or not gap_in(work, further, NOTHING))
            and _has_no_verb(work, end, further)
        ):
            end = further
    return begin, end


@compiled
def _has_no_verb(work: Workspace, begin: int, end: int) -> bool:
    """Whether no word of an apposition looks like a past form, as *leaked* does in *said Holt, the dam leaked*."""
    for at in range(begin, end):
        if ends_ed(work, at) and not work.tokens[at].flags & records.HYPHENED:
            return False
    return True


@compiled
def _phrase_start(work: Workspace, end: int, floor: int) -> int:
    """The first token of the noun phrase that ends before token ``end``."""
    start = end
    for at in range(end - 1, max(floor, end - PHRASE_REACH) - 1, -1):
        if has(work, at, cl.CONJUNCTION) and not (_joins_names(work, at, end) or _joins_people(work, at, floor)):
            break
        if at < end - 1 and is_auxiliary(work, at):
            break
        start = at
        if has(work, at, cl.PRONOUN) or not gap_in(work, at, INSIDE_NAME):
            break
    return _without_lead(work, start, end)


@compiled
def _joins_names(work: Workspace, at: int, end: int) -> bool:
    """Whether a conjunction stands inside one phrase: *Smith and Jones*, *the police and the army*."""
    if not is_in(work, at, cl.AND) or at == 0 or at + 1 >= end:
        return False
    return (is_capital(work, at - 1) and is_capital(work, at + 1)) or has(work, at + 1, cl.OFFICIAL)


@compiled
def _joins_people(work: Workspace, at: int, floor: int) -> bool:
    """Whether an *and* joins those who open a clause to others: *, officials and local media said*."""
    if not is_in(work, at, cl.AND) or at <= floor:
        return False
    opening = at - 1
    if has(work, opening, _GROUPS) or ends_s(work, opening):
        while opening > max(floor, at - 3) and gap_in(work, opening, NOTHING):
            opening -= 1
    return opening == floor or not gap_in(work, opening, NOTHING)


@compiled
def _without_lead(work: Workspace, start: int, end: int) -> int:
    """Drop a leading phrase that is no part of the subject: *On Tuesday the army* is *the army*."""
    begin = start
    while begin < end and has(work, begin, cl.TIME):
        begin += 1
    if begin < end and has(work, begin, cl.PREPOSITION):
        for at in range(end - 1, begin, -1):
            if has(work, at, cl.DETERMINER | cl.PRONOUN):
                return at
        while end - 1 > begin and not is_capital(work, end - 1):
            end -= 1
        at = end - 1
        while at - 1 > begin and is_capital(work, at - 1) and not has(work, at - 1, cl.TIME):
            at -= 1
        return at
    return begin if begin < end else start


@inlined
def _phrase(begins: int, start: int, end: int) -> Range:
    """A phrase; none where it is empty or begins before its sentence."""
    return (start, end) if begins <= start < end else NONE


@compiled
def _phrase_end(work: Workspace, ends: int, begin: int) -> int:
    """The end of the noun phrase that starts at ``begin``; -1 where a verb shows that it is a clause."""
    for at in range(begin, min(ends, begin + PHRASE_REACH)):
        if at > begin and not gap_in(work, at, INSIDE_NAME):
            return at
        if is_auxiliary(work, at):
            return -1
        if at > begin:
            joins = has(work, at, cl.CONJUNCTION) and not _joins_names(work, at, ends)
            if joins or has(work, at, cl.TIME) or is_in(work, at, cl.PHRASE_STOP):
                return at
        if has(work, at, cl.PRONOUN):
            return at + 1
    return min(ends, begin + PHRASE_REACH)


@compiled
def _opens_apposition(work: Workspace, at: int) -> bool:
    """Whether a word can open an apposition: *the general*, *Interior Minister*, *spokesman*."""
    return has(work, at, _APPOSED)
