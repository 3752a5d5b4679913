"""``masthead words``: the words that an outlet uses more than others do."""

from collections.abc import Sequence
from glob import has_magic
from pathlib import Path
from typing import Annotated, Literal

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    SHOWING,
    FiguresFolder,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
    option,
)
from masthead.cli.session import Session
from masthead.comparisons.options import WordsOptions
from masthead.errors import UsageError, did_you_mean

DEFAULTS = WordsOptions()


def divided(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Paths and names of outlets. What is no file, glob or standard input is a name, unless nothing is a path."""
    paths = [given for given in arguments if given == "-" or has_magic(given) or Path(given).exists()]
    return (paths, [given for given in arguments if given not in paths]) if paths else (list(arguments), [])


def check_outlets(outlets: Sequence[str], known: Sequence[str]) -> None:
    """Raise UsageError for the first argument that is neither a file nor an outlet."""
    for name in outlets:
        if name not in known:
            raise UsageError(
                f"{name!r} is neither a file nor an outlet in these articles.{did_you_mean(name, known)}",
                fix=f"Outlets found: {', '.join(sorted(known)[:10])}{', ...' if len(known) > 10 else ''}",
            )


@command
def words(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH [OUTLET]",
            help=(
                "Articles, as for compare, then outlet names: one to compare it with the rest, two or more to "
                "compare them with each other."
            ),
            show_default=False,
        ),
    ],
    *,
    voice: Annotated[
        Literal["own", "attributed", "quoted", "all"], option("--voice", "Count words in this voice.", MEASURING)
    ] = DEFAULTS.voice,
    bigrams: Annotated[
        bool, option("--bigrams/--no-bigrams", "Count pairs of words too.", MEASURING)
    ] = DEFAULTS.bigrams,
    no_names: Annotated[
        bool,
        option(
            "--no-names",
            "Leave out words that are mostly capitalised inside sentences: names, nationalities, months.",
            MEASURING,
        ),
    ] = not DEFAULTS.names,
    min_docs: Annotated[
        int | None,
        option(
            "--min-docs",
            "Only words used in at least N articles; by default 5, or one article in a thousand.",
            MEASURING,
            "N",
            min=1,
        ),
    ] = DEFAULTS.min_docs,
    top: Annotated[int | None, option("--top", "Show N words per outlet.", SHOWING, "N", min=1)] = DEFAULTS.top,
    concordance: Annotated[
        int,
        option("--concordance", "Show each word in context N times, from different articles.", SHOWING, "N", min=0),
    ] = DEFAULTS.concordance,
    figures: FiguresFolder = None,
    seed: Seed = DEFAULTS.seed,
    keeping: KeepFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Find the words that an outlet uses in more of its articles than the others do, in its own voice.

    Takes articles from two or more outlets. Name two outlets to compare them with each other, or one to compare it
    with the rest.
    """
    from masthead.comparisons.words import words as compare_words
    from masthead.reports import drawings
    from masthead.reports.vocabulary import words_report

    session = Session.of(context, output, figures=figures, tables=True)
    paths, outlets = divided(inputs)
    corpus = session.open(paths, reading, measuring, keeping=keeping)
    check_outlets(outlets, corpus.table["outlet"].unique().to_pylist())
    options = WordsOptions(
        outlets=tuple(outlets),
        voice=voice,
        bigrams=bigrams,
        names=not no_names,
        min_docs=min_docs,
        top=top,
        concordance=concordance,
        seed=seed,
    )
    with session.working("Comparing words"):
        found = compare_words(corpus, options)
    about, lines = found.overview, found.lines if concordance else None
    report = words_report(found.table, about, voice=voice, top=top, lines=lines, manifest=session.made(found))
    session.finish(report, lambda: drawings.words_figures(found.table, top=top))
