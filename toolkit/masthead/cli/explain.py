"""``masthead explain``: one article with every counted word."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import READING, Inputs, MeasureFlags, OutputFlags, ReadFlags
from masthead.cli.output import check_output
from masthead.cli.session import Session


@command
def explain(
    context: typer.Context,
    inputs: Inputs,
    *,
    id: Annotated[  # noqa: A002 - the flag's name
        str | None,
        typer.Option("--id", metavar="ID", help="The article, where the input has several.", rich_help_panel=READING),
    ] = None,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Show one article with every hit: which words made the numbers, and in whose voice they stand."""
    from masthead import __version__, engines
    from masthead.reports.explain import explain_report

    check_output(output)
    session = Session(context, output)
    found = session.read(inputs, reading)
    with session.working("Measuring"):
        explanation = engines.explain(found.articles, id, measuring.options())
    made_from = {
        "masthead": __version__,
        "article": explanation.id,
        "inputs": [{"name": item.path.rsplit("/", 1)[-1], "sha256": item.sha256} for item in found.inputs],
    }
    session.finish(explain_report(explanation, manifest=session.manifest("explanation", made_from)))
