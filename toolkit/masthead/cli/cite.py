"""``masthead cite``: what a paper has to cite."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OUTPUT, READING, OutputFlags, option
from masthead.cli.reproduce import reproducing
from masthead.cli.session import Session


@command
def cite(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="A result written by masthead, as for methods. Without one, only masthead is cited.",
            show_default=False,
        ),
    ] = None,
    *,
    corpus: Annotated[
        list[str] | None,
        option("--corpus", "Also cite this declared corpus; can be repeated.", READING, "NAME"),
    ] = None,
    bibtex: Annotated[bool, option("--bibtex", "Print BibTeX instead.", OUTPUT)] = False,
    bib: Annotated[Path | None, option("--bib", "Write the works to FILE as BibTeX.", OUTPUT, "FILE")] = None,
    cff: Annotated[Path | None, option("--cff", "Write the CITATION.cff of masthead to FILE.", OUTPUT, "FILE")] = None,
    output: OutputFlags,
) -> None:
    """List what to cite: masthead, and the word lists, corpora, measures and methods that a saved result relies on.

    A corpus is recognised where its original files were read. Name it with --corpus where it was imported first.
    """
    from masthead.cli.output import write_text
    from masthead.reports.stated.citing import CITATION, citations_report
    from masthead.reports.stated.citing import cite as cited
    from masthead.storage import bundled

    session = Session.of(context, output, bib, cff)
    found = cited(file, corpus or ())
    if bib is not None:
        write_text([found.bibtex], bib)
    if cff is not None:
        write_text([bundled(CITATION).read_text(encoding="utf-8")], cff)
    if bibtex:
        typer.echo(found.bibtex, nl=False)
        return
    session.finish(citations_report(found, command=reproducing(context)))
