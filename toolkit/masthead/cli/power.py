"""``masthead power``: how large a difference must be to be found."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    AllFeatures,
    AllOutlets,
    CodesFile,
    Families,
    Inputs,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    option,
)
from masthead.cli.session import Session
from masthead.comparisons.options import PowerOptions

DEFAULTS = PowerOptions()


@command
def power(
    context: typer.Context,
    inputs: Inputs,
    *,
    alpha: Annotated[
        float, option("--alpha", "Count a difference as found when its p is below this.", MEASURING, "P")
    ] = (DEFAULTS.alpha),
    share: Annotated[
        float,
        option("--power", "Share of comparisons like this one in which the difference is found.", MEASURING, "SHARE"),
    ] = DEFAULTS.power,
    family: Families = None,
    all_features: AllFeatures = False,
    all_outlets: AllOutlets = False,
    codes: CodesFile = None,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Say how large an outlet's difference from the rest must be to be found with these articles.

    Takes articles from two or more outlets, or the features.parquet written by measure. With --codes, it concerns
    corrected differences, and says how many coded articles would halve the smallest difference that can be found.
    """
    from masthead.comparisons.power import power as smallest
    from masthead.reports.power import power_report

    session = Session.of(context, output)
    options = PowerOptions(alpha=alpha, power=share, families=tuple(family or ()), every_feature=all_features)
    corpus = session.open(inputs, reading, measuring, keeping=keeping)
    with session.working("Estimating"):
        found = smallest(corpus, options, codes=codes)
    session.finish(power_report(found, options, all_outlets=all_outlets, manifest=session.made(found)))
