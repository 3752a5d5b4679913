"""The label that opens a turn of an interview or transcript, read from one paragraph.

    HOLT: The dam is safe.                 MARA QUILL, MAYOR OF VELK: …    HOLT (on camera): …
    Mara Quill: The dam is safe.           Speaker 2: …                    [10:03] HOLT: …
    Q. Why now?                            A. Because it is time.
    Mara Quill                             (a name alone on its line, the words below it)

Whether such paragraphs make a transcript is for ``transcripts`` to say, from all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.limits import LABEL_REACH, LONGEST_LABEL
from masthead.text.rules.people import is_person
from masthead.text.rules.tokens import (
    COMMA,
    INSIDE_RUN,
    NOTHING,
    gap_in,
    has,
    is_capital,
    is_in,
    is_word,
    marks,
    starts_with,
)

if TYPE_CHECKING:
    from masthead.text.records import Turn
    from masthead.text.workspace import Workspace

NO_LABEL, CAPITALS, NAME, ROLE, QUESTION, ANSWER, ALONE = range(7)
"""Words in capitals, a name, what somebody is here (*Speaker 1*), *Q* or *A*, a name on a line of its own."""
_COLON = gaps.mask(":")
_BRACKET = gaps.mask("([")
_AFTER_LETTER = gaps.mask(".:)–—-")
_PROSE = gaps.mask(".!?,;")
_SPEAKS = cl.OFFICIAL | cl.PERSON | cl.TITLE | cl.COLLECTIVE
_LETTERS, _PARTICLES = (ord("q"), ord("a")), cl.packed("particle")
_COLON_CHAR = 0x3A


@compiled
def read_label(work: Workspace, first: int, sentence_last: int, last: int, turn: Turn) -> int:
    """The kind of label that opens the paragraph of tokens ``first:last``, whose tokens it writes to ``turn``."""
    at = first
    while at < sentence_last and _is_stamp(work, at):
        at += 1
    if at >= sentence_last or not is_capital(work, at):
        return NO_LABEL
    turn.first, turn.last, turn.body = at, at + 1, at + 1
    letter = _letter(work, at, last, turn)
    if letter != NO_LABEL:
        return letter
    end = _name_end(work, at, sentence_last)
    turn.last, turn.body = end, _past_aside(work, at, end, sentence_last)
    if end == at or turn.body < 0 or not _is_plausible(work, at, end):
        return NO_LABEL
    if turn.body == last and not marks(work, last, _COLON):
        return NO_LABEL if marks(work, last, _PROSE) else ALONE
    if not marks(work, turn.body, _COLON):
        return NO_LABEL
    if is_in(work, at, cl.ROLE):
        return ROLE
    return CAPITALS if _all_shouted(work, at, end) else NAME


@compiled
def is_likely(work: Workspace, turn: Turn) -> bool:
    """Whether a label is likely to be a speaker's though it stands once: a person's by its first name or title."""
    return turn.kind not in (NAME, ALONE) or is_in(work, turn.first, cl.ROLE) or _is_person(work, turn.first, turn.last)


@inlined
def _is_person(work: Workspace, first: int, last: int) -> bool:
    """Whether a label names a person: by a first name, or by a title before the name."""
    while first + 1 < last and has(work, first, cl.TITLE):
        first += 1
    return is_person(work, first, last)


@inlined
def _is_stamp(work: Workspace, at: int) -> bool:
    """Whether a token is the time at which somebody speaks: *10:03*, *00:12:45*."""
    token = work.tokens[at]
    if not token.flags & records.NUMBER:
        return False
    for place in range(token.start, token.end):
        if work.text[place] == _COLON_CHAR:
            return True
    return False


@compiled
def _letter(work: Workspace, at: int, last: int, turn: Turn) -> int:
    """Whether a *Q* or an *A* opens a question or an answer: before a stop, a colon or a wide space."""
    if not is_word(work, at, _LETTERS) or at + 1 >= last:
        return NO_LABEL
    question = work.tokens[at].key == _LETTERS[0]
    if at + 2 < last and work.tokens[at + 1].start == work.tokens[at].end:  # *Q1.*
        at += 1
        turn.body = at + 1
    after, before = work.tokens[at + 1].start, work.tokens[at].end
    spaced = gap_in(work, at + 1, NOTHING) and is_capital(work, at + 1) and after - before > 2 - question
    if not (spaced or starts_with(work, at + 1, _AFTER_LETTER)):
        return NO_LABEL
    return QUESTION if question else ANSWER


@compiled
def _name_end(work: Workspace, first: int, last: int) -> int:
    """Where the words with capitals end that open a paragraph; a number counts after what somebody is (*Speaker 1*)."""
    at = first
    while at < min(last, first + LONGEST_LABEL):
        if at > first and not gap_in(work, at, INSIDE_RUN):
            break
        number = work.tokens[at].flags & records.NUMBER != 0
        if number and not (at > first and is_in(work, at - 1, cl.ROLE)):
            break
        if not (number or is_capital(work, at) or (at > first and is_word(work, at, _PARTICLES))):
            break
        at += 1
    return at


@compiled
def _past_aside(work: Workspace, first: int, end: int, last: int) -> int:
    """The token after a label's name and what is said of it: a time, something in brackets, an office in capitals.

    -1 where something else follows.
    """
    if end >= last or marks(work, end, _COLON):
        return end
    if _is_stamp(work, end) and (end + 1 == last or marks(work, end + 1, _COLON)):
        return end + 1
    bracketed = marks(work, end, _BRACKET)
    if not bracketed and not (gap_in(work, end, COMMA) and _all_shouted(work, first, end)):
        return -1
    office_end = end
    for at in range(end + 1, min(last, end + LABEL_REACH) + 1):
        if not bracketed:
            office_end = at
        if at == last or marks(work, at, _COLON):
            return at if _all_shouted(work, end, office_end) else -1
        bracketed |= marks(work, at, _BRACKET)
    return -1


@compiled
def _all_shouted(work: Workspace, first: int, last: int) -> bool:
    """Whether every word is in capitals; numbers do not matter."""
    for at in range(first, last):
        if not work.tokens[at].flags & (records.SHOUTED | records.NUMBER):
            return False
    return True


@compiled
def _is_plausible(work: Workspace, first: int, last: int) -> bool:
    """Whether a label can be a speaker's, and not a section's: *WHY IT MATTERS*, *UPDATE*, *THE BOTTOM LINE*.

    With an article only an office or a role can: *THE PRESIDENT*.
    """
    if _is_person(work, first, last):
        return True
    speaks = 0
    for at in range(first, last):
        grammar = has(work, at, cl.FUNCTION) and not (
            is_in(work, at, cl.OF_THE | cl.AND) or is_word(work, at, _PARTICLES)
        )
        if grammar or is_in(work, at, cl.NO_SPEAKER) or has(work, at, cl.TIME):
            return False
        speaks |= work.tokens[at].classes & _SPEAKS
    return speaks != 0 or not is_in(work, first, cl.A)
