"""Genre compared with editors' tags: articles read and measured as a corpus is, with their headlines and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from masthead.engines import How, measure_articles
from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document, read_gold
from masthead.evaluation.validity.marks import Found
from masthead.sources import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from masthead.evaluation.validity.suite import Gold

_COLUMNS = ("id", "title", "text", "url")


def read_tagged(path: Path, gold: Gold, jobs: int) -> tuple[Sequence[Document], Sequence[Sequence[Found]]]:
    """The articles of a corpus, and for each a hit that covers it, whose category is its genre.

    ``gold.flag`` among the flags of an article of a Parquet table says whether ``gold.label_column`` has that value; it
    is undecided for values that are not among ``gold.against``. Articles of JSON lines are all news: none has the flag.
    Outlets are not told, as some name a section. Raises UnreadableInput where the corpus cannot be read.
    """
    if path.suffix != ".parquet":
        documents = read_gold(path)
        rows = [{"title": document.title, "text": document.text, "url": None} for document in documents]
        flags: list[bool | None] = [False] * len(rows)
        groups = [document.group for document in documents]
    else:
        columns = [*_COLUMNS, gold.label_column, gold.group_column]
        try:
            table = pq.read_table(path, columns=columns).to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise UnreadableInput(f"the table of articles cannot be read: {error}", where=str(path)) from error
        rows = [{name: row[name] for name in ("title", "text", "url")} for row in table]
        flags = [_flag(row[gold.label_column], gold) for row in table]
        groups = [row[gold.group_column] for row in table]
    articles = pa.Table.from_pylist([{"id": str(number), "outlet": "any", **row} for number, row in enumerate(rows)])
    genres = measure_articles(read(articles).articles, How(jobs=jobs, hits=False)).features["genre"].to_pylist()
    documents = tuple(
        Document(group, None, row["text"] or "", id=str(number), title=row["title"], flags={gold.flag: flag})
        for number, (row, group, flag) in enumerate(zip(rows, groups, flags, strict=True))
    )
    return documents, [
        [Found(0, len(document.text), genre, None, 0.0)] for document, genre in zip(documents, genres, strict=True)
    ]


def _flag(label: str, gold: Gold) -> bool | None:
    """Whether an article has the label; None where it has neither that nor one of the others."""
    return label == gold.flag if label in (gold.flag, *gold.against) else None
