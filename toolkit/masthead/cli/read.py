"""``masthead read``: anything to articles, with furniture marked and reported."""

import typer

from masthead.cli.command import command
from masthead.cli.options import Inputs, OutputFlags, ReadFlags
from masthead.cli.output import check_output, chosen_format, is_table_file, write_report
from masthead.cli.session import Session


@command
def read(context: typer.Context, inputs: Inputs, output: OutputFlags, reading: ReadFlags) -> None:
    """Read articles from anything and say what was found.

    Prints articles, genres and furniture by outlet. The articles themselves go to a file (-o articles.parquet,
    .jsonl or .csv) or, with --format jsonl, to standard output.
    """
    from dataclasses import replace

    from masthead import __version__
    from masthead.reports.corpora import reading_report
    from masthead.storage import write_table

    check_output(output, tables=True)
    session = Session(context, output)
    found = session.read(inputs, reading)
    manifest = session.manifest(
        "articles",
        {
            "masthead": __version__,
            "inputs": [{"name": name_of(item.path), "sha256": item.sha256} for item in found.inputs],
            "articles": found.articles.num_rows,
            "rejects": len(found.rejects),
        },
    )
    report = reading_report(found.articles, found.furniture, rejects=len(found.rejects), manifest=manifest)
    if output.output is not None and is_table_file(output.output):
        write_table(found.articles, output.output, manifest)
        write_report(report, replace(output, output=None))
    else:
        write_report(report, output)
        if output.output is not None and chosen_format(output) in ("json", "jsonl", "csv"):
            write_report(report, replace(output, output=None, form=None))
    session.finish_rejects()


def name_of(path: str) -> str:
    """The last part of an input's path: no folder of this machine goes into a manifest."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]
