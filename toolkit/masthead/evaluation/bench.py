"""Suites run: how instruments and classifiers do beside published figures, and what changed between two results."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.classifiers import DEFAULT
from masthead.errors import UnreadableInput, UsageError, options_of
from masthead.evaluation import validity
from masthead.evaluation.grouping import run_events
from masthead.evaluation.listing import classifiers_declared
from masthead.evaluation.options import RunOptions
from masthead.evaluation.suites import FIELDS, SUITES, environment, run_benchmark
from masthead.evaluation.suites.results import (
    COMPARED,
    compare_results,
    load_results,
    only_in,
    select,
    with_published,
)
from masthead.evaluation.validity.suite import INSTRUMENTS, declared_suite, word_list_versions
from masthead.results import Result, table_of
from masthead.storage import bundled
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from masthead.evaluation.suites.results import Results

EVENTS = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult(Result):
    """Figures of a suite, or with ``errors`` its worst cases.

    ``tasks`` says what is known of each task of classifiers, whose ``default`` model was chosen before any test.
    """

    tasks: Mapping[str, Any] = field(default_factory=dict)
    default: str = DEFAULT


def run_suite(
    name: str,
    options: RunOptions | None = None,
    *,
    data: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[str, float], None] | None = None,
) -> SuiteResult:
    """Score instruments, or train and score classifiers, on the corpora found in the folder ``data``, with intervals.

    The corpora belong to others and are not part of masthead; missing ones are named in the notes and skipped. The
    suite demo needs none. Raises UsageError for options of the other kind of suite, and what ``run_benchmark``,
    ``validity.run_suite`` and ``run_events`` raise.
    """
    options = options_of(options, RunOptions)
    refuse_misplaced(name, options)
    if name in INSTRUMENTS:
        return _instruments_run(name, options, data, progress)
    suite = classifiers_declared(name)
    outcome = run_benchmark(suite, data, options, progress=progress, note=note)
    made_from = {
        "masthead": __version__,
        "suite": f"{name} {suite.version}",
        "environment": environment(),
        **outcome.made_from,
        "data": outcome.data,
        "default_model": DEFAULT,
    }
    manifest = {**made_from, "kind": "benchmark", "seed": options.seed, "tasks": outcome.tasks}
    table = table_of(outcome.rows, FIELDS)
    return SuiteResult(table=table, notes=outcome.notes, manifest=manifest, tasks=outcome.tasks)


def suite_results(names: Sequence[str] = (), *, models: Sequence[str] = ()) -> SuiteResult:
    """Return masthead's figures beside the published ones, each with how its articles were split.

    ``names`` are suites, whose figures ship with masthead, or files written by ``masthead bench run``; by default all
    suites. ``models`` limits the rows to some. Raises UnreadableInput if there are no results.
    """
    notes: list[str] = []
    found = [_results_of(name) for name in names] if names else _all_results(notes)
    rows = list(select([row for results in found for row in results.rows], models))
    tasks = {task: told for results in found for task, told in results.tasks.items()}
    default = str(found[0].manifest.get("default_model", ""))
    made_from = {"masthead": __version__, "results": [_origin(results.manifest) for results in found]}
    manifest = {**made_from, "kind": "benchmark table"}
    return SuiteResult(
        table=table_of(rows, FIELDS), notes=tuple(notes), manifest=manifest, tasks=tasks, default=default
    )


def compare_suites(before: str | Path, after: str | Path, *, models: Sequence[str] = (), seed: int = 0) -> SuiteResult:
    """Show what changed between two files written by ``masthead bench run``, as rows of COMPARED.

    Each difference has its interval, paired if counts by group allow it; the notes say what one of them lacks.
    """
    paths = Path(before), Path(after)
    sides = load_results(paths[0]), load_results(paths[1])
    rows = list(select(compare_results(*sides, seed=seed), models))
    notes = tuple(
        f"{path.name} lacks {', '.join(missing[:5])}" + (" and others" if missing[5:] else "")
        for path, missing in zip(reversed(paths), only_in(*sides), strict=True)
        if missing
    )
    made_from = {"masthead": __version__, "results": [_origin(side.manifest) for side in sides]}
    manifest = {**made_from, "kind": "benchmark comparison", "seed": seed}
    return SuiteResult(table=table_of(rows, COMPARED), notes=notes, manifest=manifest)


def refuse_misplaced(name: str, options: RunOptions) -> None:
    """Raise UsageError where options are for the other kind of suite than ``name`` is."""
    if name not in INSTRUMENTS:
        if options.errors:
            raise UsageError("--errors is for the suite validity", fix="Run a suite of classifiers without it.")
        return
    if options.models or options.strict:
        raise UsageError("--model and --strict are for suites of classifiers", fix="Run this suite without them.")
    if name == EVENTS and (options.only or options.errors):
        raise UsageError("--only and --errors are for the suite validity", fix="Run the suite events without them.")


def _instruments_run(
    name: str, options: RunOptions, data: Path | None, progress: Callable[[int, int], None] | None
) -> SuiteResult:
    declared = declared_suite(name)
    seed, errors = options.seed, options.errors
    if name == EVENTS:
        outcome = run_events(declared, data, seed=seed, progress=progress)
    else:
        outcome = validity.run_suite(declared, data, options, progress=progress)
    files = {corpus.name: corpus.file for corpus in declared.corpora}
    made_from = {
        "masthead": __version__,
        "suite": f"{name} {declared.version}",
        "lexicons": word_list_versions(),
        "data": outcome.data,
    }
    return SuiteResult(
        table=table_of(outcome.errors, validity.CASE_FIELDS) if errors else table_of(outcome.rows, validity.FIELDS),
        notes=tuple(f"{absent} is left out: there is no {files[absent]}" for absent in outcome.absent),
        manifest={**made_from, "kind": "worst cases" if errors else "validity", "seed": seed},
    )


def _results_of(name: str) -> Results:
    """The results in a file, or those of a suite that ship with masthead, beside what is published now."""
    path = Path(name)
    if path.suffix == ".json" or path.is_file():
        found = load_results(path)
        known = found.rows[0]["suite"]
        return with_published(found, classifiers_declared(known)) if known in SUITES else found
    suite = classifiers_declared(name)
    try:
        return with_published(load_results(bundled(f"benchmarks/results/{suite.name}.json")), suite)
    except UnreadableInput as error:
        raise UnreadableInput(
            f"no results of the suite {name} ship with masthead",
            fix=f"masthead bench run {name} --data DIR -o {name}.json, then: masthead bench table {name}.json",
        ) from error


def _all_results(notes: list[str]) -> list[Results]:
    """The results of all suites that ship with masthead; ``notes`` is told of those that do not."""
    found: list[Results] = []
    for name in SUITES:
        try:
            found.append(_results_of(name))
        except UnreadableInput as error:
            notes.append(error.what)
    if not found:
        raise UnreadableInput("no results ship with masthead", fix="Run a suite: masthead bench run demo")
    return found


def _origin(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a result was made from, without its counts."""
    kept = ("masthead", "suite", "environment", "data", "seed", "command")
    return {name: manifest[name] for name in kept if name in manifest}
