"""Names inside a noun phrase, as ``text.names`` finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules.tokens import (
    INSIDE_RUN,
    NONE,
    NOTHING,
    OPEN_COMMA,
    gap_in,
    has,
    is_capital,
    is_in,
    is_possessive,
)

if TYPE_CHECKING:
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.tokens import Doc, Range

_JOINED = gaps.named("", "-")
_NO_NAME = cl.TIME | cl.PRONOUN | cl.DETERMINER | cl.PREPOSITION
_COMMON = (
    cl.COLLECTIVE
    | cl.OFFICIAL
    | cl.PERSON
    | cl.SENTENCE_STARTER
    | cl.ANONYMOUS
    | cl.ADVERB
    | cl.QUANTIFIER
    | cl.AUXILIARY
)


@compiled
def is_proper(doc: Doc, sentences: Records, at: int) -> bool:
    """Whether a capital is a name's and not that of a common word which begins its sentence."""
    if not is_capital(doc, at):
        return False
    return at > sentences[doc.tokens[at].sentence].first or not has(doc, at, _COMMON)


@compiled
def head_of(doc: Doc, sentences: Records, first: int, last: int) -> Range:
    """The part of a phrase with its head noun and name."""
    begin = first
    for at in range(first + 1, last):
        if gap_in(doc, at, OPEN_COMMA) or (has(doc, at, cl.PREPOSITION) and not _inside(doc, sentences, at, last)):
            return begin, at
        if is_possessive(doc, at - 1):
            begin = at
    return begin, last


@compiled
def head_name(doc: Doc, sentences: Records, first: int, last: int) -> Range:
    """The name a phrase is headed by."""
    begin, end = head_of(doc, sentences, first, last)
    start, stop = name_run(doc, sentences, begin, end)
    if start < 0 or has(doc, begin, cl.QUANTIFIER):
        return NONE
    while start > begin and _is_office(doc, start, stop):
        start -= 1
    modifies = stop < end and gap_in(doc, stop, _JOINED) and not is_capital(doc, stop)
    return NONE if modifies else (start, stop)


@compiled
def _is_office(doc: Doc, start: int, stop: int) -> bool:
    before = start - 1
    return (
        has(doc, stop - 1, cl.OFFICIAL)
        and is_capital(doc, before)
        and has(doc, before, cl.TITLE)
        and gap_in(doc, start, NOTHING)
    )


@compiled
def name_run(doc: Doc, sentences: Records, first: int, last: int) -> Range:
    """The longest run of capitalised words that can be a name."""
    best, best_end, start = -1, -1, -1
    for at in range(first, last + 1):
        inside = at < last
        fits = inside and (
            (start >= 0 and _links(doc, sentences, at, last))
            or (
                is_capital(doc, at)
                and is_proper(doc, sentences, at)
                and (start >= 0 or not has(doc, at, cl.TITLE))
                and not has(doc, at, _NO_NAME)
            )
        )
        broken = start >= 0 and inside and not gap_in(doc, at, INSIDE_RUN)
        if start >= 0 and (not fits or broken):
            if best < 0 or at - start > best_end - best:
                best, best_end = start, at
            start = -1
        if fits and start < 0:
            start = at
    return best, best_end


@compiled
def _inside(doc: Doc, sentences: Records, at: int, end: int) -> bool:
    """Whether *of* (and an article after it) stands between two capitalised words."""
    if not is_in(doc, at, cl.OF) or not is_proper(doc, sentences, at - 1) or _ends_person(doc, at):
        return False
    following = at + 2 if at + 1 < end and is_in(doc, at + 1, cl.THE) else at + 1
    return following < end and is_capital(doc, following)


@compiled
def _ends_person(doc: Doc, end: int) -> bool:
    return end >= 2 and (is_in(doc, end - 2, cl.MR) or has(doc, end - 2, cl.MALE_NAME | cl.FEMALE_NAME))


@compiled
def _links(doc: Doc, sentences: Records, at: int, end: int) -> bool:
    """Whether *of* or *of the* carries a name on."""
    if is_in(doc, at, cl.THE):
        return is_in(doc, at - 1, cl.OF) and _inside(doc, sentences, at - 1, end)
    return _inside(doc, sentences, at, end)
