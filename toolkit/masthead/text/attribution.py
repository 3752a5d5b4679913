"""Attribution: source, cue and content of what a text reports others to have said.

One pass over the sentences from left to right. A cue outside quotations (``cues.tsv``) opens a relation; its frame
says what it governs. The layouts, with the cue in capitals:

    before   X SAID (that) content.    X SAID: "content"    X DESCRIBED it as "content"
    after    Content, X SAID.          "Content," X SAID.
    inverted "Content," SAID X, the minister.
    prep     ACCORDING TO X, content.  Content, ACCORDING TO X.
    noun     X's CLAIM that content

A quotation that fills a sentence without a cue carries on the last speaker. After Pareti (2012) and Newell, Margolin
and Ruths (2018), An Attribution Relations Corpus for Political News.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.text.contents import CLOSERS, QUOTE_CHARS, content_end, drop_empty, verb_contents
from masthead.text.cues import VERB_FRAMES, cue_matchers, is_finite, is_passive_claim, is_verb
from masthead.text.phrases import Range, owner_before, subject_after, subject_before
from masthead.text.speakers import Register, Speaker, plausible

if TYPE_CHECKING:
    from masthead.lexicons import Entry
    from masthead.text.document import Document, Sentence
    from masthead.text.matcher import Match

LONGEST_SENTENCE = 5000
"""Tokens beyond which a sentence is no prose (a table, text without a full stop): no cue is read in it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One relation over token ranges. ``cue`` is None where a quotation carries on the last speaker.

    ``reported`` is False for what somebody wants, fears or opposes: the content is theirs, but not its wording.
    """

    speaker: Speaker | None
    cue: Range | None
    term: str
    stance: str
    contents: tuple[Range, ...]
    quotes: tuple[int, ...]
    reported: bool = True


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A claim ascribed to nobody: *reportedly*, *it is believed*, *are thought to*."""

    cue: Range
    term: str


@dataclass(frozen=True, slots=True)
class Attributions:
    """Everything one document attributes."""

    relations: tuple[Attribution, ...]
    unsourced: tuple[Unsourced, ...]


def find_attributions(document: Document) -> Attributions:
    """Read a document's attributions from left to right."""
    register = Register()
    register.learn_names(document)
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
    for index, sentence in enumerate(document.sentences):
        found = _read_sentence(document, sentence, by_sentence.get(index, []), register, unsourced)
        relations += found
        governed.update(quote for relation in found for quote in relation.quotes)
        carried = _carry_on(document, sentence, register, governed, speaks=bool(found))
        if carried is not None:
            relations.append(carried)
            governed.update(carried.quotes)
    return Attributions(tuple(relations), tuple(unsourced))


def _read_sentence(
    document: Document, sentence: Sentence, cues: list[Match], register: Register, unsourced: list[Unsourced]
) -> list[Attribution]:
    relations: list[Attribution] = []
    floor = sentence.first
    cues = [match for match in cues if match.entry.frame not in VERB_FRAMES or is_verb(document, sentence, match)]
    clauses = [match.first for match in cues if match.entry.frame != "noun"]
    for match in cues:
        if match.first < floor:
            continue
        if match.entry.frame == "adverb" or is_passive_claim(document, sentence, match):
            unsourced.append(Unsourced((match.first, match.last), match.entry.term))
            continue
        following = bisect_right(clauses, match.first)
        limit = clauses[following] if following < len(clauses) else sentence.last
        relation = _read_cue(document, sentence, match, floor, limit, register)
        if relation is not None:
            relations.append(relation)
            if match.first == sentence.first or document.forms[match.first - 1] != "who":
                floor = match.last  # what a relative clause says may stand inside the next cue's source
    return relations


