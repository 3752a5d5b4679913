"""Results that carry what they were made from, so that the next function takes it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.results import Result

if TYPE_CHECKING:
    import pyarrow as pa

    from masthead.engines.corpus import Corpus
    from masthead.sources import Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusResult(Result):
    """A result on a measured corpus, ``corpus``."""

    corpus: Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesResult(Result):
    """A result on articles (ARTICLES), as they are after it; ``rejects`` are what could not be read."""

    articles: pa.Table
    rejects: tuple[Reject, ...] = ()
