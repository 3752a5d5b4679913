"""``masthead features``: what is measured, in which unit, after whom, and how well it agrees with people."""

from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import Families, MeasureFlags, OutputFlags
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from masthead.features import Feature


LEANING = "leaning."


@command
def features(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Only this feature, by its name or its title, in full.", show_default=False
        ),
    ] = None,
    *,
    measuring: MeasureFlags,
    output: OutputFlags,
    family: Families = None,
) -> None:
    """List every feature: its unit, what a higher value means, how it is pooled, and how well it agrees with people."""
    from masthead import __version__
    from masthead.features import catalogue, without_choices
    from masthead.features.rows import compared
    from masthead.reports.families import shown
    from masthead.reports.instruments import feature_report, features_report

    check_output(output)
    session = Session(context, output)
    rows = (*catalogue(measuring.options()), *(_leanings() if name and name.startswith(LEANING) else ()))
    known = {feature.name: feature for feature in rows}
    titles = {feature.title.casefold(): feature.name for feature in rows}
    manifest = session.manifest("catalogue", {"masthead": __version__})
    if name is not None:
        name = titles.get(name.casefold(), name)
        if name not in known:
            said = did_you_mean(name, (*known, *(feature.title for feature in rows)))
            raise UsageError(f"there is no feature {name!r}.{said}", fix="List them: masthead features.")
        session.finish(feature_report(known[name], manifest=manifest))
        return
    families = tuple(family or ())
    report = features_report(shown(compared(rows, families), families, everything=True), manifest=manifest)
    if not families:
        count = len(rows) - len(without_choices(rows))
        session.say("note: classifiers read leanings too: masthead features leaning.share.own")
        session.say(f"note: {count} shares of rival wordings are left out: --family choices, or masthead lexicons")
    session.finish(report)


def _leanings() -> "tuple[Feature, ...]":
    """What classifiers read beside the catalogue."""
    from masthead.classifiers.leanings import leanings

    return leanings()
