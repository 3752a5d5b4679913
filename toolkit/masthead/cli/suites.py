"""What ``masthead bench`` does with suites: find, list, run, show and compare them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.errors import UnreadableInput, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.cli.session import Session
    from masthead.evaluation.suites import Benchmark
    from masthead.evaluation.suites.results import Results
    from masthead.reports import Report

INSTRUMENTS = {"validity": "benchmarks/validity.toml", "events": "benchmarks/events.toml"}
"""Suites that hold instruments against annotators; the others are of classifiers."""


def word_list_versions() -> dict[str, str]:
    """Version and hash of each word list, for manifests; choice sets take no part in what is scored."""
    from masthead.features import lexicon_versions

    return {name: version for name, version in lexicon_versions().items() if not name.startswith("choices/")}


def suite_declared(name: str) -> Any:
    """The suite of instruments of that name."""
    from masthead.evaluation.validity import load_suite
    from masthead.storage import bundled

    return load_suite(bundled(INSTRUMENTS[name]))


def listed(name: str | None, *, manifest: Mapping[str, Any]) -> Report:
    """The tasks of one suite, or of all."""
    from masthead.evaluation.suites import SUITES
    from masthead.reports import Report
    from masthead.reports.benchmarks import TASK_FIELDS, data_grid, declared_grid, task_records
    from masthead.reports.numerals import count
    from masthead.reports.validity import TASK_FIELDS as INSTRUMENT_FIELDS
    from masthead.reports.validity import suite_report

    check_suite(name)
    instruments = [known for known in INSTRUMENTS if name in (None, known)]
    suites = [classifiers_declared(known) for known in SUITES if name in (None, known)]
    reports = {known: suite_report(suite_declared(known), name=known) for known in instruments}
    rows = [{"suite": known, **row} for known, report in reports.items() for row in report.rows]
    rows += [row for suite in suites for row in task_records(suite, terms_of(suite))]
    blocks = [block for report in reports.values() for block in report.blocks]
    tasks = count(len(rows), "task")
    return Report(
        title=f"{name}: {tasks}" if name else f"{count(len(instruments) + len(suites), 'suite')}, {tasks}",
        blocks=(*map(declared_grid, suites), *(data_grid(suite, terms_of(suite)) for suite in suites if name), *blocks),
        hints=(f"Run it: masthead bench run {name or 'SUITE'} --data DIR.",),
        rows=rows,
        fields=tuple(
            dict.fromkeys((*(TASK_FIELDS if suites else ()), *(INSTRUMENT_FIELDS if reports else ()), "suite"))
        ),
        manifest=manifest,
    )


def check_suite(name: str | None) -> None:
    """Raise UsageError, naming the nearest, where there is no suite of that name."""
    from masthead.evaluation.suites import SUITES

    known = (*INSTRUMENTS, *SUITES)
    if name is not None and name not in known:
        raise UsageError(f"there is no suite {name!r}.{did_you_mean(name, known)}", fix=f"Suites: {', '.join(known)}.")


def classifiers_declared(name: str) -> Benchmark:
    """The suite of classifiers of that name; UsageError, with the nearest of all suites, where there is none."""
    from masthead.evaluation.suites import find_benchmark

    return find_benchmark(name, tuple(INSTRUMENTS))


def terms_of(suite: Benchmark) -> dict[str, dict[str, str]]:
    """License and citation of each corpus of a suite, by its name there."""
    from masthead.sources.releases import find_corpus

    held = {item.name: find_corpus(item.corpus, Path()) if item.corpus else item for item in suite.data}
    return {name: {"license": item.license, "citation": item.citation} for name, item in held.items()}


def run_classifiers(
    session: Session,
    name: str,
    data: Path | None,
    only: Sequence[str] | None,
    models: Sequence[str] | None,
    *,
    strict: bool,
    seed: int,
    jobs: int,
) -> None:
    """Run a suite of classifiers and hand over its figures beside the published ones."""
    from masthead import __version__
    from masthead.classifiers import DEFAULT
    from masthead.evaluation.suites import FIELDS, RunOptions, environment, run_benchmark
    from masthead.reports.benchmarks import benchmark_report

    suite = classifiers_declared(name)
    options = RunOptions(only=tuple(only or ()), models=tuple(models or ()), strict=strict, seed=seed, jobs=jobs)
    with session.progress("Running") as (advance, note):
        outcome = run_benchmark(suite, data, options, progress=advance, note=note)
    for said in outcome.notes:
        session.say(f"note: {said}")
    made_from = {
        "masthead": __version__,
        "suite": f"{name} {suite.version}",
        "environment": environment(),
        **outcome.made_from,
        "data": outcome.data,
        "default_model": DEFAULT,
    }
    manifest = session.manifest("benchmark", made_from, seed=seed, tasks=outcome.tasks)
    session.finish(benchmark_report(outcome.rows, outcome.tasks, FIELDS, default=DEFAULT, manifest=manifest))


def tabled(session: Session, names: Sequence[str], models: Sequence[str]) -> None:
    """Results that ship with masthead, or of files, beside the published figures."""
    from masthead import __version__
    from masthead.evaluation.suites import FIELDS
    from masthead.evaluation.suites.results import select
    from masthead.reports.benchmarks import benchmark_report

    found = [held for name in names for held in _results_of(name)] if names else _all_results(session)
    rows = list(select([row for results in found for row in results.rows], models))
    tasks = {task: told for results in found for task, told in results.tasks.items()}
    defaults = dict.fromkeys(str(results.manifest.get("default_model", "")) for results in found)
    made_from = {"masthead": __version__, "results": [_origin(results.manifest) for results in found]}
    manifest = session.manifest("benchmark table", made_from)
    session.finish(benchmark_report(rows, tasks, FIELDS, default=next(iter(defaults)), manifest=manifest))


def compared(session: Session, before: Path, after: Path, models: Sequence[str], seed: int) -> None:
    """What changed between two results."""
    from masthead import __version__
    from masthead.evaluation.suites.results import COMPARED, compare_results, load_results, only_in, select
    from masthead.reports.benchmarks import comparison_report

    sides = load_results(before), load_results(after)
    with session.working("Comparing"):
        rows = list(select(compare_results(*sides, seed=seed), models))
    for name, missing in zip((after, before), only_in(*sides), strict=True):
        if missing:
            session.say(f"note: {name.name} lacks {', '.join(missing[:5])}" + (" and others" if missing[5:] else ""))
    made_from = {"masthead": __version__, "results": [_origin(side.manifest) for side in sides]}
    manifest = session.manifest("benchmark comparison", made_from, seed=seed)
    session.finish(comparison_report(rows, COMPARED, names=(before.name, after.name), manifest=manifest))


def _results_of(name: str) -> tuple[Results, ...]:
    """The results in a file, or those of a suite that ship with masthead, beside what is published now."""
    from masthead.evaluation.suites import SUITES
    from masthead.evaluation.suites.results import load_results, with_published

    path = Path(name)
    if path.suffix == ".json" or path.is_file():
        found = load_results(path)
        known = found.rows[0]["suite"]
        return (with_published(found, classifiers_declared(known)) if known in SUITES else found,)
    suite = classifiers_declared(name)
    try:
        return (with_published(load_results(_shipped(suite.name)), suite),)
    except UnreadableInput as error:
        raise UnreadableInput(
            f"no results of the suite {name} ship with masthead",
            fix=f"masthead bench run {name} --data DIR -o {name}.json, then: masthead bench table {name}.json",
        ) from error


def _all_results(session: Session) -> list[Results]:
    from masthead.evaluation.suites import SUITES

    found: list[Results] = []
    for name in SUITES:
        try:
            found += _results_of(name)
        except UnreadableInput as error:
            session.say(f"note: {error.what}")
    if not found:
        raise UnreadableInput("no results ship with masthead", fix="Run a suite: masthead bench run demo")
    return found


def _shipped(name: str) -> Path:
    from masthead.storage import bundled

    return bundled(f"benchmarks/results/{name}.json")


def _origin(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a result was made from, without its counts."""
    kept = ("masthead", "suite", "environment", "data", "seed", "command")
    return {name: manifest[name] for name in kept if name in manifest}
