"""``masthead predict``: labels for articles that have none, with their probability and reasons."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING
from masthead.cli.options import Inputs, MeasureFlags, OutputFlags, ReadFlags, option
from masthead.cli.session import Session


@command
def predict(
    context: typer.Context,
    inputs: Inputs,
    *,
    trained: Annotated[Path, option("--trained", "A model that `masthead train` saved.", CLASSIFYING, "FILE")],
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Label articles with a saved model: the label, its probability, and what spoke most for it."""
    from masthead.classifiers import store
    from masthead.classifiers.using import predict as label_articles
    from masthead.reports.classifiers import predictions_report

    session = Session.of(context, output)
    store.check(trained)
    corpus = session.open(inputs, reading, measuring)
    with session.working("Predicting"):
        found = label_articles(corpus, trained)
    for note in found.notes:
        session.say(f"note: {note}")
    session.finish(predictions_report(found.table, found.details["label"], manifest=session.made(found)))
