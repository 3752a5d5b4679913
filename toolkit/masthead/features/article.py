"""One article as the features see it: its text and headline read once, and the words in each voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from masthead.features.base import Hit
from masthead.plain_text.document import visible
from masthead.plain_text.language import is_english
from masthead.plain_text.voice import Reading, read_text
from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.plain_text.matcher import Match

Field = Literal["text", "title"]
Counts = dict[str, float]

WORD_COLUMNS = tuple(f"words.{voice}" for voice in VOICES)
COLUMNS = (*WORD_COLUMNS, "sentences", "headlines", "headline_words")


@dataclass(frozen=True)
class Article:
    """The body and the headline of one article after reading; ``visible`` is the body without its furniture."""

    visible: str
    english: bool
    body: Reading
    title: Reading | None

    @property
    def fields(self) -> tuple[tuple[Field, Reading], ...]:
        """The readings with the name of the field their offsets are in."""
        return (("text", self.body),) if self.title is None else (("text", self.body), ("title", self.title))


def read_article(text: str, title: str | None, excluded: Iterable[tuple[int, int]]) -> Article:
    """Read one article; ``excluded`` are the character spans of its furniture."""
    body = visible(text, excluded)
    return Article(
        body,
        is_english(body) if body.strip() else True,
        read_text(body),
        read_text(title, headline=True) if title else None,
    )


def count_words(article: Article) -> Counts:
    """Words of the body by voice, its sentences, and the words of the headline."""
    voices = article.body.voices
    counts = {column: float(voices.count(code)) for code, column in enumerate(WORD_COLUMNS)}
    counts["sentences"] = float(len(article.body.document.sentences))
    title_words = len(article.title.document.tokens) if article.title else 0
    return {**counts, "headlines": float(title_words > 0), "headline_words": float(title_words)}


def voice_of(reading: Reading, token: int) -> str:
    """The name of the voice that a token stands in."""
    return VOICES[reading.voices[token]]


def lexicon_hit(reading: Reading, field: Field, family: str, match: Match) -> Hit:
    """The hit of one lexicon match, in the voice of its first token."""
    start, end = reading.document.chars(match.first, match.last)
    entry = match.entry
    return Hit(
        field,
        start,
        end,
        family,
        entry.category,
        entry.term,
        entry.canonical,
        voice_of(reading, match.first),
        entry.weight,
        None,
    )


def tally(hits: Iterable[Hit], *, weights: str | None = None) -> Counts:
    """Hits of the body counted as ``family.category.voice``; ``weights`` names a column prefix for their weights."""
    counts: Counts = {}
    for hit in hits:
        if hit.field != "text":
            continue
        name = f"{hit.family}.{hit.category}.{hit.voice}"
        counts[name] = counts.get(name, 0.0) + 1.0
        if weights is not None:
            weight = f"{weights}.{hit.voice}"
            counts[weight] = counts.get(weight, 0.0) + (hit.weight or 0.0)
    return counts


def by_voice(*names: str) -> tuple[str, ...]:
    """The three voice columns of each name."""
    return tuple(f"{name}.{voice}" for name in names for voice in VOICES)
