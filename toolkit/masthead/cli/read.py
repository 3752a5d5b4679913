"""``masthead read``: anything to articles, with furniture marked and reported."""

import typer

from masthead.cli.command import command
from masthead.cli.options import Inputs, OutputFlags, ReadFlags
from masthead.cli.output import chosen_format, is_table_file, write_beside
from masthead.cli.session import Session


@command
def read(context: typer.Context, inputs: Inputs, output: OutputFlags, reading: ReadFlags) -> None:
    """Read articles from anything, and say what is in them and what may be wrong with them.

    Prints a health report: by outlet articles, usable articles, words, dates and furniture, and findings with what to
    do about each. --strict refuses a corpus with a severe finding. The articles themselves go to a file (-o
    articles.parquet, .jsonl or .csv) or, with --format jsonl or csv, to standard output; --format json is the report.
    """
    from masthead.profiles.health import check_health, refuse_severe
    from masthead.reports.corpora import reading_report

    session = Session.of(context, output, tables=True)
    found = session.read(inputs, reading)
    with session.working("Looking at the texts"):
        health = check_health(found)
    if reading.strict:
        refuse_severe(health.findings)
    as_articles = is_table_file(output.output) or chosen_format(output) in ("jsonl", "csv")
    manifest = session.made(health) | ({"kind": "articles"} if as_articles else {})
    report = reading_report(found, health, rows=found.articles if as_articles else None, manifest=manifest)
    write_beside(report, found.articles, output)
    session.finish_rejects()
