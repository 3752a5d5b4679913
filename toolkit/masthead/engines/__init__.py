"""Engines: run the batch function, and open a corpus from raw input or from an earlier step's output."""

from masthead.engines.corpus import Corpus, open_corpus
from masthead.engines.explaining import Explanation, explain
from masthead.engines.local import measure

__all__ = ["Corpus", "Explanation", "explain", "measure", "open_corpus"]
