"""``masthead train``: a classifier with its honest scores."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.classifiers import DEFAULT
from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING, JudgeFlags
from masthead.cli.options import OUTPUT, Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed, option
from masthead.cli.session import Session
from masthead.evaluation.options import TrainOptions

Label = Annotated[str, option("--label", "The label column, with or without label_.", CLASSIFYING, "NAME")]


@command
def train(
    context: typer.Context,
    inputs: Inputs,
    *,
    label: Label,
    model: Annotated[
        str,
        option(
            "--model",
            "auto (chosen inside the training articles), majority, outlet_prior, framing, tfidf_lr, tfidf_svm, "
            "framing_tfidf, gradient_boosting, choices or ordinal.",
            CLASSIFYING,
            "NAME",
        ),
    ] = DEFAULT,
    save: Annotated[
        Path | None, option("--save", "Keep the trained model (skops, never a pickle).", OUTPUT, "FILE")
    ] = None,
    judging: JudgeFlags,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Train a classifier on labelled articles, and say how well its recipe does on outlets it has not seen."""
    from masthead.evaluation.training import train as fit
    from masthead.reports.classifiers import scores_report

    session = Session.of(context, output, save)
    session.refuse_to_overwrite(inputs, save)
    corpus = session.open(inputs, judging.reading(reading), measuring, label=label)
    with session.progress("Training") as (advance, _):
        found = fit(corpus, TrainOptions(label=label, model=model), judging.protocol(seed), progress=advance)
    if save is not None:
        from masthead.classifiers.store import save_model

        save_model(found.trained, save)
        session.say(f"model written: {save}")
    report = scores_report(
        found.table,
        notes=found.notes,
        details=found.details,
        reasons=found.reasons,
        examples=found.examples,
        manifest=session.made(found),
    )
    session.finish(report)
