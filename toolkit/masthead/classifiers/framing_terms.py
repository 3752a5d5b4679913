"""Framing terms: the terms that masthead counts in an article, and nothing else, as a model reads them.

A bag of loaded terms, hedges, rival wordings and attribution cues leaves out what an article is about and names no
outlet, so it carries over to outlets that a model has not seen better than all words do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from masthead.errors import UsageError
from masthead.features import without_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.engines import Corpus
    from masthead.features import Feature

COLUMN = "framing_terms"
_TERM = pa.struct([("name", pa.string()), ("count", pa.float64())])
FAMILIES = ("loaded", "hedging", "choices")
OWN = "@own"
_NEITHER = ("scare_quote",)
_NAMING = ("family", "category", "canonical", "term")
"""What the name of a framing term is made of."""


def as_read(corpus: Corpus) -> tuple[pa.Table, pa.Table, tuple[Feature, ...]]:
    """Articles, feature rows and features of a corpus as models read them: with framing terms, and without choices.

    Shares of single wordings are read as rates instead, by models of their own. Raises UsageError where a FEATURES
    file was given, which has no texts.
    """
    articles = corpus.articles
    if articles is None:
        raise UsageError(
            "classifiers need the articles, and a FEATURES file holds no texts",
            fix="Give the articles themselves; what was measured once is not measured again.",
        )
    features = with_terms(corpus.features, corpus.hits)
    corpus.forget_hits()
    return articles, features, without_choices(corpus.catalogue)


def with_terms(features: pa.Table, hits: pa.Table | None) -> pa.Table:
    """FEATURES with a list column of each article's framing terms and how often it uses them, titles included.

    ``hits`` are HITS of the same articles; without them FEATURES is left as it is. A term is ``family.canonical``
    (``choices.concept.wording``), counted once more as ``...@own`` where it stands in the outlet's own voice.
    """
    if hits is None or COLUMN in features.column_names:
        return features
    rows = pc.index_in(hits["article_id"], pa.array(features["id"].to_pylist(), pa.string()))
    kept = pc.and_(_is_framing(hits), pc.is_valid(rows))
    placed = rows.filter(kept).to_numpy().astype(np.int64)
    names, term = _names(hits.select(_NAMING).filter(kept))
    own = pc.fill_null(pc.equal(hits["voice"].filter(kept), "own"), fill_value=False).to_numpy()
    keys = placed * 2 * len(names) + 2 * term
    found, counts = np.unique(np.concatenate([keys, keys[own] + 1]), return_counts=True)
    row, number = np.divmod(found, max(2 * len(names), 1))
    every = pa.array([form for name in names for form in (name, f"{name}{OWN}")], pa.string())
    terms = pa.StructArray.from_arrays([every.take(pa.array(number)), counts.astype(np.float64)], fields=list(_TERM))
    offsets = np.searchsorted(row, np.arange(features.num_rows + 1))
    return features.append_column(COLUMN, pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), terms))


def term_names(features: pa.Table) -> list[str]:
    """The framing terms that two articles or more use, sorted; none where the table has no such column."""
    if COLUMN not in features.column_names:
        return []
    names = features[COLUMN].combine_chunks().flatten().field("name")
    counts = pc.value_counts(names)
    several = counts.filter(pc.greater(counts.field("counts"), 1))
    return sorted(several.field("values").to_pylist())


def term_counts(features: pa.Table, names: Sequence[str]) -> sparse.csr_matrix:
    """Counts of the terms ``names``: a row per article, a column per term, float32."""
    shape = features.num_rows, len(names)
    if COLUMN not in features.column_names or not names:
        return sparse.csr_matrix(shape, dtype=np.float32)
    lists = features[COLUMN].combine_chunks()
    found = lists.flatten()
    places = pc.index_in(found.field("name"), pa.array(names, pa.string()))
    known = pc.is_valid(places).to_numpy(zero_copy_only=False)
    columns = places.filter(pc.is_valid(places)).to_numpy()
    rows = pc.list_parent_indices(lists).to_numpy()[known]
    return sparse.csr_matrix((found.field("count").to_numpy()[known].astype(np.float32), (rows, columns)), shape=shape)


def _is_framing(hits: pa.Table) -> pa.ChunkedArray:
    """Which hits are framing terms."""
    cue = pc.and_(pc.equal(hits["family"], "attribution"), pc.equal(hits["category"], "cue"))
    listed = pc.is_in(hits["family"], pa.array(FAMILIES))
    return pc.and_not(pc.or_(cue, listed), pc.is_in(hits["category"], pa.array(_NEITHER)))


def _names(hits: pa.Table) -> tuple[list[str], NDArray[np.int64]]:
    """The distinct names of framing terms, and for each hit the number of its own."""
    kinds = np.zeros(hits.num_rows, np.int64)
    for name in _NAMING:
        # Hits are many and their kinds few, so words are folded and joined once a kind.
        codes = pc.dictionary_encode(hits[name].combine_chunks(), null_encoding="encode")
        kinds = kinds * (len(codes.dictionary) + 1) + codes.indices.to_numpy()
    _, first, kind = np.unique(kinds, return_index=True, return_inverse=True)
    one = hits.take(pa.array(first))
    word = pc.utf8_lower(pc.coalesce(one["canonical"], one["term"]))
    concept = pc.binary_join_element_wise(one["category"], word, ".")
    ending = pc.if_else(pc.equal(one["family"], "choices"), concept, word)
    named = pc.binary_join_element_wise(one["family"], ending, ".").to_pylist()
    names, of_kind = np.unique(np.array(named, dtype=object), return_inverse=True)
    return list(names), of_kind[kind].astype(np.int64)
