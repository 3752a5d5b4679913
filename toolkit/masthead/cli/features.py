"""``masthead features``: what is measured, in which unit, after whom, and how well it agrees with people."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import Families, MeasureFlags, OutputFlags
from masthead.cli.session import Session


@command
def features(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Show only this feature in full, by name or title.", show_default=False),
    ] = None,
    *,
    measuring: MeasureFlags,
    output: OutputFlags,
    family: Families = None,
) -> None:
    """List every feature: its unit, what a higher value means, how it is pooled, and its agreement with people."""
    from masthead.evaluation.instruments import list_features
    from masthead.reports.instruments import feature_report, features_report

    session = Session.of(context, output)
    found = list_features(name, families=tuple(family or ()), options=measuring.options())
    for note in found.notes:
        session.say(f"note: {note}")
    manifest = session.made(found)
    if name is None:
        session.finish(features_report(found.features, manifest=manifest))
    else:
        session.finish(feature_report(found.features[0], manifest=manifest))
