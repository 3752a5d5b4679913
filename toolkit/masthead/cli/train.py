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

Label = Annotated[str, option("--label", "Label column, with or without label_.", CLASSIFYING, "NAME")]


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
        Path | None, option("--save", "Save the trained model (with skops, never pickle).", OUTPUT, "FILE")
    ] = None,
    labels_by: Annotated[
        str, option("--labels-by", "Who assigned the labels, for the model card.", CLASSIFYING, "WORDS")
    ] = "",
    learning_curve: Annotated[
        bool,
        option("--learning-curve", "Also train on a quarter, half and three quarters of the outlets.", CLASSIFYING),
    ] = False,
    judging: JudgeFlags,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Train a classifier on labelled articles and show its card: how well it works, for what, and on which signs."""
    from masthead.evaluation.cards import card
    from masthead.evaluation.training import train as fit
    from masthead.reports.cards import card_report

    session = Session.of(context, output, save)
    session.refuse_to_overwrite(inputs, save)
    corpus = session.open(inputs, judging.reading(reading), measuring, label=label)
    options = TrainOptions(label=label, model=model, labels_by=labels_by, curve=learning_curve)
    with session.progress("Training") as (advance, _):
        found = fit(corpus, options, judging.protocol(seed), progress=advance)
    if save is not None:
        from masthead.classifiers.store import save_model

        save_model(found.trained, save)
        session.say(f"model written: {save}")
    session.finish(card_report(card(found.trained), examples=found.examples, manifest=session.made(found)))
