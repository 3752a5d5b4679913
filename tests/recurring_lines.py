"""The recurring lines of outlets found text by text: what learning from batches is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from masthead.sources.furniture.recurring import FOOT_LINES, HEAD_LINES, KIND, LONGEST, folded, recurring_of
from masthead.sources.rows import Span
from masthead.sources.strings import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable


def learn(articles: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Learn from (outlet, text) pairs, the whole corpus at once; texts that occur twice count once."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for outlet, text in articles:
        texts[outlet][text] = None
    learned = {outlet: _learn_outlet(list(distinct)) for outlet, distinct in texts.items()}
    return {outlet: lines for outlet, lines in learned.items() if lines}


def mark(known: dict[str, frozenset[str]], outlet: str, text: str) -> list[Span]:
    """The recurring lines of one article's text."""
    lines = known.get(outlet, frozenset())
    return [Span(*place, KIND) for place in split_lines(text, 0) if _learnable(text, place) in lines]


def _learn_outlet(texts: list[str]) -> frozenset[str]:
    total: Counter[str] = Counter()
    at_edge: Counter[str] = Counter()
    for text in texts:
        lines = [_learnable(text, place) for place in split_lines(text, 0)]
        total.update({line for line in lines if line})
        at_edge.update({line for line in (*lines[:HEAD_LINES], *lines[-FOOT_LINES:]) if line})
    return recurring_of(total, at_edge, len(texts))


def _learnable(text: str, place: tuple[int, int]) -> str | None:
    start, end = place
    return None if end - start > LONGEST else folded(text[start:end])
