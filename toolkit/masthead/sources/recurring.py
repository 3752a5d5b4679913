"""Furniture that only shows over many articles: lines that recur verbatim in one outlet.

A line counts as recurring in an outlet when enough of its *different* texts hold it:

- small outlets (under 25 texts): at least 3 texts and 20 % of them;
- larger ones: at least 5 texts and 5 % of them, or 2 % where four in five of its occurrences are among the
  first three or last five lines of their text, the places where a page puts its furniture;
- a line that reads like reporting (12 words or more, a full stop, nothing addressed to the reader) must be
  in half of the texts: background paragraphs are repeated too, and they are the outlet's own words.

Lines of fewer than 3 or more than 60 words and lines that open with a quotation mark are never learned.
Runs of digits count as equal. ``learning`` gives the same for a corpus that comes in batches.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.sources.rows import Span
from masthead.sources.strings import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

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


@dataclass(frozen=True, slots=True)
class Recurring:
    """The recurring lines of each outlet, digits folded."""

    lines: dict[str, frozenset[str]]

    def mark(self, outlet: str, text: str) -> list[Span]:
        """The recurring lines of one article's text, as spans of kind ``recurring``."""
        known = self.lines.get(outlet)
        if not known:
            return []
        return [Span(*place, KIND) for place in split_lines(text, 0) if _learnable(text, place) in known]


def learn_recurring(articles: Iterable[tuple[str, str]]) -> Recurring:
    """Learn from (outlet, text) pairs, the whole corpus at once; texts that occur twice count once."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for outlet, text in articles:
        texts[outlet][text] = None
    learned = {outlet: _learn_outlet(list(distinct)) for outlet, distinct in texts.items()}
    return Recurring({outlet: lines for outlet, lines in learned.items() if lines})


def _learn_outlet(texts: list[str]) -> frozenset[str]:
    if len(texts) < _FEWEST_TEXTS:
        return frozenset()
    total: Counter[str] = Counter()
    at_edge: Counter[str] = Counter()
    for text in texts:
        places = list(split_lines(text, 0))
        lines = [_learnable(text, place) for place in places]
        total.update({line for line in lines if line})
        at_edge.update({line for line in (*lines[:HEAD_LINES], *lines[-FOOT_LINES:]) if line})
    return recurring_of(total, at_edge, len(texts))


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


def _learnable(text: str, place: tuple[int, int]) -> str | None:
    """The line at ``place`` if it may be learned, folded, so that dates and counts do not matter."""
    start, end = place
    if end - start > LONGEST:
        return None
    return folded(text[start:end])


def folded(line: str) -> str | None:
    """The line, not longer than ``LONGEST``, if it may be learned, digits folded."""
    if not FEWEST_WORDS <= line.count(" ") + 1 <= MOST_WORDS or line.startswith(QUOTES):
        return None
    return _DIGITS.sub("0", line)
