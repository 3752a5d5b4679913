"""Which matched words are cues here, and in what form: finite verbs, participles, infinitives, passives; not nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import Int8, Int32, compiled, dtype_of, inlined
from masthead.text import characters as ch
from masthead.text import gaps, records
from masthead.text import word_sets as cl
from masthead.text.rules.base_verbs import any_gap, takes_base_form
from masthead.text.rules.tokens import (
    NOTHING,
    QUOTE_CHARS,
    ends_ed,
    ends_id,
    ends_ing,
    ends_s,
    gap_in,
    has,
    is_adverb,
    is_be,
    is_capital,
    is_contracted,
    is_in,
    is_possessive,
    marks,
)

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.workspace import Workspace

BARE, CLAUSE, QUOTE, THAT, NP, LABEL, PASSIVE_FRAME, ADVERB, PREP, NOUN, NOMINAL, ADJECTIVE = (
    cl.FRAMES.index(frame)
    for frame in (
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
)
_VERB_FRAMES = len(cl.VERB_FRAMES)
NEUTRAL, DOUBT, ENDORSEMENT, ATTITUDE = (
    cl.STANCES.index(stance) for stance in ("neutral", "doubt", "endorsement", "attitude")
)
NO_FORM, FINITE, GERUND, INFINITIVE, PASSIVE, REDUCED = range(6)
"""What a matched verb is in its sentence: nothing; *X claimed*, *X is claiming*; *, claiming that*, *by claiming*, *a
report claiming*; *to claim*; *was criticised*, *is expected to*; *described as*, *criticised by*.
"""
SEVERAL_WORDS, TELLS, THINKS, STATE, ENDS_TO, PREDICATES, REPORTS = (1 << bit for bit in range(7))
"""Of a term: several words; *tell*; *say*, *think*, *believe*; ends like a state; in *to*; in *of*, *as*, *that*; or
it reports words, and no more than words."""


class Cue:
    """A cue in its sentence: the tokens, its entry, and what the rules have found out about it."""

    first: Int32
    last: Int32
    entry: Int32
    frame: Int8
    stance: Int8
    kind: Int8
    form: Int8
    base: Int32  # the first word of its term, and with an s
    base_s: Int32
    claims: Int8
    opens: Int8


CUE = dtype_of(Cue)

_CLAUSE_MARKS = gaps.mask(',;:—–("”’?!')
_QUOTE_OR_COLON = QUOTE_CHARS | gaps.mask(":")
_COMPLEMENT = cl.DETERMINER | cl.PRONOUN | cl.OBJECT_PRONOUN | cl.CONJUNCTION | cl.NUMBER_WORD


@inlined
def is_verb(cue: Cue) -> bool:
    """Whether a cue's frame is a verb's."""
    return cue.frame < _VERB_FRAMES


@inlined
def takes_object(cue: Cue) -> bool:
    """Whether a cue's frame takes a mere object: *praised the plan*, *called it a farce*."""
    return cue.frame in (NP, LABEL)


@compiled
def is_passive_claim(work: Workspace, begins: int, ends: int, cue: Cue) -> bool:
    """*had been believed to*, *are thought to*: a claim without a source, unless *by* names one."""
    if not has(work, cue.first, cl.PASSIVE_TERM) or cue.last >= ends or cue.last - cue.first > 1:
        return False
    if not gap_in(work, cue.last, NOTHING) or not is_in(work, cue.last, cl.TO | cl.THAT):
        return False
    return _after_be(work, begins, cue.first)


@compiled
def _before_verb(work: Workspace, begins: int, at: int) -> int:
    """The token before a verb, past its adverbs; -1 at the start of the sentence or after punctuation."""
    while at > begins and gap_in(work, at, NOTHING):
        at -= 1
        if not is_adverb(work, at):
            return at
    return -1


@compiled
def _after_be(work: Workspace, begins: int, at: int) -> bool:
    """Whether a form of *be* precedes a verb and its adverbs: *are widely thought*."""
    before = _before_verb(work, begins, at)
    return before >= 0 and is_be(work, before)


