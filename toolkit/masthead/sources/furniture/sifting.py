"""Which heads, lines and tails of a column a rule may fit, told by sieves that run over all of them at once.

What opens otherwise than any rule does is passed over first. A rule that may begin with anything says what it
``needs``, or it is tried on every line.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.eights import HIGH, SPACES, eight, lowest, spaces
from masthead.sources.furniture.declared import Rule, rules
from masthead.sources.furniture.lines import LINE_TAIL, LONGEST_LINE
from masthead.sources.furniture.rules import FOOT_LINES, TAIL
from masthead.sources.openings import line_openings, openings, prefixes, widest
from masthead.sources.rows import TEXT
from masthead.sources.sieve import line_sieve, matches, sieve
from masthead.sources.texts import truths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.eights import Words
    from masthead.sources.texts import Integers, Texts, Truths

_LINE_SCOPES = ("line", "end", "list", "caption", "prefix")
_WHOLE = ("line", "end", "list")
_ENDS_OF_LINES = ("line_end", "suffix")
_ENDS_OF_SENTENCES = np.zeros(256, np.bool_)
_ENDS_OF_SENTENCES[list(b".!?\"'")] = True
_CURLY_ENDS = [int.from_bytes(end.encode(), "little") for end in "…”’"]
_SIGNS = ("/", ":")
_BYTES_OF_TAIL = 4 * LINE_TAIL
_SHORT = 100
_LONGEST_SIEVE = 6000
_MOST_FOLDED = 3
"""The most characters that one becomes when its case is folded."""


class Heads(NamedTuple):
    """Texts that a rule for heads may fit, and those that may begin with their title or their outlet's name."""

    ruled: Truths
    named: Truths


def heads(texts: Texts, titles: Sequence[str | None], outlets: Sequence[str]) -> Heads:
    """Texts that may begin with furniture."""
    named = np.zeros(len(texts), np.bool_)
    begins = eight(texts.data, np.append(texts.starts, 0)[texts.first[:-1]])
    for names in (titles, outlets):
        column = pc.utf8_trim_whitespace(pa.array(names, TEXT).fill_null(""))
        offsets = np.frombuffer(column.buffers()[1], np.int64, len(column) + 1, column.offset * 8)
        data = column.buffers()[2]
        wanted = eight(np.frombuffer(data or b"", np.uint8), offsets[:-1])
        compared = lowest(np.diff(offsets))
        other = ((begins | wanted) & compared & HIGH) != 0
        differ = ((begins | SPACES) ^ (wanted | SPACES)) & compared & ~(_quotes(begins) | _quotes(wanted))
        named |= (compared > 0) & (other | (differ == 0))
    written = np.diff(texts.first) > 0
    return Heads(truths(matches(texts.column, _sieve_of("head"))) & written, named & written)


def _quotes(words: Words) -> Words:
    """The bytes that are ASCII quotation marks, any of which may stand for any."""
    found = np.zeros(len(words), np.uint64)
    for mark in b"\"'`":
        found |= spaces(words ^ (SPACES ^ np.uint64(int.from_bytes(bytes([mark] * 8), "little"))))
    return (found >> np.uint64(7)) * np.uint64(0xFF)


def lines(columns: Sequence[tuple[Texts, Sequence[str]]]) -> list[Truths]:
    """Of each column of texts with their outlets the lines that a rule for lines may fit.

    RE2 has to be told its patterns again each time, which takes as long as some megabytes of text: several columns
    are looked at together.
    """
    tables = [_Lines(texts, outlets) for texts, outlets in columns]
    for sifted in _line_sieves():
        _add(tables, [table.tried(sifted) for table in tables], sifted.sieve)
    _add_open(tables)
    _add(tables, [table.foot for table in tables], _sieve_of("foot"))
    return [table.found | (table.foot & _like_outlet(table)) for table in tables]


class _Lines:
    """The lines of a column: how long they are, how they open, which are at a foot and which were found."""

    def __init__(self, texts: Texts, outlets: Sequence[str]) -> None:
        self.texts, self.outlets = texts, outlets
        self.lengths = texts.line_ends - texts.line_starts
        self.openings = line_openings(texts)
        self.found = np.zeros(len(self.lengths), np.bool_)
        at_foot = np.arange(len(self.lengths)) >= texts.first[1:][texts.rows] - FOOT_LINES
        self.foot: Truths = (self.lengths <= LONGEST_LINE) & at_foot

    def tried(self, sifted: _Sifted) -> Truths:
        """The lines that the rules of a sieve may fit by their length and letters, in texts with what these need."""
        tried: Truths = self.lengths <= sifted.longest
        if sifted.openings is not None:
            tried &= sifted.openings[self.openings] | (self.openings < 0)
        if sifted.needs is not None:
            tried &= truths(matches(self.texts.column, sifted.needs))[self.texts.rows]
        return tried

    def open_ended(self) -> Integers:
        """The lines not found yet that do not end like a sentence."""
        data, ends = self.texts.data, self.texts.ends
        last = eight(data, ends - 3) & lowest(np.array(3))
        return np.flatnonzero(~(_ENDS_OF_SENTENCES[data[ends - 1]] | np.isin(last, _CURLY_ENDS) | self.found))


