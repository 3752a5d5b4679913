"""Features: declared rows over count columns, and the one pass that counts them."""

from masthead.features.base import Feature
from masthead.features.counting.articles import measure as measure_batch
from masthead.features.counting.batches import Counter, Measurement, read_text
from masthead.features.counting.search import Searched, Searcher
from masthead.features.instruments import (
    FAMILIES,
    Instruments,
    MeasureOptions,
    catalogue,
    lexicon_versions,
    load_instruments,
)
from masthead.features.own_work import NotOwn, own_work, repeats
from masthead.features.rows import ready, without_choices

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
    "measure_batch",
    "own_work",
    "read_text",
    "ready",
    "repeats",
    "without_choices",
]
