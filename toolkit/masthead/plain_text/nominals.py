"""Cues that are no verbs: *according to X*, *X's claim that*, *support for*, *wary of*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.contents import clause_end, content_end, drop_empty
from masthead.plain_text.names import OPEN_COMMA
from masthead.plain_text.phrases import is_auxiliary, owner_before, subject_after, subject_before
from masthead.plain_text.speakers import plausible

if TYPE_CHECKING:
    from masthead.plain_text.matcher import Match
    from masthead.plain_text.names import Range
    from masthead.plain_text.relations import Attribution, Scope
    from masthead.plain_text.speakers import Speaker

_POSSESSIVES = frozenset({"his", "her", "their"})
_OBJECT_MARKS = frozenset({"of", "about", "for", "against", "on", "over"})
_ADVERBIAL = 8
_OWNER_REACH = 4
"""Tokens between an owner and the noun: *Trump's previous harsh criticism of*."""


def read_preposition(scope: Scope, match: Match) -> Attribution | None:
    """*According to X, content* and *content, according to X*."""
    document, sentence = scope.document, scope.sentence
    source = subject_after(document, sentence, match.last) if match.last < sentence.last else None
    if source is None:
        return None
    leads = match.first == sentence.first or (document.gaps[match.first] == "" and match.first - sentence.first < 2)
    contents = [(source[1], sentence.last) if leads else (sentence.first, match.first)]
    if not leads and _follows_adverbial(scope, match, source):
        contents.append((source[1], sentence.last))
    return scope.relation(match, scope.resolve(source), drop_empty(contents))


def _follows_adverbial(scope: Scope, match: Match, source: Range) -> bool:
    """Whether the cue only interrupts: *In some cases, according to X, content*."""
    document, sentence = scope.document, scope.sentence
    goes_on = source[1] < sentence.last and document.gaps[source[1]] == ","
    before = range(sentence.first, match.first)
    return goes_on and len(before) <= _ADVERBIAL and not any(is_auxiliary(document, at) for at in before)


def read_noun(scope: Scope, match: Match) -> Attribution | None:
    """*X's claim that content*, *fears that content*, and of an owner also *X's criticism of content*."""
    document, sentence = scope.document, scope.sentence
    after = match.last
    if after + 1 >= sentence.last or document.gaps[after]:
        return None
    owner = _owner(scope, match.first)
    if document.forms[after] == "that":
        if document.forms[after + 1] in word_classes()["auxiliary"]:
            return None
        end = content_end(document, sentence, after + 1, scope.limit)
        contents = drop_empty([(after + 1, _before_predicate(scope, match, after + 1, end))])
    elif owner is not None and document.forms[after] in _OBJECT_MARKS:
        contents = drop_empty([(after + 1, clause_end(document, sentence, match, after + 1))])
    else:
        return None
    return scope.relation(match, _owning(scope, owner), contents)


def _before_predicate(scope: Scope, match: Match, begin: int, end: int) -> int:
    """Where the noun is the subject, its clause ends before the verb of the sentence: *The claim that it fell is old*.

    That is the last group of auxiliaries, if a verb stands before it inside the clause.
    """
    document, first = scope.document, scope.sentence.first
    if match.first - first > _ADVERBIAL or any(is_auxiliary(document, at) for at in range(first, match.first)):
        return end
    last = next((at for at in range(end - 1, begin, -1) if is_auxiliary(document, at)), begin)
    while last > begin and is_auxiliary(document, last - 1):
        last -= 1
    verbs = (is_auxiliary(document, at) or document.forms[at].endswith("ed") for at in range(begin + 1, last))
    return last if any(verbs) else end


def read_nominal(scope: Scope, match: Match) -> Attribution | None:
    """*support for content*, *X's refusal to content*: the noun with its preposition."""
    document, sentence = scope.document, scope.sentence
    if match.last >= sentence.last or document.gaps[match.last] not in ("", "“", '"', "‘"):
        return None
    contents = drop_empty([(match.last, clause_end(document, sentence, match, match.last))])
    return scope.relation(match, _owning(scope, _owner(scope, match.first)), contents)


def read_adjective(scope: Scope, match: Match) -> Attribution | None:
    """*X is wary of content*, *X, eager to content*: an attitude as a state."""
    document, sentence = scope.document, scope.sentence
    if match.last >= sentence.last or document.gaps[match.last] not in ("", "“", '"', "‘"):
        return None
    verb = match.first
    while verb > scope.floor and document.gaps[verb] == "" and document.forms[verb - 1] in word_classes()["copula"]:
        verb -= 1
    source = subject_before(document, sentence, verb, scope.floor)
    if source is None and verb == match.first and document.gaps[verb] in OPEN_COMMA:
        source = owner_before(document, sentence, verb, scope.floor)
    if source is None or not plausible(document, source):
        return None
    end = clause_end(document, sentence, match, match.last)
    if document.gaps[verb] in OPEN_COMMA:
        end = next((at for at in range(match.last, end) if document.gaps[at] in OPEN_COMMA), end)
    return scope.relation(match, scope.resolve(source), drop_empty([(match.last, end)]))


def _owner(scope: Scope, noun: int) -> Range | None:
    """The possessive phrase before a noun, past its adjectives; a pronoun where that owns it."""
    document = scope.document
    for at in range(noun - 1, max(scope.floor, noun - _OWNER_REACH) - 1, -1):
        if document.gaps[at + 1] and not document.tokens[at].possessive:
            return None
        if document.tokens[at].possessive:
            return owner_before(document, scope.sentence, at + 1, scope.floor)
        if document.forms[at] in _POSSESSIVES:
            return (at, at + 1)
        if document.forms[at] in word_classes()["determiner"] or document.forms[at] in word_classes()["preposition"]:
            return None
    return None


def _owning(scope: Scope, owner: Range | None) -> Speaker | None:
    """The speaker an owner is; *his* and *their* are whoever spoke last, and speak on."""
    if owner is None:
        return None
    if scope.document.forms[owner[0]] in _POSSESSIVES:
        return scope.register.continued(owner)
    return scope.resolve(owner)
