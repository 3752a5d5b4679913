"""What tells who a source is: appositions and relative clauses after it.

*Orr, the mayor of Harrow*; *Orr (Ind.), who built it*; *Orr, speaking on condition of anonymity*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.limits import APPOSITION
from masthead.text.rules.tokens import (
    INSIDE_NAME,
    NONE,
    NOTHING,
    OPEN_COMMA,
    QUOTE_CHARS,
    ends_ed,
    ends_ing,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_capital,
    is_in,
    marks,
)

if TYPE_CHECKING:
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_CLOSES = gaps.mask(",;:—–-.()")
_CLAUSE_ENDS = gaps.mask(';:“”"?!')
_NO_APPOSITION = cl.PREPOSITION | cl.CONJUNCTION | cl.TIME | cl.SPEAKER_PRONOUN


@compiled
def source_end(work: Workspace, end: int, stop: int) -> int:
    """Where a source that follows its cue ends, with what tells who it is, at most where content goes on.

    *Said Orr, the mayor of Harrow*, *said Orr (Ind.), who built it*; no longer with what tells how it was said: *said
    Orr, adding that*, *said Orr in a statement*.
    """
    while end < stop and tells_who(work, end):
        end += 1
        while end < stop and (gap_in(work, end, INSIDE_NAME) or _is_inside(work, end)):
            end += 1
    return end


@inlined
def _is_inside(work: Workspace, at: int) -> bool:
    """Whether only a quotation mark stands before a token: *the author of "Mill"*."""
    return not marks(work, at, _CLOSES) and marks(work, at, QUOTE_CHARS)


@compiled
def before_appositions(work: Workspace, end: int, floor: int) -> Range:
    """Of a subject that a comma parts from its verb: where its appositions begin, and where it ends itself.

    It ends before what only tells how or when: *Orr, the mayor* in *Orr, the mayor, speaking in Harrow, said*. Nowhere
    where there is no comma before it.
    """
    at = _comma_before(work, end, floor)
    if at < 0:
        return NONE
    last = end if tells_who(work, at) else at
    further = _comma_before(work, at, max(floor, end - APPOSITION))
    while further >= 0:
        before = _comma_before(work, further, max(floor, end - APPOSITION))
        if leads_in(work, before if before >= 0 else floor):
            break
        inserted = has(work, further, cl.PREPOSITION) or ends_ing(work, further) or ends_ed(work, further)
        if inserted:
            last = further
        elif is_capital(work, further) or not tells_who(work, further):
            break
        at, further = further, before
    return at, last


@compiled
def _comma_before(work: Workspace, end: int, floor: int) -> int:
    """The last token before ``end`` that a comma or its like parts from what is before it; -1 for none."""
    for at in range(end - 1, max(floor, end - APPOSITION), -1):
        if gap_in(work, at, OPEN_COMMA):
            return at
        if marks(work, at, _CLAUSE_ENDS):
            return -1
    return -1


@inlined
def leads_in(work: Workspace, at: int) -> bool:
    """Whether what begins at a token leads in to the clause and is no subject: *In Harrow, the mayor, …*."""
    lead = cl.PREPOSITION | cl.TIME | cl.CONJUNCTION
    return has(work, at, lead) or is_in(work, at, cl.SUBORDINATOR) or is_adverb(work, at)


@compiled
def tells_who(work: Workspace, at: int) -> bool:
    """Whether what begins at a token is an apposition or a relative clause of the source before it."""
    if is_in(work, at, cl.WHO_WHOSE):
        return True
    if not gap_in(work, at, OPEN_COMMA):
        return False
    if has(work, at, _NO_APPOSITION) or is_in(work, at, cl.SUBORDINATOR) or is_adverb(work, at):
        return False
    if ends_ing(work, at):
        return _asks_for_anonymity(work, at)
    return not (ends_ed(work, at) or is_auxiliary(work, at))


@compiled
def _asks_for_anonymity(work: Workspace, at: int) -> bool:
    """Whether a participle tells why a source has no name: *speaking on condition of anonymity*."""
    while at + 1 < work.size and gap_in(work, at + 1, NOTHING):
        at += 1
        if has(work, at, cl.ANONYMOUS):
            return True
    return False
