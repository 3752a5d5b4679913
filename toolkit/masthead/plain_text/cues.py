"""Which matched words are cues here, and in what form: finite verbs, participles, infinitives, passives; not nouns."""

from __future__ import annotations

from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from masthead.lexicons import bundled_lexicon, word_classes
from masthead.plain_text.contents import CLOSERS, OBJECTS, QUOTE_CHARS
from masthead.plain_text.matcher import Match, Matcher
from masthead.plain_text.names import head_of
from masthead.plain_text.phrases import is_auxiliary, subject_before

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence

VERB_FRAMES = frozenset({"bare", "clause", "quote", "that", "np", "label", "passive"})
NOUN_FRAMES = frozenset({"noun", "nominal"})
_CLAUSE_MARKS = frozenset(',;:—–("”’?!')
_IRREGULAR_PARTICIPLES = frozenset({"said", "told", "seen", "known", "heard", "thought", "felt", "written", "sworn"})


class Form(Enum):
    """What a matched verb is in its sentence."""

    FINITE = auto()  # X claimed; X is claiming
    GERUND = auto()  # , claiming that; by claiming; a report claiming
    INFINITIVE = auto()  # to claim
    PASSIVE = auto()  # was criticised; is expected to
    REDUCED = auto()  # described as; criticised by


@cache
def cue_matchers() -> tuple[Matcher, Matcher]:
    """Verbs and the rest, then nouns: *claim* and *report* are both, and the verb is tried first."""
    entries = bundled_lexicon("cues").entries
    return tuple(  # type: ignore[return-value]
        Matcher(entry for entry in entries if (entry.frame in NOUN_FRAMES) is noun) for noun in (False, True)
    )


@cache
def _passive_terms() -> frozenset[str]:
    return frozenset(entry.term for entry in bundled_lexicon("cues").entries if entry.frame == "passive")


def is_passive_claim(document: Document, sentence: Sentence, match: Match) -> bool:
    """*had been believed to*, *are thought to*: a claim without a source, unless *by* names one."""
    if document.forms[match.first] not in _passive_terms() or match.last >= sentence.last:
        return False
    following = document.forms[match.last]
    if document.gaps[match.last] or following not in ("to", "that") or match.last - match.first > 1:
        return False
    return _after_be(document, sentence, match.first)


def _before_verb(document: Document, sentence: Sentence, at: int) -> int | None:
    """The token before a verb, past its adverbs; None at the start of the sentence or after punctuation."""
    adverbs = word_classes()["adverb"]
    while at > sentence.first and document.gaps[at] == "":
        at -= 1
        form = document.forms[at]
        if form not in adverbs and not (form.endswith("ly") and len(form) > 4):
            return at
    return None


def _after_be(document: Document, sentence: Sentence, at: int) -> bool:
    before = _before_verb(document, sentence, at)
    return before is not None and is_auxiliary(document, before, "be")


def verb_form(document: Document, sentence: Sentence, match: Match) -> Form | None:
    """The form of the matched verb; None where the word is no verb here: a noun, a name, part of a compound."""
    form, base = document.forms[match.first], match.entry.term.split(" ")[0]
    if document.tokens[match.first].hyphened or _is_name(document, sentence, match, base):
        return None
    if form.endswith("ing") and form != base:
        return _ing_form(document, sentence, match)
    previous = _before_verb(document, sentence, match.first)
    if previous is not None and is_auxiliary(document, previous, "be"):
        return _form_after_be(document, sentence, match, previous)
    before = "" if previous is None else document.forms[previous]
    if before == "to":
        follows = previous is not None and previous > sentence.first
        return Form.INFINITIVE if form == base and follows and _moves(match) else None
    if _is_participle(form, base) and _is_reduced(document, sentence, match, previous):
        return None if _follows_noun_marker(document, sentence, match.first, before) else Form.REDUCED
    return Form.FINITE if _is_finite(document, sentence, match, before) else None


def _is_finite(document: Document, sentence: Sentence, match: Match, before: str) -> bool:
    form, base = document.forms[match.first], match.entry.term.split(" ")[0]
    if _follows_noun_marker(document, sentence, match.first, before):
        return False
    if form in (base, base + "s") and _is_noun(document, sentence, match, before):
        return False
    return form != base or _takes_base_form(document, sentence, before, match.first)


def _form_after_be(document: Document, sentence: Sentence, match: Match, be: int) -> Form | None:
    """The passive; but *he's said* is *he has said*."""
    form, base = document.forms[match.first], match.entry.term.split(" ")[0]
    if not _is_participle(form, base):
        return None
    contracted = document.forms[be].endswith("'s") and document.forms[be] != "'s"
    passive = not contracted or match.entry.frame not in ("bare", "clause") or _next(document, sentence, match) == "to"
    return Form.PASSIVE if passive else Form.FINITE


def _next(document: Document, sentence: Sentence, match: Match) -> str:
    """The word right after a match, without punctuation between; empty where there is none."""
    return document.forms[match.last] if match.last < sentence.last and not document.gaps[match.last] else ""


def _moves(match: Match) -> bool:
    """Whether the infinitive of a cue tells of speech: *to denounce*, not *to find*, *to want*."""
    return match.entry.category not in ("attitude", "endorsement")


