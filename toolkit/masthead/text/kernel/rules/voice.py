"""Phase 8: the voice of each token, and which quotations are scare quotes, as ``text.voice`` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.quoted import is_title_cased
from masthead.text.kernel.rules import written as wr
from masthead.text.voice import ATTRIBUTED, OWN, QUOTED, SCARE_WORDS

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records

_NOT_SCARE = np.array([ord(mark) for mark in ".!?,"], np.int32)


@compiled
def find_voices(page: Page) -> None:
    """Write the voices other than the outlet's, which every token has so far, and mark the scare quotes."""
    tokens, written = page.tokens, page.written
    _link_worded(page)
    for number in range(written.state[wr.N_RELATIONS]):
        row = written.relations[number]
        if row.cue_first >= 0:
            _give_back(page, number, row.cue_first, row.cue_last)
        if row.speaks and row.first >= 0:
            _give_back(page, number, row.first, row.last)
    for index in range(page.n_quotes):
        quote = page.quotes[index]
        for at in range(quote.first, quote.last):
            tokens[at].voice = QUOTED
        quote.scare = not quote.governed and quote.level == 0 and quote.closed == 1 and _scares(page, quote)


@compiled
def _link_worded(page: Page) -> None:
    """Give what is worded to its sources, and link each such range to the sentences it reaches into."""
    tokens, written = page.tokens, page.written
    for index in range(page.n_sentences):
        page.sentences[index].worded = -1
    for number in range(written.state[wr.N_RELATIONS]):
        row = written.relations[number]
        for place in range(row.worded, row.worded + row.n_worded):
            first, last = written.ranges[place].first, written.ranges[place].last
            if last <= first:
                continue
            for at in range(first, last):
                tokens[at].voice = ATTRIBUTED
            for sentence in range(tokens[first].sentence, tokens[last - 1].sentence + 1):
                _link(page, number, place, sentence)


@compiled
def _link(page: Page, number: int, place: int, sentence: int) -> None:
    written = page.written
    count = written.state[wr.N_LINKS]
    if count == len(written.links):
        written.state[wr.OVERFLOW] = 1
        return
    row = written.links[count]
    row.relation, row.range, row.following = number, place, page.sentences[sentence].worded
    page.sentences[sentence].worded = count
    written.state[wr.N_LINKS] += 1


@compiled
def _give_back(page: Page, number: int, first: int, last: int) -> None:
    """A source or cue is in the outlet's words, unless it stands in what another relation reports."""
    tokens, written = page.tokens, page.written
    given = False
    for at in range(first, last):
        given |= tokens[at].voice != OWN
    if not given:
        return
    link = page.sentences[tokens[first].sentence].worded
    while link >= 0:
        row = written.links[link]
        around = written.ranges[row.range]
        if row.relation != number and around.first <= first and last <= around.last:
            return
        link = row.following
    for at in range(first, last):
        tokens[at].voice = OWN


@compiled
def _scares(page: Page, quote: Records) -> bool:
    """Whether quotation marks keep a distance: around up to three words that are no sentence and no title."""
    first, last = quote.first, quote.last
    if not 0 < last - first <= SCARE_WORDS:
        return False
    sentence = page.sentences[page.tokens[first].sentence]
    if first == sentence.first and last == sentence.last:
        return False
    for at in range(quote.start, quote.end - 1):
        for mark in _NOT_SCARE:
            if page.text[at] == mark:
                return False
    starts = first == sentence.first
    titled = is_title_cased(page.tokens, first, last)
    return not (titled and (not starts or last - first > 1))
