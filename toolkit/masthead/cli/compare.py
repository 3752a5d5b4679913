"""``masthead compare``: outlets side by side, and what differs more than chance would have it."""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    SHOWING,
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
    events: Annotated[
        bool,
        typer.Option(
            "--events", help="Compare on events that outlets share, report by report.", rich_help_panel=MEASURING
        ),
    ] = False,
    all_pairs: Annotated[
        bool, typer.Option("--all-pairs", help="Compare each outlet with each other one.", rich_help_panel=MEASURING)
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="NAME",
            help="Repeat the comparison in each month, section, genre or value of a label.",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option("--draws", metavar="N", min=20, help="Resamples behind an interval.", rich_help_panel=MEASURING),
    ] = 2000,
    permutations: Annotated[
        int,
        typer.Option(
            "--permutations", metavar="N", min=19, help="Random arrangements behind a p.", rich_help_panel=MEASURING
        ),
    ] = 1999,
    stacked: Annotated[
        bool,
        typer.Option("--stacked", help="Outlets below each other, not side by side.", rich_help_panel=SHOWING),
    ] = False,
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

    Takes articles of two outlets or more, or the features.parquet that measure wrote. With --events outlets are held
    against each other on the stories they share (masthead events finds these), so that topics do not differ.
    """
    from masthead.reports.outlets import Shown

    check_output(output)
    session = Session(context, output)
    corpus = session.open(inputs, reading, measuring, keep_wire=keep_wire)
    show = Shown(tuple(family or ()), all_features, all_outlets)
    tested = Tested(baseline, all_pairs, events, by, seed, draws, permutations)
    session.finish(comparison(session, corpus, show, tested, stacked=stacked))


@dataclass(frozen=True, slots=True)
class Tested:
    """What a comparison tests, as ``compare_outlets`` takes it."""

    baseline: str | None = None
    all_pairs: bool = False
    events: bool = False
    by: str | None = None
    seed: int = 0
    draws: int = 2000
    permutations: int = 1999


def comparison(
    session: Session,
    corpus: "Corpus",
    show: "Shown",
    tested: Tested,
    *,
    stacked: bool = False,
    hints: "Sequence[str]" = (),
) -> "Report":
    """The report of a comparison of the corpus; ``hints`` replace those on further features.

    Outlets stand side by side where there are few and nothing but the rest or a baseline is compared with.
    """
    from masthead.comparisons import compare_outlets
    from masthead.profiles import profile_outlets
    from masthead.reports.compare import compare_report
    from masthead.reports.families import compared
    from masthead.reports.outlets import MOST_OUTLETS
    from masthead.reports.overview import Overview
    from masthead.reports.stacked import stacked_report

    features = compared(corpus.catalogue, show.families)
    overview = Overview.of(corpus.features, rejects=len(corpus.rejects), not_own=corpus.not_own)
    stacked = stacked or tested.all_pairs or tested.events or tested.by is not None
    manifest = session.manifest("comparison", corpus.manifest, seed=tested.seed)
    with session.working("Comparing"):
        if stacked:
            comparisons = compare_outlets(corpus.features, features, keep_wire=True, **asdict(tested))
            return stacked_report(
                comparisons, features, overview, show=show, asked_events=tested.events, manifest=manifest
            )
        profiles = profile_outlets(corpus.features, features, seed=tested.seed, draws=tested.draws, keep_wire=True)
        comparisons = compare_outlets(corpus.features, features, keep_wire=True, profiles=profiles, **asdict(tested))
    with_interval = {row["outlet"] for row in profiles.select(["outlet", "low"]).to_pylist() if row["low"] is not None}
    if len(with_interval) > MOST_OUTLETS:
        return stacked_report(comparisons, features, overview, show=show, manifest=manifest)
    report = compare_report(profiles, comparisons, features, overview, show=show, manifest=manifest)
    return replace(report, hints=tuple(hints)) if hints else report
