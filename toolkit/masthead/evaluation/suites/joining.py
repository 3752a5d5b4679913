"""Articles of several corpora as one, for tasks that train on some of them and test on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from masthead.evaluation.suites.declaration import Parts, Source, Task, Values
from masthead.evaluation.suites.preparing import Measured, column_of, translated
from masthead.schema import ARTICLES, LABEL_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTLET, LABEL, PART = "joined_outlet", "joined_label", "joined_part"


def joined(task: Task, measured: Sequence[Measured]) -> tuple[Task, Measured]:
    """A task and its articles, the tested ones first, as a task with a given split of one corpus.

    Ids begin with the name of their corpus. A task that trains on no other corpus is returned as it is.
    """
    if not task.train:
        return task, measured[0]
    sources = (Source(data=task.data, label=task.label, outlet=task.outlet), *task.train)
    parts = ["test", *["train"] * len(task.train)]
    articles = [_marked(source, part, own.articles) for source, part, own in zip(sources, parts, measured, strict=True)]
    features = [_named(source, own.features) for source, own in zip(sources, measured, strict=True)]
    as_one = msgspec.structs.replace(task, label=Values(column=(LABEL,)), outlet=(OUTLET,), part=Parts(column=(PART,)))
    return as_one, Measured(_stacked(articles), _stacked(features), measured[0].catalogue)


def _marked(source: Source, part: str, articles: pa.Table) -> pa.Table:
    kept = _named(source, articles.select([name for name in ARTICLES.names if name in articles.column_names]))
    columns = {
        OUTLET: column_of(articles, source.outlet or ("outlet",)),
        LABEL: translated(column_of(articles, source.label.column), source.label),
        PART: [part] * articles.num_rows,
    }
    for name, values in columns.items():
        kept = kept.append_column(LABEL_PREFIX + name, pa.array(values, pa.string()))
    return kept


def _named(source: Source, table: pa.Table) -> pa.Table:
    ids = pa.array([f"{source.data}/{name}" for name in table["id"].to_pylist()], pa.string())
    return table.set_column(table.column_names.index("id"), "id", ids)


def _stacked(tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables, promote_options="permissive")
