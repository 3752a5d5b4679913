"""Which tokens stand inside quotations; marks that set off the title of a work quote nobody and are dropped here.

A token after a quotation has a ” among the marks before it, whatever mark closes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.limits import LONGEST_TITLE, WORK_REACH

if TYPE_CHECKING:
    from masthead.native.dialect import Array
    from masthead.text.records import Token
    from masthead.text.workspace import Workspace

_CLOSED = gaps.mask("”")
_SMALL = cl.DETERMINER | cl.PREPOSITION | cl.COORDINATOR


@compiled
def place_quotes(work: Workspace) -> None:
    """Write each quotation's tokens, and which tokens stand inside one."""
    tokens, size, quotes = work.tokens, work.size, work.quotes
    first = kept = 0
    for index in range(work.n_quotes):
        quote = quotes[index]
        while first < size and tokens[first].start < quote.start:
            first += 1
        last = first
        while last < size and tokens[last].start < quote.end:
            last += 1
        if quote.closed and _names_work(work, first, last):
            for at in range(first, last):
                tokens[at].flags |= records.SET_OFF
            continue
        quotes[kept] = quote
        quotes[kept].first, quotes[kept].last = first, last
        kept += 1
        for at in range(first, last):
            tokens[at].quoted = 1
        if quote.closed:
            tokens[last].marks |= _CLOSED
    work.n_quotes = kept


@compiled
def _names_work(work: Workspace, first: int, last: int) -> bool:
    """Whether marks set off the title of a work (*her novel “The Long Bridge”*) and quote nobody.

    The word that says what it is stands right before it, in the same sentence.
    """
    tokens = work.tokens
    if not 0 < last - first <= LONGEST_TITLE:
        return False
    begin = max(work.sentences[tokens[first].sentence].first, first - WORK_REACH)
    named = 0
    for at in range(begin, first):
        named |= tokens[at].classes & cl.WORK
        if at > begin and tokens[at].gap:
            return False
    return named != 0 and is_title_cased(tokens, first, last)


@compiled
def is_title_cased(tokens: Array[Token], first: int, last: int) -> bool:
    """Whether every word of weight has a capital: all but articles, prepositions, *and* and the like."""
    heavy = 0
    for at in range(first, last):
        if tokens[at].classes & _SMALL:
            continue
        heavy += 1
        if not tokens[at].flags & (records.CAPITAL | records.NUMBER):
            return False
    return heavy > 0
