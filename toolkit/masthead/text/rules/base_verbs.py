"""Whether a bare *say* or *claim* can be a verb where it stands: *residents say*, *the army may claim*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.rules.names import head_of
from masthead.text.rules.phrases import subject_before
from masthead.text.rules.tokens import CLOSING_QUOTES, NOTHING, ends_s, gap_in, has, is_in

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.workspace import Workspace

_LEAD = 4
"""Tokens before a phrase among which the head of its subject stands."""
_ENDS = CLOSING_QUOTES | gaps.mask(",?!")


@compiled
def any_gap(work: Workspace, first: int, last: int) -> bool:
    """Whether anything stands before one of some tokens."""
    for at in range(first, last):
        if not gap_in(work, at, NOTHING):
            return True
    return False


@compiled
def takes_base_form(work: Workspace, sentence: Sentence, previous: int, at: int) -> bool:
    """Whether a plural, a pronoun or a modal precedes, so that a bare *say* or *claim* is a verb."""
    begins = sentence.first
    first, last = subject_before(work, begins, at, begins)
    if first >= 0:
        head = head_of(work, first, _relative_from(work, first, last))[1] - 1
        if has(work, head, cl.COLLECTIVE) or (ends_s(work, head) and not is_in(work, head, cl.PRESS)):
            return True
        for place in range(first, last):
            if is_in(work, place, cl.AND):
                return True
        if (
            not has(work, at, cl.NOUN_VERB)
            and _goes_on(work, sentence, at + 1)
            and _has_plural(work, begins, first, last)
        ):
            return True
    if previous >= 0 and _calls_for_base(work, begins, previous, at):
        return True
    gap = work.tokens[at].marks
    return (at > 0 and gap != 0 and gap & ~_ENDS == 0) or _asks(work, begins, at)


@compiled
def _relative_from(work: Workspace, first: int, last: int) -> int:
    """Where a relative clause begins in a phrase, before which its head stands; its end where there is none."""
    for at in range(first + 1, last):
        if is_in(work, at, cl.WHO_WHOSE):
            return at
    return last


@compiled
def _calls_for_base(work: Workspace, begins: int, previous: int, at: int) -> bool:
    """Whether the word before a verb calls for its base form: *would say*, *three say*, *businesses that warn*."""
    if work.tokens[previous].flags & records.NUMBER:
        return True
    bits = cl.AUXILIARY | cl.COLLECTIVE | cl.NUMBER_WORD | cl.QUANTIFIER
    if ends_s(work, previous) or has(work, previous, bits) or is_in(work, previous, cl.WHO_PEOPLE):
        return True
    return is_in(work, previous, cl.THAT) and at - 1 > begins and ends_s(work, at - 2)


@compiled
def _asks(work: Workspace, begins: int, at: int) -> bool:
    """Whether an auxiliary opens the sentence and takes this verb: *Did the agency refuse to*."""
    return at - begins <= 8 and has(work, begins, cl.AUXILIARY) and not any_gap(work, begins + 1, at)


@compiled
def _goes_on(work: Workspace, sentence: Sentence, at: int) -> bool:
    """Whether what follows a word can be its object or clause, which a noun at the end of a phrase has not."""
    if at >= sentence.last or not gap_in(work, at, NOTHING):
        return False
    return is_in(work, at, cl.TO | cl.THAT) or not has(work, at, cl.PREPOSITION | cl.CONJUNCTION | cl.AUXILIARY)


@compiled
def _has_plural(work: Workspace, begins: int, first: int, last: int) -> bool:
    """Whether a phrase holds a plural before its last word, so that *say* is its verb: *voters in each state say*.

    So does what leads in to it: *at least half of voters in* stands before *each state*.
    """
    lead = max(begins, first - _LEAD)
    while first > lead and gap_in(work, first, NOTHING):
        first -= 1
    for at in range(first, last - 1):
        if ends_s(work, at) or has(work, at, cl.COLLECTIVE):
            return True
    return False