def _add(tables: Sequence[_Lines], tried: Sequence[Truths], pattern: str) -> None:
    """Add the lines among ``tried`` in which ``pattern`` is found."""
    places = [np.flatnonzero(wanted & ~table.found) for table, wanted in zip(tables, tried, strict=True)]
    pieces = [
        table.texts.slices(table.texts.starts[at], table.texts.ends[at])
        for table, at in zip(tables, places, strict=True)
    ]
    if not any(map(len, pieces)):
        return
    hits = truths(matches(pa.concat_arrays(pieces), pattern))
    for table, at, hit in zip(tables, places, _parted(hits, places), strict=True):
        table.found[at[hit]] = True


def _add_open(tables: Sequence[_Lines]) -> None:
    """Add the lines that do not end like a sentence and in whose end a rule for that is found."""
    places = [table.open_ended() for table in tables]
    tails = pa.concat_arrays([_tails_of(table.texts, at) for table, at in zip(tables, places, strict=True)])
    found = np.zeros(len(tails), np.bool_)
    for rule in rules():
        if rule.scope in _ENDS_OF_LINES:
            # What a rule needs is looked for first where that is one sign, which Arrow finds at once.
            tried = truths(matches(tails, sieve(rule.needs))) if rule.needs in _SIGNS else np.ones(len(tails), np.bool_)
            hit = truths(matches(tails.filter(pa.array(tried)), sieve(rule.pattern)))
            found[np.flatnonzero(tried)[hit]] = True
    for table, at, hit in zip(tables, places, _parted(found, places), strict=True):
        table.found[at[hit]] = True


def _tails_of(texts: Texts, lines: Integers) -> pa.Array:
    """The last letters of some lines."""
    return texts.slices(np.maximum(texts.starts, texts.ends - _BYTES_OF_TAIL)[lines], texts.ends[lines])


def _parted(found: Truths, places: Sequence[Integers]) -> list[Truths]:
    """What was found in the lines at ``places``, table by table."""
    return np.split(found, np.cumsum([len(at) for at in places])[:-1])


def _like_outlet(table: _Lines) -> Truths:
    """Lines that may be their outlet's name: as long and with the same first letter, or not in ASCII and about so."""
    texts, outlets, lengths = table.texts, table.outlets, table.lengths
    sizes = np.array([len(outlet) for outlet in outlets], np.int64)[texts.rows]
    initials = np.array([ord(outlet[0]) if outlet.isascii() and outlet else 0 for outlet in outlets])[texts.rows]
    other = (initials == 0) | (lengths != texts.ends - texts.starts)
    about: Truths = (lengths <= _MOST_FOLDED * sizes) & (sizes <= _MOST_FOLDED * lengths)
    same = (sizes == lengths) & ((texts.data[texts.starts] | 0x20) == (initials | 0x20))
    return np.where(other, about, same)


def tails(texts: Texts) -> Truths:
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
    anything = [rule for rule in tried if "" in prefixes(rule.named)]
    apart = [_Sifted(line_sieve([rule.anchored]), _longest(rule), needs=_needs(rule)) for rule in anything]
    others = sorted((rule for rule in tried if rule not in anything), key=_longest)
    sizes = np.cumsum([len(rule.anchored) for rule in others]) // _LONGEST_SIEVE
    groups = [[rule for rule, size in zip(others, sizes, strict=True) if size == group] for group in np.unique(sizes)]
    together = [
        _Sifted(
            line_sieve(rule.anchored for rule in group), _longest(group[-1]), openings(rule.named for rule in group)
        )
        for group in groups
    ]
    return (*together, *apart)


def _needs(rule: Rule) -> str | None:
    """The sieve of what a rule needs, where its own would be tried on many lines."""
    return sieve(rule.needs) if rule.needs is not None and _longest(rule) > _SHORT else None


def _longest(rule: Rule) -> int:
    """The longest line that a rule may fit."""
    return min(widest(rule.named), LONGEST_LINE) if rule.scope in _WHOLE else sys.maxsize


@cache
def _sieve_of(scope: str) -> str:
    return line_sieve(rule.anchored for rule in rules() if rule.scope == scope)
