"""``masthead evaluate``: how well classifiers do on articles they have not seen."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.cli.train import CLASSIFYING, Folds, Split, SplitBy, labelled
from masthead.errors import UsageError


@command
def evaluate(
    context: typer.Context,
    inputs: Inputs,
    *,
    label: Annotated[
        str | None,
        typer.Option(
            "--label", metavar="NAME", help="The label column, with or without label_.", rich_help_panel=CLASSIFYING
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="NAME", help="Only this model; can be repeated.", rich_help_panel=CLASSIFYING),
    ] = None,
    trained: Annotated[
        Path | None,
        typer.Option(
            "--trained",
            metavar="FILE",
            help="Score this saved model on the articles instead.",
            rich_help_panel=CLASSIFYING,
        ),
    ] = None,
    split: SplitBy = Split.outlet,
    folds: Folds = 5,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Cross-validate classifiers on labelled articles, or score a saved one; outlets never cross a fold."""
    from masthead import evaluation
    from masthead.classifiers import store
    from masthead.reports.scores import scores_report
    from masthead.schema import LABEL_PREFIX

    check_output(output)
    if (label is None) == (trained is None):
        raise UsageError("evaluate takes a label or a saved model", fix="Say --label NAME, or --trained FILE.")
    session = Session(context, output)
    saved = store.load(trained) if trained is not None else None
    wanted = saved.label.removeprefix(LABEL_PREFIX) if saved is not None else label
    corpus = session.open(inputs, reading, measuring, label=wanted)
    articles = labelled(corpus)
    with session.working("Evaluating"):
        if saved is not None:
            scores = evaluation.score(saved, articles, corpus.features, corpus.catalogue, seed=seed)
        else:
            scores = evaluation.evaluate(
                articles,
                corpus.features,
                corpus.catalogue,
                label=str(label),
                models=model,
                split=split.value,
                folds=folds,
                seed=seed,
            )
    manifest = session.manifest("scores", corpus.manifest, seed=seed)
    session.finish(scores_report(scores, notes=evaluation.notes(scores), manifest=manifest))
