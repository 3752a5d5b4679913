"""A document: one text cut into tokens, sentences, paragraphs and quotations, all over the same offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.quotes import Quote, find_quotes
from masthead.plain_text.sentences import Span, paragraphs, sentences
from masthead.plain_text.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


LONGEST_TITLE = 12
"""Words of the title of a work."""
_WORK_REACH = 3
"""Words before a title among which one says what it is: *her first novel*, *the film*."""
_SENTENCE_ENDS = ".!?…”\"’'»"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``start:end`` and tokens ``first:last`` of one sentence."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    title_case: bool


@dataclass(frozen=True)
class Document:
    """The parts of one text. Token ranges are half-open; a sentence without a token is left out."""

    text: str
    tokens: tuple[Token, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The folded form of each token."""
        return tuple(token.form for token in self.tokens)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first character of each token."""
        return tuple(token.start for token in self.tokens)

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands between a token and the one before it, without white space; one more for the text's end."""
        edges = [0, *(token.end for token in self.tokens)]
        starts = [*self.starts, len(self.text)]
        return tuple("".join(self.text[a:b].split()) for a, b in zip(edges, starts, strict=True))

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """For each token the index of its sentence."""
        return tuple(
            index for index, sentence in enumerate(self.sentences) for _ in range(sentence.first, sentence.last)
        )

    @cached_property
    def quoted(self) -> bytearray:
        """For each token 1 where it stands inside a quotation."""
        flags = bytearray(len(self.tokens))
        for quote in self.quotes:
            first, last = self.range(quote.start, quote.end)
            flags[first:last] = b"\x01" * (last - first)
        return flags

    @cached_property
    def quotes_in(self) -> tuple[tuple[int, ...], ...]:
        """For each sentence the indices of the quotations that stand in it, whole or in part."""
        found: list[list[int]] = [[] for _ in self.sentences]
        ends = [sentence.end for sentence in self.sentences]
        for index, quote in enumerate(self.quotes):
            for at in range(bisect_right(ends, quote.start), len(ends)):
                if self.sentences[at].start >= quote.end:
                    break
                found[at].append(index)
        return tuple(map(tuple, found))

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that begin inside characters ``start:end``, as a half-open range."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def chars(self, first: int, last: int) -> Span:
        """The characters from the first token of a range to the end of its last."""
        return self.tokens[first].start, self.tokens[last - 1].end


def visible(text: str, excluded: Iterable[Span]) -> str:
    """``text`` with every excluded span blanked by line breaks, one for one, so that offsets hold."""
    pieces, done = [], 0
    for start, end in sorted(excluded):
        if end > done:
            pieces += [text[done:start], "\n" * (end - max(start, done))]
            done = end
    return "".join([*pieces, text[done:]])


def read_document(text: str, *, headline: bool = False) -> Document:
    """Cut a text (with its excluded spans already blanked, see ``visible``) into its parts."""
    tokens = tokenize(text)
    starts = [token.start for token in tokens]
    blocks = paragraphs(text)
    cut = []
    for index, block in enumerate(blocks):
        for start, end in sentences(text, block):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if last > first:
                stops = not headline and text[end - 1] in _SENTENCE_ENDS
                capitals_mean_nothing = _title_case(tokens[first:last], headline=headline, stops=stops)
                cut.append(Sentence(start, end, first, last, index, capitals_mean_nothing))
    document = Document(text, tuple(tokens), tuple(blocks), tuple(cut), tuple(find_quotes(text, blocks)))
    quotes = tuple(quote for quote in document.quotes if not _names_work(document, quote))
    return document if len(quotes) == len(document.quotes) else replace(document, quotes=quotes)


def _names_work(document: Document, quote: Quote) -> bool:
    """Whether the marks set off the title of a work (*her novel “The Long Bridge”*) and quote nobody."""
    first, last = document.range(quote.start, quote.end)
    if not quote.closed or not 0 < last - first <= LONGEST_TITLE:
        return False
    before = document.forms[max(0, first - _WORK_REACH) : first]
    if any(document.gaps[first - back] for back in range(1, len(before))) or word_classes()["work"].isdisjoint(before):
        return False
    return is_title_cased(document, first, last)


def is_title_cased(document: Document, first: int, last: int) -> bool:
    """Whether every word of weight has a capital."""
    classes = word_classes()
    small = classes["determiner"] | classes["preposition"] | classes["coordinator"]
    heavy = [at for at in range(first, last) if document.forms[at] not in small]
    return bool(heavy) and all(document.tokens[at].capital or document.forms[at][0].isdigit() for at in heavy)


def _title_case(tokens: Sequence[Token], *, headline: bool, stops: bool) -> bool:
    """Whether capitals carry no information here: nearly every word of four letters or more has one.

    Outside a headline this takes six such words, so that a line of names is not mistaken for one; in a line that
    ``stops`` like a sentence every one of them must have its capital.
    """
    long = [token for token in tokens if token.end - token.start > 3 and not token.form[0].isdigit()]
    share = 1.0 if stops else 0.85
    return len(long) >= (2 if headline else 6) and sum(token.capital for token in long) >= share * len(long)
