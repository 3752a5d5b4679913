"""``masthead words``: which words an outlet uses more than others do."""

from enum import StrEnum
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.naming import check_outlets, divided
from masthead.cli.options import MEASURING, SHOWING, KeepWire, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.errors import UsageError


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
    ] = Voices.own,
    bigrams: Annotated[
        bool,
        typer.Option("--bigrams/--no-bigrams", help="Count pairs of words too.", rich_help_panel=MEASURING),
    ] = True,
    no_names: Annotated[
        bool,
        typer.Option(
            "--no-names",
            help="Leave out what mostly has a capital inside sentences: names, nationalities, months.",
            rich_help_panel=MEASURING,
        ),
    ] = False,
    min_docs: Annotated[
        int | None,
        typer.Option(
            "--min-docs",
            metavar="N",
            min=1,
            help="Only words in N articles or more. By default 5, or one in a thousand.",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option("--top", metavar="N", min=1, help="Show N words an outlet.", rich_help_panel=SHOWING),
    ] = None,
    concordance: Annotated[
        int,
        typer.Option(
            "--concordance",
            metavar="N",
            min=0,
            help="Show N places where each word stands, from different articles.",
            rich_help_panel=SHOWING,
        ),
    ] = 0,
    keep_wire: KeepWire = False,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Which words an outlet uses in more of its articles than the others do, in its own voice.

    Takes articles of two outlets or more. Name two outlets to compare them, or one to compare it with the rest.
    """
    from masthead import comparisons
    from masthead.comparisons.words import chosen_articles
    from masthead.reports.overview import Overview
    from masthead.reports.words import words_report, words_shown

    check_output(output)
    session = Session(context, output)
    paths, outlets = divided(inputs)
    corpus = session.open(paths, reading, measuring, keep_wire=keep_wire)
    if corpus.articles is None:
        raise UsageError("a FEATURES file holds no words", where=paths[0], fix="Give the articles themselves.")
    check_outlets(outlets, corpus.articles["outlet"].unique().to_pylist())
    with session.working("Comparing words"):
        found = comparisons.compare_words(
            corpus.articles,
            outlets=outlets,
            voice=voice.value,
            pairs=bigrams,
            names=not no_names,
            min_docs=min_docs,
            seed=seed,
        )
        terms: dict[str, list[str]] = {}
        for row in (row for rows in words_shown(found, top).values() for row in rows):
            terms.setdefault(row["outlet"], []).append(row["term"])
        lines = comparisons.concordance(corpus.articles, terms, lines=concordance, voice=voice.value, seed=seed)
    report = words_report(
        found,
        Overview.of(chosen_articles(corpus.features, outlets), rejects=len(corpus.rejects), not_own=corpus.not_own),
        voice=voice.value,
        top=top,
        lines=lines if concordance else None,
        manifest=session.manifest("words", corpus.manifest, seed=seed),
    )
    session.finish(report)
