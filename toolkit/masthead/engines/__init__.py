"""Engines: run the batch function, and open a corpus from raw input or from an earlier step's output."""

from masthead.engines.corpus import Corpus, open_corpus
from masthead.engines.explaining import Explanation, explain
from masthead.engines.incoming import Incoming
from masthead.engines.local import measure
from masthead.engines.processes import own_process
from masthead.engines.shards import measure_shards
from masthead.engines.streaming import How, Outcome, Targets, measure_to
from masthead.engines.tally import Tally

__all__ = [
    "Corpus",
    "Explanation",
    "How",
    "Incoming",
    "Outcome",
    "Tally",
    "Targets",
    "explain",
    "measure",
    "measure_shards",
    "measure_to",
    "open_corpus",
    "own_process",
]
