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

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from masthead.lexicons import bundled_lexicon, word_classes
from masthead.text.matcher import Match, Matcher
from masthead.text.speakers import (
    Range,
    Register,
    Speaker,
    head_of,
    is_auxiliary,
    owner_before,
    plausible,
    subject_after,
    subject_before,
)

if TYPE_CHECKING:
    from masthead.lexicons import Entry
    from masthead.text.document import Document, Sentence

QUOTE_CHARS = frozenset("\"“”„«»‹›‘’`'")
_CLAUSE_MARKS = frozenset(',;:—–("”’?!')
_CLAUSE_WORDS = frozenset({"that", "whether", "how", "why", "what", "if"})
_NEW_CLAUSE = frozenset({"while", "after", "before", "because", "when", "although", "though"})
_CLOSERS = frozenset("\"”’»'")
_VERB_FRAMES = frozenset({"bare", "clause", "quote", "that", "np", "passive"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One relation over token ranges. ``cue`` is None where a quotation carries on the last speaker."""

    speaker: Speaker | None
    cue: Range | None
    term: str
    stance: str
    contents: tuple[Range, ...]
    quotes: tuple[int, ...]


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


@cache
def _cue_matchers() -> tuple[Matcher, Matcher]:
    """Verbs and the rest, then nouns: *claim* and *report* are both, and the verb is tried first."""
    entries = bundled_lexicon("cues").entries
    return tuple(Matcher(entry for entry in entries if (entry.frame == "noun") is noun) for noun in (False, True))  # type: ignore[return-value]


@cache
def _passive_terms() -> frozenset[str]:
    return frozenset(entry.term for entry in bundled_lexicon("cues").entries if entry.frame == "passive")


def find_attributions(document: Document) -> Attributions:
    """Read a document's attributions from left to right."""
    register = Register()
    register.learn_names(document)
    by_sentence: dict[int, list[Match]] = {}
    matches = [match for matcher in _cue_matchers() for match in matcher.find(document)]
    for match in sorted(matches, key=lambda match: match.first):
        if not document.quoted[match.first]:
            by_sentence.setdefault(document.sentence_of[match.first], []).append(match)
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
    cues = [match for match in cues if match.entry.frame not in _VERB_FRAMES or _is_verb(document, sentence, match)]
    for number, match in enumerate(cues):
        if match.first < floor:
            continue
        if match.entry.frame == "adverb" or _is_passive_claim(document, sentence, match):
            unsourced.append(Unsourced((match.first, match.last), match.entry.term))
            continue
        limit = next(
            (cue.first for cue in cues[number + 1 :] if cue.first > match.first and cue.entry.frame != "noun"),
            sentence.last,
        )
        relation = _read_cue(document, sentence, match, floor, limit, register)
        if relation is not None:
            relations.append(relation)
            floor = match.last
    return relations


def _is_verb(document: Document, sentence: Sentence, match: Match) -> bool:
    return _is_finite(document, sentence, match) or _is_passive_claim(document, sentence, match)


def _read_cue(
    document: Document, sentence: Sentence, match: Match, floor: int, limit: int, register: Register
) -> Attribution | None:
    """The relation one cue opens, or None where it is no cue here."""
    frame = match.entry.frame
    if frame == "prep":
        return _read_preposition(document, sentence, match, register)
    if frame == "noun":
        return _read_noun(document, sentence, match, floor, register)
    if frame == "passive" or not _is_finite(document, sentence, match):
        return None
    inverted = _inverted_source(document, sentence, match)
    if inverted is not None:
        contents = _drop_empty([(floor, match.first)])
        return _relation(document, sentence, match.entry, match, inverted, contents, register)
    source = subject_before(document, sentence, match.first, floor)
    if source is not None and not plausible(document, source):
        if frame not in ("bare", "clause") or document.forms[source[0]] in ("i", "we", "you", "it", "there"):
            return None
        source = source if match.entry.term in ("say", "tell") else None
    if source is None and not _may_lack_source(document, sentence, match):
        return None
    contents = _contents(document, sentence, match, source, floor, limit)
    if not contents:
        return None
    return _relation(document, sentence, match.entry, match, source, contents, register)


def _may_lack_source(document: Document, sentence: Sentence, match: Match) -> bool:
    """A cue whose subject is left out (*, adding that*, *and said*) or not found, beside a quotation."""
    if match.first == sentence.first:
        return False
    elided = document.forms[match.first - 1] in word_classes()["coordinator"] or document.forms[match.first].endswith(
        "ing"
    )
    return (elided and match.entry.frame in ("bare", "clause")) or bool(set(document.gaps[match.last]) & QUOTE_CHARS)


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
    quotes = tuple(
        index
        for index, quote in enumerate(document.quotes)
        if any(_overlaps(document.range(quote.start, quote.end), content) for content in contents)
    )
    return Attribution(speaker, (match.first, match.last), entry.term, entry.category, tuple(contents), quotes)


def _contents(
    document: Document, sentence: Sentence, match: Match, source: Range | None, floor: int, limit: int
) -> list[Range]:
    """What a verb with its subject before it (or none) governs."""
    frame = match.entry.frame
    left = source[0] if source is not None else match.first
    gap_before = document.gaps[left]
    quote_follows = _quote_within(document, match.last, sentence.last, 12)

    def ends_at(after: int) -> bool:
        return after >= sentence.last or (document.gaps[after][:1] in (",", "—", "–", ")") and not quote_follows)

    follows_content = _is_content(document, floor, left) and bool(set(gap_before) & (_CLOSERS | set(",?!—–")))
    if (
        follows_content
        and frame in ("bare", "quote", "that")
        and (ends_at(_past_adjuncts(document, sentence, match)) or set(gap_before) & _CLOSERS)
    ):
        goes_on = quote_follows or _resumes(document, sentence, match, floor)
        return _drop_empty([(floor, left), *([(match.last, sentence.last)] if goes_on else [])])
    if frame == "quote" and not quote_follows:
        return []
    if frame == "clause" and not quote_follows and not _has_clause(document, sentence, match):
        return []
    begin = _content_begin(document, sentence, match)
    if begin is None or (frame != "np" and not quote_follows and ends_at(_past_audience(document, sentence, match))):
        return []
    end = _content_end(document, sentence, begin, limit)
    if match.first > sentence.first and document.forms[match.first - 1] in ("who", "which"):
        end = next((at for at in range(begin + 1, end) if document.gaps[at] == ","), end)
    if frame == "np":
        end = next((at for at in range(begin + 1, end) if document.forms[at] in _NEW_CLAUSE), end)
    return _drop_empty([(begin, end)])


def _has_clause(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether a clause follows a verb that takes plain objects too: *added that*, *felt it was*, not *added salt*."""
    words = range(match.last, min(sentence.last, match.last + 14))
    return any(is_auxiliary(document, at) or document.forms[at] in _CLAUSE_WORDS for at in words)


def _resumes(document: Document, sentence: Sentence, match: Match, floor: int) -> bool:
    """Whether the reported clause goes on after the cue, which only interrupts it: *The dam, Holt said, was safe.*"""
    at = match.last
    return (
        at < sentence.last
        and document.gaps[at] == ","
        and is_auxiliary(document, at)
        and not any(document.quoted[floor : match.first])
    )


def _is_content(document: Document, first: int, last: int) -> bool:
    """Whether tokens before a comma can be reported content, and not just *On Monday,*"""
    if last - first < 2:
        return last > first and bool(document.quoted[first])
    return last - first > 5 or document.forms[first] not in word_classes()["preposition"]


def _content_begin(document: Document, sentence: Sentence, match: Match) -> int | None:
    """The first content token after a verb: past *that*, a colon, or the person told; None where *that* is needed."""
    after = _past_adjuncts(document, sentence, match)
    for at in range(match.last, min(sentence.last, match.last + 8)):
        gap = set(document.gaps[at])
        if ":" in gap or (gap & QUOTE_CHARS and at <= after and match.entry.frame != "np"):
            return at
        if gap & set(",;—–"):
            break
        if document.forms[at] == "that" and at + 1 < sentence.last and match.entry.frame != "np":
            told = match.entry.term not in ("say", "think", "believe") and at - match.last <= 5
            if at <= after or (told and not any(is_auxiliary(document, word) for word in range(match.last, at))):
                return at + 1
            break
    if match.entry.frame == "that":
        quoted = match.last < sentence.last and bool(set(document.gaps[match.last]) & (QUOTE_CHARS | {":"}))
        how = match.last < sentence.last and document.forms[match.last] in ("how", "why", "what", "whether")
        return match.last if quoted or how else None
    at = _past_audience(document, sentence, match)
    return at if at < sentence.last else None


def _past_adjuncts(document: Document, sentence: Sentence, match: Match) -> int:
    """The first token after a verb and what only says when, where or to whom: *on Monday*, *in a statement*.

    A phrase with an auxiliary in it is a clause, so it is content and nothing is passed.
    """
    classes = word_classes()
    begin = at = _past_audience(document, sentence, match)
    if at < sentence.last and document.gaps[at] == "" and document.forms[at] in classes["preposition"]:
        at += 1
        while at < sentence.last and document.gaps[at] in ("", "-", "’s", "'s", "."):
            if document.forms[at] == "that":
                return at
            if is_auxiliary(document, at) or at - begin > 10:
                return begin
            at += 1
    return at


def _past_audience(document: Document, sentence: Sentence, match: Match) -> int:
    """The first token after a verb that is neither the day it was said nor, for *tell*, the person told."""
    classes = word_classes()
    at = match.last
    told = match.entry.term == "tell"
    while at < min(sentence.last, match.last + 8) and (at == match.last or not document.gaps[at]):
        form = document.forms[at]
        head = at + 1 if form in classes["determiner"] and at + 1 < sentence.last else at
        person = (
            form in classes["object_pronoun"]
            or document.forms[head] in classes["audience"]
            or document.tokens[head].capital
        )
        if not (form in classes["time"] or (told and person)):
            break
        at += 1
    return at


def _content_end(document: Document, sentence: Sentence, begin: int, limit: int) -> int:
    """The end of a content that starts at ``begin``: a semicolon, or *, and Y* before the next cue, or the sentence."""
    coordinators = word_classes()["coordinator"]
    for at in range(begin + 1, sentence.last):
        if ";" in document.gaps[at]:
            return at
        if begin < at < limit < sentence.last and document.gaps[at] == "," and document.forms[at] in coordinators:
            return at
    return sentence.last


def _inverted_source(document: Document, sentence: Sentence, match: Match) -> Range | None:
    """The source after the cue in *"…," said X* and *…, said X.*"""
    if (
        match.entry.frame not in ("bare", "clause", "quote")
        or match.first == sentence.first
        or match.last >= sentence.last
    ):
        return None
    gap = document.gaps[match.first]
    if not set(gap) & (_CLOSERS | set(",?!—–")) or document.gaps[match.last]:
        return None
    source = subject_after(document, sentence, match.last)
    if source is None or not plausible(document, source) or document.forms[match.last] == "that":
        return None
    if set(gap) & _CLOSERS:
        return source
    appositive = subject_before(document, sentence, match.first, sentence.first)
    stops = source[1] >= sentence.last or document.gaps[source[1]][:1] in (",", ".", "")
    return source if stops and (appositive is None or match.first - appositive[0] > 20) else None


def _read_preposition(document: Document, sentence: Sentence, match: Match, register: Register) -> Attribution | None:
    source = subject_after(document, sentence, match.last) if match.last < sentence.last else None
    if source is None:
        return None
    leads = match.first == sentence.first or (document.gaps[match.first] == "" and match.first - sentence.first < 2)
    content = (source[1], sentence.last) if leads else (sentence.first, match.first)
    return _relation(document, sentence, match.entry, match, source, _drop_empty([content]), register)


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
    contents = _drop_empty([(after + 1, _content_end(document, sentence, after + 1, sentence.last))])
    if source is not None and document.forms[source[0]] in ("his", "her", "their") and register.last is not None:
        speaker = Speaker(source, register.last.kind, register.last.name)
        return Attribution(speaker, (match.first, after), match.entry.term, match.entry.category, tuple(contents), ())
    return _relation(document, sentence, match.entry, match, source, contents, register) if source else None


def _is_passive_claim(document: Document, sentence: Sentence, match: Match) -> bool:
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


def _is_finite(document: Document, sentence: Sentence, match: Match) -> bool:
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
        return after_be or (match.first > sentence.first and bool(set(document.gaps[match.first]) & _CLAUSE_MARKS))
    if after_be or before == "to" or following == "by":
        return False
    if _follows_noun_marker(document, sentence, match.first, before):
        return False
    if match.entry.frame == "np" and following in ("of", "as", "for") and " " not in match.entry.term:
        return False  # accused of, described as: a reduced passive
    if form == base + "s" and following in ("of", "about", "are", "were", "have", "from"):
        return False
    return form != base or _takes_base_form(document, sentence, before, match.first)


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
        or (at > 0 and document.gaps[at] != "" and set(document.gaps[at]) <= _CLOSERS | set(",?!"))
    )


def _carry_on(
    document: Document, sentence: Sentence, register: Register, governed: set[int], *, speaks: bool
) -> Attribution | None:
    """Quotations that no cue governs: the last speaker's where they fill most of the sentence."""
    if register.last is None:
        return None
    free = [
        index
        for index, quote in enumerate(document.quotes)
        if index not in governed and quote.level == 0 and quote.start < sentence.end and quote.end > sentence.start
    ]
    ranges = [document.range(document.quotes[index].start, document.quotes[index].end) for index in free]
    inside = sum(min(last, sentence.last) - max(first, sentence.first) for first, last in ranges)
    if not free or speaks or inside < 0.6 * (sentence.last - sentence.first) or inside <= 3:
        return None
    speaker = Speaker(None, register.last.kind, register.last.name)
    return Attribution(speaker, None, "", "", tuple(ranges), tuple(free))


def _quote_within(document: Document, begin: int, end: int, reach: int) -> bool:
    """Whether a quotation opens soon after token ``begin``."""
    return any(
        document.quoted[at] and (at == begin or not document.quoted[at - 1])
        for at in range(begin, min(end, begin + reach))
    )


def _drop_empty(ranges: list[Range]) -> list[Range]:
    return [(first, last) for first, last in ranges if last > first]


def _overlaps(left: Range, right: Range) -> bool:
    return left[0] < right[1] and right[0] < left[1]
