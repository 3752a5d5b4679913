"""``masthead bench``: instruments held against annotators, classifiers against what others have published."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import READING, SHOWING, Jobs, OutputFlags, Seed
from masthead.cli.output import check_output, chosen_format
from masthead.cli.session import Session
from masthead.errors import UsageError

EVENTS = "events"
TEXTS_IN = ("table", "json", "jsonl")

app = typer.Typer(no_args_is_help=True, help="What instruments and classifiers are held against, and how they do.")


@app.command("list")
@command
def list_(
    context: typer.Context,
    suite: Annotated[
        str | None,
        typer.Argument(metavar="SUITE", help="Only this suite: its tasks, corpora and terms.", show_default=False),
    ] = None,
    *,
    output: OutputFlags,
) -> None:
    """List what is compared with what, on which corpora and terms, and what each corpus cannot show."""
    from masthead import __version__
    from masthead.cli.suites import listed

    check_output(output)
    session = Session(context, output)
    session.finish(listed(suite, manifest=session.manifest("suite", {"masthead": __version__})))


@app.command()
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
        typer.Option(
            "--data",
            metavar="DIR",
            help="Folder of the corpora, as `masthead corpora` keeps them; else the variable MASTHEAD_DATA.",
            envvar="MASTHEAD_DATA",
            show_envvar=False,
            rich_help_panel=READING,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help="Only this instrument, corpus or task, or those that fit a glob ('*.sentence'); can be repeated.",
            rich_help_panel=READING,
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Of a suite of classifiers only this model; can be repeated.",
            rich_help_panel=READING,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Refuse files whose SHA-256 a suite of classifiers does not know, instead of marking their figures.",
            rich_help_panel=READING,
        ),
    ] = False,
    errors: Annotated[
        int | None,
        typer.Option(
            "--errors",
            metavar="N",
            min=1,
            help="Show the N gravest false hits and the N gravest misses of each task instead of the figures.",
            rich_help_panel=SHOWING,
        ),
    ] = None,
    seed: Seed = 0,
    jobs: Jobs = 1,
    output: OutputFlags,
) -> None:
    """Score instruments, or train and score classifiers, on the corpora found in a folder, with intervals.

    The corpora belong to others and are not part of masthead; those that are absent are named and left out. The suite
    demo needs none.
    """
    from masthead import __version__
    from masthead.cli.suites import INSTRUMENTS, run_classifiers, suite_declared, word_list_versions
    from masthead.evaluation.grouping import run_events
    from masthead.evaluation.validity import CASE_FIELDS, FIELDS, run_suite
    from masthead.reports.validity import validity_report, worst_report

    check_output(output)
    if suite not in INSTRUMENTS:
        if errors:
            raise UsageError("--errors is for the suite validity", fix="Run a suite of classifiers without it.")
        run_classifiers(Session(context, output), suite, data, only, model, strict=strict, seed=seed, jobs=jobs)
        return
    if model or strict:
        raise UsageError("--model and --strict are for suites of classifiers", fix="Run this suite without them.")
    if errors and chosen_format(output) not in TEXTS_IN:
        raise UsageError(
            "texts of the annotated corpora belong to others and are not made into a document",
            fix=f"With --errors the format is {' or '.join(TEXTS_IN)}.",
        )
    declared = suite_declared(suite)
    if suite == EVENTS and (only or errors):
        raise UsageError("--only and --errors are for the suite validity", fix="Run the suite events without them.")
    session = Session(context, output)
    with session.progress("Scoring") as (advance, _):
        if suite == EVENTS:
            outcome = run_events(declared, data, seed=seed, progress=advance)
        else:
            outcome = run_suite(
                declared, data, only=tuple(only or ()), errors=errors or 0, seed=seed, jobs=jobs, progress=advance
            )
    for name in outcome.absent:
        session.say(f"note: {name} is left out: there is no {next(c.file for c in declared.corpora if c.name == name)}")
    made_from = {
        "masthead": __version__,
        "suite": f"{suite} {declared.version}",
        "lexicons": word_list_versions(),
        "data": outcome.data,
    }
    manifest = session.manifest("worst cases" if errors else "validity", made_from, seed=seed)
    session.finish(
        worst_report(outcome.errors, CASE_FIELDS, manifest=manifest)
        if errors
        else validity_report(outcome.rows, FIELDS, manifest=manifest)
    )


@app.command()
@command
def table(
    context: typer.Context,
    results: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUITE",
            help="A suite, whose figures ship with masthead, or a file that `masthead bench run` wrote; all suites if "
            "none is named.",
            show_default=False,
        ),
    ] = None,
    *,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model", metavar="NAME", help="Only this model of ours; can be repeated.", rich_help_panel=SHOWING
        ),
    ] = None,
    output: OutputFlags,
) -> None:
    """Show our figures beside the published ones, each with how its articles were divided."""
    from masthead.cli.suites import tabled

    check_output(output)
    tabled(Session(context, output), results or (), model or ())


@app.command()
@command
def compare(
    context: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="A.json", help="Results that `masthead bench run` wrote.")],
    after: Annotated[Path, typer.Argument(metavar="B.json", help="Others of the same suite.")],
    *,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="NAME", help="Only this model; can be repeated.", rich_help_panel=SHOWING),
    ] = None,
    seed: Seed = 0,
    output: OutputFlags,
) -> None:
    """Show what changed between two results: each difference with its interval, paired where counts by group allow."""
    from masthead.cli.suites import compared

    check_output(output)
    session = Session(context, output)
    session.refuse_to_overwrite((str(before), str(after)))
    compared(session, before, after, model or (), seed)
