"""``masthead card``: what a saved model is good for."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OutputFlags
from masthead.cli.session import Session


@command
def card(
    context: typer.Context,
    model: Annotated[
        Path, typer.Argument(metavar="MODEL", help="A model saved by `masthead train`.", show_default=False)
    ],
    *,
    output: OutputFlags,
) -> None:
    """Show the card of a saved model: how well it works for which use, what it was trained on and what it relies on."""
    from masthead.evaluation.cards import card as look_up
    from masthead.reports.cards import card_report

    session = Session.of(context, output)
    found = look_up(model)
    session.finish(card_report(found, manifest=session.made(found)))
