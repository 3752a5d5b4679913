"""Voice: whether a token is the outlet's own, inside an attribution's content, or inside a quotation.

Here too are scare quotes: quoted stretches of at most three words that no cue governs, apart from titles of works.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.plain_text.attribution import find_attributions
from masthead.plain_text.document import Document, is_title_cased, read_document

if TYPE_CHECKING:
    from masthead.plain_text.names import Range
    from masthead.plain_text.quotes import Quote
    from masthead.plain_text.relations import Attributions

SCARE_WORDS = 3
OWN, ATTRIBUTED, QUOTED = 0, 1, 2


@dataclass(frozen=True)
class Reading:
    """A document with its attributions, the voice of each token (0 own, 1 attributed, 2 quoted) and scare quotes."""

    document: Document
    attributions: Attributions
    voices: bytes
    scare_quotes: tuple[int, ...]


def read_text(text: str, *, headline: bool = False) -> Reading:
    """Read one text: the whole text model in one call. Excluded spans must be blanked before (``visible``)."""
    document = read_document(text, headline=headline)
    attributions = find_attributions(document)
    return Reading(document, attributions, _voices(document, attributions), _scare_quotes(document, attributions))


def _voices(document: Document, attributions: Attributions) -> bytes:
    voices = bytearray(len(document.tokens))
    for relation in attributions.relations:
        for first, last in relation.worded:
            voices[first:last] = bytes([ATTRIBUTED]) * (last - first)
    reported = _contents_by_sentence(document, attributions)
    for number, relation in enumerate(attributions.relations):
        for span in (relation.cue, relation.speaker.span if relation.speaker else None):
            if span is not None and not _inside_other(span, number, reported[document.sentence_of[span[0]]]):
                voices[span[0] : span[1]] = bytes([OWN]) * (span[1] - span[0])
    return bytes(QUOTED if quoted else voice for quoted, voice in zip(document.quoted, voices, strict=True))


def _contents_by_sentence(document: Document, attributions: Attributions) -> list[list[tuple[int, Range]]]:
    """For each sentence the reported contents that reach into it, each with the number of its relation."""
    found: list[list[tuple[int, Range]]] = [[] for _ in document.sentences]
    for number, relation in enumerate(attributions.relations):
        for first, last in relation.worded:
            if last == first:  # quotation marks around no word
                continue
            for sentence in range(document.sentence_of[first], document.sentence_of[last - 1] + 1):
                found[sentence].append((number, (first, last)))
    return found


def _inside_other(span: Range, own: int, contents: list[tuple[int, Range]]) -> bool:
    """Whether a source or cue stands in what another relation reports: then it is that speaker's wording."""
    return any(number != own and first <= span[0] and span[1] <= last for number, (first, last) in contents)


def _scare_quotes(document: Document, attributions: Attributions) -> tuple[int, ...]:
    governed = {index for relation in attributions.relations for index in relation.quotes}
    return tuple(
        index
        for index, quote in enumerate(document.quotes)
        if index not in governed and quote.level == 0 and quote.closed and _scares(document, quote)
    )


def _scares(document: Document, quote: Quote) -> bool:
    first, last = document.range(quote.start, quote.end)
    if not 0 < last - first <= SCARE_WORDS:
        return False
    sentence = document.sentences[document.sentence_of[first]]
    if (first, last) == (sentence.first, sentence.last) or any(
        mark in document.text[quote.start : quote.end - 1] for mark in ".!?,"
    ):
        return False
    return not _is_title(document, first, last)


def _is_title(document: Document, first: int, last: int) -> bool:
    """Whether a short quotation is a title or a name: its words of weight have capitals that the sentence start does
    not explain.
    """
    starts = first == document.sentences[document.sentence_of[first]].first
    return is_title_cased(document, first, last) and (not starts or last - first > 1)
