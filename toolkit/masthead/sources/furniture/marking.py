"""Furniture marked in a column of texts, one text being a column of one.

Sieves derived from the rules run over the whole column; the rules themselves see only the lines, heads and ends that a
sieve lets through. A new rule is an entry in ``rules.toml`` and needs nothing here: its sieve comes with it. One that
may begin with anything should say what it ``needs`` or how long its lines are, or it is tried on every line.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.eights import HIGH, SPACES, eight, lowest
from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture.rules import FOOT_LINES, LONGEST_LINE, PROSE_LENGTH, TAIL, Rule, rules
from masthead.sources.rows import TEXT, Span
from masthead.sources.sieve import line_sieve, matches, sieve
from masthead.sources.texts import odd_rows, truths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.sources.texts import Integers, Texts, Truths

_LINE_SCOPES = ("line", "end", "prefix")
_CLOSING = ord(")")
_MOST_FOLDED = 3
"""The most characters that one becomes when its case is folded."""


def mark_texts(
    texts: Texts, titles: Sequence[str | None], outlets: Sequence[str], begins: Mapping[int, int] | None = None
) -> dict[int, list[Span]]:
    """The furniture of each text that has any, by row: disjoint spans in order, offsets in characters.

    ``titles`` are the headlines, marked where their text begins with them, and ``outlets`` the names whose own line or
    lead-in ("Harrow Post: ") is marked. A text with an entry in ``begins`` is marked from that character on. What
    recurs over an outlet's articles is another step's work.
    """
    begins = begins or {}
    whole = np.zeros(len(texts), np.bool_)
    whole[[*odd_rows(texts), *begins]] = True
    heads, tails = _heads(texts, titles, outlets) | whole, _tails(texts) | whole
    lines = np.flatnonzero(_lines(texts, outlets) | whole[texts.rows])
    tried = [
        _Line(*places)
        for places in zip(
            lines.tolist(),
            *(column[lines].tolist() for column in (texts.line_starts, texts.line_ends, texts.starts, texts.ends)),
            strict=True,
        )
    ]
    places = np.searchsorted(lines, texts.first)
    rows = np.flatnonzero(heads | tails | (np.diff(places) > 0))
    columns = (rows, heads[rows], tails[rows], places[rows], places[rows + 1])
    found = {}
    for row, head, tail, first, last in zip(*(column.tolist() for column in columns), strict=True):
        article = _Article(texts, row, titles[row], outlets[row], begins.get(row, 0))
        if spans := article.mark(tried[first:last], head=head, tail=tail):
            found[row] = spans
    return found


class _Line(NamedTuple):
    """A line to look at: its number, where it is in characters of its text, and in bytes of the column."""

    number: int
    start: int
    end: int
    first: int
    last: int


class _Article:
    """One text, and what of it is marked."""

    def __init__(self, texts: Texts, row: int, title: str | None, outlet: str, begin: int) -> None:
        self.texts, self.row, self.title, self.outlet = texts, row, title, outlet
        self.first, self.last = int(texts.first[row]), int(texts.first[row + 1])
        self.foot = self.last - FOOT_LINES
        self.spans: list[Span] = []
        self.marked: set[int] = set()
        self.position = begin

    def mark(self, lines: Sequence[_Line], *, head: bool, tail: bool) -> list[Span]:
        """The furniture, ``lines`` being those to look at; nothing is at the head or tail unless it is said so."""
        part = self._head() if head else None
        ended = part is not None and self._line(part)
        for line in lines:
            if ended:
                break
            ended = line.number >= self.first and self._line(line)
        if tail and not ended:
            self.spans.extend(furniture.mark_tail(self.texts.text(self.row), self.position))
        return furniture.merge(self.spans) if len(self.spans) > 1 else self.spans

    def _head(self) -> _Line | None:
        """Mark the head; what is left of the line that the rest begins in the middle of, if it does."""
        texts = self.texts
        text = texts.text(self.row)
        self.spans, self.position = furniture.mark_head(text, self.position, self.title, self.outlet)
        starts, ends = (places[self.first : self.last] for places in (texts.line_starts, texts.line_ends))
        before = int(np.searchsorted(starts, self.position)) - 1
        self.first += before + 1
        if before < 0 or ends[before] <= self.position:
            return None
        last = int(texts.ends[self.first - 1])
        first = last - len(text[self.position : int(ends[before])].encode())
        return _Line(self.first - 1, self.position, int(ends[before]), first, last)

    def _line(self, line: _Line) -> bool:
        """Mark one line; whether all that follows it goes with it."""
        written = self.texts.piece(line.first, line.last)
        if line.end - line.start <= LONGEST_LINE:
            kind, to_end = furniture.line_kind(written, self.outlet, foot=line.number >= self.foot)
            if to_end and self._in_last_half(line.start) and self._after_prose(line.number):
                self.spans.append(Span(line.start, int(self.texts.line_ends[self.last - 1]), kind or ""))
                return True
            if kind is not None:
                self.marked.add(line.number)
                self.spans.append(Span(line.start, line.end, kind))
                return False
        prefix = furniture.prefix(written)
        if prefix is not None:
            self.spans.append(Span(line.start, line.start + prefix.end, prefix.kind))
        return False

    def _in_last_half(self, begin: int) -> bool:
        length = self.texts.bounds[self.row + 1] - self.texts.bounds[self.row]
        return bool(2 * begin >= length)

    def _after_prose(self, number: int) -> bool:
        """Whether a line of prose was left before line ``number``, the rest of one that began at the head included."""
        first = max(int(self.texts.first[self.row]), self.first - 1)
        starts, ends = (places[first:number] for places in (self.texts.line_starts, self.texts.line_ends))
        long = ends - np.maximum(starts, self.position) >= PROSE_LENGTH
        return not self.marked.issuperset((np.flatnonzero(long) + first).tolist())


def _heads(texts: Texts, titles: Sequence[str | None], outlets: Sequence[str]) -> Truths:
    """Texts that may begin with furniture, their title or their outlet's name."""
    found = truths(matches(texts.column, _sieve_of("head")))
    begins = eight(texts.data, np.append(texts.starts, 0)[texts.first[:-1]])
    for names in (titles, outlets):
        column = pc.utf8_trim_whitespace(pa.array(names, TEXT).fill_null(""))
        offsets = np.frombuffer(column.buffers()[1], np.int64, len(column) + 1, column.offset * 8)
        data = column.buffers()[2]
        wanted = eight(np.frombuffer(data or b"", np.uint8), offsets[:-1])
        compared = lowest(np.diff(offsets))
        other = ((begins | wanted) & compared & HIGH) != 0
        differ = ((begins | SPACES) ^ (wanted | SPACES)) & compared
        found |= (compared > 0) & (other | (differ == 0))
    return found & (np.diff(texts.first) > 0)


