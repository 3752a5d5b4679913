"""Names inside a noun phrase: its head, the run of capitals that names somebody, offices and linked names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.lexicons import word_classes

if TYPE_CHECKING:
    from masthead.plain_text.document import Document

Range = tuple[int, int]
OPEN_COMMA = (",", "(", "—", "–", "--")


def head_of(document: Document, span: Range) -> Range:
    """The part of a phrase with its head noun and name: after a possessive, before its first comma or preposition.

    *of* between capitals is part of a name: *the Ministry of Defence*.
    """
    prepositions = word_classes()["preposition"]
    first, last = span
    for at in range(span[0] + 1, span[1]):
        if document.gaps[at] in OPEN_COMMA or (
            document.forms[at] in prepositions and not _inside_name(document, at, span[1])
        ):
            last = at
            break
        if document.tokens[at - 1].possessive:
            first = at
    return first, last


def head_name(document: Document, span: Range) -> Range | None:
    """The name a phrase is headed by: *Brett McGurk*, *Open Roads*; none in *the Kurdish police* or *Residents*."""
    head = head_of(document, span)
    run = name_run(document, head)
    if run is None or document.forms[head[0]] in word_classes()["quantifier"]:
        return None  # many Syrians are a group, not a name
    while run[0] > head[0] and _is_office(document, run):
        run = (run[0] - 1, run[1])
    modifies = run[1] < head[1] and document.gaps[run[1]] in ("", "-") and not document.tokens[run[1]].capital
    return None if modifies else run


def _is_office(document: Document, run: Range) -> bool:
    """Whether a title word before an institution belongs to its name: *the Interior Ministry*."""
    before = run[0] - 1
    return (
        document.forms[run[1] - 1] in word_classes()["official"]
        and document.tokens[before].capital
        and document.forms[before] in word_classes()["title"]
        and document.gaps[run[0]] == ""
    )


def name_run(document: Document, span: Range) -> Range | None:
    """The longest run of capitalised words in a phrase that can be a name; titles and weekdays are none."""
    classes = word_classes()
    best: Range | None = None
    start = None
    for at in range(span[0], span[1] + 1):
        linked = start is not None and at < span[1] and _links_name(document, at, span[1])
        fits = linked or (
            at < span[1]
            and is_proper(document, at)
            and (start is not None or document.forms[at] not in classes["title"])
            and document.forms[at] not in classes["time"]
            and document.forms[at] not in classes["pronoun"]
            and document.forms[at] not in classes["determiner"]
            and document.forms[at] not in classes["preposition"]
        )
        broken = start is not None and at < span[1] and document.gaps[at] not in ("", "-", "'", "’", ".")
        if start is not None and (not fits or broken):
            if best is None or at - start > best[1] - best[0]:
                best = (start, at)
            start = None
        if fits and start is None:
            start = at
    return best


def _inside_name(document: Document, at: int, end: int) -> bool:
    """Whether *of* (and an article after it) stands between two capitalised words."""
    if document.forms[at] != "of" or not is_proper(document, at - 1) or _ends_person(document, at):
        return False
    following = at + 2 if at + 1 < end and document.forms[at + 1] == "the" else at + 1
    return following < end and document.tokens[following].capital


def _ends_person(document: Document, end: int) -> bool:
    """Whether a person's name stands before *of*: *Mr Holt of the Mill Trust* is no body's name."""
    classes = word_classes()
    before = document.forms[end - 2] if end >= 2 else ""
    return before in ("mr", "mrs", "ms", "dr") or before in classes["male_name"] or before in classes["female_name"]


def _links_name(document: Document, at: int, end: int) -> bool:
    """Whether *of* or *of the* carries a name on."""
    if document.forms[at] == "the":
        return document.forms[at - 1] == "of" and _inside_name(document, at - 1, end)
    return _inside_name(document, at, end)


def is_proper(document: Document, at: int) -> bool:
    """Whether a capital is a name's: not that of a common word which begins its sentence (*Residents said*)."""
    token = document.tokens[at]
    if not token.capital or at > document.sentences[document.sentence_of[at]].first:
        return token.capital
    classes = word_classes()
    common = ("collective", "official", "person", "sentence_starter", "anonymous", "adverb", "quantifier", "auxiliary")
    return not any(token.form in classes[name] for name in common)
