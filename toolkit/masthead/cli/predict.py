"""``masthead predict``: labels for articles that have none, with their probability and reasons."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING, labelled, measured
from masthead.cli.options import Inputs, MeasureFlags, OutputFlags, ReadFlags
from masthead.cli.output import check_output
from masthead.cli.session import Session


@command
def predict(
    context: typer.Context,
    inputs: Inputs,
    *,
    trained: Annotated[
        Path,
        typer.Option(
            "--trained", metavar="FILE", help="A model that `masthead train` saved.", rich_help_panel=CLASSIFYING
        ),
    ],
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Label articles with a saved model: the label, its probability, and what spoke most for it."""
    from masthead.classifiers import predict as label_articles
    from masthead.classifiers import store
    from masthead.reports.classifiers import predictions_report

    check_output(output)
    session = Session(context, output)
    store.check(trained)
    corpus = session.open(inputs, reading, measuring)
    model = store.load(trained)
    articles, features = labelled(corpus), measured(corpus)
    outlets = set(articles["outlet"].to_pylist())
    if known := len(outlets & set(model.manifest["outlets"])):
        session.say(
            f"note: the model was trained on {known} of these {len(outlets)} outlets; "
            "its scores are for outlets it had not seen"
        )
    with session.working("Predicting"):
        table = label_articles(model, articles, features, corpus.catalogue, lexicons=corpus.manifest["lexicons"])
    manifest = session.manifest("predictions", corpus.manifest, model=model.manifest)
    session.finish(predictions_report(table, model.label, manifest=manifest))