@compiled
def verb_form(work: Workspace, sentence: Sentence, cue: Cue) -> int:
    """The form of the matched verb; ``NO_FORM`` where the word is no verb here: a noun, a name, part of a compound.

    The infinitive of a cue counts where it tells of speech: *to denounce*, not *to find*, *to want*.
    """
    token, begins = work.tokens[cue.first], sentence.first
    if token.flags & records.HYPHENED or _is_name(work, sentence, cue):
        return NO_FORM
    is_base = token.word == cue.base
    if ends_ing(work, cue.first) and not is_base:
        return _ing_form(work, sentence, cue)
    previous = _before_verb(work, begins, cue.first)
    if previous >= 0 and is_be(work, previous):
        return _form_after_be(work, sentence, cue, previous)
    if previous >= 0 and is_in(work, previous, cl.TO):
        moves = cue.stance not in (ATTITUDE, ENDORSEMENT)
        return INFINITIVE if is_base and previous > begins and moves else NO_FORM
    if _is_participle(work, cue) and _is_reduced(work, sentence, cue, previous):
        return NO_FORM if _follows_noun_marker(work, begins, cue.first, previous) else REDUCED
    return FINITE if _is_finite(work, sentence, cue, previous) else NO_FORM


@compiled
def _is_finite(
    work: Workspace,
    sentence: Sentence,
    cue: Cue,
    previous: int,
) -> bool:
    """Whether a word is a finite verb here: *they claim*, not *the claim*."""
    word = work.tokens[cue.first].word
    if cue.stance == ATTITUDE and takes_object(cue) and previous >= 0 and is_in(work, previous, cl.THAT):
        return False
    if _follows_noun_marker(work, sentence.first, cue.first, previous):
        return False
    if word in (cue.base, cue.base_s) and _is_noun(work, sentence, cue, previous):
        return False
    if is_in(work, cue.first, cl.PAST_FORM):
        return True
    return word != cue.base or takes_base_form(work, sentence, previous, cue.first)


@compiled
def _form_after_be(work: Workspace, sentence: Sentence, cue: Cue, be: int) -> int:
    """The passive; but *he's said* is *he has said*."""
    if not _is_participle(work, cue):
        return NO_FORM
    contracted = is_contracted(work, be) and not is_in(work, be, cl.CONTRACTED_BE)
    if not contracted or cue.frame not in (BARE, CLAUSE) or _next_in(work, sentence, cue, cl.TO):
        return PASSIVE
    return FINITE


@inlined
def _next_in(work: Workspace, sentence: Sentence, cue: Cue, bits: int) -> bool:
    """Whether the word right after a match, without punctuation between, is in a set."""
    return cue.last < sentence.last and gap_in(work, cue.last, NOTHING) and is_in(work, cue.last, bits)


@compiled
def _is_noun(work: Workspace, sentence: Sentence, cue: Cue, previous: int) -> bool:
    """Whether a word that is a noun as well is one here: *battleground states*, *media reports*, *three reasons*."""
    if cue.kind & SEVERAL_WORDS or not has(work, cue.first, cl.NOUN_VERB):
        return False
    if previous >= 0 and is_in(work, previous, cl.SUBJECT | cl.WHO):
        return False
    if ends_s(work, cue.first) and previous >= 0:
        if has(work, previous, cl.QUANTIFIER | cl.NUMBER_WORD) or _is_digits(work, previous):
            return True
    after = cue.last
    if after >= sentence.last or not gap_in(work, after, NOTHING):
        if after < sentence.last and marks(work, after, _QUOTE_OR_COLON):
            return False
        return not any_gap(work, max(sentence.first + 1, cue.first - 3), cue.first + 1)
    return not opens_complement(work, sentence, cue)


@compiled
def _is_digits(work: Workspace, at: int) -> bool:
    """Whether all of a token is digits; none of these folds to anything else."""
    for place in range(work.tokens[at].start, work.tokens[at].end):
        if not work.chars.flags[work.text[place]] & ch.NUMERAL:
            return False
    return True


