"""``masthead profile``: each outlet described by itself."""

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
    Seed,
    Weighing,
    option,
)
from masthead.cli.session import Session


@command
def profile(
    context: typer.Context,
    inputs: Inputs,
    *,
    family: Families = None,
    all_features: AllFeatures = False,
    all_outlets: AllOutlets = False,
    pool: Annotated[
        bool,
        option(
            "--pool",
            ("Also shrink each estimate towards the mean of the outlets, those of small outlets most."),
            MEASURING,
        ),
    ] = False,
    codes: CodesFile = None,
    weigh: Weighing = "length",
    seed: Seed = 0,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Describe each outlet: every feature with its interval. One outlet is enough.

    Takes articles, or the features.parquet written by measure.
    """
    from masthead import profiles
    from masthead.engines.health import refuse_unsound
    from masthead.profiles.overview import Overview
    from masthead.reports.outlets import Shown
    from masthead.reports.profiles import profile_report

    session = Session.of(context, output)
    families = tuple(family or ())
    with session.how("Measuring", reading, measuring, keeping=keeping) as how:
        found = profiles.profile(
            inputs,
            how,
            families=families,
            pool=pool,
            keep_wire=keeping.keep_wire,
            codes=codes,
            weigh=weigh,
            seed=seed,
        )
    corpus = found.corpus
    session.heard(corpus.rejects, corpus.notes)
    if reading.strict:
        refuse_unsound(corpus)
    report = profile_report(
        found.table,
        found.catalogue,
        Overview.of(corpus.table, len(corpus.rejects), corpus.not_own, corpus.findings),
        show=Shown(families, all_features, all_outlets),
        weigh=weigh,
        manifest=session.made(found),
    )
    session.finish(report)
