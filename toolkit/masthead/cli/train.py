"""``masthead train``: a classifier with its honest scores."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OUTPUT, Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from masthead.engines import Corpus

CLASSIFYING = "Classifying"


class Split(StrEnum):
    """What a fold never shares with another."""

    outlet = "outlet"
    event = "event"
    random = "random"


Label = Annotated[
    str,
    typer.Option(
        "--label", metavar="NAME", help="The label column, with or without label_.", rich_help_panel=CLASSIFYING
    ),
]
SplitBy = Annotated[
    Split,
    typer.Option(
        "--split",
        help="What training and test never share; random lets a model recognise outlets and is optimistic.",
        rich_help_panel=CLASSIFYING,
    ),
]
Folds = Annotated[
    int, typer.Option("--folds", metavar="N", min=2, help="Folds of the cross-validation.", rich_help_panel=CLASSIFYING)
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
            "--model", metavar="NAME", help="framing, tfidf_lr, framing_tfidf or majority.", rich_help_panel=CLASSIFYING
        ),
    ] = "framing",
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Keep the trained model (skops, never a pickle).", rich_help_panel=OUTPUT
        ),
    ] = None,
    split: SplitBy = Split.outlet,
    folds: Folds = 5,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Train a classifier on labelled articles, and say how well its recipe does on outlets it has not seen."""
    from masthead import evaluation
    from masthead.classifiers import store, top_coefficients
    from masthead.reports.scores import scores_report

    check_output(output, save)
    session = Session(context, output)
    session.refuse_to_overwrite(inputs, save)
    corpus = session.open(inputs, reading, measuring, label=label)
    articles = labelled(corpus)
    with session.working("Training"):
        trained = evaluation.train(
            articles,
            corpus.features,
            corpus.catalogue,
            label=label,
            model=model,
            split=split.value,
            folds=folds,
            seed=seed,
        )
    if save is not None:
        store.save(trained, save)
        session.say(f"model written: {save}")
    has_reasons = hasattr(trained.model[-1], "coef_")
    report = scores_report(
        trained.scores,
        notes=evaluation.notes(trained.scores),
        reasons=top_coefficients(trained) if has_reasons else (),
        manifest=session.manifest("scores", corpus.manifest, seed=seed, model=trained.manifest),
    )
    session.finish(report)


def labelled(corpus: "Corpus") -> "pa.Table":
    """The articles of a corpus; UsageError where a FEATURES file was given, which has no texts."""
    if corpus.articles is None:
        raise UsageError(
            "classifiers need the articles, and a FEATURES file holds no texts",
            fix="Give the articles themselves; what was measured once is not measured again.",
        )
    return corpus.articles
