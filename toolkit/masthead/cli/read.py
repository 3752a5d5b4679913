"""``masthead read``: anything to articles, with furniture marked and reported."""

import typer

from masthead.cli.command import command
from masthead.cli.options import Inputs, OutputFlags, ReadFlags
from masthead.cli.output import write_beside
from masthead.cli.session import Session


@command
def read(context: typer.Context, inputs: Inputs, output: OutputFlags, reading: ReadFlags) -> None:
    """Read articles from anything and say what was found.

    Prints articles, genres and furniture by outlet. The articles themselves go to a file (-o articles.parquet,
    .jsonl or .csv) or, with --format jsonl, to standard output.
    """
    from masthead.reports.corpora import reading_report

    session = Session.of(context, output, tables=True)
    found = session.read(inputs, reading)
    report = reading_report(found.articles, found.furniture, rejects=len(found.rejects), manifest=session.made(found))
    write_beside(report, found.articles, output)
    session.finish_rejects()
