"""The phases over one text, in their order: from characters to voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, eight_bytes, prefetch
from masthead.text.ascii_words import CASE
from masthead.text.limits import OWN
from masthead.text.paragraphs import find_paragraphs, find_sentences
from masthead.text.phrases import find_phrases, note_start
from masthead.text.quoted import place_quotes
from masthead.text.quotes import find_quotes
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.attribution import find_attributions
from masthead.text.rules.reported import find_reported
from masthead.text.rules.voice import find_voices
from masthead.text.scan import scan
from masthead.text.vocabulary import first_row, row_of_token
from masthead.text.word_types import clear_forms, number_of_form, windows_with

if TYPE_CHECKING:
    from masthead.text.workspace import Workspace


_AHEAD = 12
"""Tokens between the one that is looked up and the one whose row is asked for from memory meanwhile."""


@compiled
def cut(work: Workspace) -> None:
    """Cut the text in a workspace into tokens, and look them up."""
    rr.clear(work.written)
    rg.clear(work.register)
    scan(work)
    look_up(work)


@compiled
def read(work: Workspace, headline: bool) -> None:
    """Read a text that has been cut; ``work.written`` tells where room has run out."""
    find_paragraphs(work)
    find_sentences(work, headline)
    find_quotes(work)
    place_quotes(work)
    find_phrases(work)
    if work.n_matches < 0:
        work.n_matches = 0
        work.written.state[rr.OVERFLOW] = 1
        return
    find_attributions(work, headline)
    find_voices(work)
    find_reported(work)


@compiled
def look_up(work: Workspace) -> None:
    """Write everything that follows from the tokens' words alone; ``quoted`` and ``voice`` are those of most tokens."""
    tokens, rows, size = work.tokens, work.vocabulary.words, work.size
    clear_forms(work)
    n_forms = n_starts = in_windows = 0
    before = rows[0]
    for at in range(size):
        prefetch(rows, first_row(work.vocabulary, tokens[min(at + _AHEAD, size)].key))
        token = tokens[at]
        key = token.key
        row = first_row(work.vocabulary, key)
        word = rows[row]
        # The letters of a hashed key are compared as well.
        first = eight_bytes(work.low, token.start) | CASE
        other = (first ^ word.first) & (key >> 63)
        if (key ^ word.key) | (token.tail ^ word.tail) | (token.length ^ word.length) | other:
            word = rows[row_of_token(work, token, first, row)]
        number = word.word
        token.word, token.classes, token.sets, token.syllables = number, word.classes, word.sets, word.syllables
        token.quoted, token.voice = 0, OWN
        token.form = form = number_of_form(work, token, at, n_forms)
        n_forms += form == n_forms
        in_windows += windows_with(work.forms[form], at, size)
        if at > 0:
            n_starts += note_start(work, n_starts, at - 1, before, number)
        before = word
    tokens[size].word = -1  # the last token is in no pair
    if size:
        n_starts += note_start(work, n_starts, size - 1, before, -1)
    work.n_forms, work.n_starts, work.in_windows = n_forms, n_starts, in_windows
