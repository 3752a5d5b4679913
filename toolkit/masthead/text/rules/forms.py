"""Attributions with a clause or phrase of their own beside what is reported: *as X put it*, *in X's view*, *per X*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.rules import cues
from masthead.text.rules.phrases import is_skippable
from masthead.text.rules.tokens import (
    NOTHING,
    OPEN_COMMA,
    ends_ing,
    gap_in,
    has,
    is_be,
    is_capital,
    is_in,
    starts_with,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

    Ranges = tuple[int, int, int, int]

_AFTER = gaps.mask(",—–")


@compiled
def around_aside(work: Workspace, sentence: Sentence, cue: Cue, left: int, after: int, floor: int) -> Ranges:
    """What *as X put it* stands beside, before it, after it or both; nothing where there is no such clause.

    ``left`` is where the subject begins, ``after`` the first token past the verb and what belongs to it. So does *if X
    is to be believed*.
    """
    lead = left - 1
    if lead < floor or not gap_in(work, left, NOTHING):
        return 0, 0, 0, 0
    if not is_in(work, lead, cl.AS) and not (is_in(work, lead, cl.SUBORDINATOR) and is_be(work, cue.first)):
        return 0, 0, 0, 0
    ends = after >= sentence.last
    goes_on = not ends and starts_with(work, after, _AFTER)
    if lead == floor:
        return (left, left, after, sentence.last) if goes_on else (0, 0, 0, 0)
    if not gap_in(work, lead, OPEN_COMMA):
        return 0, 0, 0, 0
    if goes_on:
        return floor, lead, after, sentence.last
    return (floor, lead, 0, 0) if ends else (0, 0, 0, 0)


@compiled
def is_owned_aside(work: Workspace, sentence: Sentence, cue: Cue, owner: Range) -> bool:
    """Whether an owned noun is all of a phrase beside what is reported: *In Roth's view, …*, *by her account*."""
    before = owner[0] - 1
    if owner[0] <= sentence.first or not is_in(work, cue.first, cl.OWNED):
        return False
    if not is_in(work, before, cl.BEFORE_TIME) or not gap_in(work, owner[0], NOTHING):
        return False
    opens = before == sentence.first or not gap_in(work, before, NOTHING)
    ends = cue.last >= sentence.last or not gap_in(work, cue.last, NOTHING)
    return ends and (opens or cue.last >= sentence.last)


@compiled
def named_source(work: Workspace, cue: Cue, source: Range) -> Range:
    """The source of a preposition: *Roth* in *to hear Roth tell it*; none for *per capita*, *30 miles per hour*."""
    first, last = source
    if is_in(work, cue.first, cl.TO):
        for at in range(first + 2, last):
            if is_in(work, at, cl.IT):
                return first, at - 1
        return -1, -1
    if has(work, cue.first, cl.PREPOSITION) and cue.last - cue.first == 1:
        beside = cue.first == work.sentences[work.tokens[cue.first].sentence].first
        if not (beside or gap_in(work, cue.first, OPEN_COMMA)):
            return -1, -1
        if not (is_capital(work, first) or has(work, first, cl.DETERMINER)):
            return -1, -1
    return source


@compiled
def quoted_as(work: Workspace, sentence: Sentence, cue: Cue, source: Range) -> int:
    """Where the words begin in *X was quoted by Y as saying …*, in which X speaks; -1 where this is not so."""
    at = source[1]
    if at + 2 >= sentence.last or not is_in(work, at, cl.AS) or not ends_ing(work, at + 1):
        return -1
    before = cue.first - 1
    return at + 2 if before > sentence.first and is_be(work, before) and gap_in(work, cue.first, NOTHING) else -1


@compiled
def names_anybody(work: Workspace, cue: Cue, source: Range) -> bool:
    """Whether a belief is ascribed to all or none, which is the outlet's own: *everyone knows the plan is bad*."""
    at = source[0]
    if cue.stance != cues.ATTITUDE or source[1] - at != 1 or not has(work, at, cl.PRONOUN):
        return False
    return not has(work, at, cl.SPEAKER_PRONOUN) and not is_in(work, at, cl.BOTH | cl.WHO)


@compiled
def relative_pronoun(work: Workspace, begins: int, cue: Cue) -> int:
    """The *who* or *which* that a cue is the verb of: *Orr, who has told aides so, …*; -1 for none."""
    at = cue.first
    while at > begins and gap_in(work, at, NOTHING):
        at -= 1
        if not is_skippable(work, at):
            return at if is_in(work, at, cl.WHO_WHICH) else -1
    return -1
