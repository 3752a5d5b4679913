"""Choose between candidates and between models by what they say of outlets held out inside the training part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import VotingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from masthead.classifiers.models import member
from masthead.classifiers.topics import article_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from masthead.classifiers.inputs import Inputs
    from masthead.classifiers.models import ModelSpec

INNER_FOLDS = 3
MODEL_FOLDS = 5
"""Models differ by less than settings do, so they are told apart on more folds."""

MOST_INNER = 5_000
"""Choices are made on so many training articles at most; more move them no further."""


def choose_model(
    spec: ModelSpec,
    fitted: Mapping[str, Pipeline],
    inputs: Inputs,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    seed: int,
) -> str:
    """Which of the rivals of ``spec`` to use, by macro-F1 on inner folds of ``rows`` that share no group.

    ``fitted`` are the rivals and their members with the settings chosen for them. The best on average wins, the
    first of equals; the last one where there are no inner folds.
    """
    rows = at_most(rows, seed)
    pairs = inner_folds(labels[rows], groups[rows], seed, MODEL_FOLDS)
    if not pairs:
        return spec.rivals[-1]
    parts = {rival: _parts(rival, fitted) for rival in spec.rivals}
    found = np.zeros((len(spec.rivals), len(pairs)))
    for at, (train, test) in enumerate(pairs):
        classes = np.unique(labels[rows[train]])
        said = {
            name: _held_out(name, fitted[name], inputs.x, labels, groups, rows[train], rows[test])
            for name in dict.fromkeys(name for names in parts.values() for name in names)
        }
        for position, names in enumerate(parts.values()):
            mean = np.mean([said[name] for name in names], axis=0)
            found[position, at] = f1_score(labels[rows[test]], classes[mean.argmax(axis=1)], average="macro")
    return spec.rivals[int(found.mean(axis=1).argmax())]


def simplest(found: NDArray[np.float64]) -> int:
    """The row of ``found`` (candidates, simplest first, by inner folds) to take.

    The first whose difference to the best is within one standard error (of the differences, over the folds), as
    Breiman et al. (1984) propose: the simplest that is not clearly worse.
    """
    folds = found.shape[1]
    behind = found[found.mean(axis=1).argmax()] - found
    error = behind.std(axis=1, ddof=1) / folds**0.5 if folds > 1 else np.zeros(len(found))
    return int(np.flatnonzero(behind.mean(axis=1) <= error)[0])


def weighing(spec: ModelSpec, labels: NDArray[np.str_], groups: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
    """What the classifier of ``spec`` is fitted with besides articles and labels."""
    if spec.resemblance is None:
        return {}
    return {"sample_weight": article_weights(labels, groups, resemblance=spec.resemblance)}


def _parts(rival: str, fitted: Mapping[str, Pipeline]) -> list[str]:
    """The members a fitted model has the mean of, or the model itself."""
    last = fitted[rival][-1]
    return [name for name, _ in last.estimators] if isinstance(last, VotingClassifier) else [rival]


def _held_out(
    name: str,
    fitted: Pipeline,
    x: Any,
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    train: NDArray[np.intp],
    test: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Probabilities that a model with the same settings, fitted on ``train``, gives ``test``."""
    weights = weighing(member(name), labels[train], groups[train])
    model = clone(fitted).fit(x[train], labels[train], **{f"classifier__{key}": of for key, of in weights.items()})
    return np.asarray(model.predict_proba(x[test]), dtype=np.float64)


def at_most(rows: NDArray[np.intp], seed: int) -> NDArray[np.intp]:
    """``rows``, or a sample of them where there are many."""
    if len(rows) <= MOST_INNER:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, MOST_INNER, replace=False))


def inner_folds(
    labels: NDArray[np.str_], groups: NDArray[Any], seed: int, folds: int = INNER_FOLDS
) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """Inner folds that each train on two labels or more; none where a label is in fewer than two groups."""
    by_label = [len(set(groups[labels == label])) for label in np.unique(labels)]
    count = min(folds, *by_label)
    if count < 2:
        return []
    splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=seed)
    pairs = splitter.split(np.zeros(len(labels)), labels, groups)
    return [(train, test) for train, test in pairs if len(test) and len(np.unique(labels[train])) > 1]
