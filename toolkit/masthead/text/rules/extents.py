"""Where a cue and its content begin and end in the text: the whole verb group is the cue, its conjunction is content.

*Has repeatedly said*, *did not say*, *is wary of*, *to denounce*; and *wants* | *to leave*, *said* | *that it fell*.
After the guidelines of Newell, Margolin and Ruths (2018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import word_sets as cl
from masthead.text.rules import cues
from masthead.text.rules.tokens import (
    NOTHING,
    ends_ing,
    gap_in,
    has,
    is_adverb,
    is_auxiliary,
    is_capital,
    is_in,
    is_plural,
    is_possessive,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.cues import Cue
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

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
    return not (is_capital(work, at) or is_possessive(work, at) or is_plural(work, at) or ends_ing(work, at))


@compiled
def source_of_clause(work: Workspace, source: Range, cue: int) -> Range:
    """A source before its cue; of a relative clause the pronoun that stands for it: *Orr, who said*."""
    at = source[1]
    return (at, at + 1) if 0 <= at == cue - 1 and is_in(work, at, cl.WHO_WHICH_THAT) else source
