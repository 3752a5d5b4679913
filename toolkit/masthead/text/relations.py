"""What an attribution is: source, cue and content over token ranges, and how one is put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.text.document import Document, Sentence
    from masthead.text.matcher import Match
    from masthead.text.phrases import Range
    from masthead.text.speakers import Register, Speaker


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
            match.entry.category != "attitude" or match.entry.frame in WORDED,
        )

    def resolve(self, source: Range) -> Speaker:
        """The speaker a phrase names; it is the last one from here on."""
        return self.register.resolve(self.document, source)


WORDED = frozenset({"bare", "clause", "that", "quote", "noun"})
"""Frames whose content is a clause: with an attitude cue, too, the clause is the source's wording."""


def _overlaps(left: Range, right: Range) -> bool:
    return left[0] < right[1] and right[0] < left[1]
