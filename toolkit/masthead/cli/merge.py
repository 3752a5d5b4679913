"""``masthead merge``: the parts that several jobs measured, as one folder of results."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OUTPUT, OutputFlags, option
from masthead.cli.output import check_folder, write_report
from masthead.cli.session import Session
from masthead.numerals import count


@command
def merge(
    context: typer.Context,
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER",
            help="The folder that the jobs of measure --shard wrote to, or several if each machine had its own.",
            show_default=False,
        ),
    ],
    *,
    hits: Annotated[
        Path | None,
        option("--hits", "Put the hits in DIR; by default in the folder that their parts are in.", OUTPUT, "DIR"),
    ] = None,
    output: OutputFlags,
) -> None:
    """Put together what the jobs of measure --shard I/N wrote: the same bytes as from one run without --shard.

    Without -o FOLDER the results go to the folder that the parts are in, and the parts are removed. Parts that are
    missing, unfinished, given twice or made with other options, versions or inputs are refused.
    """
    from masthead import engines
    from masthead.reports.corpora import measurement_report

    engines.own_process()
    session = Session(context, output)
    if output.output is not None:
        check_folder(output.output, hits)
    with session.progress("Merging") as (advance, _):
        corpus = engines.merge(folders, output.output, hits, keep_parts=True, progress=advance)
    folder, hits = corpus.details["folder"], corpus.details["hits"]
    if not corpus.details["merged"]:
        engines.drop_parts(folder, hits)
        session.say(f"{folder} holds a whole data set and no parts: nothing to do")
        return
    session.output = replace(output, output=folder)
    session.heard(corpus.rejects, corpus.notes)
    session.write_rejects()
    engines.drop_parts(folder, hits)
    report = measurement_report(corpus.tally, corpus.features, rejects=len(corpus.rejects), manifest=corpus.manifest)
    write_report(report, replace(output, output=None))
    session.say(f"merged {count(corpus.details['merged'], 'part')} into {folder}")
    session.finish_rejects()