def _read_cue(
    document: Document, sentence: Sentence, match: Match, floor: int, limit: int, register: Register
) -> Attribution | None:
    """The relation one cue opens, or None where it is no cue here."""
    frame = match.entry.frame
    if frame == "prep":
        return _read_preposition(document, sentence, match, register)
    if frame == "noun":
        return _read_noun(document, sentence, match, floor, register)
    if frame == "passive" or not is_finite(document, sentence, match):
        return None
    inverted = _inverted_source(document, sentence, match)
    if inverted is not None:
        contents = drop_empty([(floor, match.first)])
        return _relation(document, sentence, match.entry, match, inverted, contents, register)
    source = subject_before(document, sentence, match.first, floor)
    if source is not None and not plausible(document, source):
        if frame not in ("bare", "clause") or document.forms[source[0]] in ("i", "we", "you", "it", "there"):
            return None
        source = source if match.entry.term in ("say", "tell") else None
    if source is None and not _may_lack_source(document, sentence, match, continues=floor > sentence.first):
        return None
    contents = verb_contents(document, sentence, match, source, floor, limit)
    if not contents:
        return None
    return _relation(document, sentence, match.entry, match, source, contents, register)


def _may_lack_source(document: Document, sentence: Sentence, match: Match, *, continues: bool) -> bool:
    """A cue whose subject is left out (*, adding that*, *and said*) or not found, beside a quotation.

    Where the sentence ``continues`` after another cue, verbs with other complements may leave it out too (*and
    accused him of lying*, *, citing a report*).
    """
    if match.first == sentence.first:
        return False
    elided = document.forms[match.first - 1] in word_classes()["coordinator"] or document.forms[match.first].endswith(
        "ing"
    )
    return (elided and (continues or match.entry.frame in ("bare", "clause"))) or bool(
        set(document.gaps[match.last]) & QUOTE_CHARS
    )


def _relation(
    document: Document,
    sentence: Sentence,
    entry: Entry,
    match: Match,
    source: Range | None,
    contents: list[Range],
    register: Register,
) -> Attribution:
    if source is not None:
        speaker: Speaker | None = register.resolve(document, source)
    else:
        last = register.last
        speaker = Speaker(None, last.kind, last.name) if last is not None and match.first > sentence.first else None
    ranges = {
        index: document.range(document.quotes[index].start, document.quotes[index].end)
        for index in document.quotes_in[document.sentence_of[match.first]]
    }
    quotes = tuple(index for index, quoted in ranges.items() if any(_overlaps(quoted, content) for content in contents))
    reported = (entry.category, entry.frame) != ("attitude", "np")
    return Attribution(
        speaker, (match.first, match.last), entry.term, entry.category, tuple(contents), quotes, reported
    )


def _inverted_source(document: Document, sentence: Sentence, match: Match) -> Range | None:
    """The source after the cue in *"…," said X* and *…, said X.*"""
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


def _read_preposition(document: Document, sentence: Sentence, match: Match, register: Register) -> Attribution | None:
    source = subject_after(document, sentence, match.last) if match.last < sentence.last else None
    if source is None:
        return None
    leads = match.first == sentence.first or (document.gaps[match.first] == "" and match.first - sentence.first < 2)
    content = (source[1], sentence.last) if leads else (sentence.first, match.first)
    return _relation(document, sentence, match.entry, match, source, drop_empty([content]), register)


def _read_noun(
    document: Document, sentence: Sentence, match: Match, floor: int, register: Register
) -> Attribution | None:
    """*X's claim that content*; without *that* and a clause after it the noun is no cue."""
    classes = word_classes()
    after = match.last
    if after + 2 >= sentence.last or document.forms[after] != "that" or document.gaps[after]:
        return None
    if document.forms[after + 1] in classes["auxiliary"]:
        return None
    source = None
    if match.first > floor:
        owner = match.first - 1
        if document.tokens[owner].possessive:
            source = owner_before(document, sentence, match.first, floor)
        elif document.forms[owner] in ("his", "her", "their"):
            source = (owner, match.first)
    contents = drop_empty([(after + 1, content_end(document, sentence, after + 1, sentence.last))])
    if source is not None and document.forms[source[0]] in ("his", "her", "their") and register.last is not None:
        speaker = Speaker(source, register.last.kind, register.last.name)
        return Attribution(speaker, (match.first, after), match.entry.term, match.entry.category, tuple(contents), ())
    return _relation(document, sentence, match.entry, match, source, contents, register) if source else None


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
    speaker = Speaker(None, register.last.kind, register.last.name)
    return Attribution(speaker, None, "", "", tuple(ranges), tuple(free))


def _overlaps(left: Range, right: Range) -> bool:
    return left[0] < right[1] and right[0] < left[1]
