"""``masthead report``: a whole study as one page."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command, guarded
from masthead.cli.options import (
    MEASURING,
    SHOWING,
    CodesFile,
    Draws,
    Families,
    FiguresFolder,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    Permutations,
    ReadFlags,
    Seed,
    day_given,
    option,
)
from masthead.cli.output import chosen_format
from masthead.cli.session import Session
from masthead.comparisons.options import Period
from masthead.errors import UsageError
from masthead.studies.options import Evidence, StudyOptions

DEFAULTS = StudyOptions()
PART = "The study"


def _take_study(context: typer.Context, path: Path | None) -> Path | None:
    """Take the defaults of all options from the study's file, and from no other."""
    if path is not None:
        guarded(lambda: _set_defaults(context, path), debug=False)
    return path


def _set_defaults(context: typer.Context, path: Path) -> None:
    from masthead.studies.declared import load_study

    context.default_map = load_study(path).parameters()


@command
def report(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]",
            help="Articles, as for compare; by default those named in the study.",
            show_default=False,
        ),
    ] = None,
    *,
    study: Annotated[
        Path | None,
        typer.Option(
            "--study",
            metavar="FILE",
            help="Take sources and options from a file written by masthead study init; options given here override it.",
            rich_help_panel=PART,
            callback=_take_study,
            is_eager=True,
        ),
    ] = None,
    title: Annotated[str | None, option("--title", "Heading of the page.", SHOWING, "TEXT")] = None,
    only: Annotated[list[str] | None, option("--only", "Only this outlet; can be repeated.", PART, "OUTLET")] = None,
    since: Annotated[str | None, option("--since", "Only articles from this day on.", PART, "DATE")] = None,
    until: Annotated[str | None, option("--until", "Only articles up to this day.", PART, "DATE")] = None,
    baseline: Annotated[
        str | None, option("--baseline", "Compare with this outlet instead of the rest.", MEASURING, "OUTLET")
    ] = None,
    group: Annotated[
        str | None,
        option(
            "--group",
            "Also compare groups of outlets (camp, country, owner), named in this column.",
            MEASURING,
            "NAME",
        ),
    ] = None,
    codes: CodesFile = None,
    model: Annotated[
        Path | None, option("--model", "Show the card of this model, saved by masthead train.", SHOWING, "FILE")
    ] = None,
    by: Annotated[Period, option("--by", "Length of a period of the trend.", MEASURING)] = DEFAULTS.by,
    feature: Annotated[
        list[str] | None,
        option("--feature", "Also show this feature, besides the primary ones; can be repeated.", SHOWING, "NAME"),
    ] = None,
    family: Families = None,
    evidence: Annotated[
        Evidence,
        option("--evidence", "Sentences behind the figures: their words, where they stand, or none.", SHOWING),
    ] = DEFAULTS.evidence,
    sentences: Annotated[
        int | None,
        option(
            "--sentences",
            "Number of sentences per figure; by default 3, 2 or 1, fewer if there are more outlets.",
            SHOWING,
            "N",
            min=1,
        ),
    ] = None,
    draws: Draws = DEFAULTS.draws,
    permutations: Permutations = DEFAULTS.permutations,
    seed: Seed = DEFAULTS.seed,
    figures: FiguresFolder = None,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Report a whole study on one page: what was compared, what differs, and the sentences behind each figure.

    The page holds what compare, choices, words, events and trend find, with intervals, pictures, methods, validity and
    limits. It is one file that opens in any browser and loads nothing from anywhere. With --study one file has the
    sources, outlets, groups, period, features and options (masthead study init writes it).
    """
    from masthead.reports.study.figures import captions_of, study_figures
    from masthead.reports.study.page import render_study
    from masthead.studies.running import report as find

    output = _as_page(output)
    session = Session.of(context, output, figures=figures)
    sources = list(inputs or ())
    if not sources:
        raise UsageError("no articles are named", fix="Give a PATH, or a study with sources: --study study.toml.")
    options = StudyOptions(
        title=title,
        outlets=tuple(only or ()),
        since=day_given(since, "--since"),
        until=day_given(until, "--until"),
        by=by,
        group=group,
        groups=_groups(study),
        baseline=baseline,
        features=tuple(feature or ()),
        families=tuple(family or ()),
        evidence=evidence,
        sentences=sentences,
        seed=seed,
        draws=draws,
        permutations=permutations,
    )
    session.refuse_to_overwrite([*sources, *map(str, filter(None, (study, codes, model)))])
    with session.how("Measuring", reading, measuring, label=group, keeping=keeping) as how:
        found = find(sources, options, how, keep_wire=keeping.keep_wire, codes=codes, model=model)
    session.heard(found.corpus.rejects, (*found.corpus.notes, *found.notes))
    found = replace(found, manifest=session.made(found))
    session.draw(lambda: study_figures(found), captions_of(found.manifest))
    session.write_page(render_study(found))


def _as_page(flags: OutputFlags) -> OutputFlags:
    """The flags, if they ask for a page in a file or a pipe."""
    if flags.output is None and flags.form is None:
        if sys.stdout.isatty():
            raise UsageError(
                "a report is a web page and cannot be shown in a terminal", fix="Name a file: -o report.html."
            )
        return replace(flags, form="html")
    if chosen_format(flags) != "html":
        raise UsageError(
            f"a report is not written as {chosen_format(flags)}",
            fix="Name a page (-o report.html). Its tables: masthead compare, choices, words, trend.",
        )
    return flags


def _groups(study: Path | None) -> dict[str, tuple[str, ...]]:
    if study is None:
        return {}
    from masthead.studies.declared import load_study

    return {name: tuple(outlets) for name, outlets in load_study(study).groups.items()}
