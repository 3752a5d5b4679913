"""Suites as tables: what is compared with what, on which corpora and terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError, did_you_mean
from masthead.evaluation.suites import SUITES, find_benchmark
from masthead.evaluation.validity.suite import INSTRUMENTS, Suite, declared_suite
from masthead.results import Result, table_of
from masthead.sources.releases import find_corpus
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from masthead.evaluation.suites import Benchmark
    from masthead.evaluation.suites.declaration import Task
    from masthead.evaluation.validity import Task as InstrumentTask

TASK_FIELDS = (
    "suite",
    "task",
    "title",
    "about",
    "data",
    "sha256",
    "license",
    "citation",
    "split",
    "models",
    "metrics",
    "published",
    "limits",
    "superseded_by",
)
"""Fields of a task of classifiers."""
INSTRUMENT_FIELDS = (
    "task",
    "instrument",
    "lexicon",
    "corpus",
    "unit",
    "metrics",
    "about",
    "citation",
    "license",
    "limits",
    "file",
    "superseded_by",
)
"""Fields of a task of instruments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteList(Result):
    """Tasks as rows of TASK_FIELDS and INSTRUMENT_FIELDS, with the suites that they are of."""

    instruments: Mapping[str, Suite]
    suites: tuple[Benchmark, ...]


def list_suites(name: str | None = None) -> SuiteList:
    """List what is compared with what, on which corpora and terms, in one suite or in all.

    Raises UsageError, naming the nearest, if there is no suite of that name.
    """
    known = (*INSTRUMENTS, *SUITES)
    if name is not None and name not in known:
        raise UsageError(f"there is no suite {name!r}.{did_you_mean(name, known)}", fix=f"Suites: {', '.join(known)}.")
    instruments = {each: declared_suite(each) for each in INSTRUMENTS if name in (None, each)}
    suites = tuple(classifiers_declared(each) for each in SUITES if name in (None, each))
    rows = [_instrument_record(each, suite, task) for each, suite in instruments.items() for task in suite.tasks]
    rows += [_task_record(suite, task, terms_of(suite)) for suite in suites for task in suite.tasks]
    fields = dict.fromkeys((*(TASK_FIELDS if suites else ()), *(INSTRUMENT_FIELDS if instruments else ()), "suite"))
    manifest = {"masthead": __version__, "kind": "suite"}
    return SuiteList(table=table_of(rows, list(fields)), manifest=manifest, instruments=instruments, suites=suites)


def terms_of(suite: Benchmark) -> dict[str, dict[str, str]]:
    """License and citation of each corpus of a suite, by its name there."""
    held = {item.name: find_corpus(item.corpus, Path()) if item.corpus else item for item in suite.data}
    return {name: {"license": item.license, "citation": item.citation} for name, item in held.items()}


def classifiers_declared(name: str) -> Benchmark:
    """The suite of classifiers of that name; UsageError, with the nearest of all suites, where there is none."""
    return find_benchmark(name, tuple(INSTRUMENTS))


def _task_record(suite: Benchmark, task: Task, terms: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    data = suite.data_of(task.data)
    return {
        "suite": suite.name,
        "task": task.id,
        "title": task.title,
        "about": task.about,
        "data": data.name,
        "sha256": [item.sha256 for item in data.known],
        **terms[data.name],
        "split": task.split,
        "models": list(suite.models_of(task)),
        "metrics": list(task.metrics),
        "published": len(task.published),
        "limits": data.limits,
        "superseded_by": task.superseded_by,
    }


def _instrument_record(name: str, suite: Suite, task: InstrumentTask) -> dict[str, Any]:
    corpus = suite.corpus(task)
    facts = {name: getattr(corpus, name) for name in ("citation", "license", "limits", "file")}
    own = {name: getattr(task, name) for name in INSTRUMENT_FIELDS if hasattr(task, name)}
    return {"suite": name, **facts, **own, "task": task.id, "metrics": [metric.name for metric in task.metrics]}
