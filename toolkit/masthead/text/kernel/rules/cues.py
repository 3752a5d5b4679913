"""Which matched words are cues, and in what form, as ``text.cues`` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text.kernel import characters as ch
from masthead.text.kernel import classes as cl
from masthead.text.kernel import gaps, records
from masthead.text.kernel.compiled import compiled, inlined
from masthead.text.kernel.rules.names import head_of
from masthead.text.kernel.rules.phrases import subject_before
from masthead.text.kernel.rules.tokens import (
    CLOSERS,
    NOTHING,
    QUOTE_CHARS,
    ends_ed,
    ends_ing,
    ends_s,
    gap_in,
    has,
    is_adverb,
    is_be,
    is_capital,
    is_in,
    is_possessive,
    marks,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.tokens import Doc

FRAMES = (
    "bare",
    "clause",
    "quote",
    "that",
    "np",
    "label",
    "passive",
    "adverb",
    "prep",
    "noun",
    "nominal",
    "adjective",
)
BARE, CLAUSE, QUOTE, THAT, NP, LABEL, PASSIVE_FRAME, ADVERB, PREP, NOUN, NOMINAL, ADJECTIVE = range(len(FRAMES))
STANCES = ("neutral", "doubt", "endorsement", "speech_act", "attitude", "unsourced")
NEUTRAL, DOUBT, ENDORSEMENT, SPEECH_ACT, ATTITUDE, UNSOURCED = range(len(STANCES))
NO_FORM, FINITE, GERUND, INFINITIVE, PASSIVE, REDUCED = range(6)
SEVERAL_WORDS, TELLS, THINKS, STATE, ENDS_TO, PREDICATES = (1 << bit for bit in range(6))
"""Of a term: several words; *tell*; *say*, *think*, *believe*; ends like a state; in *to*; in *of*, *as*, *that*."""

CUE = np.dtype(
    [
        ("first", np.int32),
        ("last", np.int32),
        ("entry", np.int32),
        ("frame", np.int8),
        ("stance", np.int8),
        ("kind", np.int8),
        ("form", np.int8),
        ("base", np.int32),  # the first word of its term, and with an s
        ("base_s", np.int32),
        ("claims", np.int8),
        ("opens", np.int8),
    ],
    align=True,
)

_CLAUSE_MARKS = gaps.mask(',;:—–("”’?!')
_QUOTE_OR_COLON = QUOTE_CHARS | gaps.mask(":")
_ENDS = CLOSERS | gaps.mask(",?!")
_COMPLEMENT = cl.DETERMINER | cl.PRONOUN | cl.OBJECT_PRONOUN | cl.CONJUNCTION | cl.NUMBER_WORD


@inlined
def is_verb(cue: Records) -> bool:
    """Whether a cue's frame is a verb's."""
    return cue.frame <= PASSIVE_FRAME


@inlined
def takes_object(cue: Records) -> bool:
    """Whether a cue's frame takes a mere object."""
    return cue.frame in (NP, LABEL)


@compiled
def is_passive_claim(doc: Doc, begins: int, ends: int, cue: Records) -> bool:
    """*are thought to*: a claim without a source."""
    if not has(doc, cue.first, cl.PASSIVE_TERM) or cue.last >= ends or cue.last - cue.first > 1:
        return False
    if not gap_in(doc, cue.last, NOTHING) or not is_in(doc, cue.last, cl.TO | cl.THAT):
        return False
    return _after_be(doc, begins, cue.first)


@compiled
def _before_verb(doc: Doc, begins: int, at: int) -> int:
    """The token before a verb, past its adverbs; -1 at the start of the sentence or after punctuation."""
    while at > begins and gap_in(doc, at, NOTHING):
        at -= 1
        if not is_adverb(doc, at):
            return at
    return -1


@compiled
def _after_be(doc: Doc, begins: int, at: int) -> bool:
    before = _before_verb(doc, begins, at)
    return before >= 0 and is_be(doc, before)


