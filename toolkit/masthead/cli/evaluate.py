"""``masthead evaluate``: how well classifiers do on articles they have not seen."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING, JudgeFlags, labelled, measured, names
from masthead.cli.options import MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa


PART = "masthead_part"


@command
def evaluate(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Labelled articles, in any form `masthead read` takes.", show_default=False
        ),
    ] = None,
    *,
    label: Annotated[
        str | None,
        typer.Option(
            "--label", metavar="NAME", help="The label column, with or without label_.", rich_help_panel=CLASSIFYING
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Only this model; can be repeated, or a list with commas.",
            rich_help_panel=CLASSIFYING,
        ),
    ] = None,
    train_on: Annotated[
        list[str] | None,
        typer.Option(
            "--train",
            metavar="PATH",
            help="Train on these articles, and test on those of --test; can be repeated.",
            rich_help_panel=CLASSIFYING,
        ),
    ] = None,
    test_on: Annotated[
        list[str] | None,
        typer.Option("--test", metavar="PATH", help="The articles to test on.", rich_help_panel=CLASSIFYING),
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
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="A,B",
            help="Also the difference of two models, with its interval.",
            rich_help_panel=CLASSIFYING,
        ),
    ] = None,
    learning_curve: Annotated[
        bool,
        typer.Option(
            "--learning-curve",
            help="Also train on a quarter, half and three quarters of the outlets.",
            rich_help_panel=CLASSIFYING,
        ),
    ] = False,
    judging: JudgeFlags,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Cross-validate classifiers on labelled articles, or score a saved one; outlets never cross a fold."""
    from masthead import evaluation
    from masthead.classifiers import store
    from masthead.reports.classifiers import scores_report
    from masthead.schema import LABEL_PREFIX

    check_output(output)
    _check(inputs, label, trained, train_on, test_on)
    session = Session(context, output)
    saved = store.load(trained) if trained is not None else None
    wanted = saved.label.removeprefix(LABEL_PREFIX) if saved is not None else label
    reading = replace(reading, label_col=[*(reading.label_col or ()), *judging.columns])
    protocol = judging.protocol(seed)
    corpus = session.open(inputs or train_on or [], reading, measuring, label=wanted)
    articles, features = labelled(corpus), measured(corpus)
    if test_on:
        other = session.open(test_on, reading, measuring, label=wanted)
        articles, features = _joined((articles, features), (labelled(other), measured(other)))
        protocol = replace(protocol, split="given", part=PART)
    with session.working("Evaluating"):
        if saved is not None:
            scores = evaluation.score(
                saved,
                articles,
                features,
                corpus.catalogue,
                lexicons=corpus.manifest["lexicons"],
                order=protocol.order,
                seed=seed,
            )
        else:
            scores = evaluation.evaluate(
                articles,
                features,
                corpus.catalogue,
                label=str(label),
                models=_models(model),
                protocol=protocol,
                compare=_pair(compare),
                curve=learning_curve,
            )
    manifest = session.manifest(
        "scores",
        corpus.manifest,
        seed=seed,
        default_model=evaluation.DEFAULT,
        details=evaluation.details(scores),
        data_sha256=evaluation.data_hash(scores),
    )
    report = scores_report(
        scores, notes=evaluation.notes(scores), details=evaluation.details(scores), manifest=manifest
    )
    session.finish(report)


def _check(
    inputs: list[str] | None,
    label: str | None,
    trained: Path | None,
    train_on: list[str] | None,
    test_on: list[str] | None,
) -> None:
    if (label is None) == (trained is None):
        raise UsageError("evaluate takes a label or a saved model", fix="Say --label NAME, or --trained FILE.")
    if bool(train_on) != bool(test_on):
        raise UsageError("--train and --test go together", fix="Name the articles of both parts.")
    if bool(inputs) == bool(train_on) or (trained is not None and train_on):
        raise UsageError(
            "evaluate takes one set of articles, or a training and a test set",
            fix="Say `masthead evaluate PATH --label NAME`, or `--train PATH --test PATH --label NAME`.",
        )


def _models(given: list[str] | None) -> list[str] | None:
    return None if given is None else [name for item in given for name in names(item) or ()]


def _pair(given: str | None) -> tuple[str, str] | None:
    pair = names(given)
    if pair is None:
        return None
    if len(pair) != 2:
        raise UsageError("--compare takes two models", fix="Name both: --compare framing_tfidf,tfidf_lr.")
    return pair[0], pair[1]


def _joined(train: "tuple[pa.Table, pa.Table]", test: "tuple[pa.Table, pa.Table]") -> "tuple[pa.Table, pa.Table]":
    """Both parts as one table each, with a label column that says which; ids that occur in both are told apart."""
    import pyarrow as pa

    from masthead.schema import LABEL_PREFIX

    clash = set(train[0]["id"].to_pylist()) & set(test[0]["id"].to_pylist())
    parts = []
    for name, tables in (("train", train), ("test", test)):
        renamed = []
        for table in tables:
            ids = [f"{name}/{value}" if clash else value for value in table["id"].to_pylist()]
            renamed.append(table.set_column(table.column_names.index("id"), table.schema.field("id"), [ids]))
        marks = pa.array([name] * renamed[0].num_rows, pa.string())
        parts.append((renamed[0].append_column(LABEL_PREFIX + PART, marks), renamed[1]))
    articles, features = (pa.concat_tables(tables, promote_options="default") for tables in zip(*parts, strict=True))
    return articles, features
