"""``masthead predict``: labels for articles that have none, with their probability and reasons."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.classifiers import Unit
from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING
from masthead.cli.options import Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed, option
from masthead.cli.session import Session


@command
def predict(
    context: typer.Context,
    inputs: Inputs,
    *,
    trained: Annotated[Path, option("--trained", "A model saved by `masthead train`.", CLASSIFYING, "FILE")],
    unit: Annotated[
        Unit,
        option(
            "--unit",
            "What is labelled: each article, or an outlet, event, author or month as a whole, from all its articles.",
            CLASSIFYING,
        ),
    ] = "article",
    label_all: Annotated[
        bool, option("--label-all", "Also label articles that are unlike the training articles.", CLASSIFYING)
    ] = False,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Label articles, or whole outlets and other units, with a saved model; with probabilities and reasons."""
    from masthead.classifiers import store
    from masthead.classifiers.using import predict as label_articles
    from masthead.reports.classifiers import predictions_report
    from masthead.reports.verdicts import verdicts_report

    session = Session.of(context, output)
    store.check(trained)
    corpus = session.open(inputs, reading, measuring)
    with session.working("Predicting"):
        found = label_articles(corpus, trained, unit=unit, hold_back=not label_all, seed=seed)
    for note in found.notes:
        session.say(f"note: {note}")
    report = predictions_report if unit == "article" else verdicts_report
    session.finish(report(found.table, found.details["label"], manifest=session.made(found)))
