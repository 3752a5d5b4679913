"""Fit models, choosing how strongly to regularise inside the training part only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import VotingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline
from sklearn.utils.class_weight import compute_sample_weight

from masthead.classifiers.models import member
from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.inputs import Inputs
    from masthead.classifiers.models import ModelSpec

INNER_FOLDS = 3
MOST_INNER = 5_000
"""Regularisation is chosen on so many training articles at most; more move the choice no further."""


def fit_all(
    specs: Iterable[ModelSpec],
    inputs: Inputs,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    *,
    seed: int,
    order: tuple[str, ...] | None = None,
) -> dict[str, Pipeline]:
    """Each model fitted on ``rows``; a part that several models share is fitted once.

    ``labels`` and ``groups`` (outlets, or whatever no fold may divide) are those of all rows of ``inputs``. Raises
    UsageError where the texts share no words.
    """
    fitted: dict[str, Pipeline] = {}
    for spec in specs:
        parts = [name for name in spec.members if _has_inputs(member(name), inputs)] or [spec.name]
        for name in parts:
            if name not in fitted:
                fitted[name] = _fit_one(member(name), inputs, rows, labels, groups, seed, order)
        if spec.members:
            fitted[spec.name] = _join([(name, fitted[name]) for name in parts], inputs, rows, labels)
    return fitted


def _has_inputs(spec: ModelSpec, inputs: Inputs) -> bool:
    """Whether the articles have what a model reads; a corpus may lack wordings."""
    return bool(inputs.layout.wordings) or "wordings" not in spec.reads


def _fit_one(
    spec: ModelSpec,
    inputs: Inputs,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    seed: int,
    order: tuple[str, ...] | None,
) -> Pipeline:
    assert spec.build is not None
    if not _has_inputs(spec, inputs):
        raise UsageError(
            f"the model {spec.name} has nothing to learn from: no rival wording occurs in two articles",
            fix="See `masthead choices` for the wordings counted, or choose another model.",
        )
    pipeline = spec.build(inputs.layout, seed)
    if spec.ordered:
        pipeline.set_params(classifier__order=order)
    x = inputs.x
    try:
        if spec.candidates:
            pipeline[-1].set_params(**choose(pipeline, spec.candidates, x, rows, labels, groups, seed))
        weights = (
            {"classifier__sample_weight": compute_sample_weight("balanced", labels[rows])} if spec.weighted else {}
        )
        return pipeline.fit(x[rows], labels[rows], **weights)
    except ValueError as error:
        if "no terms remain" not in str(error):
            raise
        raise UsageError(
            f"the model {spec.name} found no word that occurs in two outlets of the {len(rows)} training articles",
            fix="Give it more articles, or choose a model that reads features only: --model framing.",
        ) from error


def choose(
    pipeline: Pipeline,
    candidates: Sequence[Mapping[str, float]],
    x: Any,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    seed: int,
) -> Mapping[str, float]:
    """The candidate with the best macro-F1 on inner folds that share no group; the second one without such folds.

    The first candidate wins whose difference to the best is within one standard error (of the differences, over the
    inner folds), as Breiman et al. (1984) propose: the simplest that is not clearly worse.
    """
    rows = _at_most(rows, seed)
    pairs = _inner_folds(labels[rows], groups[rows], seed)
    if not pairs:
        return candidates[1]
    found = np.zeros((len(candidates), len(pairs)))
    for at, (train, test) in enumerate(pairs):
        inputs = clone(pipeline[:-1])
        seen = inputs.fit_transform(x[rows[train]], labels[rows[train]])
        held = inputs.transform(x[rows[test]])
        for position, candidate in enumerate(candidates):
            model = clone(pipeline[-1]).set_params(**candidate).fit(seen, labels[rows[train]])
            found[position, at] = f1_score(labels[rows[test]], model.predict(held), average="macro")
    behind = found[found.mean(axis=1).argmax()] - found
    error = behind.std(axis=1, ddof=1) / len(pairs) ** 0.5 if len(pairs) > 1 else np.zeros(len(candidates))
    return candidates[int(np.flatnonzero(behind.mean(axis=1) <= error)[0])]


def _at_most(rows: NDArray[np.intp], seed: int) -> NDArray[np.intp]:
    if len(rows) <= MOST_INNER:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, MOST_INNER, replace=False))


def _inner_folds(labels: NDArray[np.str_], groups: NDArray[Any], seed: int) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """Inner folds that each train on two labels or more; none where a label is in fewer than two groups."""
    by_label = [len(set(groups[labels == label])) for label in np.unique(labels)]
    count = min(INNER_FOLDS, *by_label)
    if count < 2:
        return []
    splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=seed)
    pairs = splitter.split(np.zeros(len(labels)), labels, groups)
    return [(train, test) for train, test in pairs if len(test) and len(np.unique(labels[train])) > 1]


def _join(
    members: list[tuple[str, Pipeline]], inputs: Inputs, rows: NDArray[np.intp], labels: NDArray[np.str_]
) -> Pipeline:
    """The mean of the members' probabilities; frozen, they are not fitted again."""
    vote = VotingClassifier([(name, FrozenEstimator(model)) for name, model in members], voting="soft")
    return Pipeline([("classifier", vote.fit(inputs.x[rows], labels[rows]))])
