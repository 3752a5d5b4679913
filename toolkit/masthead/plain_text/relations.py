"""What an attribution is: source, cue and content over token ranges, and how one is put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence
    from masthead.plain_text.matcher import Match
    from masthead.plain_text.names import Range
    from masthead.plain_text.speakers import Register, Speaker


@dataclass(frozen=True, slots=True)
class Attribution:
    """One relation over token ranges. ``cue`` is None where a quotation carries on the last speaker.

    ``worded`` is the part of the contents that is the source's wording: all of a clause (*said the deal was vile*),
    what somebody or something is called or accused of, but not the mere object of a cue (*praised the vile deal*),
    which is in the outlet's words.
    """

    speaker: Speaker | None
    cue: Range | None
    term: str
    stance: str
    contents: tuple[Range, ...]
    quotes: tuple[int, ...]
    worded: tuple[Range, ...]


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


@dataclass(slots=True)
class Scope:
    """Where a cue is read: its sentence, the first token it may use, the next cue, and who has spoken so far."""

    document: Document
    sentence: Sentence
    register: Register
    floor: int
    limit: int

    def relation(self, match: Match, speaker: Speaker | None, contents: list[Range]) -> Attribution:
        """The relation that ``match`` opens, with the quotations inside its contents."""
        document = self.document
        ranges = {
            index: document.range(document.quotes[index].start, document.quotes[index].end)
            for index in document.quotes_in[document.sentence_of[match.first]]
        }
        quotes = tuple(
            index for index, quoted in ranges.items() if any(_overlaps(quoted, content) for content in contents)
        )
        return Attribution(
            speaker,
            (match.first, match.last),
            match.entry.term,
            match.entry.category,
            tuple(contents),
            quotes,
            tuple(worded_part(document, match, contents)),
        )

    def resolve(self, source: Range) -> Speaker:
        """The speaker a phrase names; it is the last one from here on."""
        return self.register.resolve(self.document, source)


_CLAUSES = frozenset({"bare", "clause", "that", "quote", "noun", "prep", "label", "passive"})
_PREDICATES = frozenset({"of", "as", "that"})
_OBJECT = 6
"""Words of an object after which what it is said to be or to have done begins: *accused the old regime of theft*."""


def worded_part(document: Document, match: Match, contents: list[Range]) -> list[Range]:
    """The part of the contents in which the source chose the words."""
    entry = match.entry
    if entry.frame in _CLAUSES:
        return contents
    if entry.category == "attitude":
        return []
    if entry.frame in ("nominal", "adjective"):
        return contents if entry.category == "doubt" else []
    if entry.term.rsplit(" ", 1)[-1] in _PREDICATES:
        return contents
    parts = []
    for first, last in contents:
        reach = range(first, min(last, first + _OBJECT + 1))
        parts.append((next((at for at in reach if document.forms[at] in _PREDICATES), last), last))
    return [(first, last) for first, last in parts if last > first]


def _overlaps(left: Range, right: Range) -> bool:
    return left[0] < right[1] and right[0] < left[1]
