"""Phase 7: attribution, sentence by sentence from left to right, as ``text.attribution`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.attribution import LONGEST_SENTENCE
from masthead.text.kernel import classes as cl
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules import cues, full_names, names, nominals, people, speakers, transcripts
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules import written as wr
from masthead.text.kernel.rules.contents import clause_end
from masthead.text.kernel.rules.relations import NAMED, UNDERSTOOD, speak
from masthead.text.kernel.rules.tokens import is_in
from masthead.text.kernel.rules.verbs import read_verb

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records


@compiled
def find_attributions(page: Page) -> None:
    """Write a text's attributions to ``page.written``; of the matches only those of cues are read."""
    written, matches, n_matches = page.written, page.cued, page.n_cued
    titles = names.mark_names(page)
    full_names.learn_names(page)
    if titles:
        people.learn_titles(page)
    n_turns = transcripts.find_turns(page)
    match = turn = spoken = 0
    for index in range(page.n_sentences):
        sentence = page.sentences[index]
        _pass_quotes(page, sentence)
        if turn < n_turns and written.turns[2 * turn] == index:
            spoken = _take_turn(page, index, written.turns[2 * turn + 1])
            turn += 1
        while match < n_matches and matches[match].first < sentence.first:
            match += 1
        if sentence.first < spoken:
            continue
        speakers.begin_sentence(page, sentence)
        before = written.state[wr.N_RELATIONS]
        n_cues = _collect_cues(page, sentence, match)
        _read_sentence(page, sentence, n_cues)
        _note_governed(page, before)
        _carry_on(page, sentence, written.state[wr.N_RELATIONS] > before)


@compiled
def _pass_quotes(page: Page, sentence: Records) -> None:
    """Move on to the first quotation that can reach into a sentence."""
    state = page.written.state
    while state[wr.FIRST_QUOTE] < page.n_quotes and page.quotes[state[wr.FIRST_QUOTE]].end <= sentence.start:
        state[wr.FIRST_QUOTE] += 1


@compiled
def _note_governed(page: Page, first: int) -> None:
    written = page.written
    for number in range(first, written.state[wr.N_RELATIONS]):
        row = written.relations[number]
        for place in range(row.quotes, row.quotes + row.n_quotes):
            page.quotes[written.governed[place]].governed = 1


@compiled
def _take_turn(page: Page, index: int, label_end: int) -> int:
    """What a speaker says in a transcript: the whole paragraph; returns where it ends."""
    written = page.written
    last = transcripts.paragraph_end(page, index)
    first = page.sentences[index].first
    speakers.resolve(page, first, label_end)
    number = wr.new_relation(written)
    speak(page, number, NAMED, (first, label_end))
    row = written.relations[number]
    wr.add_range(written, label_end, last)
    row.n_contents = row.n_worded = 1
    for quote in range(written.state[wr.FIRST_QUOTE], page.n_quotes):
        if page.quotes[quote].first >= last:
            break
        if page.quotes[quote].first >= label_end:
            wr.govern(page, quote)
    row.n_quotes = written.state[wr.N_GOVERNED] - row.quotes
    _note_governed(page, number)
    return last


@compiled
def _collect_cues(page: Page, sentence: Records, match: int) -> int:
    """Write the matches of a sentence that are what their entries say; returns how many."""
    found, matches, n_matches = page.written.cues, page.cued, page.n_cued
    count = 0
    if sentence.last - sentence.first > LONGEST_SENTENCE:
        return 0
    while match < n_matches and matches[match].first < sentence.last:
        entry = matches[match].entry
        if not page.tokens[matches[match].first].quoted and count < len(found):
            cue = found[count]
            cue.first, cue.last, cue.entry = matches[match].first, matches[match].last, entry
            cue.frame, cue.stance, cue.kind = page.entries[entry, 0], page.entries[entry, 1], page.entries[entry, 2]
            cue.base, cue.base_s = page.entries[entry, 3], page.entries[entry, 4]
            cue.claims = cues.is_passive_claim(page, sentence.first, sentence.last, cue)
            cue.form = cues.NO_FORM
            if cues.is_verb(cue):
                cue.form = cues.verb_form(page, sentence, cue)
            verb = cues.is_verb(cue) and cue.frame != cues.QUOTE and cue.form == cues.FINITE
            cue.opens = cue.claims or verb or cue.frame in (cues.ADVERB, cues.PREP)
            count += not cues.is_verb(cue) or cue.claims or cue.form != cues.NO_FORM
        match += 1
    return count


