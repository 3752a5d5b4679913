"""``masthead events``: which articles report the same story."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import MEASURING, SHOWING, Inputs, OutputFlags, ReadFlags
from masthead.cli.output import check_output, is_table_file, write_report
from masthead.cli.session import Session


@command
def events(
    context: typer.Context,
    inputs: Inputs,
    *,
    days: Annotated[
        int,
        typer.Option(
            "--days",
            metavar="N",
            min=0,
            help="Articles on one story are at most N days apart.",
            rich_help_panel=MEASURING,
        ),
    ] = 3,
    similarity: Annotated[
        float,
        typer.Option(
            "--similarity",
            metavar="X",
            help="Least average likeness of an event's articles, above 0 and at most 1.",
            rich_help_panel=MEASURING,
        ),
    ] = 0.2,
    regroup: Annotated[
        bool,
        typer.Option("--regroup", help="Group articles that come with an event too.", rich_help_panel=MEASURING),
    ] = False,
    all_events: Annotated[
        bool, typer.Option("--all-events", help="List every event.", rich_help_panel=SHOWING)
    ] = False,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Group articles on one story across outlets, by the words, names and numbers of headline and lead.

    With -o articles.parquet it writes the articles with their event, for compare --events and as clusters everywhere.
    Events that the articles come with (--event-col) are kept.
    """
    from dataclasses import replace

    from masthead.comparisons import find_events, list_events
    from masthead.comparisons.events import known
    from masthead.reports.events import events_report
    from masthead.storage import write_table

    check_output(output, tables=True)
    session = Session(context, output)
    found = session.read(inputs, reading)
    given = 0 if regroup else sum(known(event) is not None for event in found.articles["event"].to_pylist())
    with session.working("Grouping"):
        grouped = find_events(found.articles, days=days, similarity=similarity, regroup=regroup)
    made_from = found.manifest
    report = events_report(
        grouped,
        list_events(grouped),
        given=given,
        rejects=len(found.rejects),
        everything=all_events,
        manifest=session.manifest("events", made_from),
    )
    if output.output is not None and is_table_file(output.output):
        write_table(grouped, output.output, session.manifest("articles", made_from))
        write_report(report, replace(output, output=None))
    else:
        write_report(report, output)
    session.finish_rejects()
