"""Explain one article: its text with every counted span, from the very pass that makes the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.local import measure
from masthead.errors import UsageError, did_you_mean
from masthead.schema import ARTICLES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from masthead.features import MeasureOptions


@dataclass(frozen=True)
class Explanation:
    """One article as measured. ``excluded`` are (start, end, kind) spans of ``text`` that nothing counts."""

    id: str
    outlet: str
    title: str | None
    text: str
    excluded: tuple[tuple[int, int, str], ...]
    reason: str | None
    hits: pa.Table


def explain(articles: Any, id: str | None = None, options: MeasureOptions | None = None) -> Explanation:  # noqa: A002
    """Measure one article and keep its text beside its HITS.

    ``articles`` is an ARTICLES table or anything ``read_articles`` takes. ``id`` may be left out where there is one
    article. Raises UsageError where there are several and none is named, or none has that id.
    """
    if not isinstance(articles, pa.Table) or not set(ARTICLES.names) <= set(articles.column_names):
        articles = read_articles(articles)
    if id is None:
        if articles.num_rows != 1:
            raise UsageError(
                f"there are {articles.num_rows} articles; explain shows one",
                fix=_ids(articles) if articles.num_rows else None,
            )
        row = articles
    else:
        row = articles.filter(pc.equal(articles["id"], id))
        if not row.num_rows:
            raise UsageError(f"no article has the id {id!r}.{did_you_mean(id, articles['id'].to_pylist()[:5000])}")
    measured = measure(row, options)
    record = row.to_pylist()[0]
    return Explanation(
        record["id"],
        record["outlet"],
        record["title"],
        record["text"],
        tuple((span["start"], span["end"], span["kind"]) for span in record["excluded"] or ()),
        measured.features["reason"][0].as_py(),
        measured.hits,
    )


def _ids(articles: pa.Table, most: int = 6) -> str:
    """The first ids with what they are of."""
    rows = articles.select(["id", "outlet", "title"]).slice(0, most).to_pylist()
    listed = "".join(f"\n    {row['id']}  {row['outlet']}: {(row['title'] or 'no title')[:60]}" for row in rows)
    more = f"\n    and {articles.num_rows - most:,} more" if articles.num_rows > most else ""
    return f"Name one with --id ID (`masthead read PATH --format csv` lists them all):{listed}{more}"
