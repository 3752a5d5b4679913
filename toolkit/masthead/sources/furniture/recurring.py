"""Furniture that only shows over many articles: lines that recur verbatim in one outlet.

A line counts as recurring in an outlet when enough of its *different* texts hold it:

- small outlets (under 25 texts): at least 3 texts and 20 % of them;
- larger ones: at least 5 texts and 5 % of them, or 2 % where four in five of its occurrences are among the
  first three or last five lines of their text, the places where a page puts its furniture;
- a line that reads like reporting (12 words or more, a full stop, nothing addressed to the reader) must be
  in half of the texts: background paragraphs are repeated too, and they are the outlet's own words.

Lines of fewer than 3 or more than 60 words and lines that open with a quotation mark are never learned.
Runs of digits count as equal.

A corpus comes in batches and is learned from in bounded memory. How often each line of an outlet was seen, at most, is
counted in a sieve of fixed size whatever the corpus. Lines that are equal once runs of digits are folded share a
counter. Their key is made of their first and last letters up to the first digit, so that it can be had for all lines at
once; lines that only look alike share one too.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from masthead.sources.eights import after_last, before_first, digits_or_others, eight, lowest, mixed, spaces
from masthead.sources.rows import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.sources.eights import Words
    from masthead.sources.texts import Integers, Texts, Truths

KIND = "recurring"
FEWEST_WORDS, MOST_WORDS = 3, 60
SMALL_OUTLET = 25
LONGEST = 600
HEAD_LINES, FOOT_LINES = 3, 5
_FEWEST_TEXTS = 3
_PROSE_WORDS = 12
_DIGITS = re.compile(r"\d+")
QUOTES = tuple("\"'“‘«„`")
_TO_THE_READER = re.compile(
    r"\b(?:our|us|your|you|subscribe|sign up|newsletter|click|follow|copyright|rights reserved|contributed"
    r"|columnist|correspondent|editors?|author|reporter|views expressed|opinions expressed|donate|support"
    r"|twitter|facebook|e-?mail|updated|website|podcast|published|this (?:article|report|story|piece|post))\b"
    r"|@|https?:|www\.",
    re.IGNORECASE,
)
_BITS = 24
_LAST_BITS = np.uint64(64 - _BITS)
_MOST = np.iinfo(np.uint16).max
_SHORT = 24


def recurring_of(total: Counter[str], at_edge: Counter[str], n: int) -> frozenset[str]:
    """The lines that recur among ``n`` texts, ``total`` saying how many hold each, ``at_edge`` how many at an edge."""
    found = (line for line, count in total.items() if count >= _needed(line, n, edge=at_edge[line] >= 0.8 * count))
    return frozenset(found)


def fewest_texts(n: int) -> int:
    """In how many texts of an outlet that has ``n`` or more a line must be at the least, whatever it says."""
    return _needed("", max(n, _FEWEST_TEXTS), edge=True)


def _needed(line: str, n: int, *, edge: bool) -> int:
    if n < SMALL_OUTLET:
        least, share = 3, 0.20
    else:
        least, share = 5, 0.02 if edge else 0.05
    if _reads_like_reporting(line):
        share = 0.5
    return max(least, math.ceil(share * n))


def _reads_like_reporting(line: str) -> bool:
    prose = len(line.split()) >= _PROSE_WORDS and line.rstrip("\"'”’)").endswith((".", "!", "?"))
    return prose and _TO_THE_READER.search(line) is None


@lru_cache(maxsize=10_000)
def folded(line: str) -> str | None:
    """The line, not longer than ``LONGEST``, if it may be learned, digits folded."""
    if not FEWEST_WORDS <= line.count(" ") + 1 <= MOST_WORDS or line.startswith(QUOTES):
        return None
    return _DIGITS.sub("0", line)


class LineKeys(NamedTuple):
    """Lines of a batch that may be learned, and the counter of each."""

    lines: Integers
    keys: NDArray[np.uint32]


class Candidate(NamedTuple):
    """A line that may recur: the row of its text, its number, and what it reads like with its digits folded."""

    row: int
    line: int
    folded: str


class Learning:
    """Learns from the batches of a corpus, in bounded memory, and in this order.

    ``count`` the lines of all batches, ``expect`` all, then find the ``candidates`` of each and ``learn`` from them.
    Texts that are not learned from may be counted too, but not expected.
    """

    def __init__(self) -> None:
        self._counts = np.zeros(1 << _BITS, np.uint16)
        self._expected: Counter[str] = Counter()
        self._texts: Counter[str] = Counter()
        self._total: dict[str, Counter[str]] = defaultdict(Counter)
        self._at_edge: dict[str, Counter[str]] = defaultdict(Counter)

    @staticmethod
    def keys(texts: Texts, outlets: Sequence[str]) -> LineKeys:
        """The counters of the lines of a batch; ``outlets`` has the outlet of each text."""
        # Of outlets that share a number, lines that look alike share a counter.
        numbers = np.array([crc32(outlet.encode()) for outlet in outlets], np.int64)
        lines = np.flatnonzero(texts.line_ends - texts.line_starts <= LONGEST)
        lines = lines[~never_learned(texts, lines)]
        return LineKeys(lines, line_keys(texts, numbers, lines))

    def count(self, counted: LineKeys) -> None:
        """Count the lines of a batch; ``_MOST`` stands for more."""
        keys = np.sort(counted.keys)
        firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        found, times = keys[firsts], np.diff(firsts, append=len(keys))
        self._counts[found] = np.minimum(self._counts[found] + times, _MOST)

    def expect(self, outlets: Sequence[str], learned_from: Truths) -> None:
        """Take note of texts that will surely be learned from."""
        self._expected.update(compress(outlets, learned_from.tolist()))

    def candidates(self, texts: Texts, outlets: Sequence[str], counted: LineKeys) -> list[Candidate]:
        """The lines of a batch that enough texts of their outlet may hold."""
        fewest = {outlet: fewest_texts(self._expected[outlet]) for outlet in set(outlets)}
        least = np.array([fewest[outlet] for outlet in outlets], np.int64)
        lines = counted.lines[self._counts[counted.keys] >= least[texts.rows[counted.lines]]]
        columns = (column[lines].tolist() for column in (texts.rows, texts.starts, texts.ends))
        found = []
        for line, row, start, end in zip(lines.tolist(), *columns, strict=True):
            written = folded(texts.piece(start, end))
            if written is not None:
                found.append(Candidate(row, line, written))
        return found

    def learn(
        self, texts: Texts, outlets: Sequence[str], candidates: Sequence[Candidate], learned_from: Truths
    ) -> None:
        """Learn from the texts of a batch that are to be learned from: of those that occur twice only the first."""
        self._texts.update(compress(outlets, learned_from.tolist()))
        total, at_edge = set(), set()
        first, last = (texts.first[:-1] + HEAD_LINES).tolist(), (texts.first[1:] - FOOT_LINES).tolist()
        wanted = learned_from.tolist()
        for row, line, written in candidates:
            if wanted[row]:
                total.add((row, written))
                if line < first[row] or line >= last[row]:
                    at_edge.add((row, written))
        for pairs, counters in ((total, self._total), (at_edge, self._at_edge)):
            for row, written in pairs:
                counters[outlets[row]][written] += 1

    def recurring(self) -> dict[str, frozenset[str]]:
        """The recurring lines of each outlet that has any, digits folded, of the texts learned from."""
        lines = {
            outlet: recurring_of(total, self._at_edge[outlet], self._texts[outlet])
            for outlet, total in self._total.items()
        }
        return {outlet: found for outlet, found in lines.items() if found}


def mark_recurring(
    texts: Texts, outlets: Sequence[str], candidates: Sequence[Candidate], known: Mapping[str, frozenset[str]]
) -> dict[int, list[Span]]:
    """The recurring lines of each text that has any, by row: ``known`` are the lines by outlet."""
    none: frozenset[str] = frozenset()
    found = [(row, line) for row, line, written in candidates if written in known.get(outlets[row], none)]
    rows, lines = np.array(found, np.int64).reshape(-1, 2).T
    spans: dict[int, list[Span]] = defaultdict(list)
    columns = (rows, texts.line_starts[lines], texts.line_ends[lines])
    for row, start, end in zip(*(column.tolist() for column in columns), strict=True):
        spans[row].append(Span(start, end, KIND))
    return spans


def line_keys(texts: Texts, outlets: Integers, lines: Integers) -> NDArray[np.uint32]:
    """The counter of each of ``lines``, numbers of the texts' table of lines; ``outlets`` numbers that of each text."""
    starts, ends = texts.starts[lines], texts.ends[lines]
    lengths = ends - starts
    first = eight(texts.data, starts) & lowest(lengths)
    marks = digits_or_others(first)
    second = eight(texts.data, starts + 8) & lowest(np.where(marks == 0, lengths - 8, 0))
    second = before_first(second, digits_or_others(second))
    last = eight(texts.data, ends - 8) & ~lowest(8 - lengths)
    last = after_last(last, digits_or_others(last))
    numbers = outlets[texts.rows[lines]].astype(np.uint64)
    key = mixed([before_first(first, marks), second, last, numbers])
    return (key >> _LAST_BITS).astype(np.uint32)


def text_keys(texts: Texts) -> Words:
    """A number for each text that is the same for equal texts, and seldom for others."""
    starts, ends = texts.offsets[:-1], texts.offsets[1:]
    places = (starts, (starts + ends) // 2, np.maximum(ends - 8, starts))
    words = [eight(texts.data, at) & lowest(ends - at) for at in places]
    return mixed([*words, (ends - starts).astype(np.uint64)])


def never_learned(texts: Texts, lines: Integers) -> Truths:
    """Which of ``lines`` surely do not recur: they open with a quotation mark, or are short and of too few words."""
    starts, lengths = texts.starts[lines], texts.ends[lines] - texts.starts[lines]
    first = eight(texts.data, starts)
    found = np.zeros(len(lines), np.bool_)
    for mark in (quote.encode() for quote in QUOTES):
        found |= first & lowest(np.array(len(mark))) == int.from_bytes(mark, "little")
    short = np.flatnonzero((lengths <= _SHORT) & ~found)
    words = (eight(texts.data, starts[short] + step) & lowest(lengths[short] - step) for step in range(0, _SHORT, 8))
    found[short] = np.sum([np.bitwise_count(spaces(word)) for word in words], axis=0) < FEWEST_WORDS - 1
    return found