@compiled
def verb_form(
    doc: Doc, sentences: Records, sentence: Records, cue: Records, text: NDArray[np.int32], chars: Characters
) -> int:
    """The form of the matched verb; ``NO_FORM`` where the word is no verb here."""
    token, begins = doc.tokens[cue.first], sentence.first
    if token.flags & records.HYPHENED or _is_name(doc, sentence, cue):
        return NO_FORM
    is_base = token.word == cue.base
    if ends_ing(doc, cue.first) and not is_base:
        return _ing_form(doc, sentence, cue)
    previous = _before_verb(doc, begins, cue.first)
    if previous >= 0 and is_be(doc, previous):
        return _form_after_be(doc, sentence, cue, previous)
    if previous >= 0 and is_in(doc, previous, cl.TO):
        moves = cue.stance not in (ATTITUDE, ENDORSEMENT)
        return INFINITIVE if is_base and previous > begins and moves else NO_FORM
    if _is_participle(doc, cue) and _is_reduced(doc, sentence, cue, previous):
        return NO_FORM if _follows_noun_marker(doc, begins, cue.first, previous) else REDUCED
    return FINITE if _is_finite(doc, sentences, sentence, cue, previous, text, chars) else NO_FORM


@compiled
def _is_finite(
    doc: Doc,
    sentences: Records,
    sentence: Records,
    cue: Records,
    previous: int,
    text: NDArray[np.int32],
    chars: Characters,
) -> bool:
    word = doc.tokens[cue.first].word
    if _follows_noun_marker(doc, sentence.first, cue.first, previous):
        return False
    if word in (cue.base, cue.base_s) and _is_noun(doc, sentence, cue, previous, text, chars):
        return False
    return word != cue.base or _takes_base_form(doc, sentences, sentence, previous, cue.first)


@compiled
def _form_after_be(doc: Doc, sentence: Records, cue: Records, be: int) -> int:
    if not _is_participle(doc, cue):
        return NO_FORM
    contracted = doc.tokens[be].tail & 0xFFFF == 0x2773 and not is_in(doc, be, cl.CONTRACTED_BE)
    if not contracted or cue.frame not in (BARE, CLAUSE) or _next_in(doc, sentence, cue, cl.TO):
        return PASSIVE
    return FINITE


@inlined
def _next_in(doc: Doc, sentence: Records, cue: Records, bits: int) -> bool:
    """Whether the word right after a match, without punctuation between, is in a set."""
    return cue.last < sentence.last and gap_in(doc, cue.last, NOTHING) and is_in(doc, cue.last, bits)


@compiled
def _is_noun(
    doc: Doc, sentence: Records, cue: Records, previous: int, text: NDArray[np.int32], chars: Characters
) -> bool:
    if cue.kind & SEVERAL_WORDS or not has(doc, cue.first, cl.NOUN_VERB):
        return False
    if ends_s(doc, cue.first) and previous >= 0:
        if has(doc, previous, cl.QUANTIFIER | cl.NUMBER_WORD) or _is_digits(doc, previous, text, chars):
            return True
    after = cue.last
    if after >= sentence.last or not gap_in(doc, after, NOTHING):
        if after < sentence.last and marks(doc, after, _QUOTE_OR_COLON):
            return False
        begin = cue.first - 3 if cue.first >= 3 else max(0, doc.size + cue.first - 2)  # a slice from the end
        return not _any_gap(doc, begin, cue.first + 1)
    return not opens_complement(doc, sentence, cue)


@compiled
def _any_gap(doc: Doc, first: int, last: int) -> bool:
    for at in range(first, last):
        if not gap_in(doc, at, NOTHING):
            return True
    return False


@compiled
def _is_digits(doc: Doc, at: int, text: NDArray[np.int32], chars: Characters) -> bool:
    """Whether all of a token is digits; none of these folds to anything else."""
    for place in range(doc.tokens[at].start, doc.tokens[at].end):
        if not chars.flags[text[place]] & ch.NUMERAL:
            return False
    return True


@compiled
def _is_participle(doc: Doc, cue: Records) -> bool:
    if doc.tokens[cue.first].word == cue.base:
        return False
    return ends_ed(doc, cue.first) or is_in(doc, cue.first, cl.IRREGULAR)


@compiled
def _is_name(doc: Doc, sentence: Records, cue: Records) -> bool:
    """Whether a capital makes the word part of a name; a participle may open a sentence."""
    if not is_capital(doc, cue.first) or sentence.title_case:
        return False
    opens = cue.first == sentence.first and (ends_ing(doc, cue.first) or _is_participle(doc, cue))
    return not opens or doc.tokens[cue.first].word == cue.base


