"""``masthead methods``: the methods paragraph of a saved result."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OUTPUT, SHOWING, OutputFlags, option
from masthead.cli.reproduce import reproducing
from masthead.cli.session import Session


@command
def methods(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A result written by masthead: .json, .parquet, or .csv or .jsonl with its manifest beside it.",
            show_default=False,
        ),
    ],
    *,
    keys: Annotated[
        bool, option("--keys", "Cite works by their BibTeX keys, as pandoc expects: [@Efron1981].", SHOWING)
    ] = False,
    bib: Annotated[Path | None, option("--bib", "Write the works cited to FILE as BibTeX.", OUTPUT, "FILE")] = None,
    output: OutputFlags,
) -> None:
    """Describe how a saved result was made, for the methods section of a paper, with citations.

    Takes a result of compare, choices, trend, words, profile or validate. Tables written as LaTeX, Markdown or HTML
    carry the same text below them.
    """
    from masthead.cli.output import write_text
    from masthead.reports.stated.paragraph import methods as state
    from masthead.reports.stated.paragraph import methods_report

    session = Session.of(context, output, bib)
    found = state(file)
    if bib is not None:
        write_text([found.bibtex], bib)
    session.finish(methods_report(found, keys=keys, command=reproducing(context)))
