"""``masthead choices``: who calls it what."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    SHOWING,
    AllFeatures,
    AllOutlets,
    FiguresFolder,
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
    events: Annotated[
        bool, option("--events", "Compare outlets on the events they share.", MEASURING)
    ] = DEFAULTS.events,
    by: Annotated[
        str | None,
        option(
            "--by", "Repeat the comparison within each month, section, genre or value of a label.", MEASURING, "NAME"
        ),
    ] = DEFAULTS.by,
    group: Annotated[
        str | None,
        option("--group", "Compare groups of outlets (camp, country, owner), named in this column.", MEASURING, "NAME"),
    ] = DEFAULTS.group,
    referents: Annotated[bool, option("--referents", "Split the shares by who or what is meant.", SHOWING)] = False,
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
    """Who calls it what: the share of each rival wording (liberated, captured, fell) in each outlet's own voice.

    Takes articles, or the features.parquet written by measure.
    """
    from masthead.comparisons.choices import choices as compare_choices
    from masthead.reports import drawings
    from masthead.reports.choices import choices_report
    from masthead.reports.outlets import Shown

    options = ChoicesOptions(concepts=tuple(concept or ()), events=events, by=by, group=group, seed=seed)
    session = Session.of(context, output, figures=figures, tables=True)
    corpus = session.open(inputs, reading, measuring, label=group, keeping=keeping)
    with session.working("Comparing"):
        found = compare_choices(corpus, options)
    show = Shown(everything=all_features or concept is not None, all_outlets=all_outlets, stacked=stacked)
    titles, about = found.details["titles"], found.overview
    report = choices_report(
        found.table,
        titles,
        about,
        options=options,
        members=found.details.get("members"),
        show=show,
        referents=referents,
        manifest=session.made(found),
    )
    session.finish(report, lambda: drawings.choices_figures(found.table, titles, about, show=show, referents=referents))
