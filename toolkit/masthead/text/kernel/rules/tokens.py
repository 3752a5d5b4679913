"""What the rules ask of a single token. A range is two tokens, the second not in it; -1, -1 is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import inlined

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page

    Range = tuple[int, int]

NONE = (-1, -1)


@inlined
def has(page: Page, at: int, bits: int) -> bool:
    """Whether a token's word is in one of some classes."""
    return page.tokens[at].classes & bits != 0


@inlined
def is_in(page: Page, at: int, bits: int) -> bool:
    """Whether a token's word is in one of the rules' own sets."""
    return page.tokens[at].sets & bits != 0


@inlined
def gap_in(page: Page, at: int, names: int) -> bool:
    """Whether the gap before a token is one of some."""
    return (1 << page.tokens[at].gap) & names != 0


@inlined
def marks(page: Page, at: int, characters: int) -> bool:
    """Whether the gap before a token has one of some characters in it."""
    return page.tokens[at].marks & characters != 0


@inlined
def starts_with(page: Page, at: int, characters: int) -> bool:
    """Whether the gap before a token begins with one of some characters."""
    return page.tokens[at].gap != 0 and (1 << page.tokens[at].first_mark) & characters != 0


@inlined
def is_capital(page: Page, at: int) -> bool:
    """Whether a token begins with a capital letter."""
    return page.tokens[at].flags & records.CAPITAL != 0


@inlined
def is_possessive(page: Page, at: int) -> bool:
    """Whether a token is a possessive."""
    return page.tokens[at].flags & records.POSSESSIVE != 0


@inlined
def is_shouted(page: Page, at: int) -> bool:
    """Whether a token of several characters is all in capitals."""
    return page.tokens[at].flags & (records.LONG | records.SHOUTED) == records.LONG | records.SHOUTED


@inlined
def is_auxiliary(page: Page, at: int) -> bool:
    """Whether a token is an auxiliary and not a name spelled like one (*IS*)."""
    return has(page, at, cl.AUXILIARY) and not is_shouted(page, at)


@inlined
def is_be(page: Page, at: int) -> bool:
    """Whether a token is a form of *be*."""
    return has(page, at, cl.BE) and not is_shouted(page, at)


@inlined
def ends_ed(page: Page, at: int) -> bool:
    """Whether a form ends in *ed*."""
    return page.tokens[at].tail & 0xFFFF == 0x6564


@inlined
def ends_ing(page: Page, at: int) -> bool:
    """Whether a form ends in *ing*."""
    return page.tokens[at].tail & 0xFFFFFF == 0x696E67


@inlined
def ends_s(page: Page, at: int) -> bool:
    """Whether a form ends in *s*."""
    return page.tokens[at].tail & 0xFF == 0x73


@inlined
def is_adverb(page: Page, at: int) -> bool:
    """Whether a form is an adverb of the list or looks like one."""
    ly = page.tokens[at].tail & 0xFFFF == 0x6C79 and page.tokens[at].length > 4
    return ly or has(page, at, cl.ADVERB)


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
