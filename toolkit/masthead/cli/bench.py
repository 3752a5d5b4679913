"""``masthead bench``: instruments compared with annotators, classifiers against what others have published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import READING, SHOWING, Jobs, OutputFlags, Seed, option
from masthead.cli.output import chosen_format
from masthead.cli.session import Session
from masthead.errors import UsageError

if TYPE_CHECKING:
    from masthead.evaluation.bench import SuiteResult

TEXTS_IN = ("table", "json", "jsonl")

app = typer.Typer(no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Test instruments and classifiers on annotated corpora, beside published results."""


@app.command("list")
@command
def list_(
    context: typer.Context,
    suite: Annotated[
        str | None,
        typer.Argument(metavar="SUITE", help="Show only this suite: its tasks, corpora and terms.", show_default=False),
    ] = None,
    *,
    output: OutputFlags,
) -> None:
    """List what is compared with what, on which corpora and terms, and what each corpus cannot show."""
    from masthead.evaluation.listing import list_suites
    from masthead.reports.benchmarks import suites_report

    session = Session.of(context, output)
    found = list_suites(suite)
    session.finish(suites_report(found, name=suite, manifest=session.made(found)))


@app.command("run")
@command
def run(
    context: typer.Context,
    suite: Annotated[
        str,
        typer.Argument(
            metavar="SUITE", help="What to run: validity or events for instruments, or a suite of classifiers."
        ),
    ],
    *,
    data: Annotated[
        Path | None,
        option(
            "--data",
            "Folder with the corpora, as kept by `masthead corpora`; by default the variable MASTHEAD_DATA.",
            READING,
            "DIR",
            envvar="MASTHEAD_DATA",
            show_envvar=False,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        option(
            "--only",
            "Only this instrument, corpus or task, or those that match a glob ('*.sentence'); can be repeated.",
            READING,
            "NAME",
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        option("--model", "For a suite of classifiers: only this model; can be repeated.", READING, "NAME"),
    ] = None,
    strict: Annotated[
        bool,
        option(
            "--strict",
            "Refuse files whose SHA-256 the suite does not know, instead of marking their figures.",
            READING,
        ),
    ] = False,
    errors: Annotated[
        int | None,
        option(
            "--errors",
            "Show the N worst false hits and the N worst misses of each task instead of the figures.",
            SHOWING,
            "N",
            min=1,
        ),
    ] = None,
    seed: Seed = 0,
    jobs: Jobs = 1,
    output: OutputFlags,
) -> None:
    """Score instruments, or train and score classifiers, on the corpora found in a folder, with intervals.

    The corpora belong to others and are not part of masthead; missing ones are named and skipped. The suite demo
    needs none.
    """
    from masthead.evaluation.bench import refuse_misplaced, run_suite
    from masthead.evaluation.options import RunOptions

    session = Session.of(context, output)
    options = RunOptions(
        only=tuple(only or ()), models=tuple(model or ()), strict=strict, errors=errors or 0, seed=seed, jobs=jobs
    )
    refuse_misplaced(suite, options)
    if errors and chosen_format(output) not in TEXTS_IN:
        raise UsageError(
            "texts of the annotated corpora belong to others and are not written to a document",
            fix=f"With --errors the format is {' or '.join(TEXTS_IN)}.",
        )
    with session.progress("Running") as (advance, note):
        found = run_suite(suite, options, data=data, progress=advance, note=note)
    _finish(session, found)


def _finish(session: Session, found: "SuiteResult") -> None:
    """Say the notes and hand over figures, worst cases or a table of results."""
    from masthead.reports.benchmarks import benchmark_report
    from masthead.reports.validity import validity_report, worst_report

    for note in found.notes:
        session.say(f"note: {note}")
    told = found.table.to_pylist(), tuple(found.table.column_names)
    manifest = session.made(found)
    match found.manifest["kind"]:
        case "validity":
            report = validity_report(*told, manifest=manifest)
        case "worst cases":
            report = worst_report(*told, manifest=manifest)
        case _:
            rows, fields = told
            report = benchmark_report(rows, found.tasks, fields, default=found.default, manifest=manifest)
    session.finish(report)


@app.command("table")
@command
def table(
    context: typer.Context,
    results: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUITE",
            help="A suite, whose figures ship with masthead, or a file written by `masthead bench run`; by "
            "default all suites.",
            show_default=False,
        ),
    ] = None,
    *,
    model: Annotated[
        list[str] | None, option("--model", "Show only this model; can be repeated.", SHOWING, "NAME")
    ] = None,
    output: OutputFlags,
) -> None:
    """Show masthead's figures beside the published ones, each with how its articles were split."""
    from masthead.evaluation.bench import suite_results

    session = Session.of(context, output)
    _finish(session, suite_results(results or (), models=model or ()))


@app.command("compare")
@command
def compare(
    context: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="A.json", help="Results written by `masthead bench run`.")],
    after: Annotated[Path, typer.Argument(metavar="B.json", help="Other results of the same suite.")],
    *,
    model: Annotated[list[str] | None, option("--model", "Only this model; can be repeated.", SHOWING, "NAME")] = None,
    seed: Seed = 0,
    output: OutputFlags,
) -> None:
    """Show what changed between two results: each difference with its interval, paired where possible."""
    from masthead.evaluation.bench import compare_suites
    from masthead.reports.benchmarks import comparison_report

    session = Session.of(context, output)
    with session.working("Comparing"):
        found = compare_suites(before, after, models=model or (), seed=seed)
    for note in found.notes:
        session.say(f"note: {note}")
    rows, fields = found.table.to_pylist(), tuple(found.table.column_names)
    names, manifest = (before.name, after.name), session.made(found)
    session.finish(comparison_report(rows, fields, names=names, manifest=manifest))
