"""Explain one article: its text with every counted span, from the very pass that makes the numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.how import How
from masthead.engines.opening import read_source
from masthead.engines.stream import measure_articles
from masthead.errors import UsageError, did_you_mean
from masthead.results import Result

if TYPE_CHECKING:
    from masthead.sources import Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Result):
    """One article as measured; ``table`` are its HITS.

    ``excluded`` are (start, end, kind) spans of ``text`` that nothing counts, ``reason`` says why some counts are
    unknown. ``rejects`` and ``manifest`` are of the input that it is from.
    """

    id: str
    outlet: str
    title: str | None
    text: str
    excluded: tuple[tuple[int, int, str], ...]
    reason: str | None
    rejects: tuple[Reject, ...] = ()
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def hits(self) -> pa.Table:
        """HITS of the article."""
        return self.table


def explain(source: Any, how: How | None = None, *, id: str | None = None) -> Explanation:  # noqa: A002
    """Measure one article and keep its text beside its HITS.

    ``source`` is an ARTICLES table, or anything else that ``read`` takes or gives. ``id`` may be left out where there
    is one article. Raises UsageError where there are several and none is named, or none has that id.
    """
    how = replace(how or How(), jobs=1)
    reading = read_source(source, how.read)
    row = _one(reading.articles, id)
    how.begin("Measuring")
    measured = measure_articles(row, how)
    record, made = row.to_pylist()[0], reading.manifest
    return Explanation(
        measured.hits,
        reading.notes,
        id=record["id"],
        outlet=record["outlet"],
        title=record["title"],
        text=record["text"],
        excluded=tuple((span["start"], span["end"], span["kind"]) for span in record["excluded"] or ()),
        reason=measured.features["reason"][0].as_py(),
        rejects=reading.rejects,
        manifest={"masthead": made["masthead"], "article": record["id"], "inputs": made["inputs"]},
    )


def _one(articles: pa.Table, id: str | None) -> pa.Table:  # noqa: A002
    if id is not None:
        row = articles.filter(pc.equal(articles["id"], id))
        if not row.num_rows:
            raise UsageError(f"no article has the id {id!r}.{did_you_mean(id, articles['id'].to_pylist()[:5000])}")
        return row
    if articles.num_rows != 1:
        raise UsageError(
            f"there are {articles.num_rows} articles; explain shows one",
            fix=_ids(articles) if articles.num_rows else None,
        )
    return articles


def _ids(articles: pa.Table, most: int = 6) -> str:
    """The first ids with what they are of."""
    rows = articles.select(["id", "outlet", "title"]).slice(0, most).to_pylist()
    listed = "".join(f"\n    {row['id']}  {row['outlet']}: {(row['title'] or 'no title')[:60]}" for row in rows)
    more = f"\n    and {articles.num_rows - most:,} more" if articles.num_rows > most else ""
    return f"Name one with --id ID (`masthead read PATH --format csv` lists them all):{listed}{more}"
