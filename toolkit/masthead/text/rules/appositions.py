"""What tells who a source is: appositions and relative clauses after it.

*Orr, the mayor of Harrow*; *Orr (Ind.), who built it*; *Orr, speaking on condition of anonymity*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.rules.tokens import (
    INSIDE_NAME,
    NOTHING,
    OPEN_COMMA,
    QUOTE_CHARS,
    ends_ed,
    ends_ing,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_in,
    marks,
)

if TYPE_CHECKING:
    from masthead.text.workspace import Workspace

_CLOSES = gaps.mask(",;:—–-.()")
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