@compiled
def _is_reduced(doc: Doc, sentence: Records, cue: Records, previous: int) -> bool:
    """Whether a participle has its subject elsewhere: *backed by*, *accused of*."""
    if cue.first == sentence.first:
        joined = cue.last < sentence.last and gap_in(doc, cue.last, NOTHING)
        return (joined and has(doc, cue.last, cl.PREPOSITION)) or opens_complement(doc, sentence, cue)
    if _next_in(doc, sentence, cue, cl.BY):
        return True
    if not takes_object(cue) or cue.kind & SEVERAL_WORDS or not _next_in(doc, sentence, cue, cl.OF_AS_FOR):
        return False
    return previous < 0 or not (is_capital(doc, previous) or has(doc, previous, cl.PRONOUN))


@compiled
def _ing_form(doc: Doc, sentence: Records, cue: Records) -> int:
    at = cue.first
    if _after_be(doc, sentence.first, at):
        return FINITE
    if at == sentence.first or marks(doc, at, _CLAUSE_MARKS):
        return GERUND
    previous = _before_verb(doc, sentence.first, at)
    if previous < 0 or is_possessive(doc, previous):
        return NO_FORM
    if has(doc, previous, cl.DETERMINER) and not has(doc, previous, cl.QUANTIFIER):
        return NO_FORM
    return GERUND if opens_complement(doc, sentence, cue) else NO_FORM


@compiled
def opens_complement(doc: Doc, sentence: Records, cue: Records) -> bool:
    """Whether an object or a clause follows."""
    at = cue.last
    if cue.kind & SEVERAL_WORDS:
        return True
    if at >= sentence.last:
        return False
    if not gap_in(doc, at, NOTHING):
        return marks(doc, at, _QUOTE_OR_COLON)
    return is_capital(doc, at) or has(doc, at, _COMPLEMENT) or is_in(doc, at, cl.HOW)


@compiled
def _follows_noun_marker(doc: Doc, begins: int, at: int, previous: int) -> bool:
    """Whether a possessive, a determiner or a preposition precedes, so that the word is a noun."""
    if at > begins and is_possessive(doc, at - 1):
        return True
    if previous < 0:
        return False
    if is_in(doc, previous, cl.THAT):
        if at - 2 >= begins and ends_s(doc, at - 2):
            return False
        verbal = ends_s(doc, at) or ends_ed(doc, at) or doc.tokens[at].tail & 0xFFFF == 0x6964
        if gap_in(doc, at, NOTHING) and verbal:
            return False
    marker = has(doc, previous, cl.DETERMINER) and not has(doc, previous, cl.QUANTIFIER | cl.NUMBER_WORD)
    return marker or has(doc, previous, cl.PREPOSITION)


@compiled
def _takes_base_form(doc: Doc, sentences: Records, sentence: Records, previous: int, at: int) -> bool:
    """Whether a plural, a pronoun or a modal precedes, so that a bare *say* or *claim* is a verb."""
    begins = sentence.first
    first, last = subject_before(doc, sentences, begins, at, begins)
    if first >= 0:
        head = head_of(doc, sentences, first, last)[1] - 1
        if has(doc, head, cl.COLLECTIVE) or (ends_s(doc, head) and not is_in(doc, head, cl.PRESS)):
            return True
        for place in range(first, last):
            if is_in(doc, place, cl.AND):
                return True
    if previous >= 0 and _calls_for_base(doc, begins, previous, at):
        return True
    gap = doc.tokens[at].marks
    return (at > 0 and gap != 0 and gap & ~_ENDS == 0) or _asks(doc, begins, at)


@compiled
def _calls_for_base(doc: Doc, begins: int, previous: int, at: int) -> bool:
    bits = cl.AUXILIARY | cl.COLLECTIVE | cl.NUMBER_WORD | cl.QUANTIFIER
    if ends_s(doc, previous) or has(doc, previous, bits) or is_in(doc, previous, cl.WHO_PEOPLE):
        return True
    return is_in(doc, previous, cl.THAT) and at - 1 > begins and ends_s(doc, at - 2)


@compiled
def _asks(doc: Doc, begins: int, at: int) -> bool:
    """Whether an auxiliary opens the sentence and takes this verb."""
    return at - begins <= 8 and has(doc, begins, cl.AUXILIARY) and not _any_gap(doc, begins + 1, at)
