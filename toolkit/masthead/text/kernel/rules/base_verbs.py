"""Whether a bare *say* or *claim* can be a verb where it stands, as ``text.cues`` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules.names import head_of
from masthead.text.kernel.rules.phrases import subject_before
from masthead.text.kernel.rules.tokens import CLOSERS, NOTHING, ends_s, gap_in, has, is_in

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records

_ENDS = CLOSERS | gaps.mask(",?!")


@compiled
def any_gap(page: Page, first: int, last: int) -> bool:
    """Whether anything stands before one of some tokens."""
    for at in range(first, last):
        if not gap_in(page, at, NOTHING):
            return True
    return False


@compiled
def takes_base_form(page: Page, sentence: Records, previous: int, at: int) -> bool:
    """Whether a plural, a pronoun or a modal precedes, so that a bare *say* or *claim* is a verb."""
    begins = sentence.first
    first, last = subject_before(page, begins, at, begins)
    if first >= 0:
        head = head_of(page, first, last)[1] - 1
        if has(page, head, cl.COLLECTIVE) or (ends_s(page, head) and not is_in(page, head, cl.PRESS)):
            return True
        for place in range(first, last):
            if is_in(page, place, cl.AND):
                return True
    if previous >= 0 and _calls_for_base(page, begins, previous, at):
        return True
    gap = page.tokens[at].marks
    return (at > 0 and gap != 0 and gap & ~_ENDS == 0) or _asks(page, begins, at)


@compiled
def _calls_for_base(page: Page, begins: int, previous: int, at: int) -> bool:
    bits = cl.AUXILIARY | cl.COLLECTIVE | cl.NUMBER_WORD | cl.QUANTIFIER
    if ends_s(page, previous) or has(page, previous, bits) or is_in(page, previous, cl.WHO_PEOPLE):
        return True
    return is_in(page, previous, cl.THAT) and at - 1 > begins and ends_s(page, at - 2)


@compiled
def _asks(page: Page, begins: int, at: int) -> bool:
    """Whether an auxiliary opens the sentence and takes this verb."""
    return at - begins <= 8 and has(page, begins, cl.AUXILIARY) and not any_gap(page, begins + 1, at)
