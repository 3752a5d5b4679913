"""Features: declared rows over count columns, and the one pass that counts them."""

from typing import TYPE_CHECKING

from masthead.delayed import delayed, homes_of
from masthead.features.base import Feature
from masthead.features.instruments import (
    FAMILIES,
    Instruments,
    MeasureOptions,
    catalogue,
    lexicon_versions,
    load_instruments,
)
from masthead.features.measurement import Measurement
from masthead.features.own_work import NotOwn, own_work, repeats
from masthead.features.rows import ready, without_choices

if TYPE_CHECKING:
    from masthead.features.counting.batches import Counter as Counter
    from masthead.features.counting.batches import read_text as read_text
    from masthead.features.counting.batches import text_counter as text_counter
    from masthead.features.counting.search import Searched as Searched
    from masthead.features.counting.search import Searcher as Searcher

_NAMES = {
    "counting.batches": "Counter read_text text_counter",
    "counting.search": "Searched Searcher",
}
__getattr__ = delayed(__name__, homes_of(_NAMES))

__all__ = [
    "FAMILIES",
    "Counter",
    "Feature",
    "Instruments",
    "MeasureOptions",
    "Measurement",
    "NotOwn",
    "Searched",
    "Searcher",
    "catalogue",
    "lexicon_versions",
    "load_instruments",
    "own_work",
    "read_text",
    "ready",
    "repeats",
    "text_counter",
    "without_choices",
]
