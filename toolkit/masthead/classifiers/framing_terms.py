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

    from masthead.engines import Corpus
    from masthead.features import Feature

COLUMN = "framing_terms"
TYPE = pa.list_(pa.struct([("name", pa.string()), ("count", pa.float64())]))
FAMILIES = ("loaded", "hedging", "choices")
OWN = "@own"
_NEITHER = ("scare_quote",)


def as_read(corpus: Corpus) -> tuple[pa.Table, pa.Table, tuple[Feature, ...]]:
    """Articles, feature rows and features of a corpus as models read them: with framing terms, and without choices.

    Shares of single wordings are read as rates instead, by models of their own. Raises UsageError where a FEATURES
    file was given, which has no texts.
    """
    if corpus.articles is None:
        raise UsageError(
            "classifiers need the articles, and a FEATURES file holds no texts",
            fix="Give the articles themselves; what was measured once is not measured again.",
        )
    return corpus.articles, with_terms(corpus.features, corpus.hits), without_choices(corpus.catalogue)


def with_terms(features: pa.Table, hits: pa.Table | None) -> pa.Table:
    """FEATURES with a list column of each article's framing terms and how often it uses them, titles included.

    ``hits`` are HITS of the same articles; without them FEATURES is left as it is. A term is ``family.canonical``
    (``choices.concept.wording``), counted once more as ``...@own`` where it stands in the outlet's own voice.
    """
    if hits is None or COLUMN in features.column_names:
        return features
    counted = _named(hits).group_by(["id", "name"]).aggregate([([], "count_all")]).sort_by("name")
    position = {str(value): row for row, value in enumerate(features["id"].to_pylist())}
    lists: list[list[dict[str, object]]] = [[] for _ in position]
    columns = (counted[name].to_pylist() for name in ("id", "name", "count_all"))
    for article, name, count in zip(*columns, strict=True):
        if article in position:
            lists[position[article]].append({"name": name, "count": float(count)})
    return features.append_column(COLUMN, pa.array(lists, TYPE))


def term_names(features: pa.Table) -> list[str]:
    """The framing terms that two articles or more use, sorted; none where the table has no such column."""
    if COLUMN not in features.column_names:
        return []
    names = features[COLUMN].combine_chunks().flatten().field("name")
    counts = pc.value_counts(names)
    several = counts.filter(pc.greater(counts.field("counts"), 1))
    return sorted(several.field("values").to_pylist())


def term_counts(features: pa.Table, names: Sequence[str]) -> sparse.csr_matrix:
    """Counts of the terms ``names``: a row an article, a column a term, float32."""
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


def _named(hits: pa.Table) -> pa.Table:
    """The id and name of every framing term, those in own voice twice."""
    cue = pc.and_(pc.equal(hits["family"], "attribution"), pc.equal(hits["category"], "cue"))
    listed = pc.is_in(hits["family"], pa.array(FAMILIES))
    other = pc.is_in(hits["category"], pa.array(_NEITHER))
    kept = hits.filter(pc.and_not(pc.or_(cue, listed), other))
    word = pc.utf8_lower(pc.coalesce(kept["canonical"], kept["term"]))
    concept = pc.if_else(
        pc.equal(kept["family"], "choices"), pc.binary_join_element_wise(kept["category"], word, "."), word
    )
    name = pc.binary_join_element_wise(kept["family"], concept, ".")
    own = pc.fill_null(pc.equal(kept["voice"], "own"), fill_value=False)
    every = pa.table({"id": kept["article_id"], "name": name})
    owned = every.filter(own)
    marked = pc.binary_join_element_wise(owned["name"], OWN, "")
    return pa.concat_tables([every, owned.set_column(1, "name", marked)])
