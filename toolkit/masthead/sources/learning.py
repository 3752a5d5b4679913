"""Recurring lines of a corpus that comes in batches: what ``recurring.learn_recurring`` finds, in bounded memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from masthead.sources.lines_seen import LinesSeen, line_keys
from masthead.sources.recurring import (
    FOOT_LINES,
    HEAD_LINES,
    KIND,
    LONGEST,
    Recurring,
    fewest_texts,
    folded,
    recurring_of,
)
from masthead.sources.rows import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.sources.texts import Integers, Texts, Truths

_fold = lru_cache(maxsize=10_000)(folded)


class Learning:
    """Learns in two passes: ``count`` every batch of the corpus, then ``learn`` from every batch.

    ``outlets`` has the outlet of each text, ``counted`` says which texts there is anything to learn from: not those read
    before, and of texts that occur twice in an outlet the first. ``n_texts`` is how many are counted by outlet.
    """

    def __init__(self) -> None:
        self._seen = LinesSeen()
        self._numbers: dict[str, int] = {}
        self._total: dict[str, Counter[str]] = defaultdict(Counter)
        self._at_edge: dict[str, Counter[str]] = defaultdict(Counter)

    def count(self, texts: Texts, outlets: Sequence[str]) -> None:
        """Count the lines of a batch."""
        self._seen.add(self._keys(texts, outlets)[1])

    def learn(self, texts: Texts, outlets: Sequence[str], counted: Truths, n_texts: Mapping[str, int]) -> None:
        """Learn from a batch, all batches being counted."""
        total: set[tuple[int, str]] = set()
        at_edge: set[tuple[int, str]] = set()
        for line in self.candidates(texts, outlets, n_texts).tolist():
            row = int(texts.rows[line])
            found = _fold(texts.piece(texts.starts[line], texts.ends[line])) if counted[row] else None
            if found is not None:
                total.add((row, found))
                if line < texts.first[row] + HEAD_LINES or line >= texts.first[row + 1] - FOOT_LINES:
                    at_edge.add((row, found))
        for pairs, counters in ((total, self._total), (at_edge, self._at_edge)):
            for row, found in pairs:
                counters[outlets[row]][found] += 1

    def recurring(self, n_texts: Mapping[str, int]) -> Recurring:
        """The recurring lines of the texts learned from."""
        lines = {
            outlet: recurring_of(total, self._at_edge[outlet], n_texts[outlet]) for outlet, total in self._total.items()
        }
        return Recurring({outlet: found for outlet, found in lines.items() if found})

    def mark(
        self, texts: Texts, outlets: Sequence[str], n_texts: Mapping[str, int], known: Recurring
    ) -> dict[int, list[Span]]:
        """The recurring lines of each text that has any, by row: what ``known.mark`` gives for it."""
        spans: dict[int, list[Span]] = defaultdict(list)
        for line in self.candidates(texts, outlets, n_texts).tolist():
            row = int(texts.rows[line])
            lines = known.lines.get(outlets[row])
            if lines and _fold(texts.piece(texts.starts[line], texts.ends[line])) in lines:
                spans[row].append(Span(int(texts.line_starts[line]), int(texts.line_ends[line]), KIND))
        return spans

    def candidates(self, texts: Texts, outlets: Sequence[str], n_texts: Mapping[str, int]) -> Integers:
        """The lines of a batch that may be held by enough texts of their outlet."""
        lines, keys = self._keys(texts, outlets)
        least = np.array([fewest_texts(n_texts.get(outlet, 0)) for outlet in outlets], np.int64)
        return lines[self._seen.seen(keys) >= least[texts.rows[lines]]]

    def _keys(self, texts: Texts, outlets: Sequence[str]) -> tuple[Integers, NDArray[np.uint32]]:
        """The lines that are not too long to be learned, and their counters."""
        numbers = np.array([self._numbers.setdefault(outlet, len(self._numbers)) for outlet in outlets], np.int64)
        lines = np.flatnonzero(texts.line_ends - texts.line_starts <= LONGEST)
        return lines, line_keys(texts, numbers, lines)
