"""``masthead words``: which words an outlet uses more than others do."""

from enum import StrEnum
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.naming import check_outlets, divided
from masthead.cli.options import MEASURING, SHOWING, KeepWire, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.comparisons.options import WordsOptions

DEFAULTS = WordsOptions()


class Voices(StrEnum):
    """Whose words are counted."""

    own = "own"
    attributed = "attributed"
    quoted = "quoted"
    all = "all"


@command
def words(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH [OUTLET]",
            help="Articles, as for compare; then outlets, two or more to compare with each other, one with the rest.",
            show_default=False,
        ),
    ],
    *,
    voice: Annotated[
        Voices, typer.Option("--voice", help="Count the words of this voice.", rich_help_panel=MEASURING)
    ] = Voices(DEFAULTS.voice),
    bigrams: Annotated[
        bool,
        typer.Option("--bigrams/--no-bigrams", help="Count pairs of words too.", rich_help_panel=MEASURING),
    ] = DEFAULTS.bigrams,
    no_names: Annotated[
        bool,
        typer.Option(
            "--no-names",
            help="Leave out what mostly has a capital inside sentences: names, nationalities, months.",
            rich_help_panel=MEASURING,
        ),
    ] = not DEFAULTS.names,
    min_docs: Annotated[
        int | None,
        typer.Option(
            "--min-docs",
            metavar="N",
            min=1,
            help="Only words in N articles or more. By default 5, or one in a thousand.",
            rich_help_panel=MEASURING,
        ),
    ] = DEFAULTS.min_docs,
    top: Annotated[
        int | None,
        typer.Option("--top", metavar="N", min=1, help="Show N words an outlet.", rich_help_panel=SHOWING),
    ] = DEFAULTS.top,
    concordance: Annotated[
        int,
        typer.Option(
            "--concordance",
            metavar="N",
            min=0,
            help="Show N places where each word stands, from different articles.",
            rich_help_panel=SHOWING,
        ),
    ] = DEFAULTS.concordance,
    keep_wire: KeepWire = False,
    seed: Seed = DEFAULTS.seed,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Which words an outlet uses in more of its articles than the others do, in its own voice.

    Takes articles of two outlets or more. Name two outlets to compare them, or one to compare it with the rest.
    """
    from masthead.comparisons.words import words as compare_words
    from masthead.reports.overview import Overview
    from masthead.reports.words import words_report

    check_output(output)
    session = Session(context, output)
    paths, outlets = divided(inputs)
    corpus = session.open(paths, reading, measuring, keep_wire=keep_wire)
    check_outlets(outlets, corpus.features["outlet"].unique().to_pylist())
    options = WordsOptions(
        outlets=tuple(outlets),
        voice=voice.value,
        bigrams=bigrams,
        names=not no_names,
        min_docs=min_docs,
        top=top,
        concordance=concordance,
        seed=seed,
    )
    with session.working("Comparing words"):
        found = compare_words(corpus, options)
    report = words_report(
        found.table,
        Overview.of_result(found),
        voice=options.voice,
        top=top,
        lines=found.lines if concordance else None,
        manifest=session.made(found),
    )
    session.finish(report)
