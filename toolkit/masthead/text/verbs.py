"""Cue verbs: what a matched verb attributes to whom, by its form (``cues.Form``) and its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.text.contents import CLOSERS, QUOTE_CHARS, clause_end, drop_empty, verb_contents
from masthead.text.cues import Form, verb_form
from masthead.text.phrases import Range, is_skippable, subject_after, subject_before
from masthead.text.speakers import may_speak, plausible

if TYPE_CHECKING:
    from masthead.text.matcher import Match
    from masthead.text.relations import Attribution, Scope

AGENT_REACH = 3
"""Tokens between a passive and its *by*: *was criticised on Monday by*."""
_CLAUSE_FRAMES = frozenset({"bare", "clause", "that"})


def read_verb(scope: Scope, match: Match) -> Attribution | None:
    """The relation a verb opens, or None where it is no cue here."""
    form = verb_form(scope.document, scope.sentence, match)
    if form is None or match.entry.frame == "passive":
        return None
    if form in (Form.PASSIVE, Form.REDUCED):
        return _read_passive(scope, match)
    inverted = _inverted_source(scope, match)
    if inverted is not None:
        return scope.relation(match, scope.resolve(inverted), drop_empty([(scope.floor, match.first)]))
    if form is Form.INFINITIVE:
        return _read_infinitive(scope, match)
    return _read_active(scope, match, form)


def _read_active(scope: Scope, match: Match, form: Form) -> Attribution | None:
    """*X said content*, *content, X said*, *, saying content*."""
    document, sentence = scope.document, scope.sentence
    source = subject_before(document, sentence, match.first, scope.floor)
    if source is not None and not plausible(document, source):
        if match.entry.frame == "np" or not may_speak(document, source):
            return None
    if source is None and not _may_lack_source(scope, match, form):
        return None
    contents = verb_contents(document, sentence, match, source, scope.floor, scope.limit)
    if not contents:
        return None
    if source is not None:
        return scope.relation(match, scope.resolve(source), contents)
    understood = scope.register.continued(None) if match.first > sentence.first else None
    return scope.relation(match, understood, contents)


def _may_lack_source(scope: Scope, match: Match, form: Form) -> bool:
    """A cue whose subject is left out (*, adding that*, *and said*) or not found, beside a quotation."""
    document = scope.document
    if form is Form.GERUND:
        return True
    if match.first == scope.sentence.first:
        return False
    verb = match.first
    while verb > scope.floor and not document.gaps[verb] and is_skippable(document, verb - 1):
        verb -= 1
    elided = verb > scope.sentence.first and document.forms[verb - 1] in word_classes()["coordinator"]
    return elided or bool(set(document.gaps[match.last]) & QUOTE_CHARS)


def _read_infinitive(scope: Scope, match: Match) -> Attribution | None:
    """*to denounce content*: the one who does it is understood from the main clause."""
    contents = verb_contents(scope.document, scope.sentence, match, None, match.first, scope.limit)
    return scope.relation(match, None, contents) if contents else None


def _read_passive(scope: Scope, match: Match) -> Attribution | None:
    """*was criticised by X for content*, *was told that content*, *described as content*."""
    document, sentence = scope.document, scope.sentence
    source = None
    for at in range(match.last, min(sentence.last - 1, match.last + AGENT_REACH + 1)):
        if document.gaps[at]:
            break
        if document.forms[at] == "by":
            source = subject_after(document, sentence, at + 1)
            break
    begin = match.last if source is None else source[1]
    contents = drop_empty([(begin, clause_end(document, sentence, begin) if begin < sentence.last else begin)])
    if not contents:
        contents = drop_empty([(scope.floor, match.first)])
    return scope.relation(match, None if source is None else scope.resolve(source), contents)


def _inverted_source(scope: Scope, match: Match) -> Range | None:
    """The source after the cue in *"…," said X* and *…, said X.*"""
    document, sentence = scope.document, scope.sentence
    if (
        match.entry.frame not in ("bare", "clause", "quote")
        or match.first == sentence.first
        or match.last >= sentence.last
    ):
        return None
    gap = document.gaps[match.first]
    if not set(gap) & (CLOSERS | set(",?!—–")) or document.gaps[match.last]:
        return None
    source = subject_after(document, sentence, match.last)
    if source is None or document.forms[match.last] == "that":
        return None
    if set(gap) & CLOSERS and (
        document.tokens[source[0]].capital or document.forms[source[0]] in word_classes()["determiner"]
    ):
        return source
    if not plausible(document, source):
        return None
    appositive = subject_before(document, sentence, match.first, sentence.first)
    stops = source[1] >= sentence.last or document.gaps[source[1]][:1] in (",", ".", "")
    return source if stops and (appositive is None or match.first - appositive[0] > 20) else None
