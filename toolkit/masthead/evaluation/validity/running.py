"""Running a suite: measure each corpus once, score every task on it, all together and by outlet."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.engines import How, measure_articles
from masthead.errors import UnreadableInput, UsageError, did_you_mean, options_of
from masthead.evaluation.options import RunOptions
from masthead.evaluation.validity.checks import kinds_of, read_checks, with_expected
from masthead.evaluation.validity.genres import read_tagged
from masthead.evaluation.validity.gold import read_cases, read_gold, with_referents
from masthead.evaluation.validity.grouping import score_events
from masthead.evaluation.validity.leans import read_outlets
from masthead.evaluation.validity.marks import Found
from masthead.evaluation.validity.readers import READABILITY, read_rated, scored
from masthead.evaluation.validity.source_kinds import read_source_kinds
from masthead.evaluation.validity.stories import read_stories
from masthead.evaluation.validity.units import samples
from masthead.evaluation.validity.worst import worst
from masthead.schema import ARTICLES
from masthead.sources import read
from masthead.sources.agencies.finding import find_agencies
from masthead.sources.texts import Texts
from masthead.storage import bundled, hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from masthead.evaluation.validity.gold import Document
    from masthead.evaluation.validity.suite import Corpus, Metric, Suite, Task

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


AGENCY, FURNITURE = "agency", "furniture"
EVENT, GENRE = "event", "genre"
"""The units of tasks that read a corpus themselves: those that group articles, and those that tell their genre."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows of FIELDS, the corpora that were not found, the SHA-256 of each file that was read, and the worst cases."""

    rows: tuple[dict[str, Any], ...]
    absent: tuple[str, ...]
    data: dict[str, str]
    errors: tuple[dict[str, Any], ...] = ()


