"""Furniture and agency copy in a whole column of texts, without looking at each.

Sieves derived from the rules run over the column; the rules themselves see the lines, heads and ends that a sieve lets
through. ``mark_texts`` finds what ``furniture.mark`` finds in each text, ``may_credit`` which texts
``agency.find_agency`` has to look at.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.agencies.credits import CREDIT_LINES, END, FOOT, HEAD, agencies, in_author, needed, shape
from masthead.sources.eights import HIGH, SPACES, eight, lowest, spaces
from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture.declared import Rule, rules
from masthead.sources.furniture.lines import LINE_TAIL, LONGEST_LINE, RELATED, like_headline, mark_line, shifted
from masthead.sources.furniture.rules import FOOT_LINES, TAIL
from masthead.sources.openings import line_openings, openings, prefixes, widest
from masthead.sources.rows import TEXT, Span
from masthead.sources.sieve import line_sieve, matches, sieve
from masthead.sources.texts import odd_rows, truths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.sources.eights import Words
    from masthead.sources.texts import Integers, Texts, Truths

_LINE_SCOPES = ("line", "end", "list", "caption", "prefix")
_WHOLE = ("line", "end", "list")
_ENDS_OF_LINES = ("line_end", "suffix")
_ENDS_OF_SENTENCES = np.zeros(256, np.bool_)
_ENDS_OF_SENTENCES[list(b".!?\"'")] = True
_CURLY_ENDS = [int.from_bytes(end.encode(), "little") for end in "…”’"]
_BYTES_OF_TAIL = 4 * LINE_TAIL
_SHORT = 100
_LONGEST_SIEVE = 6000
_MOST_FOLDED = 3
"""The most characters that one becomes when its case is folded."""


def mark_texts(texts: Texts, titles: Sequence[str | None], outlets: Sequence[str]) -> dict[int, list[Span]]:
    """The furniture of each text that has any, by row: what ``furniture.mark`` gives for text, title and outlet."""
    lines = _lines(texts, outlets)
    first = texts.first[:-1]
    begins = np.zeros(len(texts.rows) + 1, np.bool_)
    begins[lines] = True
    heads = set(np.flatnonzero(_heads(texts, titles, outlets) | begins[first] & (np.diff(texts.first) > 0)).tolist())
    tails = set(np.flatnonzero(_tails(texts)).tolist())
    whole = set(odd_rows(texts))
    found, listed = _mark_lines(texts, outlets, lines, whole)
    whole |= listed & heads
    for row in heads - whole:
        found[row] = _with_ends(texts, row, titles[row], outlets[row], found.get(row, []), tail=row in tails)
    for row in (tails | listed) - heads - whole:
        found[row] = furniture.merge([*found.get(row, []), *furniture.mark_tail(texts.text(row), 0)])
    for row in whole:
        found[row] = furniture.mark(texts.text(row), title=titles[row], outlet=outlets[row])
    return found


def _mark_lines(
    texts: Texts, outlets: Sequence[str], lines: Integers, whole: set[int]
) -> tuple[dict[int, list[Span]], set[int]]:
    """The furniture among ``lines`` by row, but for rows in ``whole``, and the rows with a list of headlines.

    Rows in which all that follows may go with a line join ``whole``.
    """
    found: dict[int, list[Span]] = defaultdict(list)
    listed: set[int] = set()
    rows = texts.rows[lines]
    foot = lines >= texts.first[1:][rows] - FOOT_LINES
    places = (texts.starts[lines], texts.ends[lines], texts.line_starts[lines])
    columns = (column.tolist() for column in (lines, rows, foot, *places))
    for line, row, in_foot, first, last, start in zip(*columns, strict=True):
        if row not in whole:
            marked = mark_line(texts.piece(first, last), outlets[row], foot=in_foot)
            if marked.follows == "end":
                whole.add(row)
            found[row].extend(shifted(marked.spans, start))
            if marked.lists:
                listed.add(row)
                found[row].extend(_headlines(texts, row, line, outlets[row]))
    return found, listed


def _headlines(texts: Texts, row: int, label: int, outlet: str) -> Iterator[Span]:
    """The headlines that follow the line ``label`` of a text."""
    last = int(texts.first[row + 1])
    for line in range(label + 1, last):
        written = texts.piece(int(texts.starts[line]), int(texts.ends[line]))
        if not like_headline(written):
            break
        if not mark_line(written, outlet, foot=line >= last - FOOT_LINES).whole:
            yield Span(int(texts.line_starts[line]), int(texts.line_ends[line]), RELATED)


def _with_ends(texts: Texts, row: int, title: str | None, outlet: str, spans: list[Span], *, tail: bool) -> list[Span]:
    """The furniture at the ends of a text, and of ``spans``, which are in its lines, what is after its head."""
    text = texts.text(row)
    head, position = furniture.mark_head(text, 0, title, outlet, {span.start for span in spans})
    if head:
        first, last = int(texts.first[row]), int(texts.first[row + 1])
        line = first + bisect_left(texts.line_starts[first:last].tolist(), position) - 1
        inside = line >= first and int(texts.line_ends[line])
        spans = [span for span in spans if span.start >= position]
        if inside > position:
            rest = mark_line(text[position:inside], outlet, foot=line >= last - FOOT_LINES)
            if rest.follows:
                return furniture.mark(text, title=title, outlet=outlet)
            spans.extend(shifted(rest.spans, position))
    return furniture.merge([*head, *spans, *(furniture.mark_tail(text, position) if tail else ())])


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
        differ = ((begins | SPACES) ^ (wanted | SPACES)) & compared & ~(_quotes(begins) | _quotes(wanted))
        found |= (compared > 0) & (other | (differ == 0))
    return found & (np.diff(texts.first) > 0)


def _quotes(words: Words) -> Words:
    """The bytes that are ASCII quotation marks, any of which may stand for any."""
    found = np.zeros(len(words), np.uint64)
    for mark in b"\"'`":
        found |= spaces(words ^ (SPACES ^ np.uint64(int.from_bytes(bytes([mark] * 8), "little"))))
    return (found >> np.uint64(7)) * np.uint64(0xFF)


def _lines(texts: Texts, outlets: Sequence[str]) -> Integers:
    """The lines that a rule for lines may fit."""
    lengths = texts.line_ends - texts.line_starts
    found = np.zeros(len(lengths), np.bool_)
    numbers = line_openings(texts)
    for sifted in _line_sieves():
        tried = lengths <= sifted.longest
        if sifted.openings is not None:
            tried &= sifted.openings[numbers] | (numbers < 0)
        if sifted.needs is not None:
            tried &= truths(matches(texts.column, sifted.needs))[texts.rows]
        _add(found, texts, tried, sifted.sieve)
    _add_open(found, texts)
    foot = (lengths <= LONGEST_LINE) & (np.arange(len(lengths)) >= texts.first[1:][texts.rows] - FOOT_LINES)
    _add(found, texts, foot, _sieve_of("foot"))
    found |= foot & _like_outlet(texts, outlets, lengths)
    return np.flatnonzero(found)


def _add(found: Truths, texts: Texts, tried: Truths, pattern: str) -> None:
    """Add the lines among ``tried`` in which ``pattern`` is found."""
    places = np.flatnonzero(tried & ~found)
    if len(places):
        hit = truths(matches(texts.slices(texts.starts[places], texts.ends[places]), pattern))
        found[places[hit]] = True


def _add_open(found: Truths, texts: Texts) -> None:
    """Add the lines that do not end like a sentence and in whose end a rule for that is found."""
    ends = eight(texts.data, texts.ends - 3) & lowest(np.array(3))
    ended = _ENDS_OF_SENTENCES[texts.data[texts.ends - 1]] | np.isin(ends, _CURLY_ENDS)
    places = np.flatnonzero(~ended & ~found)
    tails = texts.slices(np.maximum(texts.starts, texts.ends - _BYTES_OF_TAIL)[places], texts.ends[places])
    for rule in rules():
        if rule.scope in _ENDS_OF_LINES:
            found[places[truths(matches(tails, sieve(rule.pattern)))]] = True


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


class _Sifted(NamedTuple):
    """The sieve of some rules for lines, and which lines they may fit: those no longer, that open so, in such texts."""

    sieve: str
    longest: int
    openings: Truths | None = None
    needs: str | None = None


@cache
def _line_sieves() -> tuple[_Sifted, ...]:
    """Sieves of rules that are tried on every line, together where they are about as long.

    None is so long that RE2 would have to go through it step by step.
    """
    tried = [rule for rule in rules() if rule.scope in _LINE_SCOPES]
    anything = [rule for rule in tried if "" in prefixes(rule.anchored)]
    apart = [_Sifted(line_sieve([rule.anchored]), _longest(rule), needs=_needs(rule)) for rule in anything]
    others = sorted((rule for rule in tried if rule not in anything), key=_longest)
    sizes = np.cumsum([len(rule.anchored) for rule in others]) // _LONGEST_SIEVE
    groups = [[rule for rule, size in zip(others, sizes, strict=True) if size == group] for group in np.unique(sizes)]
    together = [
        _Sifted(line_sieve(patterns), _longest(group[-1]), openings(patterns))
        for group in groups
        for patterns in [[rule.anchored for rule in group]]
    ]
    return (*together, *apart)


def _needs(rule: Rule) -> str | None:
    """The sieve of what a rule needs, where its own would be tried on many lines."""
    return sieve(rule.needs) if rule.needs is not None and _longest(rule) > _SHORT else None


def _longest(rule: Rule) -> int:
    """The longest line that a rule may fit."""
    return min(widest(rule.anchored), LONGEST_LINE) if rule.scope in _WHOLE else sys.maxsize


@cache
def _sieve_of(scope: str) -> str:
    return line_sieve(rule.anchored for rule in rules() if rule.scope == scope)


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
