"""What a public function is given: raw input, or what an earlier step gave back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from masthead.engines.corpus import Corpus, open_corpus
from masthead.features import Measurement, catalogue, own_work
from masthead.results import Result
from masthead.schema import ARTICLES
from masthead.sources import InputFile, Reading, Reject, read, to_arrow
from masthead.version import __version__

COUNTED = "words.own"
"""A column that FEATURES have and articles do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusResult(Result):
    """A result on a measured corpus, whose ``corpus`` the next function takes."""

    corpus: Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesResult(Result):
    """A result on articles (ARTICLES), as they are after it; ``rejects`` are what could not be read."""

    articles: pa.Table
    rejects: tuple[Reject, ...] = ()


def opened(source: Any, *, whole: bool = False) -> Corpus:
    """The corpus of ``source``: the outlets' own work, or with ``whole`` agency copy and copies too.

    A Corpus, or a result that has one, is taken as it is. Anything else is measured with the options' defaults:
    paths, folders, a list of these, data frames; FEATURES (a table, a data frame, a Parquet file, what ``measure``
    returned) are taken up. Raises what ``open_corpus`` raises.
    """
    if isinstance(source, Corpus | CorpusResult):
        return source if isinstance(source, Corpus) else source.corpus
    if isinstance(source, Measurement):
        return _of_counts(source.features, source.hits, whole=whole)
    if COUNTED in list(getattr(source, "columns", ())) or COUNTED in getattr(source, "column_names", ()):
        return _of_counts(to_arrow(source), None, whole=whole)
    source = source.table if isinstance(source, Result) else source
    return open_corpus(_listed(source), keep_wire=None if whole else False)


def reading_of(source: Any) -> Reading:
    """The articles of ``source``: a Reading, a result on articles, ARTICLES, or anything ``read`` takes."""
    if isinstance(source, Reading):
        return source
    if isinstance(source, Result):
        source = source.articles if isinstance(source, ArticlesResult) else source.table
    if isinstance(source, pa.Table) and set(ARTICLES.names) <= set(source.column_names):
        return Reading(source, (), pa.table({}), (), ())
    return read(_listed(source))


def articles_manifest(reading: Reading) -> dict[str, Any]:
    """What a result on articles was made from; no folder of this machine goes into it."""
    return {
        "masthead": __version__,
        "inputs": [{"name": _name_of(item), "sha256": item.sha256} for item in reading.inputs],
        "articles": reading.articles.num_rows,
        "rejects": len(reading.rejects),
    }


def _of_counts(features: pa.Table, hits: pa.Table | None, *, whole: bool) -> Corpus:
    own, found = own_work(features, keep_wire=whole)
    manifest = {"masthead": __version__, "articles": features.num_rows}
    return Corpus(None, own, hits, None, (), (), (), catalogue(), manifest, None if whole else found)


def _listed(source: Any) -> list[Any]:
    return list(source) if isinstance(source, list | tuple) else [source]


def _name_of(item: InputFile) -> str:
    return item.path.replace("\\", "/").rsplit("/", 1)[-1]
