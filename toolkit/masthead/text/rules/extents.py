"""Where a cue and its content begin and end in the text: the whole verb group is the cue, its conjunction is content.

*Has repeatedly said*, *did not say*, *is wary of*, *to denounce*; and *wants* | *to leave*, *said* | *that it fell*.
After the guidelines of Newell, Margolin and Ruths (2018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.rules import cues
from masthead.text.rules.tokens import (
    INSIDE_NAME,
    NOTHING,
    OPEN_COMMA,
    QUOTE_CHARS,
    ends_ed,
    ends_ing,
    ends_s,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_capital,
    is_in,
    is_possessive,
    marks,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_CLOSES = gaps.mask(",;:—–-.()")
_NO_APPOSITION = cl.PREPOSITION | cl.CONJUNCTION | cl.TIME | cl.SPEAKER_PRONOUN
_NO_VERB = cl.DETERMINER | cl.PRONOUN | cl.OBJECT_PRONOUN | cl.PREPOSITION | cl.QUANTIFIER | cl.NUMBER_WORD


@compiled
def cue_start(work: Workspace, sentence: Sentence, cue: Cue) -> int:
    """The first token of a cue's verb group: auxiliaries, adverbs and the *to* of an infinitive belong to it."""
    first = cue.first
    if not cues.is_verb(cue) and cue.frame != cues.ADJECTIVE:
        return first
    at = first
    while at > sentence.first and gap_in(work, at, NOTHING) and _in_group(work, at - 1, cue):
        at -= 1
    if cue.form == cues.INFINITIVE and at > sentence.first and is_in(work, at - 1, cl.TO):
        at -= 1
    return at


@compiled
def _in_group(work: Workspace, at: int, cue: Cue) -> bool:
    """Whether a token before a verb belongs to its group; the *he's* of *he's said* is its subject as well."""
    if is_auxiliary(work, at):
        return not has(work, at, cl.PRONOUN)
    return is_adverb(work, at) or (cue.frame == cues.ADJECTIVE and has(work, at, cl.COPULA))


@compiled
def complement_start(work: Workspace, cue: Cue, begin: int) -> int:
    """Where a content really begins: with its *that* or the *to* of its infinitive, also where a cue's term has it."""
    before = begin - 1
    if before <= cue.first:
        return begin
    if is_in(work, before, cl.COMPLEMENTIZER):
        return before
    return before if begin == cue.last and is_in(work, before, cl.TO) and _opens_infinitive(work, begin) else begin


@compiled
def _opens_infinitive(work: Workspace, at: int) -> bool:
    """Whether a verb follows *to*: *to leave*, *to not leave*; no noun phrase, as in *to the plan*, *to questions*."""
    if not gap_in(work, at, NOTHING) or has(work, at, _NO_VERB):
        return False
    return not (is_capital(work, at) or is_possessive(work, at) or ends_s(work, at) or ends_ing(work, at))


@compiled
def source_of_clause(work: Workspace, source: Range, cue: int) -> Range:
    """A source before its cue; of a relative clause the pronoun that stands for it: *Orr, who said*."""
    at = source[1]
    return (at, at + 1) if 0 <= at == cue - 1 and is_in(work, at, cl.WHO_WHICH_THAT) else source


@compiled
def source_end(work: Workspace, end: int, stop: int) -> int:
    """Where a source that follows its cue ends, with what tells who it is, at most where content goes on.

    *Said Orr, the mayor of Harrow*, *said Orr (Ind.), who built it*; no longer with what tells how it was said: *said
    Orr, adding that*, *said Orr in a statement*.
    """
    while end < stop and tells_who(work, end):
        end += 1
        while end < stop and (gap_in(work, end, INSIDE_NAME) or _is_inside(work, end)):
            end += 1
    return end


@inlined
def _is_inside(work: Workspace, at: int) -> bool:
    """Whether only a quotation mark stands before a token: *the author of "Mill"*."""
    return not marks(work, at, _CLOSES) and marks(work, at, QUOTE_CHARS)


@compiled
def tells_who(work: Workspace, at: int) -> bool:
    """Whether what begins at a token is an apposition or a relative clause of the source before it."""
    if is_in(work, at, cl.WHO_WHOSE):
        return True
    if not gap_in(work, at, OPEN_COMMA):
        return False
    if has(work, at, _NO_APPOSITION) or is_in(work, at, cl.SUBORDINATOR) or is_adverb(work, at):
        return False
    if ends_ing(work, at):
        return _asks_for_anonymity(work, at)
    return not (ends_ed(work, at) or is_auxiliary(work, at))


@compiled
def _asks_for_anonymity(work: Workspace, at: int) -> bool:
    """Whether a participle tells why a source has no name: *speaking on condition of anonymity*."""
    while at + 1 < work.size and gap_in(work, at + 1, NOTHING):
        at += 1
        if has(work, at, cl.ANONYMOUS):
            return True
    return False
