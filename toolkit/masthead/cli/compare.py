"""``masthead compare``: outlets side by side, and what differs more than chance would have it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    AllFeatures,
    AllOutlets,
    Families,
    Inputs,
    KeepWire,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
)
from masthead.cli.output import check_output
from masthead.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.engines import Corpus
    from masthead.reports import Report
    from masthead.reports.outlets import Shown


@command
def compare(
    context: typer.Context,
    inputs: Inputs,
    *,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="OUTLET",
            help="Compare with this outlet, not with the rest.",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    family: Families = None,
    all_features: AllFeatures = False,
    all_outlets: AllOutlets = False,
    keep_wire: KeepWire = False,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Compare outlets: each against the rest, with intervals, effect sizes and false-discovery control.

    Takes articles of two outlets or more, or the features.parquet that measure wrote.
    """
    from masthead.reports.outlets import Shown

    check_output(output)
    session = Session(context, output)
    corpus = session.open(inputs, reading, measuring, keep_wire=keep_wire)
    show = Shown(tuple(family or ()), all_features, all_outlets)
    session.finish(comparison(session, corpus, show, baseline=baseline, seed=seed))


def comparison(
    session: Session,
    corpus: "Corpus",
    show: "Shown",
    *,
    baseline: str | None = None,
    seed: int = 0,
    hints: "Sequence[str]" = (),
) -> "Report":
    """The report of a comparison of the corpus; ``hints`` replace those on further features."""
    from masthead.comparisons import compare_outlets
    from masthead.profiles import profile_outlets
    from masthead.reports.compare import compare_report
    from masthead.reports.families import compared
    from masthead.reports.overview import Overview

    features = compared(corpus.catalogue, show.families)
    with session.working("Comparing"):
        comparisons = compare_outlets(corpus.features, features, baseline=baseline, seed=seed, keep_wire=True)
        profiles = profile_outlets(corpus.features, features, seed=seed, keep_wire=True)
    report = compare_report(
        profiles,
        comparisons,
        features,
        Overview.of(corpus.features, rejects=len(corpus.rejects), not_own=corpus.not_own),
        show=show,
        manifest=session.manifest("comparison", corpus.manifest, seed=seed),
    )
    return replace(report, hints=tuple(hints)) if hints else report
