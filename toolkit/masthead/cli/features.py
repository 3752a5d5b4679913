"""``masthead features``: what is measured, in which unit, after whom."""

import typer

from masthead.cli.command import command
from masthead.cli.options import Families, MeasureFlags, OutputFlags
from masthead.cli.output import check_output
from masthead.cli.session import Session


@command
def features(context: typer.Context, measuring: MeasureFlags, output: OutputFlags, family: Families = None) -> None:
    """List every feature: its unit, what a higher value means, how it is pooled, and whom it follows."""
    from masthead import __version__
    from masthead.features import catalogue
    from masthead.reports.families import CHOICES, compared, shown
    from masthead.reports.instruments import features_report

    check_output(output)
    session = Session(context, output)
    known = catalogue(measuring.options())
    families = tuple(family or ())
    listed = shown(compared(known, families), families, everything=True)
    report = features_report(listed, manifest=session.manifest("catalogue", {"masthead": __version__}))
    if not families:
        count = sum(feature.family == CHOICES for feature in known)
        session.say(f"note: {count} shares of rival wordings are left out: --family choices, or masthead lexicons")
    session.finish(report)
