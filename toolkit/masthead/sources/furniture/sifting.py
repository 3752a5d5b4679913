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


def lines(texts: Texts, outlets: Sequence[str]) -> Truths:
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
    return found


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
            # What a rule needs is looked for first where that is one sign, which Arrow finds at once.
            tried = (
                truths(matches(tails, sieve(rule.needs))) if rule.needs in _SIGNS else np.ones(len(places), np.bool_)
            )
            hit = truths(matches(tails.filter(pa.array(tried)), sieve(rule.pattern)))
            found[places[tried][hit]] = True


def _like_outlet(texts: Texts, outlets: Sequence[str], lengths: Integers) -> Truths:
    """Lines that may be their outlet's name: as long and with the same first letter, or not in ASCII and about so."""
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
