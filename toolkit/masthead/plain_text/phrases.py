"""Noun phrases around a cue: where a subject begins and ends, its head, and the name in it.

There is no parser. A phrase is read outwards from the cue over a bounded number of tokens until a boundary word or a
punctuation mark, with one apposition (*Brett McGurk, the envoy to the coalition, said*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.names import OPEN_COMMA, Range, head_name, name_run

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence

REACH = 16
APPOSITION = 28
_INSIDE_NAME = ("", "-", ".", "’", "'", "’s", "'s")
_AGENT_STOPS = frozenset(
    {"to", "for", "as", "on", "in", "at", "over", "after", "before", "that", "who", "when", "with"}
)
_COMMA = (",", "),", ")", "—", "–", "--", "-", "”,", '",')


def is_auxiliary(document: Document, at: int, name: str = "auxiliary") -> bool:
    """Whether a token is an auxiliary (or, by ``name``, a form of *be*) and not a name spelled like one (*IS*)."""
    token = document.tokens[at]
    shouted = token.end - token.start > 1 and document.text[token.start : token.end].isupper()
    return token.form in word_classes()[name] and not shouted


def subject_before(document: Document, sentence: Sentence, cue: int, floor: int) -> Range | None:
    """The tokens of the noun phrase that ends before a cue verb, apposition included.

    ``floor`` is the first token the phrase may use. None where the verb's subject is left out or not there.
    """
    end = cue
    while end > floor and document.gaps[end] == "" and is_skippable(document, end - 1):
        end -= 1
    if end <= floor:
        return None
    if document.gaps[end] == "":
        return _adjacent_subject(document, sentence, end, floor)
    return _subject_with_apposition(document, sentence, end, floor) if document.gaps[end] in _COMMA else None


def _adjacent_subject(document: Document, sentence: Sentence, end: int, floor: int) -> Range | None:
    """The phrase that touches the verb, or the one a relative pronoun stands for; None after *and*."""
    form = document.forms[end - 1]
    if form in word_classes()["coordinator"]:
        return None
    if form in ("who", "which", "that"):
        return _antecedent(document, sentence, end - 1, floor)
    who = _relative_pronoun(document, end, floor)
    if who is not None:
        return _phrase(sentence, _phrase_start(document, who, floor), end)
    return _with_name_before(document, _phrase(sentence, _phrase_start(document, end, floor), end), floor)


def _antecedent(document: Document, sentence: Sentence, end: int, floor: int) -> Range | None:
    """What a relative pronoun at ``end`` stands for: the name right before it, else the phrase."""
    start = end
    titles = word_classes()["title"]
    while start > floor and (document.tokens[start - 1].capital or document.forms[start - 1] in titles):
        start -= 1
        if document.gaps[start] not in _INSIDE_NAME:
            break
    if start == end:
        start = _phrase_start(document, end, floor) if end > floor else end
    return _phrase(sentence, start, end)


def _relative_pronoun(document: Document, end: int, floor: int) -> int | None:
    """The *who* of a clause that belongs to the subject: *a witness who asked not to be named said*."""
    for at in range(end - 1, max(floor, end - REACH), -1):
        if document.forms[at] == "who":
            return at
        if document.gaps[at] not in _INSIDE_NAME:
            return None
    return None


def _subject_with_apposition(document: Document, sentence: Sentence, end: int, floor: int) -> Range | None:
    """The phrase before an apposition that a comma closes right before the verb."""
    for at in range(end - 1, max(floor, end - APPOSITION), -1):
        if document.gaps[at] in OPEN_COMMA:
            head = _phrase(sentence, _phrase_start(document, at, floor), at)
            return (head[0], end) if head else None
        if set(document.gaps[at]) & set(';:“”"?!'):
            return None
    return None


def owner_before(document: Document, sentence: Sentence, noun: int, floor: int) -> Range | None:
    """The possessive phrase that ends before a cue noun: *the minister's* in *the minister's claim that*."""
    return _phrase(sentence, _phrase_start(document, noun, floor), noun)


def _with_name_before(document: Document, phrase: Range | None, floor: int) -> Range | None:
    """Take in the name that an apposition without its second comma follows (*Talal Sello, a spokesman said*)."""
    if phrase is None or document.gaps[phrase[0]] != "," or not _opens_apposition(document, phrase[0]):
        return phrase
    if head_name(document, phrase) is not None:
        return phrase
    begin = phrase[0]
    while begin > floor and phrase[0] - begin < 5 and document.tokens[begin - 1].capital:
        begin -= 1
        if document.gaps[begin]:
            break
    starts_clause = begin == floor or bool(document.gaps[begin])
    is_name = begin < phrase[0] and name_run(document, (begin, phrase[0])) == (begin, phrase[0])
    return (begin, phrase[1]) if is_name and starts_clause else phrase


def subject_after(document: Document, sentence: Sentence, begin: int) -> Range | None:
    """The tokens of the noun phrase that begins after an inverted cue (*said Talal Sello, a spokesman*)."""
    end = _phrase_end(document, sentence, begin)
    if end is None or end == begin:
        return None
    if end < sentence.last and document.gaps[end] == "," and _opens_apposition(document, end):
        further = _phrase_end(document, sentence, end)
        if (
            further is not None
            and (further == sentence.last or document.gaps[further])
            and _has_no_verb(document, end, further)
        ):
            end = further
    return begin, end


def _has_no_verb(document: Document, begin: int, end: int) -> bool:
    """Whether no word of an apposition looks like a past form: *Holt, the dam leaked* has none."""
    return not any(document.forms[at].endswith("ed") and not document.tokens[at].hyphened for at in range(begin, end))


def agent_after(document: Document, sentence: Sentence, begin: int) -> Range | None:
    """The noun phrase after the *by* of a passive: *criticised by his rivals for failing*."""
    end = next((at for at in range(begin + 1, sentence.last) if document.forms[at] in _AGENT_STOPS), sentence.last)
    end = next((at for at in range(begin + 1, end) if document.gaps[at] not in _INSIDE_NAME), end)
    classes = word_classes()
    end = next((at for at in range(begin + 1, end) if document.forms[at] in classes["time"]), end)
    return (begin, end) if begin < end <= begin + REACH and not is_auxiliary(document, begin) else None


def is_skippable(document: Document, at: int) -> bool:
    """Whether a token between a subject and its verb is an auxiliary or an adverb."""
    form = document.forms[at]
    return is_auxiliary(document, at) or form in word_classes()["adverb"] or (form.endswith("ly") and len(form) > 4)


def _phrase_start(document: Document, end: int, floor: int) -> int:
    """The first token of the noun phrase that ends before token ``end``."""
    classes = word_classes()
    start = end
    for at in range(end - 1, max(floor, end - REACH) - 1, -1):
        form = document.forms[at]
        if form in classes["conjunction"] and not _joins_names(document, at, end):
            break
        if is_auxiliary(document, at) and at < end - 1:
            break
        start = at
        if form in classes["pronoun"] or document.gaps[at] not in _INSIDE_NAME:
            break
    return _without_lead(document, start, end)


def _joins_names(document: Document, at: int, end: int) -> bool:
    """Whether a conjunction stands inside one phrase: *Smith and Jones*, *the police and the army*."""
    if document.forms[at] != "and" or at == 0 or at + 1 >= end:
        return False
    before, after = document.tokens[at - 1], document.tokens[at + 1]
    return (before.capital and after.capital) or (document.forms[at + 1] in word_classes()["official"])


def _without_lead(document: Document, start: int, end: int) -> int:
    """Drop a leading phrase that is no part of the subject: *On Tuesday the army* is *the army*."""
    classes = word_classes()
    begin = start
    while begin < end and document.forms[begin] in classes["time"]:
        begin += 1
    if begin < end and document.forms[begin] in classes["preposition"]:
        for at in range(end - 1, begin, -1):
            if document.forms[at] in classes["determiner"] or document.forms[at] in classes["pronoun"]:
                return at
        while end - 1 > begin and not document.tokens[end - 1].capital:
            end -= 1
        at = end - 1
        while at - 1 > begin and document.tokens[at - 1].capital and document.forms[at - 1] not in classes["time"]:
            at -= 1
        return at
    return begin if begin < end else start


def _phrase(sentence: Sentence, start: int, end: int) -> Range | None:
    return (start, end) if sentence.first <= start < end else None


def _phrase_end(document: Document, sentence: Sentence, begin: int) -> int | None:
    """The end of the noun phrase that starts at ``begin``; None where a verb shows that it is a clause."""
    classes = word_classes()
    for at in range(begin, min(sentence.last, begin + REACH)):
        form = document.forms[at]
        if at > begin and document.gaps[at] not in _INSIDE_NAME:
            return at
        if is_auxiliary(document, at):
            return None
        if at > begin and (
            form in classes["time"]
            or form in ("on", "that", "who", "which", "after", "before", "when", "as", "while", "during", "whose")
            or (form in classes["conjunction"] and not _joins_names(document, at, sentence.last))
        ):
            return at
        if form in classes["pronoun"]:
            return at + 1
    return min(sentence.last, begin + REACH)


def _opens_apposition(document: Document, at: int) -> bool:
    classes = word_classes()
    form = document.forms[at]
    return (
        form in classes["determiner"]
        or form in classes["title"]
        or form in classes["official"]
        or form in classes["person"]
    )
