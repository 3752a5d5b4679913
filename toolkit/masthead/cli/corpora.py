"""``masthead corpora``: public corpora, what is known of them, how to get them, and how they become articles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import READING, OutputFlags, option
from masthead.cli.output import chosen_format, is_table_file, write_report
from masthead.cli.session import Session

if TYPE_CHECKING:
    from masthead.sources.releases import Corpus
    from masthead.sources.releases.listing import ImportedCorpus

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A corpus, or a corpus.toml of your own.")]
Data = Annotated[
    Path | None,
    option(
        "--data",
        "Folder for corpora; by default the variable MASTHEAD_DATA, otherwise a folder among the user's data.",
        READING,
        "DIR",
        envvar="MASTHEAD_DATA",
        show_envvar=False,
    ),
]


@app.callback()
def corpora() -> None:
    """Public corpora: what is known about them, and how to get and read them."""


@app.command("list")
@command
def list_(context: typer.Context, data: Data = None, *, output: OutputFlags) -> None:
    """List the corpora: what each is for, its size and license, how to get it, and whether it is on this machine."""
    from masthead.reports.releases import corpora_report
    from masthead.sources.releases.listing import list_corpora

    session = Session.of(context, output)
    found = list_corpora(data=data)
    session.finish(corpora_report(found.corpora, manifest=session.made(found)))


@app.command("info")
@command
def info(
    context: typer.Context,
    name: Name,
    *,
    bibtex: Annotated[bool, option("--bibtex", "Print only the BibTeX entry.", READING)] = False,
    data: Data = None,
    output: OutputFlags,
) -> None:
    """Show one corpus: license, source, citation, what to know before use, its files, and which column becomes what."""
    from masthead.reports.releases import corpus_report
    from masthead.sources.releases.listing import show_corpus

    session = Session.of(context, output)
    found = show_corpus(name, data=data)
    [(corpus, path)] = found.corpora
    if bibtex:
        _print_bibtex(corpus)
    else:
        session.finish(corpus_report(corpus, path, manifest=session.made(found)))


@app.command("import")
@command
def import_(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH", help="The release as it was downloaded: its archive, folder or files.", show_default=False
        ),
    ],
    *,
    corpus: Annotated[str, option("--corpus", "Which corpus it is, or a corpus.toml of your own.", READING, "NAME")],
    strict: Annotated[bool, option("--strict", "Stop at the first row that cannot be used.", READING)] = False,
    limit: Annotated[int | None, option("--limit", "Read only the first N rows.", READING, "N", min=1)] = None,
    output: OutputFlags,
) -> None:
    """Turn a downloaded release into articles with labels.

    Prints how many rows have which label, to check against the published counts. The articles themselves go to a
    file (-o NAME.parquet, .jsonl or .csv), which every other command can read.
    """
    from masthead.sources.releases.listing import import_corpus

    session = Session.of(context, output, tables=True)
    with session.working("Importing"):
        found = import_corpus(paths, corpus, strict=strict, limit=limit)
    session.heard(found.imported.rejects, found.notes)
    _write_imported(session, found)
    session.finish_rejects()


@app.command("fetch")
@command
def fetch(context: typer.Context, name: Name, *, data: Data = None, output: OutputFlags) -> None:
    """Download a corpus from its owners: the only command that uses the network by itself.

    Files that are present with the right checksum are left alone. A corpus without a stable address is not
    downloaded: the message says what to do by hand.
    """
    from masthead.reports.releases import fetched_report
    from masthead.sources.releases.listing import fetch_corpus, show_corpus

    session = Session.of(context, output)
    [(corpus, _)] = show_corpus(name, data=data).corpora
    session.say(f"note: {corpus.name}: license: {corpus.license}")
    with session.progress(f"Fetching {corpus.name}") as (advance, _):
        found = fetch_corpus(name, data=data, progress=advance)
    session.finish(fetched_report(corpus, found.fetched, found.folder, name=name, manifest=session.made(found)))


def _print_bibtex(corpus: "Corpus") -> None:
    from masthead.errors import UsageError

    if not corpus.bibtex:
        raise UsageError(f"{corpus.name} has no BibTeX entry", fix=f"Cite: {corpus.citation}")
    typer.echo(corpus.bibtex.strip())


def _write_imported(session: Session, found: "ImportedCorpus") -> None:
    """The rows where they are to go, and the summary to standard output."""
    from dataclasses import replace

    from masthead.reports.releases import imported_report
    from masthead.storage import write_table

    output, manifest = session.output, session.made(found)
    report = imported_report(found.corpus, found.imported, manifest=manifest)
    if output.output is not None and is_table_file(output.output):
        write_table(found.table, output.output, manifest)
        write_report(report, replace(output, output=None))
        return
    write_report(report, output)
    if output.output is not None and chosen_format(output) in ("json", "jsonl", "csv"):
        write_report(report, replace(output, output=None, form=None))
    elif output.output is None and output.form is None:
        session.say(f"note: nothing was written; to keep the rows, add -o {found.corpus.name}.parquet")
