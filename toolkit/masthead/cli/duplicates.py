"""``masthead duplicates``: agency copy, and articles that repeat another."""

import typer

from masthead.cli.command import command
from masthead.cli.options import Inputs, OutputFlags, ReadFlags
from masthead.cli.output import check_output, is_table_file, write_report
from masthead.cli.session import Session


@command
def duplicates(context: typer.Context, inputs: Inputs, output: OutputFlags, reading: ReadFlags) -> None:
    """Find what is not an outlet's own work: agency copy, articles of other outlets, its own articles once more.

    Exact copies and agency copy are known from reading; this finds changed copies too. With -o articles.parquet it
    writes the articles with what each repeats, so that profile, compare and choices leave these out as well.
    """
    from dataclasses import replace

    from masthead.comparisons import find_duplicates, mark_duplicates
    from masthead.reports.duplicates import duplicates_report
    from masthead.storage import write_table

    check_output(output, tables=True)
    session = Session(context, output)
    found = session.read(inputs, reading)
    with session.working("Comparing texts"):
        rows = find_duplicates(found.articles)
    made_from = found.manifest
    report = duplicates_report(
        found.articles, rows, rejects=len(found.rejects), manifest=session.manifest("duplicates", made_from)
    )
    if output.output is not None and is_table_file(output.output):
        marked = mark_duplicates(found.articles, rows)
        write_table(marked, output.output, session.manifest("articles", made_from))
        write_report(report, replace(output, output=None))
    else:
        write_report(report, output)
    session.finish_rejects()
