"""Engines: run the batch function, and open a corpus from raw input or from an earlier step's output."""

from typing import TYPE_CHECKING

from masthead.delayed import delayed, homes_of

if TYPE_CHECKING:
    from masthead.engines.corpus import Corpus as Corpus
    from masthead.engines.corpus import How as How
    from masthead.engines.counting import choose_mode as choose_mode
    from masthead.engines.dataset import MANIFEST as MANIFEST
    from masthead.engines.dividing import ROWS as ROWS
    from masthead.engines.dividing import divide as divide
    from masthead.engines.files import Targets as Targets
    from masthead.engines.files import measure_to as measure_to
    from masthead.engines.folders import measure_shards as measure_shards
    from masthead.engines.measuring import Explanation as Explanation
    from masthead.engines.measuring import explain as explain
    from masthead.engines.measuring import is_folder as is_folder
    from masthead.engines.measuring import measure as measure
    from masthead.engines.merging import drop_parts as drop_parts
    from masthead.engines.merging import merge as merge
    from masthead.engines.opening import CorpusResult as CorpusResult
    from masthead.engines.opening import is_features as is_features
    from masthead.engines.opening import open_corpus as open_corpus
    from masthead.engines.parts import folder_of_part as folder_of_part
    from masthead.engines.passing import Passing as Passing
    from masthead.engines.process import own_process as own_process
    from masthead.engines.reading import ArticlesResult as ArticlesResult
    from masthead.engines.reading import reading_of as reading_of
    from masthead.engines.rereading import Rereading as Rereading
    from masthead.engines.stream import Incoming as Incoming
    from masthead.engines.stream import measure_articles as measure_articles
    from masthead.engines.tally import Tally as Tally
    from masthead.engines.verifying import verify as verify

_NAMES = {
    "corpus": "Corpus How Tally",
    "counting": "choose_mode",
    "dataset": "MANIFEST",
    "dividing": "ROWS divide",
    "files": "Targets measure_to",
    "folders": "measure_shards",
    "measuring": "Explanation explain is_folder measure",
    "merging": "drop_parts merge",
    "opening": "CorpusResult is_features open_corpus",
    "parts": "folder_of_part",
    "passing": "Passing",
    "process": "own_process",
    "reading": "ArticlesResult reading_of",
    "rereading": "Rereading",
    "stream": "Incoming measure_articles",
    "verifying": "verify",
}
__getattr__ = delayed(__name__, homes_of(_NAMES))

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
    "Rereading",
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
    "open_corpus",
    "own_process",
    "reading_of",
    "verify",
]
