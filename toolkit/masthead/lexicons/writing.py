"""A word list in masthead's own layout, which ``load_lexicon`` reads: for the user to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons.load import APART, TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.lexicons.entries import Lexicon

FIRST_VERSION = "1"


def lines_of(lexicon: Lexicon) -> Iterator[str]:
    """The header and the entries of a list as lines with their ends."""
    header = {
        "name": lexicon.name,
        "version": FIRST_VERSION,
        "license": lexicon.license,
        "source": lexicon.source,
        "citation": lexicon.citation,
        "title": lexicon.title,
        "categories": " ".join(lexicon.categories),
        "matching": APART if lexicon.apart else TOGETHER,
    }
    yield from (f"# {key}: {value}\n" for key, value in header.items())
    rows = [("term", "category", "score")]
    rows += [(entry.term, entry.category, repr(entry.weight)) for entry in lexicon.entries]
    yield from ("\t".join(row if lexicon.scored else row[:2]) + "\n" for row in rows)