def _is_noun(document: Document, sentence: Sentence, match: Match, before: str) -> bool:
    """Whether a word that is a noun as well is one here: *battleground states*, *media reports*, *three reasons*."""
    classes = word_classes()
    form, after = document.forms[match.first], match.last
    if " " in match.entry.term or form not in classes["noun_verb"]:
        return False
    if form.endswith("s") and (before in classes["quantifier"] or before in classes["number_word"] or before.isdigit()):
        return True
    if after >= sentence.last or document.gaps[after]:
        quoted = after < sentence.last and bool(set(document.gaps[after]) & (QUOTE_CHARS | {":"}))
        return not quoted and not any(document.gaps[match.first - 3 : match.first + 1])
    return not opens_complement(document, sentence, match)


def _is_participle(form: str, base: str) -> bool:
    return form != base and (form.endswith("ed") or form in _IRREGULAR_PARTICIPLES)


def _is_name(document: Document, sentence: Sentence, match: Match, base: str) -> bool:
    """Whether a capital makes the word part of a name (*United States*); a participle may open a sentence."""
    if not document.tokens[match.first].capital or sentence.title_case:
        return False
    form = document.forms[match.first]
    opens = match.first == sentence.first and (form.endswith("ing") or _is_participle(form, base))
    return not opens or form == base


def _is_reduced(document: Document, sentence: Sentence, match: Match, previous: int | None) -> bool:
    """Whether a participle has its subject elsewhere: *Asked whether*, *backed by*, *accused of*, *described as*.

    Before *of*, *as* and *for* it is finite after a name or a pronoun.
    """
    following = _next(document, sentence, match)
    if match.first == sentence.first:
        return following in word_classes()["preposition"] or opens_complement(document, sentence, match)
    if following == "by":
        return True
    if match.entry.frame not in OBJECTS or " " in match.entry.term or following not in ("of", "as", "for"):
        return False
    has_subject = previous is not None and (
        document.tokens[previous].capital or document.forms[previous] in word_classes()["pronoun"]
    )
    return not has_subject


def _ing_form(document: Document, sentence: Sentence, match: Match) -> Form | None:
    at = match.first
    if _after_be(document, sentence, at):
        return Form.FINITE
    if at == sentence.first or set(document.gaps[at]) & _CLAUSE_MARKS:
        return Form.GERUND
    previous = _before_verb(document, sentence, at)
    if previous is None or document.tokens[previous].possessive:
        return None
    if document.forms[previous] in word_classes()["determiner"] - word_classes()["quantifier"]:
        return None
    return Form.GERUND if opens_complement(document, sentence, match) else None


def opens_complement(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether an object or a clause follows, so that *saying*, *backing* are no part of a compound noun."""
    at = match.last
    if " " in match.entry.term:
        return True
    if at >= sentence.last:
        return False
    if document.gaps[at]:
        return bool(set(document.gaps[at]) & (QUOTE_CHARS | {":"}))
    classes = word_classes()
    form = document.forms[at]
    names = ("determiner", "pronoun", "object_pronoun", "conjunction", "number_word")
    return document.tokens[at].capital or any(form in classes[name] for name in names) or form in ("how", "why", "what")


def _follows_noun_marker(document: Document, sentence: Sentence, at: int, before: str) -> bool:
    """Whether a possessive, a determiner or a preposition precedes, so that the word is a noun."""
    classes = word_classes()
    if at > sentence.first and document.tokens[at - 1].possessive:
        return True
    plural_before = at - 2 >= sentence.first and document.forms[at - 2].endswith("s")
    if before == "that" and plural_before:
        return False  # businesses that warn
    if before == "that" and not document.gaps[at] and document.forms[at].endswith(("s", "ed", "id")):
        return False  # that says: a pronoun; *that claim* is a noun
    markers = classes["determiner"] - classes["quantifier"] - classes["number_word"]
    return before in classes["preposition"] or before in markers


def _takes_base_form(document: Document, sentence: Sentence, before: str, at: int) -> bool:
    """Whether a plural, a pronoun or a modal precedes, so that a bare *say* or *claim* is a verb."""
    classes = word_classes()
    subject = subject_before(document, sentence, at, sentence.first)
    if subject is not None:
        head = document.forms[head_of(document, subject)[1] - 1]
        if head in classes["collective"] or (head.endswith("s") and head not in ("press", "congress")):
            return True
        if "and" in document.forms[subject[0] : subject[1]]:
            return True
    return (
        before.endswith("s")
        or before in classes["auxiliary"]
        or before in classes["collective"]
        or before in classes["number_word"]
        or before in classes["quantifier"]
        or before in ("who", "people", "police")
        or (before == "that" and at - 1 > sentence.first and document.forms[at - 2].endswith("s"))
        or (at > 0 and document.gaps[at] != "" and set(document.gaps[at]) <= CLOSERS | set(",?!"))
        or _asks(document, sentence, at)
    )


def _asks(document: Document, sentence: Sentence, at: int) -> bool:
    """Whether an auxiliary opens the sentence and takes this verb: *Did the agency refuse to*."""
    first = sentence.first
    return (
        at - first <= 8
        and document.forms[first] in word_classes()["auxiliary"]
        and not any(document.gaps[first + 1 : at])
    )
