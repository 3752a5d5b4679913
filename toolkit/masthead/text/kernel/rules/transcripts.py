"""Turns of transcripts, as ``text.transcripts`` finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules.tokens import INSIDE_RUN, gap_in, marks
from masthead.text.transcripts import _LONGEST_LABEL, MIN_TURNS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.tokens import Doc

_COLON = gaps.mask(":")


@compiled
def find_turns(doc: Doc, sentences: Records, n_sentences: int, turns: NDArray[np.int32]) -> int:
    """Write for each turn its first sentence, two numbers a turn with the end of its label; returns how many."""
    found = 0
    for index in range(n_sentences):
        sentence = sentences[index]
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            continue
        end = _label_end(doc, sentence)
        if end >= 0 and 2 * found + 1 < len(turns):
            turns[2 * found], turns[2 * found + 1] = index, end
            found += 1
    return found if found >= MIN_TURNS else 0


@compiled
def _label_end(doc: Doc, sentence: Records) -> int:
    """Where the words in capitals end before a colon that opens a paragraph; -1 for none."""
    for at in range(sentence.first, min(sentence.last, sentence.first + _LONGEST_LABEL + 1)):
        if at > sentence.first and marks(doc, at, _COLON):
            return at
        if doc.tokens[at].flags & (records.SHOUTED | records.NUMBER) != records.SHOUTED:
            return -1
        if at > sentence.first and not gap_in(doc, at, INSIDE_RUN):
            return -1
    return -1


@compiled
def paragraph_end(sentences: Records, n_sentences: int, index: int) -> int:
    """The token after the last one of a sentence's paragraph."""
    last = index
    while last + 1 < n_sentences and sentences[last + 1].paragraph == sentences[index].paragraph:
        last += 1
    return int(sentences[last].last)
