"""One text at a time through the very pass that counts, for what needs its words and voices and not their counts."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from masthead.features.counting.batches import Counter
from masthead.features.instruments import MeasureOptions, load_instruments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.text.reading import Reading


def read_text(text: str, excluded: Sequence[tuple[int, int]] = (), *, headline: bool = False) -> Reading:
    """Read one text, in which the ``excluded`` spans of characters are no text."""
    with _one_at_a_time:
        return _counter().read(text, excluded, headline=headline)


_one_at_a_time = Lock()


@cache
def _counter() -> Counter:
    return Counter(load_instruments(MeasureOptions()))
