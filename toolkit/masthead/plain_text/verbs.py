"""Cue verbs: what a matched verb attributes to whom, by its form (``cues.Form``) and its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.contents import (
    CLOSERS,
    OBJECTS,
    QUOTE_CHARS,
    clause_end,
    drop_empty,
    has_clause,
    verb_contents,
)
from masthead.plain_text.cues import Form, opens_complement, verb_form
from masthead.plain_text.phrases import agent_after, is_skippable, subject_after, subject_before
from masthead.plain_text.speakers import may_speak, plausible

if TYPE_CHECKING:
    from masthead.plain_text.document import Document
    from masthead.plain_text.matcher import Match
    from masthead.plain_text.names import Range
    from masthead.plain_text.relations import Attribution, Scope

AGENT_REACH = 3
"""Tokens between a passive and its *by*: *was criticised on Monday by*."""
_STATE_ENDINGS = (" about", " with", " over", " at", " by", " that")
"""What follows a participle that tells a state of its subject (*is worried about*) and not what others do to it."""


def read_verb(scope: Scope, match: Match) -> Attribution | None:
    """The relation a verb opens, or None where it is no cue here."""
    form = verb_form(scope.document, scope.sentence, match)
    if form is None or match.entry.frame == "passive":
        return None
    if form in (Form.PASSIVE, Form.REDUCED):
        return _read_passive(scope, match) if match.entry.frame != "quote" else None
    inverted = _inverted_source(scope, match) if form is Form.FINITE else None
    if inverted is not None:
        return scope.relation(match, scope.resolve(inverted), drop_empty([(scope.floor, match.first)]))
    if form is Form.INFINITIVE:
        return _read_infinitive(scope, match)
    return _read_active(scope, match, form)


def _read_active(scope: Scope, match: Match, form: Form) -> Attribution | None:
    """*X said content*, *content, X said*, *, saying content*."""
    document, sentence = scope.document, scope.sentence
    source = _subject(scope, match, form)
    if source is not None and not _can_be_source(scope, match, source):
        return None
    if source is None and not _may_lack_source(scope, match, form):
        return None
    contents = verb_contents(document, sentence, match, source, scope.floor, scope.limit)
    if form is Form.GERUND and match.first - sentence.first <= 1 and not document.gaps[match.first]:
        contents = [(first, _comma(document, first, last)) for first, last in contents]
    if not contents or (match.entry.frame == "label" and not _labels(scope, match, source)):
        return None
    if source is not None:
        return scope.relation(match, scope.resolve(source), contents)
    understood = scope.register.continued(None) if match.first > sentence.first else None
    return scope.relation(match, understood, contents)


def _subject(scope: Scope, match: Match, form: Form) -> Range | None:
    """The subject before a verb; a participle after a preposition has none beside it (*by saying so*)."""
    document = scope.document
    if form is Form.GERUND and match.first > scope.floor:
        before = document.forms[match.first - 1]
        if before in word_classes()["preposition"] or before in word_classes()["conjunction"]:
            return None
    return subject_before(document, scope.sentence, match.first, scope.floor)


def _comma(document: Document, first: int, last: int) -> int:
    """The end of what a participle that opens the sentence governs: *Speaking of the plan, she said*."""
    return next((at for at in range(first + 1, last) if document.gaps[at][-1:] == ","), last)


def _labels(scope: Scope, match: Match, source: Range | None) -> bool:
    """Whether an object is followed by what it is called: *called him a liar*, *what he called a farce*."""
    document, sentence = scope.document, scope.sentence
    classes = word_classes()
    if source is not None and source[0] > sentence.first and document.forms[source[0] - 1] in ("what", "which", "whom"):
        return True
    end = next((at for at in range(match.last + 1, sentence.last) if document.gaps[at]), sentence.last)
    if end < sentence.last and set(document.gaps[end]) & QUOTE_CHARS and end - match.last <= 10:
        return True
    if set(document.gaps[match.last]) & QUOTE_CHARS:
        return True
    at = match.last
    if at >= end:
        return False
    if document.forms[at] == "her" and at + 2 < end and document.forms[at + 1] not in classes["determiner"]:
        return False  # called her sister on the phone
    if document.forms[at] in classes["object_pronoun"]:
        return at + 1 < end and document.forms[at + 1] not in classes["preposition"]
    if document.tokens[at].capital or document.tokens[at].possessive:
        while at < end and document.tokens[at].capital:
            at += 1
        return (
            at < end and document.forms[at] not in classes["preposition"] and document.forms[at] not in classes["time"]
        )
    return any(
        document.forms[word] in ("a", "an", "the") and document.forms[word - 1] not in classes["preposition"]
        for word in range(at + 1, min(end, at + 8))
    )


def _can_be_source(scope: Scope, match: Match, source: Range) -> bool:
    """Whether a subject can speak: anybody not ruled out, but for a verb that takes things too, someone who can."""
    document = scope.document
    if document.forms[source[0]] == "it":
        return _tells(scope, match)
    return plausible(document, source) or (match.entry.frame not in OBJECTS and may_speak(document, source))


def _tells(scope: Scope, match: Match) -> bool:
    """Whether a clause or a quotation follows: *it said the road was shut*, not *it declared a state*."""
    document, sentence = scope.document, scope.sentence
    quoted = bool(set(document.gaps[match.last]) & QUOTE_CHARS)
    return quoted or has_clause(document, sentence, match)


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
    if elided and match.entry.frame in OBJECTS:  # and respected members
        elided = opens_complement(document, scope.sentence, match)
    return elided or bool(set(document.gaps[match.last]) & QUOTE_CHARS)


def _read_infinitive(scope: Scope, match: Match) -> Attribution | None:
    """*to denounce content*: the one who does it is understood from the main clause."""
    contents = verb_contents(scope.document, scope.sentence, match, None, match.first, scope.limit)
    return scope.relation(match, None, contents) if contents else None


def _read_passive(scope: Scope, match: Match) -> Attribution | None:
    """*was criticised by X for content*, *was told that content*; *X is worried about content*."""
    document, sentence = scope.document, scope.sentence
    source = _agent(scope, match)
    begin = match.last if source is None else source[1]
    if source is None and match.entry.category == "attitude" and match.entry.term.endswith(_STATE_ENDINGS):
        source = subject_before(document, sentence, match.first, scope.floor)
        if source is not None and not plausible(document, source):
            return None
    contents = drop_empty([(begin, clause_end(document, sentence, match, begin) if begin < sentence.last else begin)])
    if match.first == sentence.first:
        contents = [(first, _comma(document, first, last)) for first, last in contents]
    if not contents:
        subject = subject_before(document, sentence, match.first, scope.floor)
        contents = [] if subject is None else [subject]
    return scope.relation(match, None if source is None else scope.resolve(source), contents)


def _agent(scope: Scope, match: Match) -> Range | None:
    """Who a passive says did it: the phrase after its *by*."""
    document, sentence = scope.document, scope.sentence
    for at in range(match.last, min(sentence.last - 1, match.last + AGENT_REACH + 1)):
        if document.gaps[at]:
            return None
        if document.forms[at] == "by":
            return agent_after(document, sentence, at + 1)
    return None


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
