"""``masthead sample``: articles for people to code, and the sheet they are coded in."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    OUTPUT,
    Inputs,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
    option,
)
from masthead.cli.session import Session
from masthead.errors import UsageError
from masthead.evaluation.options import SampleOptions

DEFAULTS = SampleOptions(features=())
_WORKBOOK = ".xlsx"


@command
def sample(
    context: typer.Context,
    inputs: Inputs,
    *,
    features: Annotated[
        list[str],
        option("--for", "Code this feature (masthead features lists them); can be repeated.", MEASURING, "FEATURE"),
    ],
    n: Annotated[
        int, typer.Option("-n", help="Number of articles per outlet.", rich_help_panel=MEASURING, metavar="N", min=1)
    ] = DEFAULTS.n,
    by_counts: Annotated[
        bool,
        option(
            "--by-counts",
            "Draw half of them from articles in which masthead counts something for the feature.",
            MEASURING,
        ),
    ] = DEFAULTS.by_counts,
    coders: Annotated[
        int, option("--coders", "Number of coders, 1 or 2; each has a column.", MEASURING, "N", min=1, max=2)
    ] = DEFAULTS.coders,
    show_outlets: Annotated[
        bool, option("--show-outlets", "Let coders see which outlet an article is from.", MEASURING)
    ] = DEFAULTS.show_outlets,
    sheet: Annotated[
        Path | None,
        option(
            "--sheet",
            "Write the coding sheet, as .xlsx with its codebook or as .csv; -o sheet.xlsx does the same.",
            OUTPUT,
            "FILE",
        ),
    ] = None,
    doccano: Annotated[
        Path | None, option("--doccano", "Also write the sentences for doccano, JSON Lines.", OUTPUT, "FILE")
    ] = None,
    label_studio: Annotated[
        Path | None, option("--label-studio", "Also write the sentences for Label Studio, JSON.", OUTPUT, "FILE")
    ] = None,
    seed: Seed = DEFAULTS.seed,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Draw articles for people to code, so that compare --codes can correct masthead's own errors.

    Whole articles are drawn at random within each outlet. The sheet has one row per sentence: fill in the column
    named after the feature, and give the sheet to compare or profile with --codes.
    """
    from masthead.cli.output import write_text
    from masthead.evaluation.coding.sampling import sample as drawn_sample
    from masthead.evaluation.coding.writing import doccano_lines, label_studio_tasks, write_sheet
    from masthead.reports.sampling import sample_report

    if sheet is None and output.output is not None and output.output.suffix.lower() == _WORKBOOK:
        sheet, output = output.output, replace(output, output=None)
    session = Session.of(context, output, sheet, doccano, label_studio)
    if sheet is not None and sheet.suffix.lower() not in (_WORKBOOK, ".csv"):
        raise UsageError("a coding sheet is a workbook or CSV", where=str(sheet), fix="End the name in .xlsx or .csv.")
    options = SampleOptions(
        features=tuple(features), n=n, by_counts=by_counts, coders=coders, show_outlets=show_outlets, seed=seed
    )
    corpus = session.open(inputs, reading, measuring, keeping=keeping)
    with session.working("Drawing"):
        found = drawn_sample(corpus, options)
    if sheet is not None:
        write_sheet(found, sheet)
    if doccano is not None:
        write_text(doccano_lines(found.table), doccano)
    if label_studio is not None:
        write_text([label_studio_tasks(found.table)], label_studio)
    session.finish(sample_report(found, sheet, manifest=session.made(found)))
