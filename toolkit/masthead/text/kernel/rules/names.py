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
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.rules.tokens import Range

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
def is_proper(page: Page, at: int) -> bool:
    """Whether a capital is a name's and not that of a common word which begins its sentence."""
    if not is_capital(page, at):
        return False
    return at > page.sentences[page.tokens[at].sentence].first or not has(page, at, _COMMON)


@compiled
def head_of(page: Page, first: int, last: int) -> Range:
    """The part of a phrase with its head noun and name."""
    begin = first
    for at in range(first + 1, last):
        if gap_in(page, at, OPEN_COMMA) or (has(page, at, cl.PREPOSITION) and not _inside(page, at, last)):
            return begin, at
        if is_possessive(page, at - 1):
            begin = at
    return begin, last


@compiled
def head_name(page: Page, first: int, last: int) -> Range:
    """The name a phrase is headed by."""
    begin, end = head_of(page, first, last)
    start, stop = name_run(page, begin, end)
    if start < 0 or has(page, begin, cl.QUANTIFIER):
        return NONE
    while start > begin and _is_office(page, start, stop):
        start -= 1
    modifies = stop < end and gap_in(page, stop, _JOINED) and not is_capital(page, stop)
    return NONE if modifies else (start, stop)


@compiled
def _is_office(page: Page, start: int, stop: int) -> bool:
    before = start - 1
    return (
        has(page, stop - 1, cl.OFFICIAL)
        and is_capital(page, before)
        and has(page, before, cl.TITLE)
        and gap_in(page, start, NOTHING)
    )


@compiled
def name_run(page: Page, first: int, last: int) -> Range:
    """The longest run of capitalised words that can be a name."""
    best, best_end, start = -1, -1, -1
    for at in range(first, last + 1):
        inside = at < last
        fits = inside and (
            (start >= 0 and _links(page, at, last))
            or (
                is_capital(page, at)
                and is_proper(page, at)
                and (start >= 0 or not has(page, at, cl.TITLE))
                and not has(page, at, _NO_NAME)
            )
        )
        broken = start >= 0 and inside and not gap_in(page, at, INSIDE_RUN)
        if start >= 0 and (not fits or broken):
            if best < 0 or at - start > best_end - best:
                best, best_end = start, at
            start = -1
        if fits and start < 0:
            start = at
    return best, best_end


@compiled
def _inside(page: Page, at: int, end: int) -> bool:
    """Whether *of* (and an article after it) stands between two capitalised words."""
    if not is_in(page, at, cl.OF) or not is_proper(page, at - 1) or _ends_person(page, at):
        return False
    following = at + 2 if at + 1 < end and is_in(page, at + 1, cl.THE) else at + 1
    return following < end and is_capital(page, following)


@compiled
def _ends_person(page: Page, end: int) -> bool:
    return end >= 2 and (is_in(page, end - 2, cl.MR) or has(page, end - 2, cl.MALE_NAME | cl.FEMALE_NAME))


@compiled
def _links(page: Page, at: int, end: int) -> bool:
    """Whether *of* or *of the* carries a name on."""
    if is_in(page, at, cl.THE):
        return is_in(page, at - 1, cl.OF) and _inside(page, at - 1, end)
    return _inside(page, at, end)
