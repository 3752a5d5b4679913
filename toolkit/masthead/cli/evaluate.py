"""``masthead evaluate``: how well classifiers do on articles they have not seen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING, JudgeFlags, names
from masthead.cli.options import FiguresFolder, MeasureFlags, OutputFlags, ReadFlags, Seed, option
from masthead.cli.session import Session
from masthead.errors import UsageError
from masthead.evaluation.options import EvaluateOptions

if TYPE_CHECKING:
    from masthead.classifiers.trained import Trained


@command
def evaluate(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Labelled articles, in any format that `masthead read` accepts.", show_default=False
        ),
    ] = None,
    *,
    label: Annotated[
        str | None, option("--label", "Label column, with or without label_.", CLASSIFYING, "NAME")
    ] = None,
    model: Annotated[
        list[str] | None,
        option(
            "--model", "Use only this model; can be repeated or given as a comma-separated list.", CLASSIFYING, "NAME"
        ),
    ] = None,
    train_on: Annotated[
        list[str] | None,
        option("--train", "Train on these articles and test on those of --test; can be repeated.", CLASSIFYING, "PATH"),
    ] = None,
    test_on: Annotated[list[str] | None, option("--test", "The articles to test on.", CLASSIFYING, "PATH")] = None,
    trained: Annotated[
        Path | None,
        option("--trained", "Score this saved model on the articles instead of training one.", CLASSIFYING, "FILE"),
    ] = None,
    compare: Annotated[
        str | None,
        option("--compare", "Also show the difference between two models, with its interval.", CLASSIFYING, "A,B"),
    ] = None,
    learning_curve: Annotated[
        bool,
        option("--learning-curve", "Also train on a quarter, half and three quarters of the outlets.", CLASSIFYING),
    ] = False,
    figures: FiguresFolder = None,
    judging: JudgeFlags,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Cross-validate classifiers on labelled articles, or score a saved model. No outlet is in training and test."""
    from masthead.evaluation import scoring
    from masthead.reports import drawings
    from masthead.reports.classifiers import scores_report
    from masthead.schema import LABEL_PREFIX

    session = Session.of(context, output, figures=figures, tables=True)
    _check(inputs, label, trained, train_on, test_on)
    saved = _load(trained) if trained is not None else None
    wanted = saved.label.removeprefix(LABEL_PREFIX) if saved is not None else str(label)
    reading, protocol = judging.reading(reading), judging.protocol(seed)
    options = EvaluateOptions(label=wanted, models=_models(model), compare=_pair(compare), curve=learning_curve)
    corpus = session.open(inputs or train_on or [], reading, measuring, label=wanted)
    other = session.open(test_on, reading, measuring, label=wanted) if test_on else None
    with session.progress("Evaluating") as (advance, _):
        if saved is not None:
            found = scoring.score(corpus, saved, protocol)
        else:
            found = scoring.evaluate(corpus, options, protocol, test=other, progress=advance)
    manifest = session.made(found)
    report = scores_report(found.table, notes=found.notes, details=found.details, manifest=manifest)
    session.finish(report, lambda: drawings.score_figures(found.table))


def _check(
    inputs: list[str] | None,
    label: str | None,
    trained: Path | None,
    train_on: list[str] | None,
    test_on: list[str] | None,
) -> None:
    if (label is None) == (trained is None):
        raise UsageError("evaluate needs either a label or a saved model", fix="Give --label NAME or --trained FILE.")
    if bool(train_on) != bool(test_on):
        raise UsageError("--train and --test go together", fix="Name the articles of both parts.")
    if bool(inputs) == bool(train_on) or (trained is not None and train_on):
        raise UsageError(
            "evaluate needs either one set of articles, or a training and a test set",
            fix="Use `masthead evaluate PATH --label NAME`, or `--train PATH --test PATH --label NAME`.",
        )


def _load(path: Path) -> "Trained":
    """A saved model; reading one takes packages that nothing else of this command does."""
    from masthead.classifiers.store import load_model

    return load_model(path)


def _models(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(name for item in given for name in names(item) or ())


def _pair(given: str | None) -> tuple[str, str] | None:
    pair = names(given)
    if pair is None:
        return None
    if len(pair) != 2:
        raise UsageError("--compare takes two models", fix="Name both: --compare framing_tfidf,tfidf_lr.")
    return pair[0], pair[1]
