"""How a relation is put together: speaker, contents, the quotations in them, and what is the source's wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import word_sets as cl
from masthead.text.limits import OBJECT_WORDS
from masthead.text.rules import cues
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.appositions import source_end
from masthead.text.rules.extents import complement_start, cue_start, source_of_clause
from masthead.text.rules.speakers import resolve
from masthead.text.rules.tokens import is_in

if TYPE_CHECKING:
    from masthead.text.records import Relation, Sentence
    from masthead.text.rules.contents import Ranges
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

NOBODY, UNDERSTOOD, NAMED = range(3)
"""Whether a relation has no speaker, one that is only understood, or one in the text."""


@compiled
def speak(work: Workspace, number: int, speaker: int, source: Range) -> None:
    """Give a relation the last speaker, whose tokens are ``source`` where it is named in the text.

    One who is only understood speaks on: *, adding that*, *and stressed that*. Nobody does where nobody has spoken.
    """
    state, row = work.register.state, work.written.relations[number]
    if speaker == NOBODY or state[rg.SPOKEN] == 0:
        return
    row.speaks, row.kind, row.name = 1, state[rg.KIND], state[rg.NAME]
    if speaker == NAMED:
        row.first, row.last = source


@compiled
def relate(work: Workspace, cue: Cue, speaker: int, source: Range, contents: Ranges) -> None:
    """Write the relation that a cue opens, with the quotations inside its contents."""
    written = work.written
    number = rr.new_relation(written)
    row = written.relations[number]
    sentence = work.sentences[work.tokens[cue.first].sentence]
    begin, end, second, second_end = contents
    if end > begin:
        begin = complement_start(work, cue, begin)
        rr.add_range(written, begin, end)
    row.cue_first, row.cue_last, row.entry = cue_start(work, sentence, cue), cue.last, cue.entry
    if cue.first < begin < end:
        row.cue_last = min(cue.last, begin)
    elif end <= cue.first and cue.last - cue.first > 1 and is_in(work, cue.last - 1, cl.OF):
        row.cue_last -= 1
    speak(work, number, speaker, source_of_clause(work, source, row.cue_first))
    if row.first >= cue.last and begin < row.first:
        row.last = source_end(work, row.last, second if second < second_end else sentence.last)
    if second_end > second:
        rr.add_range(written, second, second_end)
    row.n_contents = written.state[rr.N_RANGES] - row.contents
    _govern_quotes(work, row, sentence)
    _write_worded(work, cue, row)


@compiled
def _govern_quotes(work: Workspace, row: Relation, sentence: Sentence) -> None:
    """Let a relation govern the quotations of its sentence that overlap with its contents."""
    for index in range(work.written.state[rr.FIRST_QUOTE], work.n_quotes):
        quote = work.quotes[index]
        if quote.start >= sentence.end:
            break
        if quote.end <= sentence.start:
            continue
        for place in range(row.contents, row.contents + row.n_contents):
            content = work.written.ranges[place]
            if quote.first < content.last and content.first < quote.last:
                rr.govern(work, index)
                break
    row.n_quotes = work.written.state[rr.N_GOVERNED] - row.quotes


@compiled
def _write_worded(work: Workspace, cue: Cue, row: Relation) -> None:
    """Write the part of the contents in which the source chose the words.

    That is all of a clause (*said the deal was vile*), what somebody or something is called or accused of, but not the
    mere object of a cue (*praised the vile deal*), which is in the outlet's words.
    """
    written = work.written
    row.worded = written.state[rr.N_RANGES]
    clause = cue.frame not in (cues.NP, cues.NOMINAL, cues.ADJECTIVE, cues.ADVERB)
    if not clause and cue.stance == cues.ATTITUDE:
        return
    if cue.frame in (cues.NOMINAL, cues.ADJECTIVE) and cue.stance != cues.DOUBT:
        return
    whole = clause or cue.frame in (cues.NOMINAL, cues.ADJECTIVE) or cue.kind & cues.PREDICATES
    for place in range(row.contents, row.contents + row.n_contents):
        first, last = written.ranges[place].first, written.ranges[place].last
        said = whole or (first > 0 and is_in(work, first - 1, cl.THAT))
        begin = first if said else _predicate(work, first, last)
        if begin < last or whole:
            rr.add_range(written, begin, last)
    row.n_worded = written.state[rr.N_RANGES] - row.worded


@compiled
def _predicate(work: Workspace, first: int, last: int) -> int:
    """Where what an object is said to be or to have done begins: *accused the old regime of theft*."""
    for at in range(first, min(last, first + OBJECT_WORDS + 1)):
        if is_in(work, at, cl.PREDICATE):
            return at
    return last


@compiled
def relate_resolved(work: Workspace, cue: Cue, source: Range, contents: Ranges) -> None:
    """Find the speaker that a source names, who is the last one from here on, and write the relation."""
    resolve(work, source[0], source[1])
    relate(work, cue, NAMED, source, contents)
