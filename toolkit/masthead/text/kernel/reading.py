"""The phases over one text, in their order: from characters to voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.layout import find_paragraphs, find_sentences
from masthead.text.kernel.lookup import look_up
from masthead.text.kernel.phrases import find_phrases
from masthead.text.kernel.quoted import place_quotes
from masthead.text.kernel.quotes import find_quotes
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules import written as wr
from masthead.text.kernel.rules.attribution import find_attributions
from masthead.text.kernel.rules.voice import find_voices
from masthead.text.kernel.scan import scan

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page


@compiled
def cut(page: Page) -> None:
    """Cut the text of a page into tokens, and look them up."""
    wr.clear(page.written)
    rg.clear(page.register)
    scan(page)
    look_up(page)


@compiled
def read(page: Page, headline: bool) -> None:
    """Read a text that has been cut; ``page.written`` tells where room has run out."""
    find_paragraphs(page)
    find_sentences(page, headline)
    find_quotes(page)
    place_quotes(page)
    find_phrases(page)
    if page.n_matches < 0:
        page.n_matches = 0
        page.written.state[wr.OVERFLOW] = 1
        return
    find_attributions(page)
    find_voices(page)
