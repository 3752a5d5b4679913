"""What is somebody's without a cue: the turns of a transcript, signed quotations, and announced words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text import source_words as sw
from masthead.text.rules import labels, signatures, speakers, transcripts
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.quotations import note_governed
from masthead.text.rules.relations import NAMED, speak

if TYPE_CHECKING:
    from masthead.text.records import Sentence, Turn
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_INITIALS = 3
"""Letters of a label in capitals that may be initials: *BBC*."""


@compiled
def take_turn(work: Workspace, number: int, n_turns: int) -> int:
    """What a speaker of a transcript says, whose label is nobody's wording; returns the token where it ends."""
    turn = work.written.turns[number]
    for at in range(turn.first, turn.last):
        work.tokens[at].flags |= records.SET_OFF
    speakers.resolve(work, turn.first, turn.last)
    work.register.state[rg.KIND] = _kind_of_label(work, turn)
    end = transcripts.carried_to(work, number, n_turns)
    return int(take_words(work, NAMED, (turn.first, turn.last), turn.body, end))


@compiled
def _kind_of_label(work: Workspace, turn: Turn) -> int:
    """The kind of a speaker by the label: *Q* and *Speaker 1* name nobody, and *HOLT* is somebody and no initials."""
    kind = int(work.register.state[rg.KIND])
    if turn.kind in (labels.QUESTION, labels.ANSWER, labels.ROLE):
        return rg.OTHER
    surname = (
        turn.kind == labels.CAPITALS and turn.last - turn.first == 1 and work.tokens[turn.first].length > _INITIALS
    )
    return rg.code_of(0, 1, 0) if surname and kind == rg.code_of(sw.ORGANISATION, 1, 0) else kind


@compiled
def take_words(work: Workspace, speaker: int, source: Range, begin: int, sentence: int) -> int:
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
    note_governed(work, number)
    return end


@compiled
def sign(work: Workspace, sentence: Sentence) -> None:
    """Give a quotation that no cue governs to who is named right after it."""
    for index in range(work.written.state[rr.FIRST_QUOTE], work.n_quotes):
        quote = work.quotes[index]
        if quote.start >= sentence.end:
            break
        if quote.end <= sentence.start or quote.governed or quote.level:
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
        note_governed(work, number)
        return
