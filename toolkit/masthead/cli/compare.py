"""``masthead compare``: outlets side by side, and what differs more than chance would have it."""

from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    AllFeatures,
    AllOutlets,
    CodesFile,
    Draws,
    Families,
    FiguresFolder,
    Inputs,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    Permutations,
    ReadFlags,
    Seed,
    Stacked,
    Weighing,
    option,
)
from masthead.cli.session import Session
from masthead.comparisons.options import AlarmOptions, CompareOptions
from masthead.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.engines import Corpus
    from masthead.reports import Report
    from masthead.reports.outlets import Shown

TRYING = "Can it be trusted?"
DEFAULTS = CompareOptions()


@command
def compare(
    context: typer.Context,
    inputs: Inputs,
    *,
    baseline: Annotated[
        str | None, option("--baseline", "Compare with this outlet instead of the rest.", MEASURING, "OUTLET")
    ] = DEFAULTS.baseline,
    events: Annotated[
        bool, option("--events", "Compare outlets on the events they share.", MEASURING)
    ] = DEFAULTS.events,
    all_pairs: Annotated[bool, option("--all-pairs", "Compare every pair of outlets.", MEASURING)] = DEFAULTS.all_pairs,
    by: Annotated[
        str | None,
        option(
            "--by", "Repeat the comparison within each month, section, genre or value of a label.", MEASURING, "NAME"
        ),
    ] = DEFAULTS.by,
    stratify: Annotated[
        str | None,
        option("--stratify", "Give all outlets the same mix of genre, section or a label.", MEASURING, "NAME"),
    ] = DEFAULTS.stratify,
    topics: Annotated[
        int | None,
        option("--topics", "Find K topics in the texts and give all outlets the same mix of them.", MEASURING, "K"),
    ] = DEFAULTS.topics,
    group: Annotated[
        str | None,
        option("--group", "Compare groups of outlets (camp, country, owner), named in this column.", MEASURING, "NAME"),
    ] = DEFAULTS.group,
    codes: CodesFile = None,
    weigh: Weighing = DEFAULTS.weigh,
    draws: Draws = DEFAULTS.draws,
    permutations: Permutations = DEFAULTS.permutations,
    aa: Annotated[
        int | None,
        option("--aa", "Try the test where nothing differs: split each outlet at random N times.", TRYING, "N", min=1),
    ] = None,
    ignore_clusters: Annotated[
        bool,
        option("--ignore-clusters", "With --aa: treat articles as independent, to show false alarms rise.", TRYING),
    ] = AlarmOptions().ignore_clusters,
    sensitivity: Annotated[
        bool,
        option(
            "--sensitivity",
            "Show how other choices change the differences: agency copy, quotations, headlines, faint words.",
            TRYING,
        ),
    ] = False,
    ranks: Annotated[
        bool, option("--ranks", "Rank the outlets on each feature, with the range of ranks each may have.", MEASURING)
    ] = False,
    stacked: Stacked = False,
    family: Families = None,
    all_features: AllFeatures = False,
    all_outlets: AllOutlets = False,
    figures: FiguresFolder = None,
    seed: Seed = DEFAULTS.seed,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Compare outlets: each against the rest, with intervals, effect sizes and false-discovery control.

    Takes articles from two or more outlets, or the features.parquet written by measure. With --events, outlets are
    compared on the stories they share (masthead events finds them), so that their topics do not differ.
    """
    from masthead.comparisons.alternatives import refuse_parts
    from masthead.reports.outlets import Shown

    session = Session.of(context, output, figures=figures, tables=True)
    show = Shown(tuple(family or ()), all_features, all_outlets, stacked)
    if ignore_clusters and aa is None:
        raise UsageError(
            "--ignore-clusters only works with --aa", fix=("Give the number of splits: --aa 200 --ignore-clusters.")
        )
    if aa is not None and (baseline or all_pairs or by or stratify or topics or group or codes):
        raise UsageError(
            "--aa compares each outlet with itself, so it cannot be combined with --baseline, --all-pairs, --by, "
            "--stratify, --topics, --group or --codes",
            fix="Leave them out.",
        )
    if aa is not None and sensitivity:
        raise UsageError("--aa and --sensitivity are separate reports", fix="Ask for one at a time.")
    if sensitivity and codes:
        raise UsageError(
            "--sensitivity examines the instrument alone and uses no codes", fix="Leave out one of the two."
        )
    if (aa is not None or sensitivity) and weigh == "article":
        raise UsageError("--aa and --sensitivity only work on ratios of sums", fix="Leave out --weigh article.")
    options = CompareOptions(
        baseline=baseline,
        all_pairs=all_pairs,
        events=events,
        by=by,
        stratify=stratify,
        topics=topics,
        group=group,
        weigh=weigh,
        families=show.families,
        seed=seed,
        draws=draws,
        permutations=permutations,
    )
    _refuse_with_figures(figures, aa is not None, sensitivity, ranks)
    _refuse_with_ranks(ranks, aa is not None, sensitivity, codes is not None)
    if sensitivity:
        refuse_parts(options)
    corpus = session.open(inputs, reading, measuring, label=group, keeping=keeping)
    if aa is not None:
        trial = AlarmOptions(
            splits=aa,
            events=events,
            ignore_clusters=ignore_clusters,
            families=show.families,
            every_feature=show.everything,
            seed=seed,
        )
        session.finish(_trial(session, corpus, trial))
    elif ranks:
        session.finish(_ranked(session, corpus, options, show))
    elif sensitivity:
        session.finish(_choices_tried(session, corpus, options, show))
    else:
        from masthead.comparisons.compare import compare as compared
        from masthead.reports import drawings
        from masthead.reports.side_by_side import comparison_report

        with session.working("Comparing"):
            found = compared(corpus, options, codes=codes)
        report = comparison_report(found, show=show, manifest=session.made(found))
        session.finish(report, lambda: drawings.comparison_figures(found, show))


def _refuse_with_figures(figures: "Path | None", *others: bool) -> None:
    if figures is not None and any(others):
        raise UsageError(
            "--figures are of the comparison itself", fix="Leave out --figures, or --aa, --sensitivity and --ranks."
        )


def _refuse_with_ranks(ranks: bool, *others: bool) -> None:
    if ranks and any(others):
        raise UsageError("--ranks cannot be combined with --aa, --sensitivity or --codes", fix="Ask for one at a time.")


def _ranked(session: Session, corpus: "Corpus", options: CompareOptions, show: "Shown") -> "Report":
    """The report of ranks."""
    from masthead.comparisons.compare import ranks
    from masthead.reports.ranks import ranks_report

    with session.working("Ranking"):
        found = ranks(corpus, options)
    return ranks_report(found, weigh=options.weigh, show=show, manifest=session.made(found))


def _trial(session: Session, corpus: "Corpus", options: AlarmOptions) -> "Report":
    """The report of the A/A test."""
    from masthead.comparisons.alarms import false_alarms
    from masthead.engines import How
    from masthead.reports.trust import alarms_report

    with session.progress("Splitting outlets") as (advance, _):
        found = false_alarms(corpus, options, How(progress=advance))
    return alarms_report(
        found.table,
        found.tested,
        found.overview,
        splits=options.splits,
        events=options.events,
        ignore_clusters=options.ignore_clusters,
        catalogue=found.catalogue,
        manifest=session.made(found),
    )


def _choices_tried(session: Session, corpus: "Corpus", options: CompareOptions, show: "Shown") -> "Report":
    """The report of what other choices would make of the comparison."""
    from masthead.comparisons.alternatives import sensitivity
    from masthead.reports.trust import sensitivity_report

    with session.working("Comparing"):
        found = sensitivity(corpus, options, every_feature=show.everything)
    return sensitivity_report(
        found.table,
        found.tested,
        found.overview,
        show=show,
        catalogue=found.catalogue,
        thresholds=corpus.hits is not None,
        manifest=session.made(found),
    )
