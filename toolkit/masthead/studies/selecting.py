"""Which hits a figure was counted from: the rows of HITS behind each feature and each choice of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.features.attribution import KINDS
from masthead.features.choices import COLUMN
from masthead.features.loaded import COUNTED_FROM
from masthead.schema import VOICES

if TYPE_CHECKING:
    from masthead.features.base import Feature

_SENTENCES = ("cue", "quote", "content")
"""What makes a sentence an attributed one."""
_COLUMNS = {
    "words.quoted": ("attribution", ("quote",)),
    "attribution.sentences": ("attribution", _SENTENCES),
    "attribution.sources": ("attribution", ("source",)),
    "attribution.unsourced_claims": ("attribution", ("unsourced",)),
    "loaded.headline_terms": ("loaded", None),
}
"""Count columns that are not called after the family, category and voice of their hits."""
_HEADLINES = ("loaded.headline_terms",)
_SOURCES = "attribution.sources."


def hits_of(feature: Feature, hits: pa.Table) -> pa.Table:
    """The rows of HITS that the numerator of a feature counts, or that make its words or sentences count.

    No rows for a mean or a formula, which are made of all words.
    """
    found = pa.array([False] * hits.num_rows)
    for column in feature.hits:
        found = pc.or_(found, _counted(column, hits))
    return hits.filter(found)


def _counted(column: str, hits: pa.Table) -> pa.ChunkedArray:
    """Which rows of HITS a count column counts."""
    if column.startswith(_SOURCES):
        kind, _ = KINDS[column.removeprefix(_SOURCES)]
        return pc.and_(_of(hits, "attribution", ("source",)), pc.match_substring_regex(hits["term"], rf"\b{kind}\b"))
    if column in _COLUMNS:
        family, categories = _COLUMNS[column]
        return _of(hits, family, categories, field="title" if column in _HEADLINES else "text")
    family, _, rest = column.partition(".")
    category, _, voice = rest.rpartition(".")
    if voice not in VOICES:
        category, voice = rest, ""
    concept, _, wording = category.partition(".")
    chosen = _of(hits, family, (concept,))
    if wording:
        chosen = pc.and_(chosen, pc.fill_null(pc.equal(hits["canonical"], wording), fill_value=False))
    return pc.and_(chosen, pc.fill_null(pc.equal(hits["voice"], voice), fill_value=False)) if voice else chosen


def _of(
    hits: pa.Table, family: str, categories: tuple[str, ...] | None = None, *, field: str = "text"
) -> pa.ChunkedArray:
    chosen = pc.and_(pc.equal(hits["family"], family), pc.equal(hits["field"], field))
    if categories is not None:
        chosen = pc.and_(chosen, pc.is_in(hits["category"], value_set=pa.array(categories)))
    if family == "loaded":
        faint = pc.fill_null(pc.less(hits["weight"], pa.scalar(COUNTED_FROM, pa.float32())), fill_value=False)
        chosen = pc.and_(chosen, pc.invert(faint))
    return chosen


def uses_of(concept: str, hits: pa.Table, voice: str | None = "own") -> pa.Table:
    """The rows of HITS that are mentions of a concept, in one voice or in any (None)."""
    chosen = pc.and_(_of(hits, COLUMN), pc.equal(hits["category"], concept))
    if voice is not None:
        chosen = pc.and_(chosen, pc.fill_null(pc.equal(hits["voice"], voice), fill_value=False))
    return hits.filter(chosen)
