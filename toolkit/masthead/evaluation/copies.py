"""Which articles repeat each other, so that a fold never trains on what it is tested on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons import find_duplicates
from masthead.schema import ARTICLES
from masthead.sources.copies import text_key

if TYPE_CHECKING:
    from masthead.classifiers.samples import Sample


def with_copies(sample: Sample, articles: pa.Table) -> Sample:
    """``sample`` with the first of each chain of exact or near copies named for every article.

    Tables that are not ARTICLES (a test's, a user's own with fewer columns) are compared text by text.
    """
    known = set(sample.ids)
    if set(ARTICLES.names) <= set(articles.column_names):
        kept = articles.filter(pc.is_in(articles["id"], value_set=pa.array(sample.ids, pa.string())))
        found = find_duplicates(kept)
        of = dict(zip(found["id"].to_pylist(), found["of"].to_pylist(), strict=True))
    else:
        first: dict[bytes, str] = {}
        keys = [text_key(text, ()) for text in sample.texts]
        of = {name: first.setdefault(key, name) if key else None for name, key in zip(sample.ids, keys, strict=True)}
    return replace(sample, copies=tuple(_first(name, of, known) for name in sample.ids))


def _first(name: str, of: dict[str, str | None], known: set[str]) -> str:
    seen = {name}
    while (following := of.get(name)) and following in known and following not in seen:
        seen.add(following)
        name = following
    return name
