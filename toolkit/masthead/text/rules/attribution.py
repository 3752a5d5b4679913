"""Attribution: source, cue and content of what a text reports others to have said.

One pass over the sentences from left to right. A cue outside quotations (``cues.tsv``) opens a relation; its frame says
what it governs. The layouts, with the cue in capitals:

    before   X SAID (that) content.    X SAID: "content"    X DESCRIBED it as "content"
    after    Content, X SAID.          "Content," X SAID.
    inverted "Content," SAID X, the minister.
    prep     ACCORDING TO X, content.  Content, ACCORDING TO X.
    noun     X's CLAIM that content; SUPPORT FOR content
    state    X is WARY OF content
    turn     X: content, a paragraph of a transcript
    signed   "content" (X)     "content" — X, on the next line, too
    colon    X SAID in a statement: content, the next paragraph

A quotation that fills a sentence without a cue carries on the last speaker. After Pareti (2012) and Newell, Margolin
and Ruths (2018), An Attribution Relations Corpus for Political News.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import LONGEST_SENTENCE
from masthead.text.rules import cues, full_names, names, nominals, people, signatures, speakers, transcripts
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.contents import clause_end
from masthead.text.rules.relations import NAMED, NOBODY, UNDERSTOOD, speak
from masthead.text.rules.tokens import NONE, is_in
from masthead.text.rules.verbs import read_verb

if TYPE_CHECKING:
    from masthead.native.dialect import Array
    from masthead.text.records import Quote, Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace


@compiled
def find_attributions(work: Workspace, headline: bool) -> None:
    """Write the attributions of a text or headline to ``work.written``; of the matches only those of cues are read."""
    written, matches, n_matches = work.written, work.cued, work.n_cued
    titles = names.mark_names(work)
    full_names.learn_names(work)
    if titles:
        people.learn_titles(work)
    n_turns = transcripts.find_turns(work)
    match = turn = spoken = 0
    label = transcripts.headline_label(work) if headline else -1
    if label >= 0:
        speakers.resolve(work, 0, label)
        spoken = _take_words(work, NAMED, (0, label), label, 1)
    for index in range(work.n_sentences):
        sentence = work.sentences[index]
        _pass_quotes(work, sentence)
        if turn < n_turns and written.turns[turn].sentence == index:
            row = written.turns[turn]
            for at in range(row.first, row.last):
                work.tokens[at].flags |= records.SET_OFF
            speakers.resolve(work, row.first, row.last)
            end = transcripts.carried_to(work, turn, n_turns)
            spoken = _take_words(work, NAMED, (row.first, row.last), row.body, end)
            turn += 1
        while match < n_matches and matches[match].first < sentence.first:
            match += 1
        if sentence.first < spoken:
            continue
        speakers.begin_sentence(work, sentence)
        before = written.state[rr.N_RELATIONS]
        n_cues = _collect_cues(work, sentence, match)
        _read_sentence(work, sentence, n_cues)
        _note_governed(work, before)
        if written.state[rr.N_RELATIONS] == before and not _sign(work, sentence):
            _carry_on(work, sentence)
        spoke = written.state[rr.N_RELATIONS] > before
        announced = signatures.announces(work, index, spoke)
        if announced > index + 1:
            spoken = _take_words(work, UNDERSTOOD if spoke else NOBODY, NONE, sentence.last, announced)


@compiled
def _pass_quotes(work: Workspace, sentence: Sentence) -> None:
    """Move on to the first quotation that can reach into a sentence."""
    state = work.written.state
    while state[rr.FIRST_QUOTE] < work.n_quotes and work.quotes[state[rr.FIRST_QUOTE]].end <= sentence.start:
        state[rr.FIRST_QUOTE] += 1


@compiled
def _note_governed(work: Workspace, first: int) -> None:
    """Mark the quotations that the relations from number ``first`` on govern."""
    written = work.written
    for number in range(first, written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        for place in range(row.quotes, row.quotes + row.n_quotes):
            work.quotes[written.governed[place]].governed = 1


@compiled
def _take_words(work: Workspace, speaker: int, source: Range, begin: int, sentence: int) -> int:
    """What the last speaker says from token ``begin`` up to a sentence, in which no cue is read.

    Each paragraph is a content, but for what is no speech. Returns the token where it ends.
    """
    written, index = work.written, work.tokens[begin].sentence
    number = rr.new_relation(written)
    speak(work, number, speaker, source)
    row, end = written.relations[number], begin
    while index < sentence:
        following = transcripts.next_paragraph(work, index)
        start, end = max(begin, work.sentences[index].first), work.sentences[following - 1].last
        if end > start and (start == begin or not transcripts.is_direction(work, index)):
            rr.add_range(written, start, end)
            row.n_contents += 1
        index = following
    row.n_worded = row.n_contents
    for quote in range(written.state[rr.FIRST_QUOTE], work.n_quotes):
        if work.quotes[quote].first >= end:
            break
        if work.quotes[quote].first >= begin:
            rr.govern(work, quote)
    row.n_quotes = written.state[rr.N_GOVERNED] - row.quotes
    _note_governed(work, number)
    return end


@compiled
def _sign(work: Workspace, sentence: Sentence) -> bool:
    """Give a quotation that no cue governs to who is named right after it; false where nobody is."""
    for index in range(work.written.state[rr.FIRST_QUOTE], work.n_quotes):
        quote = work.quotes[index]
        if quote.start >= sentence.end:
            break
        if not _is_free(quote, sentence):
            continue
        source = signatures.signed_by(work, index)
        if source[0] < 0:
            continue
        speakers.resolve(work, source[0], source[1])
        number = rr.new_relation(work.written)
        speak(work, number, NAMED, source)
        row, last = work.written.relations[number], index
        while last + 1 < work.n_quotes and work.quotes[last].continued:
            last += 1
        for place in range(index, last + 1):
            if work.quotes[place].level == 0:
                rr.add_range(work.written, work.quotes[place].first, work.quotes[place].last)
                rr.govern(work, place)
                row.n_contents += 1
        row.n_worded = row.n_quotes = row.n_contents
        _note_governed(work, number)
        return True
    return False


@compiled
def _collect_cues(work: Workspace, sentence: Sentence, match: int) -> int:
    """Write the matches of a sentence that are what their entries say; returns how many.

    That is a verb in a form that can be a cue, or no verb. None is read inside a quotation, nor in a sentence that is
    no prose. ``opens`` tells of each whether it can head the clause that ends another's content: *…, and Orr denied
    it*, *…, and it is said*.
    """
    found, matches, n_matches = work.written.cues, work.cued, work.n_cued
    count = 0
    if sentence.last - sentence.first > LONGEST_SENTENCE:
        return 0
    while match < n_matches and matches[match].first < sentence.last:
        entry = matches[match].entry
        token = work.tokens[matches[match].first]
        if not (token.quoted or token.flags & records.SET_OFF) and count < len(found):
            cue = found[count]
            cue.first, cue.last, cue.entry = matches[match].first, matches[match].last, entry
            cue.frame, cue.stance, cue.kind = work.entries[entry, 0], work.entries[entry, 1], work.entries[entry, 2]
            cue.base, cue.base_s = work.entries[entry, 3], work.entries[entry, 4]
            cue.claims = cues.is_passive_claim(work, sentence.first, sentence.last, cue)
            cue.form = cues.NO_FORM
            if cues.is_verb(cue):
                cue.form = cues.verb_form(work, sentence, cue)
            verb = cues.is_verb(cue) and cue.frame != cues.QUOTE and cue.form == cues.FINITE
            cue.opens = cue.claims or verb or cue.frame in (cues.ADVERB, cues.PREP)
            count += not cues.is_verb(cue) or cue.claims or cue.form != cues.NO_FORM
        match += 1
    return count


@compiled
def _read_sentence(work: Workspace, sentence: Sentence, n_cues: int) -> None:
    """Read the cues of a sentence, each from the end of the one before it on.

    A verb may belong to the cue right before it (*refused to say*, *plans to announce*) and then is none. What a
    relative clause says (*a man who said so*) may stand inside the next cue's source.
    """
    written = work.written
    floor = reported = sentence.first
    last_cue = -1
    for index in range(n_cues):
        cue = written.cues[index]
        if cue.first < floor or (last_cue == cue.first and is_in(work, cue.first - 1, cl.TO)):
            continue
        if cue.first < reported and not _speaks_up(cue):
            continue
        if cue.claims or cue.frame == cues.ADVERB:
            _add_unsourced(work, cue)
            if cue.frame != cues.ADVERB:
                _claim(work, sentence, cue)
                floor, last_cue = cue.last, -1
            continue
        limit = _next_clause(written.cues, index, n_cues, sentence.last)
        if not _read_cue(work, sentence, cue, floor, limit):
            continue
        row = written.relations[written.state[rr.N_RELATIONS] - 1]
        inner, size = (row.contents, row.n_contents) if cue.kind & cues.ENDS_TO else (row.worded, row.n_worded)
        for place in range(inner, inner + size):
            reported = max(reported, written.ranges[place].last)
        last_cue = cue.last
        if cue.first == sentence.first or not is_in(work, cue.first - 1, cl.WHO):
            floor = cue.last


@compiled
def _read_cue(work: Workspace, sentence: Sentence, cue: Cue, floor: int, limit: int) -> bool:
    """Read one cue by its frame; false where it opens no relation.

    ``floor`` is the first token that it may use, ``limit`` where the next clause with a cue begins.
    """
    if cue.frame == cues.PREP:
        return nominals.read_preposition(work, sentence, cue)
    if cue.frame == cues.NOUN:
        return nominals.read_noun(work, sentence, cue, floor, limit)
    if cue.frame == cues.NOMINAL:
        return nominals.read_nominal(work, sentence, cue, floor)
    if cue.frame == cues.ADJECTIVE:
        return nominals.read_adjective(work, sentence, cue, floor)
    return read_verb(work, sentence, cue, floor, limit)


@compiled
def _next_clause(found: Array[Cue], index: int, n_cues: int, ends: int) -> int:
    """Where the next cue stands that can head a clause; the sentence's end where there is none."""
    for place in range(index + 1, n_cues):
        if found[place].opens and found[place].first > found[index].first:
            return int(found[place].first)
    return ends


