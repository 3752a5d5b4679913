"""Measure anything: into memory, into Parquet files, or into a folder of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.engines.files import Targets, measure_to
from masthead.engines.how import How
from masthead.engines.opening import open_corpus
from masthead.engines.shards import measure_shards

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.engines.corpus import Corpus


def measure(source: Any, how: How | None = None, *, to: Path | None = None, hits_to: Path | None = None) -> Corpus:
    """Count every feature of every article: one row of FEATURES an article, one of HITS a counted span, in their order.

    ``source`` is what ``open_corpus`` takes. Without ``to`` the tables are in the result. ``to`` names a Parquet file
    of FEATURES (and ``hits_to`` one of HITS), written batch by batch, so that a corpus of any size will do, each whole
    or not there at all. Where ``to`` is a folder, or has no ending, each input file is measured into a file of its own
    there, ``how.jobs`` at a time, and what an earlier run has finished is left as it is. Raises UsageError where a
    user's lexicon is refused or a text is no UTF-8, what ``read`` raises, OutputFailed and Locked.
    """
    how = how or How()
    if to is None:
        return open_corpus(source, how)
    inputs = list(source) if isinstance(source, list | tuple) else [source]
    if is_folder(to):
        return measure_shards(inputs, to, hits_to, how)
    return measure_to(inputs, Targets(to, hits_to), how)


def is_folder(path: Path) -> bool:
    """Whether results of that name are a folder of files: there is one, or the name has no ending."""
    return path.is_dir() or not path.suffix