@compiled
def _is_participle(work: Workspace, cue: Cue) -> bool:
    """Whether a word is a past form of the verb: *claimed*, *told*."""
    if work.tokens[cue.first].word == cue.base:
        return False
    return ends_ed(work, cue.first) or is_in(work, cue.first, cl.IRREGULAR)


@compiled
def _is_name(work: Workspace, sentence: Sentence, cue: Cue) -> bool:
    """Whether a capital makes the word part of a name (*United States*); a participle may open a sentence."""
    if not is_capital(work, cue.first) or sentence.title_case:
        return False
    opens = cue.first == sentence.first and (ends_ing(work, cue.first) or _is_participle(work, cue))
    return not opens or work.tokens[cue.first].word == cue.base


@compiled
def _is_reduced(work: Workspace, sentence: Sentence, cue: Cue, previous: int) -> bool:
    """Whether a participle has its subject elsewhere: *Asked whether*, *backed by*, *accused of*, *when asked about*.

    Before *of*, *as* and *for* it is finite after a name or a pronoun.
    """
    if cue.first == sentence.first:
        joined = cue.last < sentence.last and gap_in(work, cue.last, NOTHING)
        return (joined and has(work, cue.last, cl.PREPOSITION)) or opens_complement(work, sentence, cue)
    if _next_in(work, sentence, cue, cl.BY):
        return True
    if previous >= 0 and is_in(work, previous, cl.SUBORDINATOR) and not is_in(work, previous, cl.AS):
        return True
    if not takes_object(cue) or cue.kind & SEVERAL_WORDS or not _next_in(work, sentence, cue, cl.OF_AS_FOR):
        return False
    return previous < 0 or not (is_capital(work, previous) or has(work, previous, cl.PRONOUN))


@compiled
def _ing_form(work: Workspace, sentence: Sentence, cue: Cue) -> int:
    """The form of *claiming*: finite after *is*, else a participle, unless it is a noun (*their claiming*)."""
    at = cue.first
    if _after_be(work, sentence.first, at):
        return FINITE
    if at == sentence.first or marks(work, at, _CLAUSE_MARKS):
        return GERUND
    previous = _before_verb(work, sentence.first, at)
    if previous < 0 or is_possessive(work, previous):
        return NO_FORM
    if has(work, previous, cl.DETERMINER) and not has(work, previous, cl.QUANTIFIER):
        return NO_FORM
    return GERUND if opens_complement(work, sentence, cue) else NO_FORM


@compiled
def opens_complement(work: Workspace, sentence: Sentence, cue: Cue) -> bool:
    """Whether an object or a clause follows, so that *saying*, *backing* are no part of a compound noun."""
    at = cue.last
    if cue.kind & SEVERAL_WORDS:
        return True
    if at >= sentence.last:
        return False
    if not gap_in(work, at, NOTHING):
        return marks(work, at, _QUOTE_OR_COLON)
    return is_capital(work, at) or has(work, at, _COMPLEMENT) or is_in(work, at, cl.HOW) or ends_ing(work, at)


@compiled
def _follows_noun_marker(work: Workspace, begins: int, at: int, previous: int) -> bool:
    """Whether a possessive, a determiner or a preposition precedes, so that the word is a noun.

    In *businesses that warn* and *that says* the *that* is a pronoun; *that claim* is a noun.
    """
    if at > begins and is_possessive(work, at - 1):
        return True
    if previous < 0:
        return False
    if is_in(work, previous, cl.THAT):
        if at - 2 >= begins and ends_s(work, at - 2):
            return False
        verbal = ends_s(work, at) or ends_ed(work, at) or ends_id(work, at)
        if gap_in(work, at, NOTHING) and verbal:
            return False
    marker = has(work, previous, cl.DETERMINER) and not has(work, previous, cl.QUANTIFIER | cl.NUMBER_WORD)
    return marker or has(work, previous, cl.PREPOSITION)
