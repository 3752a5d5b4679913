"""How well found events agree with those that people, or the makers of a corpus, grouped: B-cubed.

Each article has a precision, the share of its found event that is truly on its story, and a recall, the share of its
true event that was found; both count the article itself, and their means over articles make the figure (Bagga and
Baldwin 1998). An article that is alone is an event of one.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.comparisons.events import find_events
from masthead.errors import UnreadableInput, UsageError
from masthead.evaluation.validity.samples import Sample, counted, grouped
from masthead.schema import ARTICLES
from masthead.sources.dates import read_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from masthead.evaluation.validity.suite import Metric, Task

    Floats = NDArray[np.float64]

UNDATED = "undated"
"""The flag of a task that takes the dates away."""


class BCubed(NamedTuple):
    """Precision, recall and their harmonic mean, from 0 to 1."""

    precision: float
    recall: float
    f1: float


def b_cubed(truth: Sequence[Hashable], found: Sequence[Hashable]) -> BCubed:
    """B-cubed of two groupings of the same articles; None in either is an article of its own.

    Raises UsageError where the two differ in length or are empty.
    """
    if len(truth) != len(found) or not truth:
        raise UsageError(
            f"groupings of {len(truth):,} and {len(found):,} articles cannot be compared",
            fix="Give one group for each article in both, in the same order.",
        )
    sums = shares(truth, found).sum(axis=0)[None]
    return BCubed(*(float(figure(sums)[0]) for figure in (_precision, _recall, _f1)))


def score_events(task: Task, path: Path, seed: int) -> Iterator[dict[str, Any]]:
    """The rows of a task: all articles of its corpus grouped anew, those scored that people gave an event."""
    articles, truth = read_grouped(path, task.gold.flag)
    if UNDATED in task.hits.categories:
        articles = without_dates(articles)
    found = find_events(articles)["event"].to_pylist()
    scored = [row for row, event in enumerate(truth) if event is not None]
    events = [truth[row] for row in scored]
    # Articles whose event nobody named are no part of the truth, so they do not dilute what was found either.
    found_shares = shares(events, [found[row] for row in scored])
    for metric in task.metrics:
        sample = counted(grouped([str(event) for event in events], found_shares), len(scored), _FIGURES[metric.name])
        yield _row(task, metric, sample, seed)


def _row(task: Task, metric: Metric, sample: Sample, seed: int) -> dict[str, Any]:
    return {
        "task": task.id,
        "instrument": task.instrument,
        "lexicon": task.lexicon,
        "corpus": task.corpus,
        "unit": task.unit,
        "metric": metric.name,
        "outlet": None,
        **sample.estimate(seed, f"{task.id} {metric.name}")._asdict(),
        "n": sample.n,
        "n_groups": sample.groups,
        "naive": metric.naive,
        "naive_source": metric.naive_source or None,
        "reference": metric.reference,
        "reference_kind": metric.reference_kind,
        "reference_source": metric.reference_source or None,
    }


def shares(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Floats:
    """Precision, recall and 1 of each article, shape ``(articles, 3)``."""
    one = [event if event is not None else ("alone", row) for row, event in enumerate(truth)]
    other = [event if event is not None else ("alone", row) for row, event in enumerate(found)]
    both, true, ours = Counter(zip(one, other, strict=True)), Counter(one), Counter(other)
    pairs = zip(one, other, strict=True)
    return np.array([[both[pair] / ours[pair[1]], both[pair] / true[pair[0]], 1.0] for pair in pairs])


def _precision(sums: Floats) -> Floats:
    return np.asarray(sums[..., 0] / sums[..., 2], dtype=np.float64)


def _recall(sums: Floats) -> Floats:
    return np.asarray(sums[..., 1] / sums[..., 2], dtype=np.float64)


def _f1(sums: Floats) -> Floats:
    precision, recall = _precision(sums), _recall(sums)
    return np.asarray(2 * precision * recall / (precision + recall), dtype=np.float64)


_FIGURES: dict[str, Callable[[Floats], Floats]] = {
    "b_cubed_precision": _precision,
    "b_cubed_recall": _recall,
    "b_cubed_f1": _f1,
}


def read_grouped(path: Path, flag: str) -> tuple[pa.Table, list[str | None]]:
    """The articles of a corpus without their events, and these.

    Raises UnreadableInput where it cannot be read or has no ``flag``.
    """
    try:
        rows = pq.read_table(path).to_pylist() if path.suffix == ".parquet" else _documents(path)
        truth = [row[flag] or None for row in rows]
        fields = [{name: row.get(name) for name in ("id", "outlet", "title", "text", "date")} for row in rows]
    except (OSError, EOFError, ValueError, KeyError, pa.ArrowException) as error:
        raise UnreadableInput(f"the annotated corpus cannot be read: {error}", where=str(path)) from error
    blank = dict.fromkeys(ARTICLES.names) | {"outlet": ""}
    kept = [blank | {name: value for name, value in row.items() if value is not None} for row in fields]
    table = pa.Table.from_pylist(kept, schema=ARTICLES)
    dates = read_dates(table["date"].combine_chunks())
    return table.set_column(ARTICLES.names.index("date"), ARTICLES.field("date"), dates), truth


def without_dates(articles: pa.Table) -> pa.Table:
    """ARTICLES whose dates are taken away."""
    place = articles.column_names.index("date")
    return articles.set_column(place, ARTICLES.field("date"), pa.nulls(articles.num_rows, pa.string()))


def _documents(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for line in file if line.strip()]
    return [row | {"id": row["doc_id"], "title": (row.get("meta") or {}).get("title")} for row in documents]
