"""Voice: whether a token is the outlet's own, inside an attribution's content, or inside a quotation.

Here too are scare quotes: quoted stretches of at most three words that no cue governs, apart from titles of works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text.limits import ATTRIBUTED, NOT_SCARE, OWN, QUOTED, SCARE_WORDS
from masthead.text.quoted import is_title_cased
from masthead.text.rules import relation_rows as rr

if TYPE_CHECKING:
    from masthead.text.records import Quote
    from masthead.text.workspace import Workspace

_NOT_SCARE = tuple(map(ord, NOT_SCARE))


@compiled
def find_voices(work: Workspace) -> None:
    """Write the voices other than the outlet's, which every token has so far, and mark the scare quotes."""
    tokens, written = work.tokens, work.written
    _link_worded(work)
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        if row.cue_first >= 0:
            _give_back(work, number, row.cue_first, row.cue_last)
        if row.speaks and row.first >= 0:
            _give_back(work, number, row.first, row.last)
    for index in range(work.n_quotes):
        quote = work.quotes[index]
        for at in range(quote.first, quote.last):
            tokens[at].voice = QUOTED
        quote.scare = not quote.governed and quote.level == 0 and quote.closed == 1 and _scares(work, quote)


@compiled
def _link_worded(work: Workspace) -> None:
    """Give what is worded to its sources, and link each such range to the sentences it reaches into.

    A range may hold no word: that of quotation marks around none.
    """
    tokens, written = work.tokens, work.written
    for index in range(work.n_sentences):
        work.sentences[index].worded = -1
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        for place in range(row.worded, row.worded + row.n_worded):
            first, last = written.ranges[place].first, written.ranges[place].last
            if last <= first:
                continue
            for at in range(first, last):
                tokens[at].voice = ATTRIBUTED
            for sentence in range(tokens[first].sentence, tokens[last - 1].sentence + 1):
                _link(work, number, place, sentence)


@compiled
def _link(work: Workspace, number: int, place: int, sentence: int) -> None:
    """Link a range of a relation to a sentence."""
    written = work.written
    count = written.state[rr.N_LINKS]
    if count == len(written.links):
        written.state[rr.OVERFLOW] = 1
        return
    row = written.links[count]
    row.relation, row.range, row.following = number, place, work.sentences[sentence].worded
    work.sentences[sentence].worded = count
    written.state[rr.N_LINKS] += 1


@compiled
def _give_back(work: Workspace, number: int, first: int, last: int) -> None:
    """A source or cue is in the outlet's words, unless it stands in what another relation reports.

    Then it is that speaker's wording.
    """
    tokens, written = work.tokens, work.written
    given = False
    for at in range(first, last):
        given |= tokens[at].voice != OWN
    if not given:
        return
    link = work.sentences[tokens[first].sentence].worded
    while link >= 0:
        row = written.links[link]
        around = written.ranges[row.range]
        if row.relation != number and around.first <= first and last <= around.last:
            return
        link = row.following
    for at in range(first, last):
        tokens[at].voice = OWN


@compiled
def _scares(work: Workspace, quote: Quote) -> bool:
    """Whether quotation marks keep a distance: around up to three words that are no sentence, no title and no name.

    So they do in *a rump “caliphate”*. The words of weight of a title or a name have capitals that the sentence start
    does not explain.
    """
    first, last = quote.first, quote.last
    if not 0 < last - first <= SCARE_WORDS:
        return False
    sentence = work.sentences[work.tokens[first].sentence]
    if first == sentence.first and last == sentence.last:
        return False
    for at in range(quote.start, quote.end - 1):
        if work.text[at] in _NOT_SCARE:
            return False
    starts = first == sentence.first
    titled = is_title_cased(work.tokens, first, last)
    return not (titled and (not starts or last - first > 1))
