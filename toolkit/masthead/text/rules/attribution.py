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

from masthead.native.dialect import compiled, inlined
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import LONGEST_SENTENCE
from masthead.text.rules import cues, full_names, names, nominals, people, signatures, speakers, transcripts
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.closing import closing_cue, reported_from
from masthead.text.rules.content_ends import clause_end, first_comma
from masthead.text.rules.forms import relative_pronoun
from masthead.text.rules.quotations import carry_on, note_governed
from masthead.text.rules.relations import NAMED, NOBODY, UNDERSTOOD
from masthead.text.rules.tokens import COMMA, NONE, gap_in, has, is_in
from masthead.text.rules.uncued import sign, take_turn, take_words
from masthead.text.rules.verbs import read_verb

if TYPE_CHECKING:
    from masthead.native.dialect import Array
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
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
        spoken = take_words(work, NAMED, (0, label), label, 1)
    for index in range(work.n_sentences):
        sentence = work.sentences[index]
        _pass_quotes(work, sentence)
        if turn < n_turns and written.turns[turn].sentence == index:
            spoken = take_turn(work, turn, n_turns)
            turn += 1
        while match < n_matches and matches[match].first < sentence.first:
            match += 1
        if sentence.first < spoken:
            continue
        speakers.begin_sentence(work, sentence)
        before = written.state[rr.N_RELATIONS]
        n_cues = _collect_cues(work, sentence, match)
        _read_sentence(work, sentence, n_cues)
        note_governed(work, before)
        if written.state[rr.N_RELATIONS] == before:
            sign(work, sentence)
        carry_on(work, sentence, written.state[rr.N_RELATIONS] > before)
        spoke = written.state[rr.N_RELATIONS] > before
        announced = signatures.announces(work, index, spoke)
        if announced > index + 1:
            spoken = take_words(work, UNDERSTOOD if spoke else NOBODY, NONE, sentence.last, announced)


@compiled
def _pass_quotes(work: Workspace, sentence: Sentence) -> None:
    """Move on to the first quotation that can reach into a sentence."""
    state = work.written.state
    while state[rr.FIRST_QUOTE] < work.n_quotes and work.quotes[state[rr.FIRST_QUOTE]].end <= sentence.start:
        state[rr.FIRST_QUOTE] += 1


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
            cue.opens = cue.claims or verb or cue.frame == cues.ADVERB or _refers(work, cue)
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
    whole = sentence.last
    closer, inner = closing_cue(work, sentence, n_cues)
    floor = reported = aside = sentence.first
    last_cue = -1
    for index in range(n_cues):
        cue = written.cues[index]
        who = relative_pronoun(work, sentence.first, cue)
        if cue.first >= aside and _opens_aside(work, aside, cue.first):
            aside = first_comma(work, cue.last, whole)
        elif cue.form == cues.GERUND:
            aside = max(aside, _inserted(written.cues, index, n_cues, first_comma(work, cue.last, whole)))
        sentence.last = aside if cue.first < aside else inner if cue.first < inner else whole
        if index == closer:
            floor = reported = reported_from(work, sentence, closer)
        if cue.first < floor or (last_cue == cue.first and is_in(work, cue.first - 1, cl.TO)):
            continue
        if cue.first < reported and not _speaks_up(work, cue):
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
        inner_range, size = (row.contents, row.n_contents) if cue.kind & cues.ENDS_TO else (row.worded, row.n_worded)
        for place in range(inner_range, inner_range + size):
            reported = max(reported, written.ranges[place].last)
        last_cue = cue.last
        if cue.first >= aside and who < 0:
            floor = cue.last
    sentence.last = whole


@compiled
def _opens_aside(work: Workspace, floor: int, at: int) -> bool:
    """Whether a cue stands in a relative clause that a comma opens: *Orr, who on Monday praised it, said*."""
    while at > floor:
        at -= 1
        if gap_in(work, at, COMMA):
            return is_in(work, at, cl.WHO_WHICH | cl.WHO_WHOSE)
    return False


@compiled
def _inserted(found: Array[Cue], index: int, n_cues: int, comma: int) -> int:
    """Where a participle between subject and verb ends: *The Herald, citing aides, reported*; 0 where it is none."""
    for place in range(index + 1, n_cues):
        if found[place].first >= comma:
            return comma if found[place].first == comma and found[place].form == cues.FINITE else 0
    return 0


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
    """Where the next cue stands that can head a clause or a participle's phrase; the sentence's end where none does."""
    for place in range(index + 1, n_cues):
        first = found[place].first
        if first > found[index].first and (found[place].opens or found[place].form == cues.GERUND):
            return int(first)
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
def _speaks_up(work: Workspace, cue: Cue) -> bool:
    """Whether a cue inside reported content starts a relation of its own: *X said the town fell, adding that*.

    What the source in turn says others want or fear is the source's account: attribution has one level.
    """
    if cue.form == cues.GERUND:
        return cue.stance != cues.ATTITUDE
    return cue.stance == cues.NEUTRAL and (cue.form == cues.FINITE or _refers(work, cue))


@inlined
def _refers(work: Workspace, cue: Cue) -> bool:
    """Whether a cue names the source of what stands around it, and not only of what a poll in it found."""
    return cue.frame == cues.PREP and not has(work, cue.first, cl.STUDY)
