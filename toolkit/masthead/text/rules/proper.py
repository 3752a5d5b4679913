"""Whether a listed word is part of a name, and so no wording: *the Tyrant Lizard Museum*, *the Hatemongers*.

And whether it is denied: *not inevitable*, *far from obvious*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.limits import DENIAL_REACH, LONGEST_HEADING, SENTENCE_ENDS, SHORT_WORD
from masthead.text.rules.tokens import INSIDE_RUN, gap_in, has, is_adverb, is_capital, is_in, is_shouted, is_word, marks

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.workspace import Workspace

_PASSED = cl.BE | cl.DETERMINER | cl.AUXILIARY | cl.QUANTIFIER
_OPENERS = gaps.mask("\"“”„«»‹›‘’'`:(‚")
_INSIDE = INSIDE_RUN | gaps.named("’s", "'s")
_LINKS, _BETWEEN = cl.packed("name_link"), cl.packed("denied_past")
_DENYING, _OPENED = cl.packed("denying"), cl.packed("denied_after")
_ENDS = tuple(map(ord, SENTENCE_ENDS))


@compiled
def is_named(work: Workspace, first: int, last: int, alone: bool) -> bool:
    """Whether some tokens are in the title of a work, or part of a name by the capitals of theirs and their neighbours.

    A name has a word for a body, a place or a work after them (*Radical Party*), or a capital article before it (*The
    Vile Regime*). Of what can be a name ``alone``, its own capital will do, where it has no other reason; but not of
    words that mostly have one (*Marxist*), nor of terms of several words, to which emphasis gives capitals.
    """
    if work.tokens[first].flags & records.SET_OFF:
        return True
    sentence = work.sentences[work.tokens[first].sentence]
    if sentence.title_case or not _all_capitals(work, first, last):
        return False
    begin, end = _run_start(work, first, sentence), _run_end(work, last, sentence)
    headed = _has_head(work, last, end)
    explained = first == sentence.first or marks(work, first, _OPENERS)
    if explained and not headed:
        return False
    if _is_heading(work, sentence):
        return False
    titled = begin > sentence.first and has(work, begin, cl.DETERMINER)
    return headed or titled or (alone and last == first + 1 and not is_in(work, first, cl.CAPITALISED))


@inlined
def _all_capitals(work: Workspace, first: int, last: int) -> bool:
    """Whether all of some tokens begin with a capital, and none is shouted."""
    for at in range(first, last):
        if not is_capital(work, at) or is_shouted(work, at):
            return False
    return True


@compiled
def _run_start(work: Workspace, first: int, sentence: Sentence) -> int:
    """Where the run of capitals begins that goes on at a token."""
    at = first
    while at > sentence.first and gap_in(work, at, _INSIDE) and is_capital(work, at - 1):
        at -= 1
    return at


@compiled
def _run_end(work: Workspace, last: int, sentence: Sentence) -> int:
    """Where the run of capitals ends that goes on before a token; *of*, *for*, *and*, *to*, *the* may stand in it."""
    at = last
    while at < sentence.last and gap_in(work, at, _INSIDE):
        if not is_capital(work, at):
            link = is_word(work, at, _LINKS) and at + 1 < sentence.last and gap_in(work, at + 1, _INSIDE)
            further = at + 2 if link and is_in(work, at + 1, cl.THE) else at + 1
            if not link or further >= sentence.last or not is_capital(work, further):
                break
        at += 1
    return at


@inlined
def _has_head(work: Workspace, first: int, last: int) -> bool:
    """Whether one of some tokens says of a name what it is of: *Party*, *Museum*, *Street*."""
    for at in range(first, last):
        if is_capital(work, at) and is_in(work, at, cl.NAME_HEAD):
            return True
    return False


@compiled
def _is_heading(work: Workspace, sentence: Sentence) -> bool:
    """Whether every longer word of a short sentence without a stop has a capital, as in a heading."""
    if sentence.last - sentence.first > LONGEST_HEADING or work.text[sentence.end - 1] in _ENDS:
        return False
    for at in range(sentence.first, sentence.last):
        token = work.tokens[at]
        if token.end - token.start > SHORT_WORD and not token.flags & (records.CAPITAL | records.NUMBER):
            return False
    return True


@compiled
def is_denied(work: Workspace, first: int) -> bool:
    """Whether a negation stands before a token, with nothing but articles, adverbs and a form of *be* between."""
    begin = work.sentences[work.tokens[first].sentence].first
    for at in range(first - 1, max(begin, first - DENIAL_REACH) - 1, -1):
        if work.tokens[at + 1].gap:
            return False
        if has(work, at, cl.NEGATION) or (
            is_word(work, at, _DENYING) and at + 1 < first and is_word(work, at + 1, _OPENED)
        ):
            return True
        if not (has(work, at, _PASSED) or is_adverb(work, at) or is_word(work, at, _BETWEEN)):
            return False
    return False
