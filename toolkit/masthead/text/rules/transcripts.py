"""Interviews and transcripts: paragraphs that a speaker's label opens, *HOLT: The dam is safe.* or *Q: Why now?*

A headline may be one such paragraph: *Mayor Quill: Deal vile*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.limits import LONGEST_LABEL, MIN_TURNS
from masthead.text.rules.people import is_person
from masthead.text.rules.speakers import named_by
from masthead.text.rules.tokens import INSIDE_RUN, any_has, gap_in, marks

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.workspace import Workspace

_COLON = gaps.mask(":")


@compiled
def find_turns(work: Workspace) -> int:
    """Write the turns of a transcript; returns how many, 0 where the text is none.

    A turn is one paragraph: who speaks, and what follows the colon. Two numbers are written for each: its first
    sentence and the end of its label.
    """
    sentences, turns, found = work.sentences, work.written.turns, 0
    for index in range(work.n_sentences):
        sentence = sentences[index]
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            continue
        end = _label_end(work, sentence)
        if end >= 0 and 2 * found + 1 < len(turns):
            turns[2 * found], turns[2 * found + 1] = index, end
            found += 1
    return found if found >= MIN_TURNS else 0


@compiled
def _label_end(work: Workspace, sentence: Sentence) -> int:
    """Where the words in capitals (or the one letter) end before a colon that opens a paragraph; -1 for none."""
    for at in range(sentence.first, min(sentence.last, sentence.first + LONGEST_LABEL + 1)):
        if at > sentence.first and marks(work, at, _COLON):
            return at
        if work.tokens[at].flags & (records.SHOUTED | records.NUMBER) != records.SHOUTED:
            return -1
        if at > sentence.first and not gap_in(work, at, INSIDE_RUN):
            return -1
    return -1


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


@compiled
def paragraph_end(work: Workspace, index: int) -> int:
    """The token after the last one of a sentence's paragraph."""
    sentences, last = work.sentences, index
    while last + 1 < work.n_sentences and sentences[last + 1].paragraph == sentences[index].paragraph:
        last += 1
    return int(sentences[last].last)
