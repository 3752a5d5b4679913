"""Names inside a noun phrase: its head, the run of capitals that names somebody, offices and linked names.

What each token can be in a name is worked out once a text (``mark_names``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, eight_bytes, inlined, leading_zeros
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.rules.tokens import (
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
    from masthead.native.dialect import Ints
    from masthead.text.records import Token
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_JOINS = gaps.named("", "-")
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
GENDERED = cl.MALE_TITLE | cl.FEMALE_TITLE
_STARTS, _CONTINUES, _FITS, _LINKS, _LINKS_FAR = (1 << bit for bit in range(5))
"""Marks of a token: it can begin a name; it can go on with one, as no gap that breaks a name is before it; it can be in
one; it is *of* or *the* and carries a name on to the next token, or to the one after it."""
_EIGHT = 0x0101010101010101


@compiled
def is_proper(work: Workspace, at: int) -> bool:
    """Whether a capital is a name's: not that of a common word which begins its sentence (*Residents said*)."""
    if not is_capital(work, at):
        return False
    return at > work.sentences[work.tokens[at].sentence].first or not has(work, at, _COMMON)


@compiled
def head_of(work: Workspace, first: int, last: int) -> Range:
    """The part of a phrase with its head noun and name: after a possessive, before its first comma or preposition.

    *of* between capitals is part of a name: *the Ministry of Defence*.
    """
    begin = first
    for at in range(first + 1, last):
        if gap_in(work, at, OPEN_COMMA) or (has(work, at, cl.PREPOSITION) and not _inside(work, at, last)):
            return begin, at
        if is_possessive(work, at - 1):
            begin = at
    return begin, last


@compiled
def head_name(work: Workspace, first: int, last: int) -> Range:
    """The name a phrase is headed by: *Brett McGurk*, *Open Roads*; none in *the Kurdish police* or *Residents*."""
    begin, end = head_of(work, first, last)
    return name_in(work, begin, end)


@compiled
def name_in(work: Workspace, begin: int, end: int) -> Range:
    """The name of a head; *many Syrians* are a group and have none."""
    start, stop = name_run(work, begin, end)
    if start < 0 or has(work, begin, cl.QUANTIFIER):
        return NONE
    while start > begin and _is_office(work, start, stop):
        start -= 1
    modifies = stop < end and gap_in(work, stop, _JOINS) and not is_capital(work, stop)
    return NONE if modifies else (start, stop)


@compiled
def _is_office(work: Workspace, start: int, stop: int) -> bool:
    """Whether a title word before an institution belongs to its name: *the Interior Ministry*."""
    before = start - 1
    return (
        has(work, stop - 1, cl.OFFICIAL)
        and is_capital(work, before)
        and has(work, before, cl.TITLE)
        and gap_in(work, start, NOTHING)
    )


@inlined
def _next(names: Ints, at: int, end: int) -> int:
    """The next token that can begin a name; ``end`` or more where there is none before it."""
    while at < end:
        marked = eight_bytes(names, at) & _EIGHT * _STARTS
        if marked:
            return at + (leading_zeros(marked) >> 3)
        at += 8
    return at


@inlined
def starts_name(work: Workspace, at: int) -> bool:
    """Whether a token can begin a name."""
    return work.names[at] & _STARTS != 0


@inlined
def next_pair(names: Ints, at: int, end: int) -> int:
    """The next token that can begin a name of several, by itself and the token after it; ``end`` or more for none."""
    while at < end:
        marked = eight_bytes(names, at) & eight_bytes(names, at + 1) >> 1 & _EIGHT * _STARTS
        if marked:
            return at + (leading_zeros(marked) >> 3)
        at += 8
    return at


@compiled
def mark_names(work: Workspace) -> bool:
    """Write what each token can be in a name, and which forms have a capital that no sentence begins with.

    Returns whether a title that tells the gender precedes a capital.
    """
    tokens, names, gendered = work.tokens, work.names, 0
    for at in range(work.size + 8):
        names[at] = 0
    for index in range(work.n_capitals):
        at = work.capitals[index]
        token = tokens[at]
        names[at] |= _marks(token)
        work.forms[token.form].inside |= at > work.sentences[token.sentence].first
        if at + 2 < work.size and is_in(work, at + 1, cl.OF):
            _mark_links(work, at + 1)
        gendered |= tokens[max(at - 1, 0)].sets & GENDERED
    for index in range(work.n_sentences):
        first = work.sentences[index].first
        if has(work, first, _COMMON) and not names[first] & (_LINKS | _LINKS_FAR):
            names[first] &= ~(_STARTS | _FITS | _CONTINUES)
    return gendered != 0


@inlined
def _marks(token: Token) -> int:
    """The marks of a token with a capital."""
    fits, title = token.classes & _NO_NAME == 0, token.classes & cl.TITLE != 0
    joined = (INSIDE_RUN >> token.gap) & 1
    return fits * _FITS | (fits & (not title)) * _STARTS | (fits & joined) * _CONTINUES


@compiled
def _mark_links(work: Workspace, at: int) -> None:
    """Mark an *of* after a proper name, and the article after it, where a capital follows: *Bank of the North*."""
    following = at + 2 if is_in(work, at + 1, cl.THE) else at + 1
    if (
        not is_proper(work, at - 1)
        or following >= work.size
        or not is_capital(work, following)
        or _ends_person(work, at)
    ):
        return
    for link in range(at, following):
        continues = _CONTINUES if gap_in(work, link, INSIDE_RUN) else 0
        work.names[link] |= continues | (_LINKS if link + 1 == following else _LINKS_FAR)


@compiled
def _ends_person(work: Workspace, end: int) -> bool:
    """Whether a person's name stands before *of*: *Mr Holt of the Mill Trust* is no body's name."""
    return end >= 2 and (is_in(work, end - 2, cl.MR) or has(work, end - 2, cl.MALE_NAME | cl.FEMALE_NAME))


@inlined
def _inside(work: Workspace, at: int, end: int) -> bool:
    """Whether *of*, or an article after it, carries a name on to a capital before ``end``."""
    mark = work.names[at]
    return (mark & _LINKS != 0 and at + 1 < end) or (mark & _LINKS_FAR != 0 and at + 2 < end)


@inlined
def _fits(work: Workspace, at: int, end: int) -> bool:
    """Whether a token can be in a name that has begun before it."""
    return work.names[at] & _FITS != 0 or _inside(work, at, end)


@compiled
def name_run(work: Workspace, first: int, last: int) -> Range:
    """The longest run of capitalised words in a phrase that can be a name; titles and weekdays are none."""
    names = work.names
    best, best_end = -1, -1
    at = _next(names, first, last)
    while at < last:
        start = at
        at += 1
        while at < last and names[at] & _CONTINUES and _fits(work, at, last):
            at += 1
        if best < 0 or at - start > best_end - best:
            best, best_end = start, at
        # After a gap that breaks a run the next one begins at once.
        if at < last and not _fits(work, at, last):
            at = _next(names, at, last)
    return best, best_end
