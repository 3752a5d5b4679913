"""Running a suite: measure each corpus once, score every task on it, all together and by outlet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.engines import measure
from masthead.errors import UnreadableInput, UsageError, did_you_mean
from masthead.evaluation.validity.gold import read_gold
from masthead.evaluation.validity.units import Found, samples
from masthead.schema import ARTICLES
from masthead.storage import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from masthead.evaluation.validity.gold import Document
    from masthead.evaluation.validity.suite import Metric, Suite, Task

    Hits = dict[str, list[list[Found]]]

FIELDS = (
    "task",
    "instrument",
    "lexicon",
    "corpus",
    "unit",
    "metric",
    "outlet",
    "value",
    "low",
    "high",
    "n",
    "n_groups",
    "naive",
    "naive_source",
    "reference",
    "reference_kind",
    "reference_source",
    "reason",
)
"""Fields of a row; ``outlet`` is null where the row is of the whole corpus."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows of FIELDS, the corpora that were not found, and the SHA-256 of each file that was read."""

    rows: tuple[dict[str, Any], ...]
    absent: tuple[str, ...]
    data: dict[str, str]


def run_suite(
    suite: Suite,
    folder: Path,
    *,
    only: Sequence[str] = (),
    seed: int = 0,
    draws: int = 1000,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Score the suite's tasks on the corpora under ``folder``.

    ``only`` keeps the tasks of these instruments, corpora or ids. Tasks that another supersedes are left out. Texts are
    measured as they stand, without marking furniture, so that the annotators' offsets hold. Raises UsageError for a
    name in ``only`` that nothing has and UnreadableInput where none of the corpora is there or one is damaged.
    """
    tasks = _wanted(suite, only)
    files = {task.corpus: suite.corpus(task).file for task in tasks}
    present = [name for name, file in files.items() if (folder / file).is_file()]
    if not present:
        raise UnreadableInput(
            f"none of the annotated corpora is here: {', '.join(files.values())}",
            where=str(folder),
            fix="Say --data DIR, or set MASTHEAD_DATA, to the folder that holds gold/.",
        )
    rows: list[dict[str, Any]] = []
    for done, name in enumerate(present):
        rows += _score_corpus(suite, [task for task in tasks if task.corpus == name], folder, seed, draws, jobs)
        if progress is not None:
            progress(done + 1, len(present))
    order = {task.id: position for position, task in enumerate(tasks)}
    return Outcome(
        tuple(sorted(rows, key=lambda row: order[row["task"]])),
        tuple(name for name in files if name not in present),
        {files[name]: hash_file(folder / files[name]) for name in present},
    )


def _wanted(suite: Suite, only: Sequence[str]) -> list[Task]:
    tasks = [task for task in suite.tasks if not task.superseded_by]
    known = {name for task in tasks for name in (task.id, task.instrument, task.corpus)}
    for name in only:
        if name not in known:
            raise UsageError(
                f"no task, instrument or corpus is called {name!r}.{did_you_mean(name, known)}",
                fix="List them: masthead bench list.",
            )
    return [task for task in tasks if not only or {task.id, task.instrument, task.corpus} & set(only)]


def _score_corpus(
    suite: Suite, tasks: Sequence[Task], folder: Path, seed: int, draws: int, jobs: int
) -> Iterator[dict[str, Any]]:
    documents = read_gold(folder / suite.corpus(tasks[0]).file, tasks[0].gold)
    hits = _measured(documents, jobs)
    for task in tasks:
        found = hits.get(task.hits.family, [[] for _ in documents])
        yield from _rows(task, documents, found, None, seed, draws)
        for outlet in sorted({document.outlet for document in documents if document.outlet}):
            own = [index for index, document in enumerate(documents) if document.outlet == outlet]
            yield from _rows(task, [documents[i] for i in own], [found[i] for i in own], outlet, seed, draws)


def _measured(documents: Sequence[Document], jobs: int) -> Hits:
    """For each family the hits of each document."""
    articles = pa.Table.from_pylist(
        [
            {"id": str(number), "outlet": document.outlet or "", "text": document.text}
            for number, document in enumerate(documents)
        ],
        schema=ARTICLES,
    )
    hits: Hits = {}
    for hit in measure(articles, jobs=jobs).hits.to_pylist():
        of_family = hits.setdefault(hit["family"], [[] for _ in documents])
        of_family[int(hit["article_id"])].append(
            Found(hit["start"], hit["end"], hit["category"], hit["voice"], hit["weight"] or 0.0)
        )
    return hits


def _rows(
    task: Task,
    documents: Sequence[Document],
    hits: Sequence[Sequence[Found]],
    outlet: str | None,
    seed: int,
    draws: int,
) -> Iterator[dict[str, Any]]:
    made = samples(task, documents, hits)
    for metric in task.metrics:
        sample = made[metric.name]
        estimate = sample.estimate(seed, f"{task.id} {metric.name} {outlet or ''}", draws)
        yield {
            "task": task.id,
            "instrument": task.instrument,
            "lexicon": task.lexicon,
            "corpus": task.corpus,
            "unit": task.unit,
            "metric": metric.name,
            "outlet": outlet,
            **estimate._asdict(),
            "n": sample.n,
            "n_groups": sample.groups,
            **(_beside(metric) if outlet is None else {}),
        }


def _beside(metric: Metric) -> dict[str, Any]:
    """The figures of others, which are of whole corpora."""
    return {
        "naive": metric.naive,
        "naive_source": metric.naive_source or None,
        "reference": metric.reference,
        "reference_kind": metric.reference_kind,
        "reference_source": metric.reference_source or None,
    }
