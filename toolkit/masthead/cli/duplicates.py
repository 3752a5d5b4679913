"""``masthead duplicates``: agency copy, and articles that repeat another."""

from typing import TYPE_CHECKING

import typer

from masthead.cli.command import command
from masthead.cli.options import Inputs, OutputFlags, ReadFlags
from masthead.cli.output import is_table_file, write_report
from masthead.cli.session import Session

if TYPE_CHECKING:
    from masthead.engines import ArticlesResult
    from masthead.reports import Report


@command
def duplicates(context: typer.Context, inputs: Inputs, output: OutputFlags, reading: ReadFlags) -> None:
    """Find what is not an outlet's own work: agency copy, other outlets' articles, and repeats of its own.

    Exact copies and agency copy are recognised while reading; this command also finds edited copies. With -o
    articles.parquet it records which article each one repeats, so that profile, compare and choices leave these out
    as well.
    """
    from masthead.comparisons.duplicates import duplicates as find
    from masthead.comparisons.duplicates import told_crowded
    from masthead.reports.duplicates import duplicates_report

    session = Session.of(context, output, tables=True)
    found = session.reread(inputs, reading)
    with session.working("Comparing texts"):
        told = find(found)
    report = duplicates_report(
        found.table(["id", "outlet"]),
        told.table,
        rejects=len(told.rejects),
        notes=told_crowded(told.details["crowded"]),
        manifest=session.made(told),
    )
    finish_articles(session, report, told)


def finish_articles(session: Session, report: "Report", result: "ArticlesResult") -> None:
    """Hand over the report, or write the articles to a Parquet file and print the report beside."""
    from dataclasses import replace

    from masthead.storage import write_batches

    output = session.output
    if output.output is not None and is_table_file(output.output):
        write_batches(result.reading.batches(), output.output, {**session.made(result), "kind": "articles"})
        output = replace(output, output=None)
    write_report(report, output)
    session.finish_rejects()
