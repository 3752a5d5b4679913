"""Train classifiers and say how well they do on articles they have not seen."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.classifiers.models import find_models
from masthead.classifiers.samples import make_sample
from masthead.classifiers.trained import Trained, fit, manifest_of, matching_features
from masthead.errors import UsageError
from masthead.evaluation.metrics import confusions, scores
from masthead.evaluation.splits import divide
from masthead.features import catalogue as every_feature
from masthead.features import without_choices
from masthead.schema import SCORES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.evaluation.splits import Division
    from masthead.features.base import Feature

NOTES_KEY = b"notes"


def evaluate(  # noqa: PLR0913 - the options of the command
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    label: str,
    models: Sequence[str] | None = None,
    split: str = "outlet",
    folds: int = 5,
    seed: int = 0,
    draws: int = 1000,
) -> pa.Table:
    """Cross-validate ``models`` (all of MODELS for None) and return SCORES, one row a model and metric.

    Every article is predicted once, by a model fitted on the other folds; the predictions are pooled and
    scored, with an interval over outlets from ``draws`` resamples. What should be known beside the figures
    (articles left out, fewer folds, an optimistic split) is in the table's metadata: ``notes(table)``. The
    same input and seed give the same figures, whatever the order of the rows. Raises UsageError for what
    can't be evaluated.
    """
    specs = find_models(models)
    catalogue = _framing(catalogue)
    sample = make_sample(articles, features, catalogue, label=label)
    return _evaluate(specs, sample, divide(sample, split=split, folds=folds, seed=seed), split, seed, draws)


def train(  # noqa: PLR0913 - the options of the command
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    label: str,
    model: str = "framing",
    split: str = "outlet",
    folds: int = 5,
    seed: int = 0,
    draws: int = 1000,
) -> Trained:
    """Fit ``model`` on all labelled articles, with the SCORES that cross-validation gives the same recipe.

    The scores are those of ``evaluate``; never are articles scored by a model that was fitted on them. Raises
    UsageError for what can't be evaluated, since a model without an honest score is not handed out.
    """
    [spec] = find_models([model])
    catalogue = _framing(catalogue)
    sample = make_sample(articles, features, catalogue, label=label)
    division = divide(sample, split=split, folds=folds, seed=seed)
    table = _evaluate((spec,), sample, division, split, seed, draws)
    return Trained(
        model=fit(spec, sample.x, sample.labels, seed=seed),
        scores=table,
        label=sample.label,
        classes=sample.classes,
        manifest=manifest_of(spec, sample, catalogue, split=split, folds=len(division.folds), seed=seed),
    )


def score(
    trained: Trained,
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    seed: int = 0,
    draws: int = 1000,
) -> pa.Table:
    """SCORES (split ``given``) of a trained model on labelled articles of another table.

    The notes say how many of the outlets the model was trained on, and whether these are its training data.
    Raises UsageError where the label column is missing, the model does not know a label, or a feature is
    missing or of another version.
    """
    needed = matching_features(trained, _framing(catalogue)) if "features" in trained.spec.reads else []
    sample = make_sample(articles, features, needed, label=trained.label)
    if not needed:
        sample = _without_features(sample, len(trained.feature_names))
    _refuse_unusable(trained, sample)
    predicted = trained.model.predict(sample.x)
    rows = _rows(trained.spec, sample, trained.classes, predicted, "given", seed, draws)
    return _table(rows, (*sample.notes, *_seen(trained, sample)))


def _framing(catalogue: Sequence[Feature] | None) -> tuple[Feature, ...]:
    """The features a model may read: all but the shares of single wordings, which few articles have."""
    return without_choices(every_feature() if catalogue is None else catalogue)


def notes(table: pa.Table) -> tuple[str, ...]:
    """What should be known beside the figures of a SCORES table made here."""
    return tuple(json.loads((table.schema.metadata or {}).get(NOTES_KEY, b"[]")))


def _evaluate(
    specs: Sequence[ModelSpec], sample: Sample, division: Division, split: str, seed: int, draws: int
) -> pa.Table:
    _refuse_unknown_features(specs, sample)
    rows = []
    for spec in specs:
        predicted = _out_of_fold(spec, sample, division, seed)
        rows += _rows(spec, sample, sample.classes, predicted, split, seed, draws)
    return _table(rows, (*sample.notes, *division.notes))


def _out_of_fold(spec: ModelSpec, sample: Sample, division: Division, seed: int) -> NDArray[np.str_]:
    predicted = np.empty_like(sample.labels)
    for fold in division.folds:
        model = fit(spec, sample.x[fold.train], sample.labels[fold.train], seed=seed)
        predicted[fold.test] = model.predict(sample.x[fold.test])
    return predicted


def _rows(
    spec: ModelSpec,
    sample: Sample,
    classes: Sequence[str],
    predicted: NDArray[np.str_],
    split: str,
    seed: int,
    draws: int,
) -> list[dict[str, Any]]:
    by_outlet = confusions(sample.labels, predicted, sample.outlets, classes)
    common = {"task": sample.label, "split": split, "model": spec.name, "seed": seed}
    size = {"n": len(sample.ids), "n_outlets": len(by_outlet)}
    return [{**common, **size, **row._asdict()} for row in scores(by_outlet, seed=seed, draws=draws)]


def _table(rows: list[dict[str, Any]], said: tuple[str, ...]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SCORES).replace_schema_metadata({NOTES_KEY: json.dumps(said)})


def _refuse_unknown_features(specs: Sequence[ModelSpec], sample: Sample) -> None:
    reading = [spec.name for spec in specs if "features" in spec.reads]
    if reading and not sample.has_features:
        raise UsageError(
            f"no feature is known for any labelled article, so {reading[0]} has nothing to learn from",
            fix="See the column 'reason' of the feature table, or use --model tfidf_lr.",
        )


def _refuse_unusable(trained: Trained, sample: Sample) -> None:
    unseen = sorted(set(sample.classes) - set(trained.classes))
    if unseen:
        raise UsageError(
            f"{sample.label} holds labels that the model was not trained on: {', '.join(unseen)}",
            fix=f"Leave those articles out or rename the labels. Known: {', '.join(trained.classes)}.",
        )
    _refuse_unknown_features([trained.spec], sample)


def _without_features(sample: Sample, count: int) -> Sample:
    """The sample with as many empty feature columns as a text model was fitted with and never looked at."""
    empty = np.full((len(sample.ids), count), np.nan, dtype=object)
    return replace(sample, x=np.hstack([sample.x, empty]))


def _seen(trained: Trained, sample: Sample) -> list[str]:
    outlets = set(sample.outlets)
    seen = len(outlets & set(trained.manifest["outlets"]))
    said = [f"{seen} of {len(outlets)} outlets were in the model's training data"]
    if trained.manifest["data_sha256"] == sample.sha256():
        said.append("these are the model's training data: the figures say nothing about new articles")
    return said
