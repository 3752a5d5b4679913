"""Interviews and transcripts: paragraphs that a speaker's label opens, *HOLT: The dam is safe.* or *Q: Why now?*"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence
    from masthead.plain_text.names import Range

MIN_TURNS = 2
"""Labelled paragraphs from which a text counts as a transcript: one alone may be a dateline or a heading."""
_LONGEST_LABEL = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a transcript: who speaks, and what follows the colon."""

    label: Range
    content: Range


def find_turns(document: Document) -> dict[int, Turn]:
    """The turns of a transcript by the index of their first sentence; empty where the text is none."""
    turns: dict[int, Turn] = {}
    for index, sentence in enumerate(document.sentences):
        if index and document.sentences[index - 1].paragraph == sentence.paragraph:
            continue
        label = _label(document, sentence)
        if label is not None:
            last = _paragraph_end(document, index)
            turns[index] = Turn(label, (label[1], last))
    return turns if len(turns) >= MIN_TURNS else {}


def _label(document: Document, sentence: Sentence) -> Range | None:
    """The words in capitals (or the one letter) before a colon that opens a paragraph."""
    for at in range(sentence.first, min(sentence.last, sentence.first + _LONGEST_LABEL + 1)):
        if at > sentence.first and ":" in document.gaps[at]:
            return (sentence.first, at)
        token = document.tokens[at]
        shouted = document.text[token.start : token.end].isupper() and not token.form[0].isdigit()
        if not shouted or (at > sentence.first and document.gaps[at] not in ("", ".", "-", "'", "’")):
            return None
    return None


def _paragraph_end(document: Document, index: int) -> int:
    paragraph = document.sentences[index].paragraph
    last = index
    while last + 1 < len(document.sentences) and document.sentences[last + 1].paragraph == paragraph:
        last += 1
    return document.sentences[last].last