@compiled
def _read_sentence(page: Page, sentence: Records, n_cues: int) -> None:
    written = page.written
    floor = reported = sentence.first
    last_cue = -1
    for index in range(n_cues):
        cue = written.cues[index]
        if cue.first < floor or (last_cue == cue.first and is_in(page, cue.first - 1, cl.TO)):
            continue
        if cue.first < reported and not _speaks_up(cue):
            continue
        if cue.claims or cue.frame == cues.ADVERB:
            _add_unsourced(page, cue)
            if cue.frame != cues.ADVERB:
                _claim(page, sentence, cue)
                floor, last_cue = cue.last, -1
            continue
        limit = _next_clause(written.cues, index, n_cues, sentence.last)
        if not _read_cue(page, sentence, cue, floor, limit):
            continue
        row = written.relations[written.state[wr.N_RELATIONS] - 1]
        inner, size = (row.contents, row.n_contents) if cue.kind & cues.ENDS_TO else (row.worded, row.n_worded)
        for place in range(inner, inner + size):
            reported = max(reported, written.ranges[place].last)
        last_cue = cue.last
        if cue.first == sentence.first or not is_in(page, cue.first - 1, cl.WHO):
            floor = cue.last


@compiled
def _read_cue(page: Page, sentence: Records, cue: Records, floor: int, limit: int) -> bool:
    """Read one cue by its frame."""
    if cue.frame == cues.PREP:
        return nominals.read_preposition(page, sentence, cue)
    if cue.frame == cues.NOUN:
        return nominals.read_noun(page, sentence, cue, floor, limit)
    if cue.frame == cues.NOMINAL:
        return nominals.read_nominal(page, sentence, cue, floor)
    if cue.frame == cues.ADJECTIVE:
        return nominals.read_adjective(page, sentence, cue, floor)
    return read_verb(page, sentence, cue, floor, limit)


@compiled
def _next_clause(found: Records, index: int, n_cues: int, ends: int) -> int:
    """Where the next cue stands that can head a clause; the sentence's end where there is none."""
    for place in range(index + 1, n_cues):
        if found[place].opens and found[place].first > found[index].first:
            return int(found[place].first)
    return ends


@compiled
def _add_unsourced(page: Page, cue: Records) -> None:
    written = page.written
    number = written.state[wr.N_UNSOURCED]
    if number == len(written.unsourced):
        written.state[wr.OVERFLOW] = 1
        return
    row = written.unsourced[number]
    row.first, row.last, row.entry = cue.first, cue.last, cue.entry
    written.state[wr.N_UNSOURCED] += 1


@compiled
def _claim(page: Page, sentence: Records, cue: Records) -> None:
    """What an unsourced passive says of its subject: content that nobody speaks."""
    number = wr.new_relation(page.written)
    row = page.written.relations[number]
    row.entry = cue.entry
    wr.add_range(page.written, cue.last, clause_end(page, sentence, cue, cue.last))
    row.n_contents = 1


@compiled
def _speaks_up(cue: Records) -> bool:
    """Whether a cue inside reported content starts a relation of its own."""
    if cue.form == cues.GERUND:
        return cue.stance != cues.ATTITUDE
    return cue.stance == cues.NEUTRAL and (cue.form == cues.FINITE or cue.frame == cues.PREP)


@compiled
def _carry_on(page: Page, sentence: Records, speaks: bool) -> None:
    """Quotations that no cue governs: the last speaker's where they fill most of the sentence."""
    if speaks or page.register.state[rg.SPOKEN] == 0:
        return
    inside = free = 0
    begin = page.written.state[wr.FIRST_QUOTE]
    for index in range(begin, page.n_quotes):
        quote = page.quotes[index]
        if quote.start >= sentence.end:
            break
        if _is_free(quote, sentence):
            inside += min(quote.last, sentence.last) - max(quote.first, sentence.first)
            free += 1
    if not free or inside <= 3 or inside < 0.6 * (sentence.last - sentence.first):
        return
    written = page.written
    number = wr.new_relation(written)
    speak(page, number, UNDERSTOOD, (-1, -1))
    row = written.relations[number]
    for index in range(begin, page.n_quotes):
        quote = page.quotes[index]
        if quote.start >= sentence.end:
            break
        if _is_free(quote, sentence):
            wr.add_range(written, quote.first, quote.last)
            wr.govern(page, index)
    row.n_contents = row.n_worded = row.n_quotes = free
    _note_governed(page, number)


@compiled
def _is_free(quote: Records, sentence: Records) -> bool:
    return quote.end > sentence.start and not quote.governed and quote.level == 0
