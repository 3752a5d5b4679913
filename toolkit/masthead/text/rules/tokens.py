"""What the rules ask of a single token. A range is two tokens, the second not in it; -1, -1 is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps, records
from masthead.text import word_sets as cl

if TYPE_CHECKING:
    from masthead.text.workspace import Workspace

    Range = tuple[int, int]

NONE = (-1, -1)
_ED, _ING, _ID, _LY, _S, _U, _CLITIC = (
    int.from_bytes(ending, "big") for ending in (b"ed", b"ing", b"id", b"ly", b"s", b"u", b"'s")
)
"""Endings as they stand in a token's tail."""


@inlined
def has(work: Workspace, at: int, bits: int) -> bool:
    """Whether a token's word is in one of some classes."""
    return work.tokens[at].classes & bits != 0


@inlined
def is_in(work: Workspace, at: int, bits: int) -> bool:
    """Whether a token's word is in one of the rules' own sets."""
    return work.tokens[at].sets & bits != 0


@inlined
def is_word(work: Workspace, at: int, words: tuple[int, ...]) -> bool:
    """Whether a token's form is one of some of up to eight letters, packed (``word_sets.packed``)."""
    return work.tokens[at].key in words


@inlined
def gap_in(work: Workspace, at: int, names: int) -> bool:
    """Whether the gap before a token is one of some."""
    return (1 << work.tokens[at].gap) & names != 0


@inlined
def marks(work: Workspace, at: int, characters: int) -> bool:
    """Whether the gap before a token has one of some characters in it."""
    return work.tokens[at].marks & characters != 0


@inlined
def starts_with(work: Workspace, at: int, characters: int) -> bool:
    """Whether the gap before a token begins with one of some characters."""
    return work.tokens[at].gap != 0 and (1 << work.tokens[at].first_mark) & characters != 0


@inlined
def is_capital(work: Workspace, at: int) -> bool:
    """Whether a token begins with a capital letter."""
    return work.tokens[at].flags & records.CAPITAL != 0


@inlined
def is_possessive(work: Workspace, at: int) -> bool:
    """Whether a token is a possessive: *Hale's*, *the rebels'*."""
    return work.tokens[at].flags & records.POSSESSIVE != 0


@inlined
def is_shouted(work: Workspace, at: int) -> bool:
    """Whether a token of several characters is all in capitals: *NATO*."""
    return work.tokens[at].flags & (records.LONG | records.SHOUTED) == records.LONG | records.SHOUTED


@inlined
def is_auxiliary(work: Workspace, at: int) -> bool:
    """Whether a token is an auxiliary and not a name spelled like one (*IS*)."""
    return has(work, at, cl.AUXILIARY) and not is_shouted(work, at)


@compiled
def any_has(work: Workspace, first: int, last: int, bits: int) -> bool:
    """Whether the word of one of some tokens is in one of some classes."""
    for at in range(first, last):
        if has(work, at, bits):
            return True
    return False


@compiled
def any_auxiliary(work: Workspace, first: int, last: int) -> bool:
    """Whether one of some tokens is an auxiliary."""
    for at in range(first, last):
        if is_auxiliary(work, at):
            return True
    return False


@inlined
def is_be(work: Workspace, at: int) -> bool:
    """Whether a token is a form of *be* and not a name spelled like one."""
    return has(work, at, cl.BE) and not is_shouted(work, at)


@inlined
def ends_ed(work: Workspace, at: int) -> bool:
    """Whether a form ends in *ed*."""
    return work.tokens[at].tail & 0xFFFF == _ED


@inlined
def ends_ing(work: Workspace, at: int) -> bool:
    """Whether a form ends in *ing*."""
    return work.tokens[at].tail & 0xFFFFFF == _ING


@inlined
def ends_id(work: Workspace, at: int) -> bool:
    """Whether a form ends in *id* (*said*)."""
    return work.tokens[at].tail & 0xFFFF == _ID


@inlined
def is_contracted(work: Workspace, at: int) -> bool:
    """Whether a form ends in *'s* (*it's*)."""
    return work.tokens[at].tail & 0xFFFF == _CLITIC


@inlined
def ends_s(work: Workspace, at: int) -> bool:
    """Whether a form ends in *s*."""
    return work.tokens[at].tail & 0xFF == _S


@inlined
def is_plural(work: Workspace, at: int) -> bool:
    """Whether a form looks like a plural, as *focus* and *press* do not."""
    before = work.tokens[at].tail >> 8 & 0xFF
    return ends_s(work, at) and before not in (_S, _U)


@inlined
def is_adverb(work: Workspace, at: int) -> bool:
    """Whether a form is an adverb of the list or looks like one (*widely*, but not *Kelly* or *family*)."""
    ly = work.tokens[at].tail & 0xFFFF == _LY and work.tokens[at].length > 4
    return has(work, at, cl.ADVERB) or (ly and not (is_capital(work, at) or is_in(work, at, cl.NO_ADVERB)))


COMMA = gaps.named(",")
NOTHING = gaps.named("")
OPEN_COMMA = gaps.named(",", "(", "—", "–", "--")
INSIDE_NAME = gaps.named("", "-", ".", "’", "'", "’s", "'s")
INSIDE_RUN = gaps.named("", "-", "'", "’", ".")
BEFORE_VERB = gaps.named(",", "),", ")", ".)", ".,", "—", "–", "--", "-", "”,", '",')
ASIDE_MARKS = gaps.named(",", "—", "–", "--", "―")
BESIDE = gaps.named("", ".")
OPENS_QUOTE = gaps.named("", "“", '"', "‘")
QUOTE_CHARS = gaps.mask("\"“”„«»‹›‘’`'")
CLOSING_QUOTES = gaps.mask("\"”’»'")
