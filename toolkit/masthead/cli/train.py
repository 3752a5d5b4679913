"""``masthead train``: a classifier with its honest scores."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.classifiers import DEFAULT
from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING, JudgeFlags
from masthead.cli.options import OUTPUT, Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed, option
from masthead.cli.session import Session
from masthead.evaluation.options import TrainOptions

if TYPE_CHECKING:
    from masthead.engines import Corpus

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
    test_on: Annotated[
        list[str] | None,
        option(
            "--test",
            "Another corpus with the same labels: the card says how well the model does on it; can be repeated.",
            CLASSIFYING,
            "PATH",
        ),
    ] = None,
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
    reads = judging.reading(reading)
    corpus = session.open(inputs, reads, measuring, label=label)
    tests = {path: session.open([path], reads, measuring, label=label) for path in test_on or ()}
    options = TrainOptions(label=label, model=model, labels_by=labels_by, curve=learning_curve)
    with session.progress("Training") as (advance, _):
        found = fit(corpus, options, judging.protocol(seed), tests=_named(tests), progress=advance)
    if save is not None:
        from masthead.classifiers.store import save_model

        save_model(found.trained, save)
        session.say(f"model written: {save}")
    session.finish(card_report(card(found.trained), examples=found.examples, manifest=session.made(found)))


def _named(tests: "dict[str, Corpus]") -> "dict[str, Corpus]":
    """Corpora by the names of their files, or by their paths where two files have the same name."""
    names = [Path(path).name for path in tests]
    return {Path(path).name if names.count(Path(path).name) == 1 else path: corpus for path, corpus in tests.items()}
