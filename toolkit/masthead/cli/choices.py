"""``masthead choices``: who calls it what."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    SHOWING,
    AllFeatures,
    AllOutlets,
    Inputs,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
    Stacked,
    option,
)
from masthead.cli.session import Session
from masthead.comparisons.options import ChoicesOptions

DEFAULTS = ChoicesOptions()


@command
def choices(
    context: typer.Context,
    inputs: Inputs,
    *,
    concept: Annotated[
        list[str] | None, option("--concept", "Only this concept; can be repeated.", SHOWING, "NAME")
    ] = None,
    referents: Annotated[bool, option("--referents", "Split by who or what is meant.", SHOWING)] = False,
    all_features: AllFeatures = False,
    all_outlets: AllOutlets = False,
    stacked: Stacked = False,
    seed: Seed = DEFAULTS.seed,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Who calls it what: the share of each rival wording (liberated, captured, fell) in each outlet's own voice.

    Takes articles, or the features.parquet that measure wrote.
    """
    from masthead.comparisons.choices import choices as compare_choices
    from masthead.reports.choices import choices_report

    session = Session.of(context, output)
    corpus = session.open(inputs, reading, measuring, keeping=keeping)
    with session.working("Comparing"):
        found = compare_choices(corpus, ChoicesOptions(concepts=tuple(concept or ()), seed=seed))
    report = choices_report(
        found.table,
        found.details["titles"],
        found.overview,
        everything=all_features or concept is not None,
        referents=referents,
        all_outlets=all_outlets,
        stacked=stacked,
        manifest=session.made(found),
    )
    session.finish(report)
