"""``masthead validate``: how well the instruments agree with one's own codes."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from masthead.cli.command import command
from masthead.cli.options import COLUMNS, OUTPUT, READING, Jobs, OutputFlags, Seed, column, option
from masthead.cli.session import Session


@command
def validate(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A hand-coded sample (CSV, TSV, JSON, JSON Lines or xlsx): one sentence or article per row with "
            "0/1 columns, or texts with coded sentences or spans.",
            show_default=False,
        ),
    ],
    *,
    codes: Annotated[
        list[str] | None,
        option(
            "--map",
            "The column or span type that codes an instrument; NAME:VALUE or NAME>=NUMBER says which values mark "
            "it; commas separate coders; can be repeated.",
            COLUMNS,
            "INSTRUMENT=NAME",
        ),
    ] = None,
    unit: Annotated[
        Literal["sentence", "article"] | None,
        option("--unit", "What each row is; by default judged by its length.", READING),
    ] = None,
    text_col: Annotated[str | None, column("--text-col", "text")] = None,
    id_col: Annotated[str | None, column("--id-col", "article that a row belongs to")] = None,
    outlet_col: Annotated[str | None, column("--outlet-col", "outlet")] = None,
    coder_col: Annotated[str | None, column("--coder-col", "coder, if each coder has separate rows")] = None,
    as_coded: Annotated[
        bool, option("--as-coded", "Accept the codes as they are, even if they seem to mean the opposite.", COLUMNS)
    ] = False,
    disagreements: Annotated[
        Path | None,
        option(
            "--disagreements",
            ("Write the sentences on which coders or masthead disagree, as .csv, .json or .jsonl."),
            OUTPUT,
            "FILE",
        ),
    ] = None,
    seed: Seed = 0,
    jobs: Jobs = 1,
    output: OutputFlags,
) -> None:
    """Score the instruments against your own coded sample: precision, recall, F1, Krippendorff's alpha.

    Columns and span types named after an instrument (attributed, quoted, hedged, loaded, ...) are found; --map
    names the others. With two coders, their agreement with each other comes first.
    """
    from masthead.cli.output import write_rows
    from masthead.evaluation.validity.coded import CodingOptions
    from masthead.evaluation.validity.disagreements import DISAGREEMENT_FIELDS
    from masthead.evaluation.validity.validating import CODED_FIELDS
    from masthead.evaluation.validity.validating import validate as score
    from masthead.reports.validity import validation_report

    session = Session.of(context, output, disagreements)
    columns = {"text": text_col, "id": id_col, "outlet": outlet_col, "coder": coder_col}
    options = CodingOptions(columns=columns, codes=tuple(codes or ()), unit=unit, as_coded=as_coded)
    with session.working("Scoring"):
        found = score(file, options, seed=seed, jobs=jobs)
    for note in found.notes:
        session.say(f"note: {note}")
    if disagreements is not None:
        write_rows(found.disagreements, DISAGREEMENT_FIELDS, disagreements)
    report = validation_report(
        found.table.to_pylist(),
        CODED_FIELDS,
        documents=found.documents,
        unit=found.unit,
        disagreements=len(found.disagreements),
        manifest=session.made(found),
    )
    session.finish(report)
