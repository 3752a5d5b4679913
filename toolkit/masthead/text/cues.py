"""Which matched words are cues here: verbs with a subject, not nouns, infinitives, passives or names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from masthead.lexicons import bundled_lexicon, word_classes
from masthead.text.contents import CLOSERS
from masthead.text.matcher import Match, Matcher
from masthead.text.phrases import head_of, is_auxiliary, subject_before

if TYPE_CHECKING:
    from masthead.text.document import Document, Sentence

VERB_FRAMES = frozenset({"bare", "clause", "quote", "that", "np", "passive"})
_CLAUSE_MARKS = frozenset(',;:—–("”’?!')


@cache
def cue_matchers() -> tuple[Matcher, Matcher]:
    """Verbs and the rest, then nouns: *claim* and *report* are both, and the verb is tried first."""
    entries = bundled_lexicon("cues").entries
    return tuple(Matcher(entry for entry in entries if (entry.frame == "noun") is noun) for noun in (False, True))  # type: ignore[return-value]


@cache
def _passive_terms() -> frozenset[str]:
    return frozenset(entry.term for entry in bundled_lexicon("cues").entries if entry.frame == "passive")


def is_verb(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether the matched word is a verb here: one with a subject, or the passive of an unsourced claim."""
    return is_finite(document, sentence, match) or is_passive_claim(document, sentence, match)


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


def is_finite(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether the matched word is a verb with a subject here, not a noun, an infinitive or a passive."""
    word_classes()
    form, base = document.forms[match.first], match.entry.term.split(" ")[0]
    token = document.tokens[match.first]
    if token.hyphened or (token.capital and not sentence.title_case):  # so-called, United States
        return False
    previous = _before_verb(document, sentence, match.first)
    before = "" if previous is None else document.forms[previous]
    after_be = _after_be(document, sentence, match.first)
    following = document.forms[match.last] if match.last < sentence.last and not document.gaps[match.last] else ""
    if form.endswith("ing") and form != base:
        return after_be or (
            match.first > sentence.first
            and (
                bool(set(document.gaps[match.first]) & _CLAUSE_MARKS)
                or (match.entry.frame in ("bare", "that") and _modifies_noun(document, match.first))
            )
        )
    if after_be or before == "to" or following == "by":
        return False
    if _follows_noun_marker(document, sentence, match.first, before):
        return False
    has_subject = previous is not None and (document.tokens[previous].capital or before in word_classes()["pronoun"])
    if (
        match.entry.frame == "np"
        and following in ("of", "as", "for")
        and " " not in match.entry.term
        and not has_subject
    ):
        return False  # accused of, described as: a reduced passive
    if form == base + "s" and following in ("of", "about", "are", "were", "have", "from"):
        return False
    return form != base or _takes_base_form(document, sentence, before, match.first)


def _modifies_noun(document: Document, at: int) -> bool:
    """Whether a participle follows the person or paper it tells of: *a report suggesting that*."""
    classes = word_classes()
    before = document.forms[at - 1]
    known = document.tokens[at - 1].capital or any(
        before in classes[name] for name in ("person", "collective", "official")
    )
    return known and document.gaps[at] == "" and document.forms[at - 1] not in classes["time"]


def _follows_noun_marker(document: Document, sentence: Sentence, at: int, before: str) -> bool:
    """Whether a possessive, a determiner or a preposition precedes, so that the word is a noun."""
    classes = word_classes()
    owned = at > sentence.first and document.tokens[at - 1].possessive
    return owned or before in classes["preposition"] or before in classes["determiner"] - classes["quantifier"]


def _takes_base_form(document: Document, sentence: Sentence, before: str, at: int) -> bool:
    """Whether a plural, a pronoun or a modal precedes, so that a bare *say* or *claim* is a verb."""
    classes = word_classes()
    subject = subject_before(document, sentence, at, sentence.first)
    if subject is not None:
        head = document.forms[head_of(document, subject)[1] - 1]
        if head in classes["collective"] or (head.endswith("s") and head not in ("press", "congress")):
            return True
    return (
        before.endswith("s")
        or before in classes["auxiliary"]
        or before in classes["collective"]
        or before in ("they", "who", "people", "police")
        or (at > 0 and document.gaps[at] != "" and set(document.gaps[at]) <= CLOSERS | set(",?!"))
    )
