"""The phases over one text, in their order: from characters to voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text.lookup import look_up
from masthead.text.paragraphs import find_paragraphs, find_sentences
from masthead.text.phrases import find_phrases
from masthead.text.quoted import place_quotes
from masthead.text.quotes import find_quotes
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.attribution import find_attributions
from masthead.text.rules.voice import find_voices
from masthead.text.scan import scan

if TYPE_CHECKING:
    from masthead.text.workspace import Workspace


@compiled
def cut(work: Workspace) -> None:
    """Cut the text of a work into tokens, and look them up."""
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
    find_attributions(work)
    find_voices(work)