def run_suite(
    suite: Suite,
    folder: Path | None,
    options: RunOptions | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Score the suite's tasks on the corpora under ``folder``, and on those that ship with masthead.

    ``options.only`` keeps the tasks of these instruments, corpora or ids, which may be globs. Tasks that another
    supersedes are left out. ``errors`` is the number of false hits and of misses to keep of each task. Texts are
    measured as they stand, without marking furniture, so that the annotators' offsets hold. Raises UsageError for a
    name in ``only`` that nothing has or no folder, and UnreadableInput where none of the corpora is there or one is
    damaged.
    """
    options = options_of(options, RunOptions)
    tasks = _wanted(suite, options.only)
    corpora = {task.corpus: suite.corpus(task) for task in tasks}
    paths = {name: _path(corpus, folder) for name, corpus in corpora.items()}
    present = {name: path for name, path in paths.items() if path is not None and path.is_file()}
    _require_one(list(corpora.values()), present, folder)
    rows: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    for done, (name, path) in enumerate(present.items()):
        of_corpus = [task for task in tasks if task.corpus == name and task.unit not in (EVENT, GENRE)]
        for task in tasks:
            if task.corpus == name and task.unit == EVENT:
                rows += score_events(task, path, options.seed)
            if task.corpus == name and task.unit == GENRE:
                rows += _score(task, *read_tagged(path, task.gold, options.jobs), options)
        annotated, hits = _read(path, of_corpus[0], options.jobs) if of_corpus else ((), {})
        if any(task.hits.family == FURNITURE for task in of_corpus):
            hits[FURNITURE] = _furniture(annotated)
        for task in of_corpus:
            documents = _judged(task, annotated)
            found = hits.get(task.hits.family, [[] for _ in documents])
            rows += _score(task, documents, found, options)
            cases += worst(task, documents, found, options.errors) if options.errors else []
        if progress is not None:
            progress(done + 1, len(present))
    order = {task.id: position for position, task in enumerate(tasks)}
    return Outcome(
        tuple(sorted(rows, key=lambda row: order[row["task"]])),
        tuple(name for name in corpora if name not in present),
        {corpora[name].file: hash_file(path) for name, path in present.items()},
        tuple(sorted(cases, key=lambda row: order[row["task"]])),
    )


def _read(path: Path, task: Task, jobs: int) -> tuple[Sequence[Document], Hits]:
    """The documents of a corpus and their hits."""
    gold = task.gold
    if task.unit == "check":
        checks = read_checks(path)
        found = kinds_of(measured(checks, jobs), len(checks))
        return with_expected(checks, found), {task.hits.family: found}
    if task.unit == "reader":
        rated = read_rated(path, gold)
        return rated, {READABILITY: scored(rated, jobs)}
    if task.unit == "story":
        told = read_stories(path, gold)
        return told, measured(told, jobs)
    if task.unit == "source":
        coded = read_source_kinds(path)
        return coded, measured(coded, jobs)
    if path.suffix == ".parquet":
        annotated: Sequence[Document] = read_outlets(path, gold)
    else:
        annotated = read_cases(path) if path.suffix == ".toml" else read_gold(path, gold)
    return annotated, measured(annotated, jobs)


def _judged(task: Task, documents: Sequence[Document]) -> Sequence[Document]:
    """The documents as the task has them: with what was judged of them afterwards, where that is what it scores."""
    return with_referents(documents, bundled(task.gold.referents)) if task.gold.referents else documents


def _path(corpus: Corpus, folder: Path | None) -> Path | None:
    if corpus.bundled:
        return bundled(corpus.file)
    return folder / corpus.file if folder is not None else None


def _require_one(corpora: Sequence[Corpus], present: Mapping[str, Path], folder: Path | None) -> None:
    """Raise where corpora of others are asked for and not one is there."""
    others = [corpus for corpus in corpora if not corpus.bundled]
    if others and folder is None:
        raise UsageError(
            "bench needs a folder of annotated corpora", fix="Give --data DIR, or set the variable MASTHEAD_DATA."
        )
    if others and not any(corpus.name in present for corpus in others):
        raise UnreadableInput(
            f"none of the annotated corpora is here: {', '.join(corpus.file for corpus in others)}",
            where=str(folder),
            fix="Give --data DIR, or set MASTHEAD_DATA, to the folder that holds gold/.",
        )


def _wanted(suite: Suite, only: Sequence[str]) -> list[Task]:
    tasks = [task for task in suite.tasks if not task.superseded_by]
    known = {name for task in tasks for name in (task.id, task.instrument, task.corpus)}
    for name in only:
        if not any(fnmatchcase(one, name) for one in known):
            raise UsageError(
                f"no task, instrument or corpus is called {name!r}.{did_you_mean(name, known)}",
                fix="List them: masthead bench list.",
            )
    return [
        task
        for task in tasks
        if not only or any(fnmatchcase(one, name) for name in only for one in (task.id, task.instrument, task.corpus))
    ]


def _score(
    task: Task, documents: Sequence[Document], found: Sequence[Sequence[Found]], options: RunOptions
) -> Iterator[dict[str, Any]]:
    """The figures of all documents, then those of each outlet."""
    yield from _rows(task, documents, found, None, options)
    for outlet in sorted({document.outlet for document in documents if document.outlet}):
        own = [index for index, document in enumerate(documents) if document.outlet == outlet]
        yield from _rows(task, [documents[i] for i in own], [found[i] for i in own], outlet, options)


def measured(documents: Sequence[Document], jobs: int) -> Hits:
    """For each family the hits of each document; texts are measured as they stand.

    Beside the families of HITS there is ``agency``: the whole of a document that is known for an agency's copy.
    """
    articles = pa.Table.from_pylist(
        [
            {"id": str(number), "outlet": document.outlet or "", "text": document.text}
            for number, document in enumerate(documents)
        ],
        schema=ARTICLES,
    )
    hits: Hits = {}
    for hit in measure_articles(articles, How(jobs=jobs)).hits.to_pylist():
        if hit["family"] not in hits:
            hits[hit["family"]] = [[] for _ in documents]
        place = (hit["start"], hit["end"], hit["category"], hit["voice"])
        found = Found(*place, hit["weight"] or 0.0, hit["term"], hit["canonical"], hit["group"])
        hits[hit["family"]][int(hit["article_id"])].append(found)
    texts, outlets = Texts(articles["text"].combine_chunks()), articles["outlet"].to_pylist()
    names = find_agencies(texts, outlets, [document.author for document in documents])
    hits[AGENCY] = [_as_copy(document, name) for document, name in zip(documents, names, strict=True)]
    return hits


def _furniture(documents: Sequence[Document]) -> list[list[Found]]:
    """What reading the documents together, their headlines beside them, marks as furniture."""
    rows = [
        {"id": str(number), "outlet": document.outlet or "none", "title": document.title, "text": document.text}
        for number, document in enumerate(documents)
    ]
    found = read(pa.Table.from_pylist(rows)).articles
    read_texts, excluded = found["text"].to_pylist(), found["excluded"].to_pylist()
    return [
        [Found(start, end, kind, None, 0.0) for start, end, kind in _placed_back(document.text, text, spans or ())]
        for document, text, spans in zip(documents, read_texts, excluded, strict=True)
    ]


def _placed_back(given: str, text: str, spans: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    """Spans of what a text became on reading, as spans of what was given."""
    if given == text:
        yield from ((span["start"], span["end"], span["kind"]) for span in spans)
        return
    places: dict[int, int] = {}
    for block in SequenceMatcher(None, given, text, autojunk=False).get_matching_blocks():
        places.update((block.b + step, block.a + step) for step in range(block.size))
    for span in spans:
        kept = [places[at] for at in range(span["start"], span["end"]) if at in places]
        if kept:
            yield kept[0], kept[-1] + 1, span["kind"]


def _as_copy(document: Document, agency: str | None) -> list[Found]:
    return [Found(0, len(document.text), AGENCY, None, 0.0, agency)] if agency else []


def _rows(
    task: Task,
    documents: Sequence[Document],
    hits: Sequence[Sequence[Found]],
    outlet: str | None,
    options: RunOptions,
) -> Iterator[dict[str, Any]]:
    made = samples(task, documents, hits)
    for metric in task.metrics:
        sample = made[metric.name]
        estimate = sample.estimate(options.seed, f"{task.id} {metric.name} {outlet or ''}", options.draws)
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
