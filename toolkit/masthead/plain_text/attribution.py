"""Attribution: source, cue and content of what a text reports others to have said.

One pass over the sentences from left to right. A cue outside quotations (``cues.tsv``) opens a relation; its frame
says what it governs. The layouts, with the cue in capitals:

    before   X SAID (that) content.    X SAID: "content"    X DESCRIBED it as "content"
    after    Content, X SAID.          "Content," X SAID.
    inverted "Content," SAID X, the minister.
    prep     ACCORDING TO X, content.  Content, ACCORDING TO X.
    noun     X's CLAIM that content; SUPPORT FOR content
    state    X is WARY OF content
    turn     X: content, a paragraph of a transcript

A quotation that fills a sentence without a cue carries on the last speaker. After Pareti (2012) and Newell, Margolin
and Ruths (2018), An Attribution Relations Corpus for Political News.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from masthead.plain_text.contents import clause_end
from masthead.plain_text.cues import VERB_FRAMES, Form, cue_matchers, is_passive_claim, verb_form
from masthead.plain_text.nominals import read_adjective, read_nominal, read_noun, read_preposition
from masthead.plain_text.relations import Attribution, Attributions, Scope, Unsourced
from masthead.plain_text.speakers import Register
from masthead.plain_text.transcripts import Turn, find_turns
from masthead.plain_text.verbs import read_verb

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence
    from masthead.plain_text.matcher import Match

LONGEST_SENTENCE = 5000
"""Tokens beyond which a sentence is no prose (a table, text without a full stop): no cue is read in it."""
_READERS = {"prep": read_preposition, "noun": read_noun, "nominal": read_nominal, "adjective": read_adjective}


def find_attributions(document: Document) -> Attributions:
    """Read a document's attributions from left to right."""
    register = Register()
    register.read_names(document)
    by_sentence: dict[int, list[Match]] = {}
    matches = [match for matcher in cue_matchers() for match in matcher.find(document)]
    for match in sorted(matches, key=lambda match: match.first):
        index = document.sentence_of[match.first]
        prose = document.sentences[index].last - document.sentences[index].first <= LONGEST_SENTENCE
        if prose and not document.quoted[match.first]:
            by_sentence.setdefault(index, []).append(match)
    relations: list[Attribution] = []
    unsourced: list[Unsourced] = []
    governed: set[int] = set()
    turns = find_turns(document)
    spoken = 0
    for index, sentence in enumerate(document.sentences):
        if index in turns:
            relations.append(_take_turn(document, turns[index], register))
            governed.update(relations[-1].quotes)
            spoken = turns[index].content[1]
        if sentence.first < spoken:
            continue
        register.begin_sentence(document, sentence)
        found = _read_sentence(document, sentence, by_sentence.get(index, []), register, unsourced)
        relations += found
        governed.update(quote for relation in found for quote in relation.quotes)
        carried = _carry_on(document, sentence, register, governed, speaks=bool(found))
        if carried is not None:
            relations.append(carried)
            governed.update(carried.quotes)
    return Attributions(tuple(relations), tuple(unsourced))


def _take_turn(document: Document, turn: Turn, register: Register) -> Attribution:
    """What a speaker says in a transcript: the whole paragraph, in which no cue is read."""
    first, last = turn.content
    quotes = tuple(
        index
        for index, quote in enumerate(document.quotes)
        if first <= document.range(quote.start, quote.end)[0] < last
    )
    speaker = register.resolve(document, turn.label)
    return Attribution(speaker, None, "", "", (turn.content,), quotes, (turn.content,))


def _read_sentence(
    document: Document, sentence: Sentence, cues: list[Match], register: Register, unsourced: list[Unsourced]
) -> list[Attribution]:
    relations: list[Attribution] = []
    cues = [match for match in cues if _may_govern(document, sentence, match)]
    clauses = [match.first for match in cues if _opens_clause(document, sentence, match)]
    scope = Scope(document, sentence, register, sentence.first, sentence.last)
    reported = sentence.first
    for match in cues:
        if match.first < scope.floor or _completes(document, match, relations):
            continue
        if match.first < reported and not _speaks_up(document, sentence, match):
            continue
        if match.entry.frame == "adverb" or is_passive_claim(document, sentence, match):
            unsourced.append(Unsourced((match.first, match.last), match.entry.term))
            if match.entry.frame != "adverb":
                relations.append(_claimed(document, sentence, match))
                scope.floor = match.last
            continue
        following = bisect_right(clauses, match.first)
        scope.limit = clauses[following] if following < len(clauses) else sentence.last
        relation = _READERS.get(match.entry.frame, read_verb)(scope, match)
        if relation is not None:
            relations.append(relation)
            inner = relation.contents if match.entry.term.endswith(" to") else relation.worded
            reported = max([reported, *(last for _, last in inner)])
            if match.first == sentence.first or document.forms[match.first - 1] != "who":
                scope.floor = match.last  # what a relative clause says may stand inside the next cue's source
    return relations


def _opens_clause(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether a cue can head the clause that ends another's content: *…, and Orr denied it*, *…, and it is said*."""
    if match.entry.frame in ("adverb", "prep") or is_passive_claim(document, sentence, match):
        return True
    verb = match.entry.frame in VERB_FRAMES and match.entry.frame != "quote"
    return verb and verb_form(document, sentence, match) is Form.FINITE


def _claimed(document: Document, sentence: Sentence, match: Match) -> Attribution:
    """What an unsourced passive says of its subject (*is believed to have fled*): content that nobody speaks."""
    content = (match.last, clause_end(document, sentence, match, match.last))
    return Attribution(None, None, match.entry.term, match.entry.category, (content,), (), ())


def _completes(document: Document, match: Match, relations: list[Attribution]) -> bool:
    """Whether a verb belongs to the cue right before it: *refused to say*, *plans to announce*."""
    last = relations[-1].cue if relations else None
    return last is not None and last[1] == match.first and document.forms[match.first - 1] == "to"


def _speaks_up(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether a cue inside reported content starts a relation of its own: *X said the town fell, adding that*.

    What the source in turn says others want or fear is the source's account: attribution has one level.
    """
    form = verb_form(document, sentence, match) if match.entry.frame in VERB_FRAMES else None
    if form is Form.GERUND:
        return match.entry.category != "attitude"
    return match.entry.category == "neutral" and (form is Form.FINITE or match.entry.frame == "prep")


def _may_govern(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether a matched word is what its entry says: a verb in a form that can be a cue, or no verb."""
    if match.entry.frame not in VERB_FRAMES:
        return True
    return is_passive_claim(document, sentence, match) or verb_form(document, sentence, match) is not None


def _carry_on(
    document: Document, sentence: Sentence, register: Register, governed: set[int], *, speaks: bool
) -> Attribution | None:
    """Quotations that no cue governs: the last speaker's where they fill most of the sentence."""
    if register.last is None:
        return None
    free = [
        index
        for index in document.quotes_in[document.sentence_of[sentence.first]]
        if index not in governed and document.quotes[index].level == 0
    ]
    ranges = [document.range(document.quotes[index].start, document.quotes[index].end) for index in free]
    inside = sum(min(last, sentence.last) - max(first, sentence.first) for first, last in ranges)
    if not free or speaks or inside < 0.6 * (sentence.last - sentence.first) or inside <= 3:
        return None
    return Attribution(register.continued(None), None, "", "", tuple(ranges), tuple(free), tuple(ranges))
