"""Furniture marked in a column of texts, one text being a column of one.

The rules themselves see only the lines, heads and ends that ``sifting`` lets through. A new rule is an entry in
``rules.toml`` and needs nothing here: its sieve comes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture import sifting
from masthead.sources.furniture.lines import RELATED, like_headline, mark_line
from masthead.sources.furniture.rules import FOOT_LINES, PROSE_LENGTH
from masthead.sources.rows import Span
from masthead.sources.texts import odd_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.sources.texts import Texts, Truths


class Column(NamedTuple):
    """A column of texts to be marked.

    ``titles`` are the headlines, marked where their text begins with them, and ``outlets`` the names whose own line or
    lead-in ("Harrow Post: ") is marked. A text with an entry in ``begins`` is marked from that character on.
    """

    texts: Texts
    titles: Sequence[str | None]
    outlets: Sequence[str]
    begins: Mapping[int, int]


def mark_texts(columns: Sequence[Column]) -> list[dict[int, list[Span]]]:
    """The furniture of each text of some columns that has any, by row: disjoint spans in order, offsets in characters.

    What recurs over an outlet's articles is another step's work.
    """
    lines = sifting.lines([(column.texts, column.outlets) for column in columns]) if columns else []
    return [_mark(column, sifted) for column, sifted in zip(columns, lines, strict=True)]


def _mark(column: Column, sifted: Truths) -> dict[int, list[Span]]:
    """The furniture of a column, ``sifted`` being the lines that a rule may fit."""
    texts, titles, outlets, begins = column
    whole = np.zeros(len(texts), np.bool_)
    whole[[*odd_rows(texts), *begins]] = True
    sifted = sifted | whole[texts.rows]
    opened = np.append(sifted, np.False_)[texts.first[:-1]] & (np.diff(texts.first) > 0)
    found_heads = sifting.heads(texts, titles, outlets)
    ruled, tails = found_heads.ruled | whole, sifting.tails(texts) | whole
    heads = ruled | found_heads.named | opened
    lines = np.flatnonzero(sifted)
    written = texts.slices(texts.starts[lines], texts.ends[lines]).to_pylist()
    tried = list(map(_Line, lines.tolist(), texts.line_starts[lines].tolist(), written))
    places = np.searchsorted(lines, texts.first)
    rows = np.flatnonzero(heads | tails | (np.diff(places) > 0))
    columns = (rows, heads[rows], ruled[rows], tails[rows], places[rows], places[rows + 1])
    found = {}
    for row, head, rule, tail, first, last in zip(*(column.tolist() for column in columns), strict=True):
        article = _Article(texts, row, titles[row], outlets[row], begins.get(row, 0), ruled=rule)
        if spans := article.mark(tried[first:last], head=head, tail=tail):
            found[row] = spans
    return found


class _Line(NamedTuple):
    """A line to look at: its number, where it begins in characters of its text, and its words."""

    number: int
    start: int
    written: str


class _Article:
    """One text, and what of it is marked."""

    def __init__(self, texts: Texts, row: int, title: str | None, outlet: str, begin: int, *, ruled: bool) -> None:
        self.texts, self.row, self.title, self.outlet = texts, row, title, outlet
        self.ruled = ruled
        self.first, self.last = int(texts.first[row]), int(texts.first[row + 1])
        self.foot = self.last - FOOT_LINES
        self.spans: list[Span] = []
        self.marked: set[int] = set()
        self.position = begin

    def mark(self, lines: Sequence[_Line], *, head: bool, tail: bool) -> list[Span]:
        """The furniture, ``lines`` being those to look at; nothing is at the head or tail unless it is said so."""
        part = self._head({line.start for line in lines}) if head else None
        ended = part is not None and self._line(part)
        for line in lines:
            if ended:
                break
            ended = line.number >= self.first and self._line(line)
        if tail and not ended:
            self.spans.extend(furniture.mark_tail(self.texts.text(self.row), self.position))
        return furniture.merge(self.spans) if len(self.spans) > 1 else self.spans

    def _head(self, tried: set[int]) -> _Line | None:
        """Mark the head, ``tried`` being the lines to look at; what is left of the line that the rest begins within."""
        texts = self.texts
        text = texts.text(self.row)
        self.spans, self.position = furniture.mark_head(
            text, self.position, self.title, self.outlet, tried, ruled=self.ruled
        )
        starts, ends = (places[self.first : self.last] for places in (texts.line_starts, texts.line_ends))
        before = int(np.searchsorted(starts, self.position)) - 1
        self.first += before + 1
        if before < 0 or ends[before] <= self.position:
            return None
        return _Line(self.first - 1, self.position, text[self.position : int(ends[before])])

    def _line(self, line: _Line) -> bool:
        """Mark one line; whether all that follows it goes with it."""
        found = mark_line(line.written, self.outlet, foot=line.number >= self.foot)
        if found.follows == "end" and self._in_last_half(line.start) and self._after_prose(line.number):
            self.spans.append(Span(line.start, int(self.texts.line_ends[self.last - 1]), found.spans[0].kind))
            return True
        for start, end, kind in found.spans:
            self.spans.append(Span(start + line.start, end + line.start, kind))
        if found.whole:
            self.marked.add(line.number)
        if found.follows and found.lists:
            self._list(line.number + 1)
        return False

    def _list(self, first: int) -> None:
        """Mark the headlines that follow the label of a list, from line ``first`` on."""
        texts = self.texts
        for number in range(first, self.last):
            written = texts.piece(int(texts.starts[number]), int(texts.ends[number]))
            if not like_headline(written):
                break
            if not mark_line(written, self.outlet, foot=number >= self.foot).whole:
                self.marked.add(number)
                self.spans.append(Span(int(texts.line_starts[number]), int(texts.line_ends[number]), RELATED))

    def _in_last_half(self, begin: int) -> bool:
        length = self.texts.bounds[self.row + 1] - self.texts.bounds[self.row]
        return bool(2 * begin >= length)

    def _after_prose(self, number: int) -> bool:
        """Whether a line of prose was left before line ``number``, the rest of one that began at the head included."""
        first = max(int(self.texts.first[self.row]), self.first - 1)
        starts, ends = (places[first:number] for places in (self.texts.line_starts, self.texts.line_ends))
        long = ends - np.maximum(starts, self.position) >= PROSE_LENGTH
        return not self.marked.issuperset((np.flatnonzero(long) + first).tolist())
