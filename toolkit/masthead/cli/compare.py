"""``masthead compare``: outlets side by side, and what differs more than chance would have it."""

from dataclasses import asdict, replace
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
from masthead.cli.trying import TRYING, Tested, check_trial, choices_tried, trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

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
    stratify: Annotated[
        str | None,
        typer.Option(
            "--stratify",
            metavar="NAME",
            help="Hold all outlets at one mix of genre, section or a label.",
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
    aa: Annotated[
        int | None,
        typer.Option(
            "--aa",
            metavar="N",
            min=1,
            help="Try the test where nothing differs: split each outlet at random, N times.",
            rich_help_panel=TRYING,
        ),
    ] = None,
    ignore_clusters: Annotated[
        bool,
        typer.Option(
            "--ignore-clusters",
            help="With --aa: take each article for itself, to see the test fail.",
            rich_help_panel=TRYING,
        ),
    ] = False,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity",
            help="What other choices would make of the differences: agency copy, quotations, headlines, faint words.",
            rich_help_panel=TRYING,
        ),
    ] = False,
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
    show = Shown(tuple(family or ()), all_features, all_outlets)
    tested = Tested(baseline, all_pairs, events, by, seed, draws, permutations)
    check_trial(tested, aa=aa, ignore_clusters=ignore_clusters, sensitivity=sensitivity, stratify=stratify)
    session = Session(context, output)
    corpus = session.open(inputs, reading, measuring, keep_wire=keep_wire)
    if aa is not None:
        session.finish(trial(session, corpus, show, tested, splits=aa, ignore_clusters=ignore_clusters))
    elif sensitivity:
        session.finish(choices_tried(session, corpus, show, tested))
    else:
        session.finish(comparison(session, corpus, show, tested, stacked=stacked, stratify=stratify))


def comparison(
    session: Session,
    corpus: "Corpus",
    show: "Shown",
    tested: Tested,
    *,
    stacked: bool = False,
    stratify: str | None = None,
    hints: "Sequence[str]" = (),
) -> "Report":
    """The report of a comparison of the corpus; ``hints`` replace those on further features.

    Outlets stand side by side where there are few and nothing but the rest or a baseline is compared with.
    """
    from masthead.comparisons import compare_outlets, standardise
    from masthead.features.rows import compared
    from masthead.profiles import profile_outlets
    from masthead.reports.compare import compare_report
    from masthead.reports.mix import at_one_mix
    from masthead.reports.outlets import MOST_OUTLETS
    from masthead.reports.overview import Overview
    from masthead.reports.stacked import stacked_report

    features, catalogue = corpus.features, compared(corpus.catalogue, show.families)
    mix = standardise(features, catalogue, stratify) if stratify is not None else None
    if mix is not None:
        features, catalogue = mix.features, mix.catalogue
    overview = Overview.of(features, rejects=len(corpus.rejects), not_own=corpus.not_own)
    stacked = stacked or tested.all_pairs or tested.events or tested.by is not None
    held = {} if mix is None else {"mix": mix.told()}
    manifest = session.manifest("comparison", corpus.manifest, seed=tested.seed, **held)
    with session.working("Comparing"):
        options = asdict(tested)
        if stacked:
            comparisons = compare_outlets(features, catalogue, **options)
        else:
            profiles = profile_outlets(features, catalogue, seed=tested.seed, draws=tested.draws)
            comparisons = compare_outlets(features, catalogue, profiles=profiles, **options)
            stacked = len(_with_interval(profiles)) > MOST_OUTLETS
    if stacked:
        report = stacked_report(
            comparisons, catalogue, overview, show=show, asked_events=tested.events, manifest=manifest
        )
    else:
        report = compare_report(profiles, comparisons, catalogue, overview, show=show, manifest=manifest)
    report = report if mix is None else at_one_mix(report, mix)
    return replace(report, hints=tuple(hints)) if hints else report


def _with_interval(profiles: "pa.Table") -> set[str]:
    """The outlets that have an interval for some feature."""
    rows = zip(profiles["outlet"].to_pylist(), profiles["low"].to_pylist(), strict=True)
    return {outlet for outlet, low in rows if low is not None}
