"""Measure anything: into memory, into Parquet files, or into a folder of these; and one article with its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from masthead.engines.corpus import How
from masthead.engines.files import Targets, measure_to
from masthead.engines.folders import measure_shards
from masthead.engines.opening import open_corpus
from masthead.engines.reading import reading_of
from masthead.engines.stream import measure_articles
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.results import Result

if TYPE_CHECKING:
    import pyarrow as pa

    from masthead.engines.corpus import Corpus
    from masthead.sources import Reject


def measure(
    source: Any, how: How | None = None, *, to: str | Path | None = None, hits_to: str | Path | None = None
) -> Corpus:
    """Count every feature in every article: one row of FEATURES per article, one of HITS per counted span.

    ``source`` is what ``open_corpus`` accepts. Without ``to`` the tables are in the result. ``to`` names a Parquet
    file for FEATURES (and ``hits_to`` one for HITS), written batch by batch, so the corpus can be of any size. Each
    file is complete or absent. If ``to`` is a folder, or has no ending, each input file is measured into a file of
    its own there, ``how.jobs`` at a time. What an earlier run finished is left as it is. The folder is one data set
    with one manifest, or it is refused.

    Raises UsageError if a file would not be Parquet, a user's lexicon is refused or a text is not UTF-8. Also raises
    what ``read`` raises, OutputFailed and Locked.
    """
    how = options_of(how, How)
    if how.shared and (to is None or not isinstance(to, str | Path) or not is_folder(Path(to))):
        raise UsageError("--shard and --engine share out the files of a folder", fix="Name a folder with -o FOLDER.")
    if to is None:
        return open_corpus(source, how)
    if not all(isinstance(path, str | Path) for path in (to, hits_to or "")):
        raise UsageError(f"results go to a path, not to {to!r:.60}")
    to, hits_to = Path(to), Path(hits_to) if hits_to is not None else None
    for path in (to, hits_to):
        if path is not None and path.suffix not in ("", ".parquet") and not path.is_dir():
            raise UsageError(
                "results are written as Parquet files", where=str(path), fix=f"Call it {path.with_suffix('.parquet')}."
            )
    listed = source if isinstance(source, list | tuple) else [source]
    inputs = [item.table if isinstance(item, Result) else item for item in listed]
    if is_folder(to):
        return measure_shards(inputs, to, hits_to, how)
    return measure_to(inputs, Targets(to, hits_to), how)


def is_folder(path: Path) -> bool:
    """Whether results of that name are a folder of files: there is one, or the name has no ending."""
    return path.is_dir() or not path.suffix


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

    @property
    def hits(self) -> pa.Table:
        """HITS of the article."""
        return self.table


def explain(source: Any, how: How | None = None, *, id: str | None = None) -> Explanation:  # noqa: A002
    """Measure one article and keep its text beside its HITS.

    ``source`` is an ARTICLES table, or anything else that ``read`` accepts or returns. ``id`` may be left out if
    there is only one article. Raises UsageError if there are several and none is named, or none has that id.
    """
    how = replace(options_of(how, How), jobs=1)
    reading = reading_of(source, how.reading, how.note_reading)
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
        manifest={
            "masthead": made["masthead"],
            "article": record["id"],
            "inputs": made["inputs"],
            "kind": "explanation",
        },
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