@compiled
def _add_unsourced(work: Workspace, cue: Cue) -> None:
    """Write a claim ascribed to nobody: *reportedly*, *it is believed*, *are thought to*."""
    written = work.written
    number = written.state[rr.N_UNSOURCED]
    if number == len(written.unsourced):
        written.state[rr.OVERFLOW] = 1
        return
    row = written.unsourced[number]
    row.first, row.last, row.entry = cue.first, cue.last, cue.entry
    written.state[rr.N_UNSOURCED] += 1


@compiled
def _claim(work: Workspace, sentence: Sentence, cue: Cue) -> None:
    """What an unsourced passive says of its subject (*is believed to have fled*): content that nobody speaks."""
    number = rr.new_relation(work.written)
    row = work.written.relations[number]
    row.entry = cue.entry
    rr.add_range(work.written, cue.last, clause_end(work, sentence, cue, cue.last))
    row.n_contents = 1


@compiled
def _speaks_up(cue: Cue) -> bool:
    """Whether a cue inside reported content starts a relation of its own: *X said the town fell, adding that*.

    What the source in turn says others want or fear is the source's account: attribution has one level.
    """
    if cue.form == cues.GERUND:
        return cue.stance != cues.ATTITUDE
    return cue.stance == cues.NEUTRAL and (cue.form == cues.FINITE or cue.frame == cues.PREP)


@compiled
def _carry_on(work: Workspace, sentence: Sentence) -> None:
    """Quotations that no cue governs: the last speaker's where they fill most of the sentence."""
    if work.register.state[rg.SPOKEN] == 0:
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
    _note_governed(work, number)


@compiled
def _is_free(quote: Quote, sentence: Sentence) -> bool:
    """Whether a quotation stands in a sentence, is inside no other, and no cue governs it."""
    return quote.end > sentence.start and not quote.governed and quote.level == 0
