"""What the rules ask of a single token. A range is two tokens, the second not in it; -1, -1 is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.records import Records

    Range = tuple[int, int]

NONE = (-1, -1)


class Doc(NamedTuple):
    """The ``size`` tokens of a text and one more, and the bits of the vocabulary's words, from row 1 on."""

    tokens: Records
    masks: NDArray[np.int64]
    size: int


@inlined
def has(doc: Doc, at: int, bits: int) -> bool:
    """Whether a token's word is in one of some classes."""
    return doc.masks[doc.tokens[at].word + 1, 0] & bits != 0


@inlined
def is_in(doc: Doc, at: int, bits: int) -> bool:
    """Whether a token's word is in one of the rules' own sets."""
    return doc.masks[doc.tokens[at].word + 1, 1] & bits != 0


@inlined
def gap_in(doc: Doc, at: int, names: int) -> bool:
    """Whether the gap before a token is one of some."""
    return (1 << doc.tokens[at].gap) & names != 0


@inlined
def marks(doc: Doc, at: int, characters: int) -> bool:
    """Whether the gap before a token has one of some characters in it."""
    return doc.tokens[at].marks & characters != 0


@inlined
def starts_with(doc: Doc, at: int, characters: int) -> bool:
    """Whether the gap before a token begins with one of some characters."""
    return doc.tokens[at].gap != 0 and (1 << doc.tokens[at].first_mark) & characters != 0


@inlined
def is_capital(doc: Doc, at: int) -> bool:
    """Whether a token begins with a capital letter."""
    return doc.tokens[at].flags & records.CAPITAL != 0


@inlined
def is_possessive(doc: Doc, at: int) -> bool:
    """Whether a token is a possessive."""
    return doc.tokens[at].flags & records.POSSESSIVE != 0


@inlined
def is_shouted(doc: Doc, at: int) -> bool:
    """Whether a token of several characters is all in capitals."""
    return doc.tokens[at].flags & (records.LONG | records.SHOUTED) == records.LONG | records.SHOUTED


@inlined
def is_auxiliary(doc: Doc, at: int) -> bool:
    """Whether a token is an auxiliary and not a name spelled like one (*IS*)."""
    return has(doc, at, cl.AUXILIARY) and not is_shouted(doc, at)


@inlined
def is_be(doc: Doc, at: int) -> bool:
    """Whether a token is a form of *be*."""
    return has(doc, at, cl.BE) and not is_shouted(doc, at)


@inlined
def ends_ed(doc: Doc, at: int) -> bool:
    """Whether a form ends in *ed*."""
    return doc.tokens[at].tail & 0xFFFF == 0x6564


@inlined
def ends_ing(doc: Doc, at: int) -> bool:
    """Whether a form ends in *ing*."""
    return doc.tokens[at].tail & 0xFFFFFF == 0x696E67


@inlined
def ends_s(doc: Doc, at: int) -> bool:
    """Whether a form ends in *s*."""
    return doc.tokens[at].tail & 0xFF == 0x73


@inlined
def is_adverb(doc: Doc, at: int) -> bool:
    """Whether a form is an adverb of the list or looks like one."""
    ly = doc.tokens[at].tail & 0xFFFF == 0x6C79 and doc.tokens[at].length > 4
    return ly or has(doc, at, cl.ADVERB)


COMMA = gaps.named(",")
NOTHING = gaps.named("")
OPEN_COMMA = gaps.named(",", "(", "—", "–", "--")
INSIDE_NAME = gaps.named("", "-", ".", "’", "'", "’s", "'s")
INSIDE_RUN = gaps.named("", "-", "'", "’", ".")
BEFORE_VERB = gaps.named(",", "),", ")", "—", "–", "--", "-", "”,", '",')
ASIDE_MARKS = gaps.named(",", "—", "–", "--", "―")
OPENS_QUOTE = gaps.named("", "“", '"', "‘")
QUOTE_CHARS = gaps.mask("\"“”„«»‹›‘’`'")
CLOSERS = gaps.mask("\"”’»'")
