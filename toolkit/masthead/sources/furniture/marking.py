"""Furniture and agency copy in a whole column of texts, without looking at each.

Sieves derived from the rules run over the column; the rules themselves see the lines, heads and ends that a sieve lets
through. ``mark_texts`` finds what ``furniture.mark`` finds in each text, ``may_credit`` which texts
``agency.find_agency`` has to look at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.agencies.credits import CREDIT_LINES, END, FOOT, HEAD, agencies, in_author, needed, shape
from masthead.sources.eights import HIGH, SPACES, eight, lowest
from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture.rules import FOOT_LINES, LONGEST_LINE, PROSE_LENGTH, TAIL, Rule, rules
from masthead.sources.rows import TEXT, Span
from masthead.sources.sieve import line_sieve, matches, sieve
from masthead.sources.texts import odd_rows, truths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.texts import Integers, Texts, Truths

_LINE_SCOPES = ("line", "end", "prefix")
_NONE = (None, False)
_CLOSING = ord(")")
_MOST_FOLDED = 3
"""The most characters that one becomes when its case is folded."""


def mark_texts(texts: Texts, titles: Sequence[str | None], outlets: Sequence[str]) -> dict[int, list[Span]]:
    """The furniture of each text that has any, by row: what ``furniture.mark`` gives for text, title and outlet."""
    heads = set(np.flatnonzero(_heads(texts, titles, outlets)).tolist())
    tails = set(np.flatnonzero(_tails(texts)).tolist())
    odd = odd_rows(texts)
    lines = _lines(texts, outlets)
    found, harder = _mark_lines(texts, outlets, lines, {*heads, *tails, *odd})
    for row in sorted({*heads, *tails, *harder}.difference(odd)):
        own = lines[np.searchsorted(lines, texts.first[row]) : np.searchsorted(lines, texts.first[row + 1])]
        article = _Article(texts, row, titles[row], outlets[row])
        found[row] = article.mark(own.tolist(), head=row in heads, tail=row in tails)
    for row in odd:
        found[row] = furniture.mark(texts.text(row), title=titles[row], outlet=outlets[row])
    return found


def _mark_lines(
    texts: Texts, outlets: Sequence[str], lines: Integers, others: set[int]
) -> tuple[dict[int, list[Span]], set[int]]:
    """The furniture among ``lines`` by row, but for rows in ``others``, and rows where a line may take all after it."""
    found: dict[int, list[Span]] = defaultdict(list)
    harder: set[int] = set()
    rows = texts.rows[lines]
    foot = lines >= texts.first[1:][rows] - FOOT_LINES
    places = (texts.starts[lines], texts.ends[lines], texts.line_starts[lines], texts.line_ends[lines])
    columns = (column.tolist() for column in (rows, foot, *places))
    for row, in_foot, first, last, start, end in zip(*columns, strict=True):
        if row in others:
            continue
        written = texts.piece(first, last)
        kind, to_end = (
            furniture.line_kind(written, outlets[row], foot=in_foot) if end - start <= LONGEST_LINE else _NONE
        )
        if to_end:
            harder.add(row)
        elif kind is not None:
            found[row].append(Span(start, end, kind))
        else:
            prefix = furniture.mark_prefix(written, 0, end - start)
            found[row].extend(Span(start + span.start, start + span.end, span.kind) for span in prefix)
    return found, harder


class _Article:
    """One text with what a sieve let through of it."""

    def __init__(self, texts: Texts, row: int, title: str | None, outlet: str) -> None:
        self.texts, self.row, self.title, self.outlet = texts, row, title, outlet
        self.first, self.last = int(texts.first[row]), int(texts.first[row + 1])
        self.foot = self.last - FOOT_LINES
        self.spans: list[Span] = []
        self.marked: set[int] = set()
        self.position = 0

    def mark(self, lines: list[int], *, head: bool, tail: bool) -> list[Span]:
        """The furniture, ``lines`` being those to look at; nothing is at the head or tail unless it is said so."""
        position, part = self._head() if head else (0, None)
        ended = part is not None and self._line(part, position)
        for line in lines:
            if ended:
                break
            if line >= self.first and line != part:
                ended = self._line(line)
        if tail and not ended:
            self.spans.extend(furniture.mark_tail(self.texts.text(self.row), position))
        return furniture.merge(self.spans) if len(self.spans) > 1 else self.spans

    def _head(self) -> tuple[int, int | None]:
        """Mark the head; where the rest begins, and the line it is within if it is not at the beginning of one."""
        text = self.texts.text(self.row)
        self.spans, position = furniture.mark_head(text, 0, self.title, self.outlet)
        self.position = position
        if not self.spans:
            return position, None
        before = self.first + bisect_left(self.texts.line_starts[self.first : self.last].tolist(), position) - 1
        inside = before >= self.first and self.texts.line_ends[before] > position
        self.first = before if inside else before + 1
        return position, (before if inside else None)

    def _line(self, line: int, begin: int | None = None) -> bool:
        """Mark one line, from ``begin`` on; whether all that follows it goes with it."""
        texts = self.texts
        start, end = int(texts.line_starts[line]), int(texts.line_ends[line])
        written = texts.piece(int(texts.starts[line]), int(texts.ends[line]))
        if begin is not None:
            written, start = written[begin - start :], begin
        if end - start <= LONGEST_LINE:
            kind, to_end = furniture.line_kind(written, self.outlet, foot=line >= self.foot)
            if to_end and self._in_last_half(start) and self._after_prose(line):
                self.spans.append(Span(start, int(texts.line_ends[self.last - 1]), kind or ""))
                return True
            if kind is not None:
                self.marked.add(line)
                self.spans.append(Span(start, end, kind))
                return False
        for span in furniture.mark_prefix(written, 0, len(written)):
            self.spans.append(Span(start + span.start, start + span.end, span.kind))
        return False

    def _in_last_half(self, begin: int) -> bool:
        length = self.texts.bounds[self.row + 1] - self.texts.bounds[self.row]
        return bool(2 * begin >= length)

    def _after_prose(self, line: int) -> bool:
        starts, ends = (places[self.first : line] for places in (self.texts.line_starts, self.texts.line_ends))
        long = ends - np.maximum(starts, self.position) >= PROSE_LENGTH
        return not self.marked.issuperset((np.flatnonzero(long) + self.first).tolist())


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


def _lines(texts: Texts, outlets: Sequence[str]) -> Integers:
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
    return np.flatnonzero(found)


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


def may_credit(texts: Texts, authors: Sequence[str | None]) -> Truths:
    """Which texts may credit an agency; the others do not, whatever their outlet."""
    found = np.array([author is not None and in_author(author) for author in authors], np.bool_)
    found[odd_rows(texts)] = True
    found |= _in_head(texts)
    found |= _in_foot(texts)
    return found


def _in_head(texts: Texts) -> Truths:
    cut = texts.places(np.minimum(texts.bounds[:-1] + HEAD, texts.bounds[1:]))[texts.rows]
    lines = np.flatnonzero(texts.starts < cut)
    return _rows_with(texts, lines, texts.starts[lines], np.minimum(texts.ends, cut)[lines], _head_sieves())


def _in_foot(texts: Texts) -> Truths:
    cut = texts.places(np.maximum(texts.bounds[1:] - FOOT, texts.bounds[:-1]))[texts.rows]
    last = np.arange(len(texts.rows)) >= texts.first[1:][texts.rows] - CREDIT_LINES
    lines = np.flatnonzero(last & (texts.ends > cut))
    found = _rows_with(texts, lines, np.maximum(texts.starts, cut)[lines], texts.ends[lines], _foot_sieves())
    ends = texts.slices(texts.places(np.maximum(texts.bounds[1:] - END, texts.bounds[:-1])), texts.offsets[1:])
    return found | truths(matches(ends, sieve(shape("signed"))))


def _rows_with(texts: Texts, lines: Integers, starts: Integers, ends: Integers, sieves: tuple[str, ...]) -> Truths:
    """Texts of whose ``lines``, cut to ``starts`` and ``ends``, one passes one of the sieves."""
    found = np.zeros(len(texts), np.bool_)
    pieces = texts.slices(starts, ends)
    for pattern in sieves:
        found[texts.rows[lines[truths(matches(pieces, pattern))]]] = True
    return found


@cache
def _head_sieves() -> tuple[str, ...]:
    openings = (re.escape(opening) for agency in agencies() for opening in agency.opening)
    anchored = line_sieve([shape("datelines"), rf"(?:{shape('bylines')})\Z", shape("leads")])
    return anchored, sieve(needed("run_on")), *map(sieve, openings)


@cache
def _foot_sieves() -> tuple[str, ...]:
    anchored = line_sieve([rf"(?:{shape('foot')})\Z", shape("openings")])
    return anchored, *(sieve(needed(name)) for name in ("request", "contact", "desk"))
