"""``masthead explain``: one article with every counted word."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import READING, Inputs, MeasureFlags, OutputFlags, ReadFlags, option
from masthead.cli.session import Session


@command
def explain(
    context: typer.Context,
    inputs: Inputs,
    *,
    id: Annotated[  # noqa: A002 - the flag's name
        str | None, option("--id", "Id of the article, if the input has several.", READING, "ID")
    ] = None,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Show one article with every hit marked: which words produced the numbers, and in which voice."""
    from masthead import engines
    from masthead.reports.explain import explain_report

    session = Session.of(context, output)
    with session.how("Reading", reading, measuring) as how:
        found = engines.explain(inputs, how, id=id)
    session.heard(found.rejects, found.notes)
    session.finish(explain_report(found, manifest=session.made(found)))
