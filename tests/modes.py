"""The shipped Counter in either of its modes, for tests that say what it finds, and what they ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.features import Counter, Measurement, MeasureOptions, load_instruments
from masthead.native import machine
from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray

    from masthead.features import Instruments
    from masthead.text.reading import Reading

MODES = {"Python mode": machine.python_mode, "machine code": machine.compiling}


class CounterInMode(Counter):
    """A Counter that runs in one mode, whatever machine code there is."""

    def __init__(self, mode: str, instruments: Instruments | None = None) -> None:
        super().__init__(instruments or load_instruments(MeasureOptions()))
        self.mode = mode
        self._running: Callable[[], AbstractContextManager[None]] = MODES[mode]

    def __repr__(self) -> str:
        return f"<the Counter, {self.mode}>"

    def measure(self, articles: pa.Table, *, hits: bool = True) -> Measurement:
        with self._running():
            return super().measure(articles, hits=hits)

    def counts(self, articles: pa.Table) -> dict[str, NDArray[np.float64]]:
        with self._running():
            return super().counts(articles)

    def read(self, text: str, excluded: Sequence[tuple[int, int]] = (), *, headline: bool = False) -> Reading:
        with self._running():
            return super().read(text, excluded, headline=headline)

    def readability(self, texts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        with self._running():
            return super().readability(texts)

    def with_lists(self, *paths: object) -> CounterInMode:
        """A Counter in the same mode that also counts a user's own lists."""
        return CounterInMode(self.mode, load_instruments(MeasureOptions(tuple(map(str, paths)))))

    def readability_of(self, text: str) -> dict[str, float]:
        """The counts behind the readability formulas of one text."""
        return {name: float(counts[0]) for name, counts in self.readability([text]).items()}


def articles_of(
    texts: Sequence[str], titles: Sequence[str | None] = (None,), excluded: Sequence[Any] = (None,)
) -> pa.Table:
    """ARTICLES with these texts; titles and excluded spans are given to them in turn."""
    rows = [
        {
            **dict.fromkeys(ARTICLES.names),
            "id": f"a{number}",
            "outlet": "o",
            "text": text,
            "title": titles[number % len(titles)],
            "excluded": excluded[number % len(excluded)],
        }
        for number, text in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=ARTICLES)


def hits_of(counter: Counter, text: str, family: str) -> list[dict[str, Any]]:
    """The hits of a family in a text, in their order."""
    return [row for row in counter.measure(articles_of([text])).hits.to_pylist() if row["family"] == family]


def assert_same(counter: Counter, other: Counter, articles: pa.Table) -> None:
    """Two counters give the same FEATURES and HITS, to the last byte."""
    one, two = counter.measure(articles), other.measure(articles)
    assert one.features.schema.equals(two.features.schema)
    assert one.features.to_pylist() == two.features.to_pylist()
    assert one.hits.schema.equals(two.hits.schema)
    assert one.hits.to_pylist() == two.hits.to_pylist()
