"""Engines: run the batch function, and open a corpus from raw input or from an earlier step's output."""

from masthead.engines.corpus import Corpus, How, Tally
from masthead.engines.counting import choose_mode
from masthead.engines.dataset import MANIFEST
from masthead.engines.dividing import ROWS, divide
from masthead.engines.files import Targets, measure_to
from masthead.engines.folders import measure_shards
from masthead.engines.measuring import Explanation, explain, is_folder, measure
from masthead.engines.merging import drop_parts, merge
from masthead.engines.opening import ArticlesResult, CorpusResult, is_features, narrowed, open_corpus, reading_of
from masthead.engines.parts import folder_of_part
from masthead.engines.passing import Passing
from masthead.engines.stream import Incoming, measure_articles, own_process
from masthead.engines.verifying import verify

__all__ = [
    "MANIFEST",
    "ROWS",
    "ArticlesResult",
    "Corpus",
    "CorpusResult",
    "Explanation",
    "How",
    "Incoming",
    "Passing",
    "Tally",
    "Targets",
    "choose_mode",
    "divide",
    "drop_parts",
    "explain",
    "folder_of_part",
    "is_features",
    "is_folder",
    "measure",
    "measure_articles",
    "measure_shards",
    "measure_to",
    "merge",
    "narrowed",
    "open_corpus",
    "own_process",
    "reading_of",
    "verify",
]
