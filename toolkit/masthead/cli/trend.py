"""``masthead trend``: outlets over time."""

from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    SHOWING,
    AllFeatures,
    AllOutlets,
    Families,
    FiguresFolder,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
    Stacked,
    day_given,
    option,
)
from masthead.cli.session import Session
from masthead.cli.words import check_outlets, divided
from masthead.comparisons.options import Period, TrendOptions
from masthead.errors import UsageError

if TYPE_CHECKING:
    from masthead.reports.figures.named import Named

DEFAULTS = TrendOptions()


@command
def trend(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH [OUTLET]",
            help=(
                "Articles, as for compare, or the features.parquet written by measure; then outlet names, to "
                "show only those."
            ),
            show_default=False,
        ),
    ],
    *,
    by: Annotated[Period, option("--by", "Length of a period.", MEASURING)] = DEFAULTS.by,
    around: Annotated[
        str | None,
        option(
            "--around",
            "Compare the time before this day with the time from this day on (2016-11-08).",
            MEASURING,
            "DATE",
        ),
    ] = None,
    days: Annotated[
        int | None, option("--days", "With --around: use only N days on either side.", MEASURING, "N", min=1)
    ] = None,
    feature: Annotated[
        list[str] | None,
        option("--feature", "Draw only this feature, with its intervals; can be repeated.", SHOWING, "NAME"),
    ] = None,
    family: Families = None,
    all_features: AllFeatures = False,
    all_outlets: AllOutlets = False,
    stacked: Stacked = False,
    figures: FiguresFolder = None,
    seed: Seed = DEFAULTS.seed,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Show outlets over time: each feature by month, or before and after a given day, with intervals.

    Takes articles with dates, or the features.parquet written by measure.
    """
    from masthead.comparisons.periods import trend as follow
    from masthead.reports import drawings
    from masthead.reports.changes import changes_report
    from masthead.reports.outlets import Shown
    from masthead.reports.trend import trend_report

    session = Session.of(context, output, figures=figures, tables=True)
    if stacked and around is None:
        raise UsageError("--stacked shows differences, and periods have none", fix="Give a day: --around 2016-11-08.")
    paths, outlets = divided(inputs)
    show, names = Shown(tuple(family or ()), all_features, all_outlets, stacked), tuple(feature or ())
    options = TrendOptions(
        by=by,
        around=day_given(around, "--around"),
        days=days,
        outlets=tuple(outlets),
        features=names,
        families=show.families,
        seed=seed,
    )
    corpus = session.open(paths, reading, measuring, keeping=keeping)
    check_outlets(outlets, corpus.table["outlet"].unique().to_pylist())
    with session.working("Estimating"):
        found = follow(corpus, options)
    told = found.rows, found.catalogue, found.overview
    manifest = session.made(found)
    if options.around is None:
        report = trend_report(*told, by=options.by, show=show, names=names, undated=found.undated, manifest=manifest)
    else:
        day = options.around
        report = changes_report(*told, around=day, show=show, names=names, undated=found.undated, manifest=manifest)

    def drawn() -> "tuple[Named, ...]":
        if options.around is None:
            return drawings.trend_figures(*told, by=options.by, show=show, names=names)
        return drawings.change_figures(*told, show=show, names=names)

    session.finish(report, drawn)
