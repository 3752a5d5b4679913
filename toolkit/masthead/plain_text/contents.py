"""What a cue verb governs: the tokens before it, after it, or both, bounded by the clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.phrases import is_auxiliary

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence
    from masthead.plain_text.matcher import Match
    from masthead.plain_text.names import Range

QUOTE_CHARS = frozenset("\"“”„«»‹›‘’`'")
CLOSERS = frozenset("\"”’»'")
_CLAUSE_WORDS = frozenset({"that", "whether", "how", "why", "what", "if"})
_ASIDE_MARKS = (",", "—", "–", "--", "―")
_LIST_REACH = 12
"""Tokens after *, the* in which an *and* or a verb shows that it goes on a list or opens a clause."""
OBJECTS = frozenset({"np", "label"})
_SUBORDINATORS = frozenset(
    {
        "after",
        "although",
        "as",
        "because",
        "before",
        "if",
        "once",
        "since",
        "though",
        "unless",
        "until",
        "when",
        "while",
    }
)
_LEAD = 12
"""Tokens from the start of a sentence within which a cue belongs to the clause that opens it."""
_NEW_CLAUSE = frozenset({"while", "after", "before", "because", "when", "although", "though"})


def verb_contents(
    document: Document, sentence: Sentence, match: Match, source: Range | None, floor: int, limit: int
) -> list[Range]:
    """What a verb with its subject before it (or none) governs."""
    frame = match.entry.frame
    left = source[0] if source is not None else match.first
    gap_before = document.gaps[left]
    quote_follows = _quote_within(document, match.last, sentence.last, 12)

    def ends_at(after: int) -> bool:
        return after >= sentence.last or (document.gaps[after][:1] in (",", "—", "–", ")") and not quote_follows)

    subordinate = floor > sentence.first and document.forms[sentence.first] in _SUBORDINATORS
    whole = (not subordinate and _is_content(document, floor, left)) or (
        left > floor and _resumes(document, sentence, match, floor)
    )
    follows_content = whole and bool(set(gap_before) & (CLOSERS | set(",?!—–")))
    if (
        follows_content
        and frame not in OBJECTS
        and (ends_at(_past_adjuncts(document, sentence, match)) or set(gap_before) & CLOSERS)
    ):
        goes_on = quote_follows or _resumes(document, sentence, match, floor)
        return drop_empty([(floor, left), *([(match.last, sentence.last)] if goes_on else [])])
    if frame not in OBJECTS and _interrupts(document, sentence, match, left, floor):
        lead = left if document.forms[floor] == "as" and left == floor + 1 else floor
        return drop_empty([(lead, left), (match.last, sentence.last)])
    if frame == "quote" and not _quote_within(document, match.last, sentence.last, 4):
        return []
    if frame == "clause" and not quote_follows and not has_clause(document, sentence, match):
        return []
    begin = _content_begin(document, sentence, match, source)
    if begin is None or (
        frame not in OBJECTS and not quote_follows and ends_at(_past_audience(document, sentence, match))
    ):
        return []
    end = content_end(document, sentence, begin, limit)
    if match.first > sentence.first and document.forms[match.first - 1] in ("who", "which"):
        end = next((at for at in range(begin + 1, end) if document.gaps[at] == ","), end)
    end = _before_main_clause(document, sentence, match, begin, end)
    if frame in OBJECTS:
        end = _object_end(document, begin, end)
    return drop_empty([(begin, end)])


def _interrupts(document: Document, sentence: Sentence, match: Match, left: int, floor: int) -> bool:
    """Whether source and cue stand between commas after a mere adverbial: *In the end, Holt said, most voted.*

    So does *As Holt noted, content*.
    """
    after = match.last
    if after >= sentence.last or document.gaps[after] != ",":
        return False
    if left == floor:
        return False
    return document.gaps[left] == "," or (left - floor == 1 and document.forms[floor] == "as")


def _before_main_clause(document: Document, sentence: Sentence, match: Match, begin: int, end: int) -> int:
    """Where a cue stands in a clause or phrase before the main one, its content ends there: *As he denied it, a …*."""
    opener = document.forms[sentence.first]
    leads = opener in word_classes()["preposition"] or opener in _SUBORDINATORS
    if not leads or match.first - sentence.first > _LEAD or any(document.gaps[sentence.first + 1 : match.first + 1]):
        return end
    return next((at for at in range(begin + 1, end) if document.gaps[at] == "," and not document.quoted[at]), end)


def clause_end(document: Document, sentence: Sentence, match: Match, begin: int) -> int:
    """The end of what a noun, an adjective or a participle governs: its clause, without a further clause after it."""
    end = content_end(document, sentence, begin, sentence.last)
    end = _before_main_clause(document, sentence, match, begin, end)
    return _object_end(document, begin, end)


def _object_end(document: Document, begin: int, end: int) -> int:
    return next((at for at in range(begin + 1, end) if _opens_clause(document, at)), end)


def _opens_clause(document: Document, at: int) -> bool:
    """Whether an object ends here: before *while* and the like, or before a second verb (*and urged them*)."""
    if document.forms[at] in _NEW_CLAUSE or (document.forms[at] == "which" and document.gaps[at] == ","):
        return True
    verb_follows = at + 1 < len(document.forms) and document.forms[at + 1].endswith("ed")
    return verb_follows and document.forms[at] in ("and", "but") and not document.gaps[at + 1]


def has_clause(document: Document, sentence: Sentence, match: Match) -> bool:
    """Whether a clause follows a verb that takes plain objects too: *added that*, *felt it was*, not *added salt*."""
    reach = min(sentence.last, match.last + 14)
    end = next((at for at in range(match.last + 1, reach) if document.gaps[at][:1] == ","), reach)
    words = range(match.last, end)
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


def _content_begin(document: Document, sentence: Sentence, match: Match, source: Range | None) -> int | None:
    """The first content token after a verb: past *that*, a colon, or the person told; None where *that* is needed."""
    after = _past_adjuncts(document, sentence, match)
    for at in range(match.last, min(sentence.last, match.last + 8)):
        gap = set(document.gaps[at])
        if ":" in gap or (gap & QUOTE_CHARS and at <= after and match.entry.frame not in OBJECTS):
            return at
        if gap & set(",;—–"):
            break
        if document.forms[at] == "that" and at + 1 < sentence.last and document.gaps[at + 1][:1] == ",":
            return None  # after he said that, ...
        if document.forms[at] == "that" and at + 1 < sentence.last and match.entry.frame not in OBJECTS:
            told = match.entry.term not in ("say", "think", "believe") and at - match.last <= 5
            if at <= after or (told and not any(is_auxiliary(document, word) for word in range(match.last, at))):
                return at + 1
            break
    if match.entry.frame == "that":
        quoted = match.last < sentence.last and bool(set(document.gaps[match.last]) & (QUOTE_CHARS | {":"}))
        studied = source is not None and not word_classes()["study"].isdisjoint(document.forms[slice(*source)])
        return match.last if quoted or studied or has_clause(document, sentence, match) else None
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


def content_end(document: Document, sentence: Sentence, begin: int, limit: int) -> int:
    """The end of a content that starts at ``begin``: a semicolon, an aside, or *, and Y* before the next cue."""
    coordinators = word_classes()["coordinator"]
    for at in range(begin + 1, sentence.last):
        gap = document.gaps[at]
        if ";" in gap:
            return at
        if at < limit < sentence.last and gap == "," and document.forms[at] in coordinators:
            return at
        if gap in _ASIDE_MARKS and at > begin + 2 and not document.quoted[at] and _opens_aside(document, sentence, at):
            return at
    return sentence.last


def _opens_aside(document: Document, sentence: Sentence, at: int) -> bool:
    """Whether what follows a comma is the outlet's aside: *, who had left*, *, a day after*, and no list goes on."""
    form = document.forms[at]
    if form in ("who", "where", "after", "though"):
        return True
    if form not in ("a", "an", "the"):
        return False
    rest = range(at + 1, min(sentence.last, at + _LIST_REACH))
    return not any(document.forms[word] in ("and", "or") or is_auxiliary(document, word) for word in rest)


def _quote_within(document: Document, begin: int, end: int, reach: int) -> bool:
    """Whether a quotation opens soon after token ``begin``."""
    return any(
        document.quoted[at] and (at == begin or not document.quoted[at - 1])
        for at in range(begin, min(end, begin + reach))
    )


def drop_empty(ranges: list[Range]) -> list[Range]:
    """The ranges that hold a token."""
    return [(first, last) for first, last in ranges if last > first]
