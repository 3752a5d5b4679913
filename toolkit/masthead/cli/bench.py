"""``masthead bench``: how well the instruments agree with people who annotated news by hand."""

from pathlib import Path
from typing import Annotated, Any

import typer

from masthead.cli.command import command
from masthead.cli.options import READING, SHOWING, Jobs, OutputFlags, Seed
from masthead.cli.output import check_output, chosen_format
from masthead.cli.session import Session
from masthead.errors import UsageError, did_you_mean

SUITES = {"validity": "benchmarks/validity.toml", "events": "benchmarks/events.toml"}
EVENTS = "events"
TEXTS_IN = ("table", "json", "jsonl")

app = typer.Typer(no_args_is_help=True, help="What the instruments are held against, and how they do.")


@app.command("list")
@command
def list_(context: typer.Context, output: OutputFlags) -> None:
    """List what is compared with which annotated corpus, on what terms, and what each corpus cannot show."""
    from masthead import __version__
    from masthead.reports.validity import suite_report

    check_output(output)
    session = Session(context, output)
    made_from = {"masthead": __version__}
    session.finish(suite_report(suite_declared("validity"), manifest=session.manifest("suite", made_from)))


@app.command()
@command
def run(
    context: typer.Context,
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="What to run: validity or events.")],
    *,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help="Folder of the annotated corpora, the one that holds gold/; else the variable MASTHEAD_DATA.",
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
    """Score the instruments on the annotated corpora found in a folder, with intervals over articles.

    The corpora belong to others and are not part of masthead; those that are absent are named and left out.
    """
    from masthead import __version__
    from masthead.evaluation.grouping import run_events
    from masthead.evaluation.validity import CASE_FIELDS, FIELDS, run_suite
    from masthead.reports.validity import validity_report
    from masthead.reports.worst import worst_report

    check_output(output)
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


def word_list_versions() -> dict[str, str]:
    """Version and hash of each word list, for manifests; choice sets take no part in what is scored."""
    from masthead.features import lexicon_versions

    return {name: version for name, version in lexicon_versions().items() if not name.startswith("choices/")}


def suite_declared(name: str) -> Any:
    """The suite of that name; UsageError where there is none."""
    from masthead.evaluation.validity import load_suite
    from masthead.storage import bundled

    if name not in SUITES:
        raise UsageError(
            f"there is no suite {name!r}.{did_you_mean(name, SUITES)}", fix=f"Suites: {', '.join(SUITES)}."
        )
    return load_suite(bundled(SUITES[name]))
