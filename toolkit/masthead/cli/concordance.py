"""``masthead concordance``: a word in context."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    OUTPUT,
    READING,
    SHOWING,
    Genre,
    Jobs,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
    option,
)
from masthead.cli.output import write_rows
from masthead.cli.session import Session
from masthead.comparisons.options import ConcordanceOptions
from masthead.errors import UsageError

DEFAULTS = ConcordanceOptions()


@dataclass(frozen=True, slots=True)
class OutletReadFlags(ReadFlags):
    """How articles are read, and of which outlet."""

    outlet: Annotated[
        str | None,
        option(
            "--outlet", "Show only this outlet. Inputs that do not name an outlet are assigned to it.", READING, "NAME"
        ),
    ] = None


@command
def concordance(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH WORD",
            help="Articles, as for compare, then a word, a phrase in quotation marks, or a pattern: * stands for "
            "any letters of a word, ? for one.",
            show_default=False,
        ),
    ],
    *,
    voice: Annotated[
        Literal["own", "attributed", "quoted", "all"], option("--voice", "Count uses in this voice.", MEASURING)
    ] = DEFAULTS.voice,
    window: Annotated[
        int, option("--window", "Count collocates within N words on either side.", MEASURING, "N", min=1)
    ] = DEFAULTS.window,
    lines: Annotated[
        int | None,
        option(
            "--lines", "Draw N lines at random; by default 15, or all for csv, json and jsonl.", SHOWING, "N", min=0
        ),
    ] = None,
    all_lines: Annotated[bool, option("--all-lines", "Show every use.", SHOWING)] = False,
    top: Annotated[int, option("--top", "Show N collocates.", SHOWING, "N", min=0)] = 10,
    all_outlets: Annotated[bool, option("--all-outlets", "Show every outlet, however many.", SHOWING)] = False,
    counts: Annotated[
        Path | None, option("--counts", "Also write the counts by outlet to FILE.", OUTPUT, "FILE")
    ] = None,
    collocates: Annotated[
        Path | None, option("--collocates", "Also write all collocates to FILE.", OUTPUT, "FILE")
    ] = None,
    genre: Genre = None,
    jobs: Jobs = 1,
    seed: Seed = DEFAULTS.seed,
    keeping: KeepFlags,
    output: OutputFlags,
    reading: OutletReadFlags,
) -> None:
    """Show a word in context: who uses it, how often, how evenly, in which voice, and near which other words."""
    from masthead.comparisons.concordance import concordance as look_for
    from masthead.reports.concordance import concordance_report

    *paths, word = inputs
    if not paths:
        raise UsageError(
            f"only one argument is given, {word!r}: concordance needs articles and a word",
            fix='Give both: masthead concordance PATH WORD, or PATH "a phrase", or PATH "kill*".',
        )
    if all_lines and lines is not None:
        raise UsageError("--lines and --all-lines cannot be combined", fix="Use one of the two.")
    session = Session.of(context, output, counts, collocates)
    drawn = None if all_lines or (lines is None and session.writes_rows) else DEFAULTS.lines if lines is None else lines
    outlets = (reading.outlet,) if reading.outlet else ()
    options = replace(DEFAULTS, outlets=outlets, voice=voice, lines=drawn, window=window, seed=seed)
    measuring = MeasureFlags(genre=genre, jobs=jobs)
    with session.how("Looking", reading, measuring, keeping=keeping) as how:
        found = look_for(paths, word, options, how, keep_wire=keeping.keep_wire)
    cautions = found.overview.cautions()  # stand in the report
    session.heard(found.rejects, [note for note in found.notes if note not in cautions])
    for table, path in ((found.uses, counts), (found.collocates, collocates)):
        if path is not None:
            write_rows(table, tuple(table.column_names), path)
    session.finish(concordance_report(found, top=top, all_outlets=all_outlets, manifest=session.made(found)))
