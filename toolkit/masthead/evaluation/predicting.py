"""Fit models fold by fold and gather what they say of the articles they were not fitted on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.classifiers.fitting import chosen_rival, fit_all
from masthead.evaluation.metrics import Predictions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from masthead.classifiers.choosing import TrainingPart
    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.evaluation.splits import Division


def out_of_fold(
    specs: Sequence[ModelSpec],
    training: TrainingPart,
    sample: Sample,
    division: Division,
    *,
    share: float = 1.0,
    chosen: dict[str, Counter[str]] | None = None,
) -> tuple[dict[str, Predictions], Sample]:
    """What each model says of the articles of the test parts, and the sample of these articles.

    ``training`` are all articles of ``sample``, of which the folds of ``division`` take some.

    In ``chosen`` it counts which rival was taken, fold by fold, for each model that is chosen among rivals.

    With a ``share`` below 1 each fold trains on that share of its training outlets (of its articles where it has one
    outlet): a point of the learning curve.
    """
    classes = sample.classes
    values = {spec.name: np.zeros((len(sample.ids), len(classes))) for spec in specs}
    probable = dict.fromkeys(values, True)
    for fold in division.folds:
        rows = _share_of(fold.train, sample, share, training.seed)
        fitted = fit_all(specs, training.take(rows))
        if chosen is not None:
            for spec in specs:
                if spec.rivals:
                    chosen.setdefault(spec.name, Counter())[chosen_rival(spec, fitted)] += 1
        x = training.x[fold.test]
        for name, rating in values.items():
            rating[fold.test], probable[name] = rated(fitted[name], x, classes)
    tested = np.sort(np.concatenate([fold.test for fold in division.folds]))
    part = sample.take(tested)
    truth = _numbers(part.labels, classes)
    return {
        name: Predictions(
            truth, rating[tested].argmax(axis=1), rating[tested], part.outlets, classes, probable[name], training.order
        )
        for name, rating in values.items()
    }, part


def predictions(
    model: Pipeline, x: Any, sample: Sample, classes: tuple[str, ...], order: tuple[str, ...] | None = None
) -> Predictions:
    """What one fitted model says of the articles of ``sample``, whose matrix is ``x``."""
    values, probable = rated(model, x, classes)
    truth = _numbers(sample.labels, classes)
    return Predictions(truth, values.argmax(axis=1), values, sample.outlets, classes, probable, order)


def rated(model: Pipeline, x: Any, classes: tuple[str, ...]) -> tuple[NDArray[np.float64], bool]:
    """A value for each row and class, and whether they are probabilities; lowest for a class the model lacks."""
    own = [str(label) for label in model.classes_]
    probable = hasattr(model, "predict_proba")
    if probable:
        found = model.predict_proba(x)
    else:
        found = model.decision_function(x)
        found = np.column_stack([-found, found]) if found.ndim == 1 else found
    values = np.full((x.shape[0], len(classes)), 0.0 if probable else found.min() - 1.0)
    for column, label in enumerate(own):
        values[:, classes.index(label)] = found[:, column]
    return values, probable


def _share_of(rows: NDArray[np.intp], sample: Sample, share: float, seed: int) -> NDArray[np.intp]:
    """The rows of a share of the outlets, drawn label by label so that none is lost."""
    if share >= 1:
        return rows
    groups = sample.groups
    random = np.random.default_rng(seed)
    kept: set[str] = set()
    for label in sample.classes:
        names = np.unique(groups[rows[sample.labels[rows] == label]])
        kept |= set(random.permutation(names)[: max(1, round(share * len(names)))])
    return rows[np.isin(groups[rows], sorted(kept))]


def _numbers(labels: NDArray[np.str_], classes: tuple[str, ...]) -> NDArray[np.intp]:
    return np.searchsorted(np.array(classes), labels)


def choices_made(chosen: Mapping[str, Counter[str]]) -> list[str]:
    """How often each rival was taken, in words."""
    return [
        f"{name} was {' and '.join(f'{rival} in {count}' for rival, count in sorted(counts.items()))} of "
        f"{counts.total()} folds"
        for name, counts in chosen.items()
    ]
