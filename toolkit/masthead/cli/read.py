"""``masthead read``: anything to articles, with furniture marked and reported."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OUTPUT, Inputs, OutputFlags, ReadFlags, option
from masthead.cli.output import check_folder, chosen_format, is_table_file, write_beside, write_report, write_rows
from masthead.cli.session import Session
from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa


@command
def read(
    context: typer.Context,
    inputs: Inputs,
    *,
    propose_outlets: Annotated[
        Path | None,
        option(
            "--propose-outlets",
            "Write a CSV for --outlets-file that merges different spellings of one outlet.",
            OUTPUT,
            "FILE",
        ),
    ] = None,
    rows: Annotated[
        int | None,
        option("--rows", "Articles in each table of -o FOLDER; by default 50,000.", OUTPUT, "N", min=1),
    ] = None,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Read articles in almost any format, and report what is in them and what may be wrong with them.

    Prints a health report: articles, usable articles, words, dates and furniture by outlet, then findings and what
    to do about each. --strict refuses a corpus with a severe finding. The articles themselves go to a file (-o
    articles.parquet, .jsonl or .csv) or, with --format jsonl or csv, to standard output; --format json writes the
    report. -o FOLDER (a name without an ending) writes tables of --rows articles, which several jobs or machines can
    measure one by one: recurring lines, copies and ids are those of the whole corpus.
    """
    from masthead.engines import is_folder, own_process
    from masthead.engines.health import check_health, refuse_severe
    from masthead.reports.corpora import reading_report

    own_process()
    if output.output is not None and output.form is None and is_folder(output.output):
        _divide(Session(context, output), inputs, reading, rows, propose_outlets)
        return
    if rows is not None:
        raise UsageError("--rows is for a folder of tables", fix="Name a folder with -o FOLDER.")
    session = Session.of(context, output, propose_outlets, tables=True)
    found = session.read(inputs, reading)
    if propose_outlets is not None:
        _propose(session, found.articles, propose_outlets)
    with session.working("Looking at the texts"):
        health = check_health(found)
    if reading.strict:
        refuse_severe(health.findings)
    as_articles = is_table_file(output.output) or chosen_format(output) in ("jsonl", "csv")
    manifest = session.made(health) | ({"kind": "articles"} if as_articles else {})
    report = reading_report(found, health, rows=found.articles if as_articles else None, manifest=manifest)
    write_beside(report, found.articles, output)
    session.finish_rejects()


def _divide(
    session: Session, inputs: "Sequence[str]", reading: ReadFlags, rows: int | None, propose: Path | None
) -> None:
    """Write the articles to a folder of tables."""
    from masthead.engines import ROWS, divide
    from masthead.engines.health import refuse_severe
    from masthead.reports.corpora import division_report

    folder = session.output.output
    assert folder is not None
    if propose is not None:
        raise UsageError("--propose-outlets needs the articles in memory", fix="Leave out -o FOLDER.")
    check_folder(folder)
    session.refuse_to_overwrite(inputs)
    more = {"command": session.manifest("articles", {})["command"]}
    with session.progress("Reading") as (advance, _):
        options, look = reading.options(others=True), refuse_severe if reading.strict else None
        found = divide(list(inputs), folder, options, rows=rows or ROWS, more=more, look=look, progress=advance)
    session.heard(found.rejects, found.notes)
    write_report(division_report(found, str(folder)), replace(session.output, output=None))
    session.finish_rejects()


def _propose(session: Session, articles: "pa.Table", path: Path) -> None:
    """Write the other names that would join the spellings of each outlet, to be looked at before they are used."""
    from masthead.sources.outlets import spellings
    from masthead.sources.renames import NEW, OLD

    counts = {item["values"]: item["counts"] for item in articles["outlet"].value_counts().to_pylist()}
    pairs = spellings(counts)
    write_rows([{OLD: old, NEW: new} for old, new in pairs], (OLD, NEW), path)
    session.say(f"{path}: {len(pairs)} {'name' if len(pairs) == 1 else 'names'} to merge; check them before use")
