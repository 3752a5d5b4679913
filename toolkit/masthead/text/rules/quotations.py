"""Quotations in their sentences: where one opens, and those that no cue governs, which carry on what was said before.

*"It fell," Roth said. "It was old."*
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.bystanders import subject_before_quote
from masthead.text.rules.relations import UNDERSTOOD, speak
from masthead.text.rules.speakers import resolve
from masthead.text.rules.tokens import QUOTE_CHARS, marks

if TYPE_CHECKING:
    from masthead.text.records import Quote, Sentence
    from masthead.text.workspace import Workspace

_BEFORE_QUOTE = gaps.mask(",;:—–-.")


@compiled
def quote_after(work: Workspace, sentence: Sentence, begin: int) -> int:
    """The first token from ``begin`` on of a quotation that a mark parts from what is before it: *Roth said, "…"*.

    The end of the sentence where there is none: *Roth, who wrote "Mill", said* quotes no more.
    """
    for at in range(begin, sentence.last):
        if work.tokens[at].quoted and marks(work, at, _BEFORE_QUOTE) and marks(work, at, QUOTE_CHARS):
            return at
    return int(sentence.last)


@compiled
def quote_within(work: Workspace, begin: int, end: int, reach: int) -> bool:
    """Whether a quotation opens soon after token ``begin``."""
    for at in range(begin, min(end, begin + reach)):
        if work.tokens[at].quoted and (at == begin or not work.tokens[at - 1].quoted):
            return True
    return False


@compiled
def note_governed(work: Workspace, first: int) -> None:
    """Mark the quotations that the relations from number ``first`` on govern."""
    written = work.written
    for number in range(first, written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        for place in range(row.quotes, row.quotes + row.n_quotes):
            work.quotes[written.governed[place]].governed = 1


@compiled
def carry_on(work: Workspace, sentence: Sentence, speaks: bool) -> None:
    """Quotations that no cue governs: the last speaker's where they fill most of the sentence.

    Whoever is the subject of the sentence before, in which nobody speaks, speaks here: *Holt sat down. "It is late."*
    """
    if speaks:
        return
    inside = 0
    begin = work.written.state[rr.FIRST_QUOTE]
    for index in range(begin, work.n_quotes):
        quote = work.quotes[index]
        if quote.start >= sentence.end:
            break
        if _is_free(quote, sentence):
            inside += min(quote.last, sentence.last) - max(quote.first, sentence.first)
    if inside <= 3 or inside < 0.6 * (sentence.last - sentence.first):
        return
    start, stop = subject_before_quote(work, sentence)
    if start >= 0:
        resolve(work, start, stop)
    elif work.register.state[rg.SPOKEN] == 0:
        return
    written = work.written
    number = rr.new_relation(written)
    speak(work, number, UNDERSTOOD, (-1, -1))
    row = written.relations[number]
    for index in range(begin, work.n_quotes):
        quote = work.quotes[index]
        if quote.start >= sentence.end:
            break
        if _is_free(quote, sentence):
            if row.n_quotes == 0:
                row.continues = _continued(work, quote.first, number)
            row.n_quotes += 1
            rr.add_range(written, quote.first, quote.last)
            rr.govern(work, index)
    row.n_contents = row.n_worded = row.n_quotes
    note_governed(work, number)


@compiled
def _continued(work: Workspace, first: int, number: int) -> int:
    """The relation whose quotation goes on in one that begins at ``first``: *"It fell," Roth said. "It was old."*

    It is in the sentence before, in the same paragraph or in one whose quotation the next paragraph continues.
    """
    written = work.written
    index = work.tokens[first].sentence
    for earlier in range(number - 1, -1, -1):
        row = written.relations[earlier]
        last = max(row.cue_last, row.last)
        for place in range(row.contents, row.contents + row.n_contents):
            last = max(last, written.ranges[place].last)
        before = work.tokens[last - 1].sentence
        if before < index - 1:
            break
        if not row.n_quotes:
            continue
        quote = work.quotes[written.governed[row.quotes + row.n_quotes - 1]]
        if work.sentences[before].paragraph == work.sentences[index].paragraph or quote.continued:
            return int(row.continues)
        break
    return number


@compiled
def _is_free(quote: Quote, sentence: Sentence) -> bool:
    """Whether a quotation ends in a sentence, is inside no other, and no cue governs it.

    Of one that goes on in the next sentence the speaker may yet be named there: *"It fell. It was old," Roth said.*
    """
    return sentence.start < quote.end and quote.last <= sentence.last and not quote.governed and quote.level == 0
