"""Which tokens stand inside quotations; marks that set off the title of a work quote nobody and are dropped here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text.document import _WORK_REACH, LONGEST_TITLE
from masthead.text.kernel import classes, records
from masthead.text.kernel.compiled import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.records import Records

_SMALL = classes.DETERMINER | classes.PREPOSITION | classes.COORDINATOR


@inlined
def known(masks: NDArray[np.int64], token: Records) -> int:
    """The classes of a token's word, as bits."""
    return int(masks[token.word + 1, 0])


@compiled
def place_quotes(tokens: Records, n_tokens: int, masks: NDArray[np.int64], quotes: Records, n_quotes: int) -> int:
    """Write each quotation's tokens, and for each token whether it stands inside one; returns how many are left."""
    for at in range(n_tokens):
        tokens[at].quoted = 0
    first = kept = 0
    for index in range(n_quotes):
        quote = quotes[index]
        while first < n_tokens and tokens[first].start < quote.start:
            first += 1
        last = first
        while last < n_tokens and tokens[last].start < quote.end:
            last += 1
        if quote.closed and _names_work(tokens, masks, first, last):
            continue
        quotes[kept] = quotes[index]
        quotes[kept].first, quotes[kept].last = first, last
        kept += 1
        for at in range(first, last):
            tokens[at].quoted = 1
    return kept


@compiled
def _names_work(tokens: Records, masks: NDArray[np.int64], first: int, last: int) -> bool:
    """Whether quoted tokens are the title of a work: *her novel “The Long Bridge”*."""
    if not 0 < last - first <= LONGEST_TITLE:
        return False
    begin = max(0, first - _WORK_REACH)
    work = 0
    for at in range(begin, first):
        work |= known(masks, tokens[at]) & classes.WORK
        if at > begin and tokens[at].gap:
            return False
    return bool(work) and is_title_cased(tokens, masks, first, last)


@compiled
def is_title_cased(tokens: Records, masks: NDArray[np.int64], first: int, last: int) -> bool:
    """Whether every word of weight has a capital."""
    heavy = 0
    for at in range(first, last):
        if known(masks, tokens[at]) & _SMALL:
            continue
        heavy += 1
        if not tokens[at].flags & (records.CAPITAL | records.NUMBER):
            return False
    return heavy > 0
