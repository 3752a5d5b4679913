"""Readability formulas against readers: how hard they found a text, or how hard its writer meant it to be.

A formula counts as right where it says harder for what is harder; ``sign`` of a task is -1 where one of the two says
easier. Texts that a formula has no value for are left out.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.engines import How, measure_articles
from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document
from masthead.evaluation.validity.marks import Found
from masthead.evaluation.validity.samples import counted, grouped, mean_of, pearson, spearman
from masthead.features import catalogue
from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from masthead.evaluation.validity.marks import Pair
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import Gold, MetricName, Task

READABILITY = "readability"


def read_rated(path: Path, gold: Gold) -> tuple[Document, ...]:
    """Texts of a Parquet table with what readers said of each, the column ``gold.flag``.

    Texts of one ``gold.group_column`` are a group. Raises UnreadableInput where the table cannot be read or lacks a
    column.
    """
    try:
        table = pq.read_table(path, columns=["id", gold.group_column, "text", gold.flag])
    except (OSError, pa.ArrowException) as error:
        raise UnreadableInput(f"the table of rated texts cannot be read: {error}", where=str(path)) from error
    return tuple(
        Document(str(group), None, text, id=str(name), rating=float(rating))
        for name, group, text, rating in zip(*(column.to_pylist() for column in table.columns), strict=True)
    )


def scored(documents: Sequence[Document], jobs: int) -> list[list[Found]]:
    """The value of each readability feature of each document, as the weight of a hit that has the feature's name."""
    rows = [{"id": str(at), "outlet": "", "text": document.text} for at, document in enumerate(documents)]
    features = measure_articles(pa.Table.from_pylist(rows, schema=ARTICLES), How(jobs=jobs)).features
    made: list[list[Found]] = [[] for _ in documents]
    for row in catalogue():
        if row.family == READABILITY:
            counts = {name: _floats(features[name]) for name in row.columns}
            for at, value in zip(features["id"].to_pylist(), row.estimate(counts), strict=True):
                if np.isfinite(value):
                    made[int(at)].append(Found(0, 0, row.name.removeprefix(f"{READABILITY}."), None, float(value)))
    return made


def _floats(column: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = column.to_numpy()
    return np.asarray(values, dtype=np.float64)


def readers(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """Correlations over all texts; or ``in_order``: of pairs of one group that differ, the share told apart rightly."""
    known = [(document, task.hits.sign * found[0].weight) for document, found in pairs if found]
    groups = [document.group for document, _ in known]
    ours, theirs = [value for _, value in known], [document.rating or 0.0 for document, _ in known]
    if metric == "spearman":
        return spearman(groups, ours, theirs)
    if metric == "pearson":
        return pearson(groups, ours, theirs)
    of_group: dict[str, list[tuple[float, float]]] = {}
    for group, *values in zip(groups, ours, theirs, strict=True):
        of_group.setdefault(group, []).append((values[0], values[1]))
    names, rows = [], []
    for group, texts in of_group.items():
        for (one, low), (other, high) in combinations(sorted(texts, key=lambda text: text[1]), 2):
            if low != high:
                names.append(group)
                rows.append([1.0 if one < other else 0.5 if one == other else 0.0, 1.0])
    return counted(grouped(names, np.array(rows).reshape(-1, 2)), len(rows), mean_of)
