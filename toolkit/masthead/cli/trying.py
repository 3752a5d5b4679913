"""What a comparison is worth, told by ``masthead compare``: the A/A test, and what other choices would make of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from masthead.errors import UsageError

if TYPE_CHECKING:
    from masthead.cli.session import Session
    from masthead.engines import Corpus
    from masthead.reports import Report
    from masthead.reports.outlets import Shown

TRYING = "Can it be trusted?"


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


def check_trial(
    tested: Tested, *, aa: int | None, ignore_clusters: bool, sensitivity: bool, stratify: str | None
) -> None:
    """Raise UsageError where options exclude each other, before anything is read."""
    if ignore_clusters and aa is None:
        raise UsageError("--ignore-clusters belongs to --aa", fix="Say how many splits: --aa 200 --ignore-clusters.")
    if aa is not None and (tested.baseline or tested.all_pairs or tested.by or stratify):
        raise UsageError(
            "--aa compares each outlet with itself: --baseline, --all-pairs, --by and --stratify do not go with it",
            fix="Leave them out.",
        )
    if aa is not None and sensitivity:
        raise UsageError("--aa and --sensitivity are two reports", fix="Ask for one at a time.")
    if sensitivity and (tested.by or stratify):
        raise UsageError("--sensitivity does not go with --by and --stratify", fix="Leave them out.")
    if stratify and (tested.by or tested.events):
        raise UsageError(
            "--stratify holds the mix of all articles, not of those in one part or on one event",
            fix="Leave out --by and --events.",
        )


def trial(
    session: Session, corpus: Corpus, show: Shown, tested: Tested, *, splits: int, ignore_clusters: bool
) -> Report:
    """The report of the A/A test."""
    from masthead.comparisons import false_alarms
    from masthead.features.rows import compared
    from masthead.reports.alarms import alarms_report
    from masthead.reports.families import shown
    from masthead.reports.overview import Overview

    catalogue = compared(corpus.catalogue, show.families)
    features = shown(catalogue, show.families, everything=show.everything)
    manifest = session.manifest("false alarms", corpus.manifest, seed=tested.seed, splits=splits)
    with session.progress("Splitting outlets") as (advance, _):
        rows = false_alarms(
            corpus.features,
            features,
            splits=splits,
            events=tested.events,
            ignore_clusters=ignore_clusters,
            seed=tested.seed,
            progress=advance,
        )
    return alarms_report(
        rows,
        features,
        Overview.of(corpus.features, rejects=len(corpus.rejects), not_own=corpus.not_own),
        splits=splits,
        events=tested.events,
        ignore_clusters=ignore_clusters,
        catalogue=catalogue,
        manifest=manifest,
    )


def choices_tried(session: Session, corpus: Corpus, show: Shown, tested: Tested) -> Report:
    """The report of what other choices would make of the comparison."""
    from masthead.comparisons import sensitivity
    from masthead.features.rows import compared
    from masthead.reports.families import shown
    from masthead.reports.overview import Overview
    from masthead.reports.sensitivity import sensitivity_report

    catalogue = compared(corpus.catalogue, show.families)
    features = shown(catalogue, show.families, everything=show.everything)
    manifest = session.manifest("sensitivity", corpus.manifest, seed=tested.seed)
    options = {name: value for name, value in asdict(tested).items() if name != "by"}
    with session.working("Comparing"):
        rows = sensitivity(corpus.features, features, hits=corpus.hits, otherwise=corpus.otherwise, **options)
    overview = Overview.of(corpus.features, rejects=len(corpus.rejects), not_own=corpus.not_own)
    return sensitivity_report(
        rows,
        features,
        overview,
        show=show,
        catalogue=catalogue,
        thresholds=corpus.hits is not None,
        manifest=manifest,
    )
