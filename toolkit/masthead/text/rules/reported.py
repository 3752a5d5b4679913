"""Reported speech in the narrow sense: somebody's words, quoted or paraphrased, and not what else a cue attributes.

That is what a cue of words (*said*, *told*, *wrote*) reports, and every quotation long enough to be more than a name or
a wording. What somebody wants, plans or fears is not, nor what is done by speaking (*denied*, *accused of*): Austin
(1962), How to Do Things with Words; Semino and Short (2004), Corpus Stylistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import OTHERS_WORDS, UNCLAIMED_WORDS
from masthead.text.rules import cues
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.names import head_of
from masthead.text.rules.tokens import has

if TYPE_CHECKING:
    from masthead.text.records import Relation
    from masthead.text.workspace import Workspace


@compiled
def find_reported(work: Workspace) -> None:
    """Write the reported speech of a text and mark its tokens; what stands in some already is not written again."""
    written = work.written
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        if _gives_words(work, row):
            for place in range(row.contents, row.contents + row.n_contents):
                content = written.ranges[place]
                _report(work, _opening(work, row, content.first), content.last, number)
        else:
            for place in range(row.quotes, row.quotes + row.n_quotes):
                quote = work.quotes[written.governed[place]]
                if quote.last - quote.first >= OTHERS_WORDS:
                    _report(work, quote.first, quote.last, number)
    for index in range(work.n_quotes):
        quote = work.quotes[index]
        if not quote.governed and quote.level == 0 and quote.last - quote.first >= UNCLAIMED_WORDS:
            _report(work, quote.first, quote.last, -1)


@compiled
def _opening(work: Workspace, row: Relation, first: int) -> int:
    """Where a content that begins inside a quotation of its relation begins: with the quotation, sentences before."""
    for place in range(row.quotes, row.quotes + row.n_quotes):
        quote = work.quotes[work.written.governed[place]]
        if quote.first < first < quote.last:
            return int(quote.first)
    return first


@compiled
def _gives_words(work: Workspace, row: Relation) -> bool:
    """Whether a relation gives somebody's words: by its cue, or as a quotation that carries on or a turn.

    What a report, a poll or a letter says are findings.
    """
    if row.entry < 0:
        return True
    if not work.entries[row.entry, 2] & cues.REPORTS:
        return False
    return row.first < 0 or not has(work, head_of(work, row.first, row.last)[1] - 1, cl.STUDY)


@compiled
def _report(work: Workspace, first: int, last: int, relation: int) -> None:
    """Write reported speech, unless there is no token in it or each one is marked."""
    new = False
    for at in range(first, last):
        new |= work.tokens[at].flags & records.REPORTED == 0
        work.tokens[at].flags |= records.REPORTED
    if not new:
        return
    written = work.written
    number = written.state[rr.N_REPORTED]
    if number == len(written.reported):
        written.state[rr.OVERFLOW] = 1
        return
    row = written.reported[number]
    row.first, row.last, row.relation = first, last, relation
    written.state[rr.N_REPORTED] += 1
