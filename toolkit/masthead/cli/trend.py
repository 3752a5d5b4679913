"""``masthead trend``: outlets over time."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.naming import check_outlets, divided, named_features
from masthead.cli.options import (
    MEASURING,
    SHOWING,
    AllFeatures,
    AllOutlets,
    Families,
    KeepWire,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
)
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.errors import UsageError


class By(StrEnum):
    """Lengths of a period."""

    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


@command
def trend(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH [OUTLET]",
            help="Articles, as for compare, or a features.parquet of measure; then outlets, to show these alone.",
            show_default=False,
        ),
    ],
    *,
    by: Annotated[By, typer.Option("--by", help="Length of a period.", rich_help_panel=MEASURING)] = By.month,
    around: Annotated[
        str | None,
        typer.Option(
            "--around",
            metavar="DATE",
            help="Compare before this day with from this day on (2016-11-08).",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            "--days", metavar="N", min=1, help="With --around: N days on either side.", rich_help_panel=MEASURING
        ),
    ] = None,
    feature: Annotated[
        list[str] | None,
        typer.Option(
            "--feature",
            metavar="NAME",
            help="Only this feature, drawn with its intervals; can be repeated.",
            rich_help_panel=SHOWING,
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
    """Outlets over time: each feature by month, or before against after a day, with intervals.

    Takes articles with dates, or the features.parquet that measure wrote.
    """
    from masthead import comparisons
    from masthead.comparisons.periods import chosen_outlets, count_undated
    from masthead.features.rows import compared
    from masthead.reports.changes import changes_report
    from masthead.reports.outlets import Shown
    from masthead.reports.overview import Overview
    from masthead.reports.trend import trend_report

    check_output(output)
    if days is not None and around is None:
        raise UsageError(
            "--days says how far to look on either side of a day", fix="Name the day: --around 2016-11-08."
        )
    day = _day(around)
    session = Session(context, output)
    paths, outlets = divided(inputs)
    corpus = session.open(paths, reading, measuring, keep_wire=keep_wire)
    check_outlets(outlets, corpus.features["outlet"].unique().to_pylist())
    names = tuple(feature or ())
    show = Shown(tuple(family or ()), all_features, all_outlets)
    features = named_features(corpus.catalogue, names) if names else compared(corpus.catalogue, show.families)
    told = chosen_outlets(corpus.features, outlets)
    overview = Overview.of(told, rejects=len(corpus.rejects), not_own=corpus.not_own)
    undated = count_undated(told)
    manifest = session.manifest("trend", corpus.manifest, seed=seed)
    with session.working("Estimating"):
        if day is None:
            rows = comparisons.trend(corpus.features, features, by=by.value, outlets=outlets, seed=seed)
            report = trend_report(
                rows, features, overview, by=by.value, show=show, names=names, undated=undated, manifest=manifest
            )
        else:
            rows = comparisons.changes_around(corpus.features, day, features, days=days, outlets=outlets, seed=seed)
            report = changes_report(
                rows, features, overview, around=day, show=show, names=names, undated=undated, manifest=manifest
            )
    session.finish(report)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f"{text!r} is no day", where="--around", fix="Write it like 2016-11-08.") from None
