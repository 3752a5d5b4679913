"""Quotations without a cue: they carry on the speaker before, or are the words of whom the sentence before is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text.rules import people, speakers
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.full_names import full_name
from masthead.text.rules.relations import UNDERSTOOD, speak
from masthead.text.rules.tokens import NONE

if TYPE_CHECKING:
    from masthead.text.records import Quote, Sentence
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace


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

    Whoever is the subject of the sentence before, in which nobody speaks, speaks here: *Holt sat down. “It is late.”*
    """
    if speaks:
        return
    inside = free = 0
    begin = work.written.state[rr.FIRST_QUOTE]
    for index in range(begin, work.n_quotes):
        quote = work.quotes[index]
        if quote.start >= sentence.end:
            break
        if _is_free(quote, sentence):
            inside += min(quote.last, sentence.last) - max(quote.first, sentence.first)
            free += 1
    if not free or inside <= 3 or inside < 0.6 * (sentence.last - sentence.first):
        return
    start, stop = _subject_before(work, sentence)
    if start >= 0:
        speakers.resolve(work, start, stop)
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
            rr.add_range(written, quote.first, quote.last)
            rr.govern(work, index)
    row.n_contents = row.n_worded = row.n_quotes = free
    note_governed(work, number)


@compiled
def _subject_before(work: Workspace, sentence: Sentence) -> Range:
    """Who is named as the subject of the sentence before, in the same paragraph, in which nobody speaks."""
    index = work.tokens[sentence.first].sentence - 1
    if index < 0 or work.sentences[index].paragraph != sentence.paragraph:
        return NONE
    before = work.sentences[index]
    state, relations = work.written.state, work.written.relations
    if state[rr.N_RELATIONS]:
        row = relations[state[rr.N_RELATIONS] - 1]
        if row.cue_first < 0 or row.cue_first >= before.first:
            return NONE
    for at in range(before.first, before.last):
        if work.tokens[at].quoted:
            return NONE
    start, stop = people.subject_name(work, before)
    if start < 0 or not (people.is_person(work, start, stop) or _is_full_name(work, start, stop)):
        return NONE
    return start, stop


@compiled
def _is_full_name(work: Workspace, start: int, stop: int) -> bool:
    """Whether a run of capitals is a person's name in full, by all that is known of it."""
    full = full_name(work, stop - 1, start) if stop - start > 1 else rg.NO_NAME
    return full != rg.NO_NAME and not people.is_body(work, full)


@compiled
def _is_free(quote: Quote, sentence: Sentence) -> bool:
    """Whether a quotation stands in a sentence, is inside no other, and no cue governs it."""
    return quote.end > sentence.start and not quote.governed and quote.level == 0
