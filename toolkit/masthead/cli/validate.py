"""``masthead validate``: how well the instruments agree with one's own codes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import COLUMNS, READING, Jobs, OutputFlags, Seed, column
from masthead.cli.output import check_output
from masthead.cli.session import Session


class Unit(StrEnum):
    """What a row of a coded sample is."""

    sentence = "sentence"
    article = "article"


@command
def validate(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A sample coded by hand, CSV, TSV, JSON or JSON Lines: one sentence or article a row with 0/1 "
            "columns, or texts with coded sentences or spans.",
            show_default=False,
        ),
    ],
    *,
    codes: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="INSTRUMENT=NAME",
            help="The column or type of span that codes an instrument; NAME:VALUE or NAME>=NUMBER says what marks it; "
            "commas part several coders; can be repeated.",
            rich_help_panel=COLUMNS,
        ),
    ] = None,
    unit: Annotated[
        Unit | None,
        typer.Option("--unit", help="What a row is; by default what its length says.", rich_help_panel=READING),
    ] = None,
    text_col: Annotated[str | None, column("--text-col", "text")] = None,
    id_col: Annotated[str | None, column("--id-col", "article that a row is of")] = None,
    outlet_col: Annotated[str | None, column("--outlet-col", "outlet")] = None,
    coder_col: Annotated[str | None, column("--coder-col", "coder, where each has rows of her own")] = None,
    seed: Seed = 0,
    jobs: Jobs = 1,
    output: OutputFlags,
) -> None:
    """Score the instruments against your own coded sample: precision, recall, F1, Krippendorff's alpha.

    Columns and types of spans that are called like an instrument (attributed, quoted, hedged, loaded, ...) are found;
    --map names the others. With two coders their own agreement is given beside.
    """
    from masthead import __version__
    from masthead.cli.suites import suite_declared, word_list_versions
    from masthead.evaluation import validity
    from masthead.reports.validity import validation_report

    check_output(output)
    session = Session(context, output)
    session.refuse_to_overwrite([str(file)])
    columns = {"text": text_col, "id": id_col, "outlet": outlet_col, "coder": coder_col}
    options = validity.CodingOptions(columns=columns, codes=tuple(codes or ()), unit=unit.value if unit else None)
    with session.working("Scoring"):
        found = validity.validate(file, suite_declared("validity").instruments, options, seed=seed, jobs=jobs)
    if unit is None:
        session.say(f"note: a text of your file is taken for one {found.unit}: --unit says otherwise")
    made_from = {"masthead": __version__, "lexicons": word_list_versions(), "data": found.data}
    report = validation_report(
        found.rows,
        validity.VALIDATION_FIELDS,
        documents=found.documents,
        unit=found.unit,
        manifest=session.manifest("validation", made_from, seed=seed),
    )
    session.finish(report)
