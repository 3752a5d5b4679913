"""``masthead events``: which articles report the same story."""

from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.duplicates import finish_articles
from masthead.cli.options import MEASURING, SHOWING, Inputs, OutputFlags, ReadFlags, option
from masthead.cli.session import Session
from masthead.comparisons.options import EventsOptions

if TYPE_CHECKING:
    from masthead.sources import Reading

DEFAULTS = EventsOptions()


@command
def events(
    context: typer.Context,
    inputs: Inputs,
    *,
    days: Annotated[
        int, option("--days", "Articles on one story are at most N days apart.", MEASURING, "N", min=0)
    ] = DEFAULTS.days,
    similarity: Annotated[
        float,
        option(
            "--similarity",
            "Minimum similarity of two groups to become one event, relative to the similarity within each; at most 1.",
            MEASURING,
            "X",
        ),
    ] = DEFAULTS.similarity,
    regroup: Annotated[
        bool, option("--regroup", "Also regroup articles whose event is given.", MEASURING)
    ] = DEFAULTS.regroup,
    all_events: Annotated[bool, option("--all-events", "List every event.", SHOWING)] = False,
    why: Annotated[
        tuple[str, str] | None,
        option("--why", "Explain why the articles with these two ids are or are not one event.", SHOWING, "ID ID"),
    ] = None,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Group articles that report the same story, across outlets, by the words, names and numbers in headline and lead.

    With -o articles.parquet it writes the articles with their event, for compare --events and as clusters in every
    command. Events given in the input (--event-col) are kept. --why explains what two articles share and how
    similar that makes them.
    """
    from masthead.comparisons.events import events as group
    from masthead.reports.events import events_report

    session = Session.of(context, output, tables=why is None)
    options = EventsOptions(days=days, similarity=similarity, regroup=regroup)
    if why is not None:
        _explain(session, session.read(inputs, reading), why, options)
        return
    found = session.reread(inputs, reading)
    with session.working("Grouping"):
        told = group(found, options)
    report = events_report(
        found.table(["id", "outlet"]),
        told.table,
        given=told.details["given"],
        rejects=len(told.rejects),
        everything=all_events,
        manifest=session.made(told),
    )
    finish_articles(session, report, told)


def _explain(session: Session, found: "Reading", ids: tuple[str, str], options: EventsOptions) -> None:
    from masthead.cli.output import write_report
    from masthead.comparisons.why import why_event
    from masthead.reports.why import why_report

    with session.working("Grouping"):
        told = why_event(found, *ids, options)
    write_report(why_report(told, manifest=session.made(told)), session.output)
    session.finish_rejects()
