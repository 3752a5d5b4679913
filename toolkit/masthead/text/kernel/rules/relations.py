"""How a relation is put together, as ``text.relations`` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules import cues
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules import written as wr
from masthead.text.kernel.rules.speakers import resolve
from masthead.text.kernel.rules.tokens import is_in
from masthead.text.relations import _OBJECT

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.contents import Ranges
    from masthead.text.kernel.rules.tokens import Range

NOBODY, UNDERSTOOD, NAMED = range(3)
"""Whether a relation has no speaker, one that is only understood, or one in the text."""


@compiled
def speak(page: Page, number: int, speaker: int, source: Range) -> None:
    """Give a relation the last speaker, whose tokens are ``source`` where it is named in the text."""
    state, row = page.register.state, page.written.relations[number]
    if speaker == NOBODY or state[rg.SPOKEN] == 0:
        return
    row.speaks, row.kind, row.name = 1, state[rg.KIND], state[rg.NAME]
    if speaker == NAMED:
        row.first, row.last = source


@compiled
def relate(page: Page, cue: Records, speaker: int, source: Range, contents: Ranges) -> None:
    """Write the relation that a cue opens, with the quotations inside its contents."""
    written = page.written
    number = wr.new_relation(written)
    row = written.relations[number]
    row.cue_first, row.cue_last, row.entry = cue.first, cue.last, cue.entry
    speak(page, number, speaker, source)
    begin, end, second, second_end = contents
    if end > begin:
        wr.add_range(written, begin, end)
    if second_end > second:
        wr.add_range(written, second, second_end)
    row.n_contents = written.state[wr.N_RANGES] - row.contents
    _govern_quotes(page, row, page.sentences[page.tokens[cue.first].sentence])
    _write_worded(page, cue, row)


@compiled
def _govern_quotes(page: Page, row: Records, sentence: Records) -> None:
    for index in range(page.written.state[wr.FIRST_QUOTE], page.n_quotes):
        quote = page.quotes[index]
        if quote.start >= sentence.end:
            break
        if quote.end <= sentence.start:
            continue
        for place in range(row.contents, row.contents + row.n_contents):
            content = page.written.ranges[place]
            if quote.first < content.last and content.first < quote.last:
                wr.govern(page, index)
                break
    row.n_quotes = page.written.state[wr.N_GOVERNED] - row.quotes


@compiled
def _write_worded(page: Page, cue: Records, row: Records) -> None:
    """Write the part of the contents in which the source chose the words."""
    written = page.written
    row.worded = written.state[wr.N_RANGES]
    clause = cue.frame not in (cues.NP, cues.NOMINAL, cues.ADJECTIVE, cues.ADVERB)
    if not clause and cue.stance == cues.ATTITUDE:
        return
    if cue.frame in (cues.NOMINAL, cues.ADJECTIVE) and cue.stance != cues.DOUBT:
        return
    whole = clause or cue.frame in (cues.NOMINAL, cues.ADJECTIVE) or cue.kind & cues.PREDICATES
    for place in range(row.contents, row.contents + row.n_contents):
        first, last = written.ranges[place].first, written.ranges[place].last
        begin = first if whole else _predicate(page, first, last)
        if begin < last or whole:
            wr.add_range(written, begin, last)
    row.n_worded = written.state[wr.N_RANGES] - row.worded


@compiled
def _predicate(page: Page, first: int, last: int) -> int:
    for at in range(first, min(last, first + _OBJECT + 1)):
        if is_in(page, at, cl.PREDICATE):
            return at
    return last


@compiled
def relate_resolved(page: Page, cue: Records, source: Range, contents: Ranges) -> None:
    """Resolve a source and write its relation."""
    resolve(page, source[0], source[1])
    relate(page, cue, NAMED, source, contents)
