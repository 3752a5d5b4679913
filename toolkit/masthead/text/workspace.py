"""One text as the phases and the rules see it: the text, the parts it is cut into, what is known of words, and room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from masthead.native.structs import Block
from masthead.text import records
from masthead.text.marks import make_paragraph
from masthead.text.rules.register import make_register
from masthead.text.rules.relation_rows import make_relation_rows
from masthead.text.syllables import make_memo

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Grid, Ints
    from masthead.text.characters import Characters
    from masthead.text.marks import Paragraph
    from masthead.text.phrase_tables import Phrases
    from masthead.text.readability_tables import Hyphens
    from masthead.text.records import Form, Match, Piece, Quote, Sentence, Span, Start, Token
    from masthead.text.rules.register import Register
    from masthead.text.rules.relation_rows import RelationRows
    from masthead.text.source_words import SourceWords
    from masthead.text.syllables import Memo
    from masthead.text.vocabulary import Vocabulary
    from masthead.text.wildcards import Wildcards


@dataclass
class Known:
    """What is known of characters, words and phrases; the same for all texts."""

    chars: Characters
    vocabulary: Vocabulary
    phrases: Phrases
    wildcards: Wildcards
    hyphens: Hyphens
    sources: SourceWords
    entries: Grid[int]


@dataclass
class Workspace(Known):
    """A text of ``length`` characters and ``size`` tokens; every array is filled from its start.

    ``low`` has the characters of ASCII as bytes, one above these for any other, and eight zeros at the end.
    One token more than ``size`` is written: it has no characters and carries the gap before the end of the text.
    ``breaks``, ``stops`` and ``marks`` are the places of line breaks, of stops and of quote marks; ``starts``
    the tokens at which an entry may begin, ``cued`` the matches of cues and ``matches`` all others. ``capitals`` are
    the tokens with a capital, and ``names`` tells of each token what it can be in a name, with eight more bytes for who
    reads eight at once. ``found`` are the candidates that may begin with a wildcard at one token. ``slots`` is the
    table behind ``forms``, ``form`` is room to work out one word or phrase. ``in_windows`` are the different
    forms of all windows of ``limits.TYPE_WINDOW`` tokens, added up.
    """

    text: Ints
    low: Ints
    tokens: Array[Token]
    pieces: Array[Piece]
    breaks: Ints
    stops: Ints
    marks: Ints
    blocks: Array[Span]
    sentences: Array[Sentence]
    quotes: Array[Quote]
    forms: Array[Form]
    slots: Ints
    starts: Array[Start]
    capitals: Ints
    names: Ints
    cued: Array[Match]
    matches: Array[Match]
    busy: Ints
    found: Ints
    form: Ints
    paragraph: Paragraph
    memo: Memo
    register: Register
    written: RelationRows
    length: int = 0
    size: int = 0
    n_pieces: int = 0
    n_breaks: int = 0
    n_stops: int = 0
    n_marks: int = 0
    n_blocks: int = 0
    n_sentences: int = 0
    n_quotes: int = 0
    n_forms: int = 0
    in_windows: int = 0
    n_starts: int = 0
    n_numbers: int = 0
    n_slots: int = 0
    n_capitals: int = 0
    n_cued: int = 0
    n_matches: int = 0


def make_workspace(known: Known, characters: int) -> Workspace:
    """Room for texts of up to that many characters."""
    size, room = characters + 2, Block()
    text, marks, quotes = room.empty(size, np.int32), room.empty(size, np.int32), room.empty(size, records.QUOTE)
    return Workspace(
        **vars(known),
        text=text,
        low=room.empty(size + 8, np.uint8),
        tokens=room.empty(size, records.TOKEN),
        pieces=room.empty(size, records.PIECE),
        breaks=room.empty(size, np.int32),
        stops=room.empty(size, np.int32),
        marks=marks,
        blocks=room.empty(size, records.SPAN),
        sentences=room.empty(size, records.SENTENCE),
        quotes=quotes,
        forms=room.empty(size, records.FORM),
        slots=room.empty(max(16, 2 << size.bit_length()), np.int32),
        starts=room.empty(size, records.START),
        capitals=room.empty(size, np.int32),
        names=np.zeros(size + 8, np.uint8),
        cued=room.empty(size + 64, records.MATCH),
        matches=room.empty(2 * size + 64, records.MATCH),
        busy=room.empty(known.phrases.n_scopes, np.int32),
        found=room.empty(len(known.wildcards.starters), np.int32),
        form=room.empty(3 * size + 64, np.int32),
        paragraph=make_paragraph(text, known.chars, marks, quotes),
        memo=make_memo(size, room),
        register=make_register(size),
        written=make_relation_rows(size),
    )
