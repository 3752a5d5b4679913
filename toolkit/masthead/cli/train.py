"""``masthead train``: a classifier with its honest scores."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING, JudgeFlags, labelled, measured
from masthead.cli.options import OUTPUT, Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session

Label = Annotated[
    str,
    typer.Option(
        "--label", metavar="NAME", help="The label column, with or without label_.", rich_help_panel=CLASSIFYING
    ),
]


@command
def train(
    context: typer.Context,
    inputs: Inputs,
    *,
    label: Label,
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="NAME",
            help="auto (chosen inside the training articles), majority, outlet_prior, framing, tfidf_lr, tfidf_svm, "
            "framing_tfidf, gradient_boosting, choices or ordinal.",
            rich_help_panel=CLASSIFYING,
        ),
    ] = "auto",
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Keep the trained model (skops, never a pickle).", rich_help_panel=OUTPUT
        ),
    ] = None,
    judging: JudgeFlags,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Train a classifier on labelled articles, and say how well its recipe does on outlets it has not seen."""
    from masthead import evaluation
    from masthead.classifiers import has_coefficients, own_voice_examples, store, top_coefficients
    from masthead.reports.classifiers import scores_report

    check_output(output, save)
    session = Session(context, output)
    session.refuse_to_overwrite(inputs, save)
    reading = replace(reading, label_col=[*(reading.label_col or ()), *judging.columns])
    corpus = session.open(inputs, reading, measuring, label=label)
    articles = labelled(corpus)
    with session.working("Training"):
        trained = evaluation.train(
            articles,
            measured(corpus),
            corpus.catalogue,
            label=label,
            model=model,
            protocol=judging.protocol(seed),
            lexicons=corpus.manifest["lexicons"],
        )
    if save is not None:
        store.save(trained, save)
        session.say(f"model written: {save}")
    reasons = top_coefficients(trained) if has_coefficients(trained.model) else ()
    report = scores_report(
        trained.scores,
        notes=evaluation.notes(trained.scores),
        details=evaluation.details(trained.scores),
        reasons=reasons,
        examples=own_voice_examples(reasons, articles, corpus.hits, corpus.catalogue, label=trained.label, seed=seed),
        manifest=session.manifest("scores", corpus.manifest, seed=seed, model=trained.manifest),
    )
    session.finish(report)