def _lines(texts: Texts, outlets: Sequence[str]) -> Truths:
    """The lines that a rule for lines may fit."""
    lengths = texts.line_ends - texts.line_starts
    short = lengths <= LONGEST_LINE
    found = truths(matches(texts.lines, _sieve_of(*_LINE_SCOPES)))
    for rule in rules():
        if rule.needs is not None:
            holding = truths(matches(texts.column, sieve(rule.needs)))[texts.rows]
            _add(found, texts, holding if rule.scope == "prefix" else holding & short, line_sieve([rule.anchored]))
        elif rule.longest is not None:
            _add(found, texts, lengths <= rule.longest, line_sieve([rule.anchored]))
    closing = short & (texts.data[texts.ends - 1] == _CLOSING)
    _add(found, texts, closing, "|".join(sieve(rule.pattern) for rule in rules() if rule.scope == "line_end"))
    foot = short & (np.arange(len(lengths)) >= texts.first[1:][texts.rows] - FOOT_LINES)
    _add(found, texts, foot, _sieve_of("foot"))
    found |= foot & _like_outlet(texts, outlets, lengths)
    return found


def _add(found: Truths, texts: Texts, tried: Truths, pattern: str) -> None:
    """Add the lines among ``tried`` in which ``pattern`` is found."""
    places = np.flatnonzero(tried & ~found)
    if len(places):
        hit = truths(matches(texts.slices(texts.starts[places], texts.ends[places]), pattern))
        found[places[hit]] = True


def _like_outlet(texts: Texts, outlets: Sequence[str], lengths: Integers) -> Truths:
    """Lines that may be their outlet's name: as long and with the same first letter, or not in ASCII and about so."""
    sizes = np.array([len(outlet) for outlet in outlets], np.int64)[texts.rows]
    initials = np.array([ord(outlet[0]) if outlet.isascii() and outlet else 0 for outlet in outlets])[texts.rows]
    other = (initials == 0) | (lengths != texts.ends - texts.starts)
    about: Truths = (lengths <= _MOST_FOLDED * sizes) & (sizes <= _MOST_FOLDED * lengths)
    same = (sizes == lengths) & ((texts.data[texts.starts] | 0x20) == (initials | 0x20))
    return np.where(other, about, same)


def _tails(texts: Texts) -> Truths:
    """Texts that may end with furniture."""
    starts = texts.places(np.maximum(texts.bounds[1:] - TAIL, texts.bounds[:-1]))
    pattern = "|".join(sieve(rule.pattern) for rule in rules() if rule.scope == "tail")
    return truths(matches(texts.slices(starts, texts.offsets[1:]), pattern))


@cache
def _sieve_of(*scopes: str) -> str:
    return line_sieve(rule.anchored for rule in rules() if _at_once(rule, scopes))


def _at_once(rule: Rule, scopes: Sequence[str]) -> bool:
    return rule.scope in scopes and rule.needs is None and rule.longest is None
