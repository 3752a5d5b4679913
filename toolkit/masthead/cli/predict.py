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
    trained: Annotated[Path, option("--trained", "A model that `masthead train` saved.", CLASSIFYING, "FILE")],
    unit: Annotated[
        Unit,
        option(
            "--unit",
            "What gets a verdict: each article, or an outlet, event, author or month as a whole, by all its articles.",
            CLASSIFYING,
        ),
    ] = "article",
    label_all: Annotated[
        bool, option("--label-all", "Label articles too that are unlike those of training.", CLASSIFYING)
    ] = False,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Label articles, or outlets and other units as wholes, with a saved model; with probability and reasons."""
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
