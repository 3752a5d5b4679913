"""Interviews and transcripts: paragraphs that a speaker's label opens (``labels``), and what follows without one.

A headline may be one such paragraph: *Mayor Quill: Deal vile*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.limits import LONGEST_LABEL, MIN_LINES, MIN_TURNS, MOST_CARRIED
from masthead.text.rules import labels
from masthead.text.rules.labels import is_likely, read_label
from masthead.text.rules.people import is_person
from masthead.text.rules.speakers import named_by
from masthead.text.rules.tokens import INSIDE_RUN, any_has, gap_in, is_in, marks

if TYPE_CHECKING:
    from masthead.text.records import Turn
    from masthead.text.workspace import Workspace

_COLON, _ASKS = gaps.mask(":"), gaps.mask("?")
_PERSONS = cl.FIRST_PERSON | cl.SECOND_PERSON
_OPENS, _CLOSES = tuple(map(ord, "([")), tuple(map(ord, ")]"))
_LOOKED_BACK = 64
"""Labels before one among which the same is sought: speakers take turns."""


@compiled
def find_turns(work: Workspace) -> int:
    """Write the turns of a transcript; returns how many, 0 where the text is none.

    A turn is a paragraph with a label. Labels with a colon make a transcript; where there is none, names that stand
    alone on their lines may.
    """
    turns, found, sentence = work.written.turns, 0, 0
    while sentence < work.n_sentences and found < len(turns):
        following = next_paragraph(work, sentence)
        turn = turns[found]
        first, last = work.sentences[sentence].first, work.sentences[following - 1].last
        turn.kind = read_label(work, first, work.sentences[sentence].last, last, turn)
        turn.sentence, turn.recurs, turn.speaks = sentence, 0, 0
        found += turn.kind != labels.NO_LABEL
        sentence = following
    if found < MIN_TURNS:
        return 0
    for number in range(found):
        turns[number].speaks = _speaks_up(work, turns[number])
    return _keep(work, found, False) or _keep(work, found, True)


@compiled
def _keep(work: Workspace, found: int, alone: bool) -> int:
    """Keep the labels that are speakers', those with a colon or those ``alone`` on their lines; returns how many.

    In mixed case, and on a line of its own, a label is one only where some recur, and where what follows speaks: in
    the first or second person, or as a question. Where none of several recurs and nothing speaks they are places, say.
    """
    turns, total, speaks, recurring, firm, questions, roles = work.written.turns, 0, 0, 0, 0, 0, 0
    for number in range(found):
        if (turns[number].kind == labels.ALONE) == alone:
            _note_recurrence(work, number, alone)
    for number in range(found):
        turn = turns[number]
        if (turn.kind == labels.ALONE) == alone:
            total += 1
            speaks += turn.speaks
            recurring += turn.recurs
            firm += turn.kind not in (labels.NAME, labels.ALONE, labels.ANSWER)
            questions += turn.kind == labels.QUESTION
            roles += turn.kind in (labels.QUESTION, labels.ROLE)
    talks = 2 * speaks >= total if alone else 4 * speaks >= total
    names = talks and (recurring > 0 or (not alone and 2 * speaks >= total))
    told = not recurring and not speaks and total > MIN_TURNS
    if total < (MIN_LINES if alone else MIN_TURNS) or told or not (names or firm >= MIN_TURNS):
        return 0
    kept = 0
    for number in range(found):
        turn = turns[number]
        speaker = is_likely(work, turn) or turn.recurs != 0 or roles > 0 or total <= 2 * recurring
        if turn.kind in (labels.NAME, labels.ALONE):
            speaker = speaker and names
        if turn.kind == labels.ANSWER:
            speaker = questions > 0
        if (turn.kind == labels.ALONE) == alone and speaker:
            turns[kept] = turn
            kept += 1
    return kept if kept >= MIN_TURNS and (not alone or _alternate(work, kept)) else 0


@compiled
def _note_recurrence(work: Workspace, number: int, alone: bool) -> None:
    """Note of a label and an earlier one that they are the same: they end with the same word."""
    turns = work.written.turns
    turn = turns[number]
    name = work.tokens[turn.last - 1].form
    for other in range(max(0, number - _LOOKED_BACK), number):
        same = work.tokens[turns[other].last - 1].form == name
        if same and (turns[other].kind == labels.ALONE) == alone:
            turn.recurs = turns[other].recurs = 1


@compiled
def _alternate(work: Workspace, kept: int) -> bool:
    """Whether more than one speaker has a label."""
    turns = work.written.turns
    name = work.tokens[turns[0].last - 1].form
    for number in range(1, kept):
        if work.tokens[turns[number].last - 1].form != name:
            return True
    return False


@compiled
def _speaks_up(work: Workspace, turn: Turn) -> int:
    """Whether somebody speaks in a turn: in the first or second person, or asking; below a line with a label alone."""
    sentence = turn.sentence
    if work.sentences[next_paragraph(work, sentence) - 1].last == turn.body:
        sentence = next_paragraph(work, sentence)
    if sentence >= work.n_sentences:
        return 0
    return int(speaks(work, max(turn.body, work.sentences[sentence].first), next_paragraph(work, sentence)))


@compiled
def speaks(work: Workspace, first: int, sentence: int) -> bool:
    """Whether the tokens from ``first`` up to a sentence have a first or second person in them, or a question."""
    last = work.sentences[sentence - 1].last
    for at in range(first, last):
        if is_in(work, at, _PERSONS) or marks(work, at + 1, _ASKS):
            return True
    return False


@inlined
def next_paragraph(work: Workspace, sentence: int) -> int:
    """The first sentence of the next paragraph."""
    paragraph = work.sentences[sentence].paragraph
    while sentence < work.n_sentences and work.sentences[sentence].paragraph == paragraph:
        sentence += 1
    return sentence


@compiled
def carried_to(work: Workspace, number: int, n_turns: int) -> int:
    """The sentence up to which the speaker of a turn goes on without a label.

    That is up to the next turn, if it is not far; after the last one as far as somebody speaks up. A paragraph that
    opens with the speaker's name tells of the speaker.
    """
    turns = work.written.turns
    turn = turns[number]
    sentence = next_paragraph(work, turn.sentence)
    is_last = number + 1 == n_turns
    end = work.n_sentences if is_last else turns[number + 1].sentence
    stop, passed = sentence, 0
    name = work.tokens[turn.last - 1].form
    bare = work.sentences[stop - 1].last == turn.body
    while stop < end:
        first, following = work.sentences[stop].first, next_paragraph(work, stop)
        if work.tokens[first].form == name or (is_last and not speaks(work, first, following) and not bare):
            break
        passed += 1
        bare = False
        stop = following
    return stop if is_last or (stop == end and passed <= MOST_CARRIED) else sentence


@compiled
def is_direction(work: Workspace, sentence: int) -> bool:
    """Whether a paragraph is no speech: something in brackets (*(LAUGHTER)*), or all in capitals."""
    block = work.blocks[work.sentences[sentence].paragraph]
    begin, end = work.sentences[sentence].start, block.end
    while end > begin and work.text[end - 1] <= 0x20:
        end -= 1
    if work.text[begin] in _OPENS and work.text[end - 1] in _CLOSES:
        return True
    for at in range(work.sentences[sentence].first, work.sentences[next_paragraph(work, sentence) - 1].last):
        if not work.tokens[at].flags & (records.SHOUTED | records.NUMBER):
            return False
    return True


@compiled
def headline_label(work: Workspace) -> int:
    """Where the colon stands after which a headline gives somebody's words (*Mayor Quill: Deal vile*); -1 for none.

    Before it stands a person, an official or a group alone; a place or a topic says nothing (*Velk: Dam fails*).
    """
    if not work.n_sentences:
        return -1
    sentence = work.sentences[0]
    for at in range(sentence.first + 1, min(sentence.last, sentence.first + LONGEST_LABEL + 1)):
        if marks(work, at, _COLON):
            return at if _speaks(work, sentence.first, at) else -1
        if not gap_in(work, at, INSIDE_RUN):
            return -1
    return -1


@compiled
def _speaks(work: Workspace, first: int, last: int) -> bool:
    """Whether some tokens name who can speak, and nothing else."""
    start, end = named_by(work, first, last)
    if start < 0:
        return any_has(work, first, last, cl.OFFICIAL | cl.ANONYMOUS | cl.COLLECTIVE)
    return end == last and is_person(work, start, end)
